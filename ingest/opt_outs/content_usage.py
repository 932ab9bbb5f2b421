"""What a site says about training on its content: Content-Usage (AIPREF) and Content-Signal.

Sources: draft-ietf-aipref-attach and draft-ietf-aipref-vocab (IETF, in work); Content-Signal is Cloudflare's form of
the same statement (contentsignals.org). Both stand in robots.txt, per group and path, and as response headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

from ingest.exchange import Headers, header

AGENT, OUTSIDE = ("user-agent", "useragent", "user agent"), ("sitemap", "host")
EVERYBODY = "User-agent: *\nDisallow:"
NEUTRAL = "Disallow:"
"""A rule that says nothing, but ends the list of robots that a group begins with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A way to state what content may be used for, reduced to what it says about training.

    Attributes:
        name: The name of the header and of the rule in robots.txt, as it is written.
        label: What it calls training.
        yes: Its word for "may".
        no: Its word for "may not".
    """

    name: str
    label: str
    yes: str
    no: str

    @property
    def signal(self) -> str:
        """The statement that forbids, such as `Content-Usage: train-ai=n`."""
        return f"{self.name}: {self.label}={self.no}"

    def allows(self, text: str) -> bool | None:
        """Return whether a text such as `search=y, train-ai=n` allows training; None where it does not say."""
        words = [entry.partition(";")[0].partition("=") for entry in text.lower().split(",")]
        said = {value.strip() for key, _, value in words if key.strip() == self.label}
        if self.no in said:
            return False
        return True if self.yes in said else None

    def rule(self, line: str) -> list[tuple[str, bool]]:
        """Return the path that a line of robots.txt speaks of and whether it allows training; else nothing."""
        field, _, value = line.partition("#")[0].partition(":")
        if field.strip().lower() != self.name.lower():
            return []
        words = value.split(None, 1)
        path, text = (words[0], " ".join(words[1:])) if words and words[0].startswith("/") else ("/", value)
        allowed = self.allows(text)
        return [] if allowed is None else [(path, allowed)]


TRAINING = (Statement("Content-Usage", "train-ai", "y", "n"), Statement("Content-Signal", "ai-train", "yes", "no"))


def header_usage(headers: Headers) -> str:
    """Return the header that forbids training on a response, or an empty string: `Content-Usage: train-ai=n`."""
    return next((one.signal for one in TRAINING if one.allows(header(headers, one.name)) is False), "")


def usage_rules(robots_txt: str, statement: Statement) -> Protego | None:
    """Return the rules of a robots.txt on training, as rules on fetching; None where it has none.

    What must not be trained on becomes what must not be fetched, so that groups are chosen and paths compared as
    for every other rule. A rule before the first group is for everybody. Where rules of one path contradict each other,
    the one that forbids counts, as the draft has it.
    """
    lines = robots_txt.splitlines()
    rules = [rule for line in lines for rule in statement.rule(line)]
    if not rules:
        return None
    forbidden = {path for path, allowed in rules if not allowed}
    rewritten = (new for line in lines for new in _rewritten(line, statement, forbidden))
    return Protego.parse("\n".join([EVERYBODY, *rewritten]))


def _rewritten(line: str, statement: Statement, forbidden: set[str]) -> Iterator[str]:
    text = line.strip().lower()
    if text.startswith(AGENT):
        yield line
    elif text and not text.startswith(("#", *OUTSIDE)):
        yield NEUTRAL
        for path, allowed in statement.rule(line):
            if not allowed or path not in forbidden:
                yield f"{'Allow' if allowed else 'Disallow'}: {path}"
