from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.opt_outs.content_usage import TRAINING, header_usage, usage_rules

USAGE, SIGNAL = TRAINING
SITE = "https://a.example"
# The example of draft-ietf-aipref-attach.
DRAFT = """User-Agent: *
Allow: /
Disallow: /never/
Content-Usage: train-ai=n
Content-Usage: /ai-ok/ train-ai=y

User-Agent: ExampleBot
Allow: /
Content-Usage: train-ai=y
"""


def allows(robots_txt: str, path: str = "/x", token: str = "m3wbot") -> bool:
    rules = usage_rules(robots_txt, USAGE)
    return rules is None or bool(rules.can_fetch(SITE + path, token))


@pytest.mark.parametrize(
    ("path", "token", "allowed"),
    [("/test", "m3wbot", False), ("/ai-ok/test", "m3wbot", True), ("/test", "ExampleBot", True)],
)
def test_the_example_of_the_draft(path: str, token: str, allowed: bool) -> None:
    assert allows(DRAFT, path, token) == allowed


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nContent-Usage: train-ai=n", False),
        ("user-agent:*\n  CONTENT-USAGE :train-ai=n # no", False),
        ("User-agent: *\nContent-Usage: search=y, train-ai=n;p=1", False),
        ("User-agent: *\nContent-Usage: /\ttrain-ai=n", False),
        ("User-agent: *\nContent-Usage: /y train-ai=n", True),
        ("User-agent: *\nContent-Usage: /x train-ai=y\nContent-Usage: /x train-ai=n", False),
        ("User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: train-ai=y", False),
        ("User-agent: *\nContent-Usage: search=n", True),
        ("User-agent: *\nContent-Usage: train-ai", True),
        ("User-agent: *\nContent-Usage: train-ai=no", True),
        ("User-agent: *\n# Content-Usage: train-ai=n", True),
        ("User-agent: *\nDisallow: /", True),
        ("Content-Usage: train-ai=n\nUser-agent: other\nDisallow: /", False),
        # The group of our own name counts, and it says nothing.
        ("User-agent: *\nContent-Usage: train-ai=n\nUser-agent: m3wbot\nDisallow: /y", True),
        # The rule between them parts the two groups, though it is no rule on training.
        ("User-agent: m3wbot\nDisallow: /y\nUser-agent: other\nContent-Usage: train-ai=n", True),
        ("User-agent: m3wbot\nUser-agent: other\nContent-Usage: train-ai=n", False),
        ("User-agent: m3wbot\nSitemap: /s\nUser-agent: other\nContent-Usage: train-ai=n", False),
        ("", True),
    ],
)
def test_rules(rules: str, allowed: bool) -> None:
    assert allows(rules) == allowed


def test_content_signal_has_words_of_its_own() -> None:
    rules = usage_rules("User-Agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /", SIGNAL)
    assert rules is not None
    assert not rules.can_fetch(SITE + "/x", "m3wbot")
    assert usage_rules("User-Agent: *\nContent-Signal: ai-train=n", SIGNAL) is None


@pytest.mark.parametrize(
    ("headers", "signal"),
    [
        ((("content-usage", "train-ai=n"),), "Content-Usage: train-ai=n"),
        ((("Content-Usage", "search=n"), ("Content-Usage", "train-ai=n")), "Content-Usage: train-ai=n"),
        ((("Content-Signal", "ai-train=no, search=yes"),), "Content-Signal: ai-train=no"),
        ((("Content-Usage", "train-ai=y, search=n"),), ""),
        ((("Content-Usage", "train-ai=?0"),), ""),
        ((("Content-Type", "train-ai=n"),), ""),
        ((), ""),
    ],
)
def test_headers(headers: tuple[tuple[str, str], ...], signal: str) -> None:
    assert header_usage(headers) == signal


WORDS = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: m3wbot",
        "Content-Usage: train-ai=n",
        "Content-Usage: /x train-ai=y",
        "Disallow: /",
        "",
        "#",
    ]
)


@given(st.lists(WORDS, max_size=8), st.text(max_size=40))
def test_any_file_is_read_without_error(lines: list[str], nonsense: str) -> None:
    assert isinstance(allows("\n".join([*lines, f"Content-Usage: {nonsense}", *lines])), bool)


@given(st.lists(WORDS.filter(lambda line: "y" not in line), max_size=8))
def test_a_rule_for_everybody_counts_wherever_no_other_group_is_ours(lines: list[str]) -> None:
    text = "\n".join(["User-agent: *", "Content-Usage: train-ai=n", *(line for line in lines if "m3wbot" not in line)])
    assert not allows(text)
