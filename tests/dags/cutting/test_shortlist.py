"""Text rules, duplicates, and which images come into question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dags.little_site import RECIPE, Answer, page, prose
from tests.dags.small_corpus import SmallCorpus

LOGO = "https://cdn.example/logo.jpg"


def own(number: int) -> str:
    return f"https://cdn.example/{number}.jpg"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """Four pages that say different things, a copy of one, a near copy of one, one too short; most show a logo."""
    recipe = RECIPE.replace("[document.rules]", "[document.rules]\nwords = { min = 50 }")
    made = SmallCorpus(tmp_path_factory.mktemp("shortlist"), recipe.replace("[image.rules]", LOGO_RULE))
    near = prose(1, 400).replace("gull", "seagull", 1)
    pages = {
        **{f"https://{n}.example/": page(prose(n, 400), images=(LOGO, own(n))) for n in (1, 2, 3)},
        "https://copy.example/": page(prose(3, 400), images=(LOGO, own(4))),
        "https://near.example/": page(near, images=(LOGO, own(5))),
        "https://short.example/": page(prose(6, 20), images=(LOGO, own(6))),
    }
    made.extract(pages)
    made.run("shortlist")
    return made


LOGO_RULE = "[image.rules]\ndocuments = { max = 2 }"


def test_text_rules_drop_with_value_and_bound_and_take_the_images_along(made: SmallCorpus) -> None:
    id = made.ids()["https://short.example/"]
    rows = [row for row in made.rows(made.corpus.shortlist("little"), "decisions") if row["subject"] == id]
    assert [(row["element"], row["rule"], row["value"], row["bound"]) for row in rows] == [
        (None, "document.words", "20", ">= 50"),
        (1, "document", "", "kept"),
        (2, "document", "", "kept"),
    ]
    assert id not in {row["id"] for row in made.rows(made.corpus.shortlist("little"), "candidates")}


def test_copies_and_near_copies_are_of_one_component(made: SmallCorpus) -> None:
    components = {row["id"]: row["component"] for row in made.rows(made.corpus.shortlist("little"), "candidates")}
    of = {url: components[id] for url, id in made.ids().items() if id in components}
    assert of["https://3.example/"] == of["https://copy.example/"]
    assert of["https://1.example/"] == of["https://near.example/"]
    assert len(set(of.values())) == 3


def test_what_too_many_show_is_not_asked_for_and_copies_count_once(made: SmallCorpus) -> None:
    """The logo stands in five candidates of three components: more than two."""
    candidates = made.rows(made.corpus.shortlist("little"), "candidates")
    assert {image["url"] for row in candidates for image in row["images"]} == {own(n) for n in range(1, 6)}
    rows = made.rows(made.corpus.shortlist("little"), "decisions")
    spread = [row for row in rows if row["rule"] == "image.documents"]
    assert len(spread) == 5
    assert {(row["value"], row["bound"]) for row in spread} == {("3", "<= 2")}


def test_the_ledger_is_that_of_the_rows(made: SmallCorpus) -> None:
    ledgers = {ledger.unit: ledger for ledger in made.corpus.shortlist("little").require()[0].manifest.ledgers}
    assert (ledgers["documents"].taken, ledgers["documents"].tally.kept) == (6, 5)
    assert ledgers["documents"].tally.dropped == {"document.words": 1}
    assert (ledgers["images"].taken, ledgers["images"].tally.kept) == (12, 5)
    assert ledgers["images"].tally.dropped == {"document": 2, "image.documents": 5}


def test_rows_lie_in_the_order_of_their_documents(made: SmallCorpus) -> None:
    subjects = [row["subject"] for row in made.rows(made.corpus.shortlist("little"), "decisions")]
    assert subjects == sorted(subjects)


def test_images_are_judged_by_their_url_their_words_and_their_hosts_before_they_are_fetched(tmp_path: Path) -> None:
    rules = "[image]\nurl_words = ['logo']\n[image.rules]\nurl_words = { max = 0 }\nalt_length = { min = 1 }\n"
    made = SmallCorpus(tmp_path, RECIPE.replace("[image.rules]", f"{rules}hosts = {{ max = 1 }}"))
    spread = "https://cdn.example/everywhere.jpg"
    shown = f"<img src='{LOGO}' alt='our logo'><img src='{own(1)}'><img src='{spread}' alt='a pier'>"
    pages = {f"https://{n}.example/": Answer(f"<p>{prose(n, 400)}</p>{shown}".encode()) for n in (1, 2)}
    made.extract(pages)
    made.run("shortlist")
    rows = [row for row in made.rows(made.corpus.shortlist("little"), "decisions") if row["element"] is not None]
    assert [(row["element"], row["rule"], row["value"], row["bound"]) for row in rows] == [
        (1, "image.url_words", "1", "<= 0"),
        (2, "image.alt_length", "0", ">= 1"),
        (3, "image.hosts", "2", "<= 1"),
    ] * 2
    assert all(not row["images"] for row in made.rows(made.corpus.shortlist("little"), "candidates"))
