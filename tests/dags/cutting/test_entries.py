"""Paragraphs that rules drop: judged once, gone from duplicates, signals, shards and ledgers alike."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest

from shards.dataset import Dataset
from tests.dags.little_site import RECIPE, little_site, page, photo, prose
from tests.dags.running import in_process, m3w
from tests.dags.small_corpus import SmallCorpus

NOTE = "Write to the harbour master, who answers on Mondays"
ONE, TWO, THREE = "https://a.site.example/one", "https://b.site.example/two", "https://site.example/three"
SHORT, ELSEWHERE, COPY = "https://short.example/", "https://elsewhere.example/", "https://copy.example/"
SECTIONS = """
[paragraph]
repeated_in_site = { max = 2 }

[paragraph.rules]
words = { min = 4 }

[document.rules]
words = { min = 50 }
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A cut of six pages: three of one site with a note, one that is too short without its scraps, one with a copy."""
    recipe = RECIPE.replace("[document.rules]\n", SECTIONS)
    scraps = tuple(f"scrap number {word}" for word in ("one", "two", "three"))
    with little_site({f"/{n}.jpg": photo(n) for n in range(6)}) as site:
        made = SmallCorpus(tmp_path_factory.mktemp("entries"), recipe)
        images = [(f"{site.url}{n}.jpg",) for n in range(6)]
        made.extract(
            {
                ONE: page("Read more", prose(1), NOTE, images=images[0]),
                TWO: page(prose(2), NOTE, images=images[1]),
                THREE: page(NOTE, prose(3), images=images[2]),
                SHORT: page(prose(4, 45), *scraps, images=images[3]),
                ELSEWHERE: page(prose(5), NOTE, images=images[4]),
                COPY: page("Share this", prose(5), NOTE, "Read more", images=images[5]),
            }
        )
        made.run("shortlist", "--all-broken")
        made.make_cut(("images", "select", "shards"))
        return made


def rows_of(made: SmallCorpus, dataset: Dataset, url: str, kind: str = "decisions") -> list[dict[str, Any]]:
    return [row for row in made.rows(dataset, kind) if row.get("subject", row.get("id")) == made.ids()[url]]


def fates_of_elements(made: SmallCorpus, dataset: Dataset, url: str) -> list[tuple[str, str, str]]:
    rows = {row["element"]: row for row in rows_of(made, dataset, url)}
    return [(rows[n]["rule"], rows[n]["value"], rows[n]["bound"]) for n in range(len(rows) - 1)]


def test_paragraphs_are_dropped_by_rule_and_by_repetition_within_their_site(made: SmallCorpus) -> None:
    few = ("paragraph.words", "2", ">= 4")
    often = ("paragraph.repeated_in_site", "3", "<= 2")
    kept = ("", "", "")
    for dataset in (made.corpus.shortlist("little"), made.corpus.selection("little")):
        assert fates_of_elements(made, dataset, ONE) == [few, kept, often, kept]
        assert fates_of_elements(made, dataset, THREE) == [often, kept, kept]
        assert fates_of_elements(made, dataset, ELSEWHERE)[1] in (kept, ("document", "", "kept"))


def test_a_document_is_judged_by_what_is_left_of_it(made: SmallCorpus) -> None:
    shortlist = made.corpus.shortlist("little")
    assert made.fates()[SHORT] == ("dropped", "document.words")
    document, *elements = rows_of(made, shortlist, SHORT)
    assert (document["value"], document["bound"]) == ("45", ">= 50")
    assert [row["rule"] for row in elements] == ["document", *["paragraph.words"] * 3, "document"]
    (edited,) = rows_of(made, shortlist, SHORT, "edited")
    stored = next(row for row in made.rows(made.corpus.documents, "documents") if row["url"] == SHORT)
    assert (edited["signals"]["words"], stored["signals"]["words"]) == (45, 54)
    assert not rows_of(made, shortlist, ELSEWHERE, "edited")


def test_duplicates_are_found_in_what_is_left(made: SmallCorpus) -> None:
    assert sorted(made.fates()[url] for url in (ELSEWHERE, COPY)) == [("dropped", "duplicate.text"), ("kept", "")]


def test_a_shard_holds_the_edited_document_with_its_signals(made: SmallCorpus) -> None:
    (path,) = made.corpus.shards("little").require()[0].paths("shard")
    with tarfile.open(path) as tar:
        file = tar.extractfile(f"{made.ids()[ONE]}.json")
        assert file
        sample = json.load(file)
    assert [element.get("text", element["type"]) for element in sample["elements"]] == [prose(1), "image"]
    assert sample["signals"]["words"] == 80
    (selected,) = rows_of(made, made.corpus.selection("little"), ONE, "selected")
    assert (selected["texts_dropped"], selected["characters"]) == ([0, 2], len(prose(1)))
    assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_the_ledgers_count_every_element(made: SmallCorpus) -> None:
    found = {}
    for dataset in (made.corpus.shortlist("little"), made.corpus.selection("little")):
        ledger = next(each for each in dataset.require()[0].manifest.ledgers if each.unit == "elements")
        found[dataset.kind] = ledger
        assert ledger.taken == ledger.tally.total == 23
        assert ledger.tally.dropped["paragraph.repeated_in_site"] == 3
        assert ledger.tally.dropped["paragraph.words"] == 6
    assert found["shortlist"].tally.dropped["document"] == 2


def test_all_broken_rules_are_written_down_where_they_are_asked_for(made: SmallCorpus) -> None:
    shortlist = made.corpus.shortlist("little")
    rules = [(row["element"], row["rule"]) for row in rows_of(made, shortlist, SHORT, "broken")]
    assert rules == [(None, "document.words"), (1, "paragraph.words"), (2, "paragraph.words"), (3, "paragraph.words")]
    assert not rows_of(made, shortlist, ELSEWHERE, "broken")


def test_explain_tells_the_fate_of_a_paragraph_and_both_values(made: SmallCorpus) -> None:
    said = m3w("explain", SHORT, "--corpus", made.root)
    assert "dropped at shortlist by paragraph.words: 3 (bound: >= 4)" in said
    assert re.search(r"words\s+54\s+45\s+>= 50", said)
    assert "the document breaks document.words: 45 (bound: >= 50)" in said


def test_two_processes_and_another_hash_seed_write_the_same_bytes(made: SmallCorpus) -> None:
    words = ("shortlist", "--corpus", made.root, "--recipe", made.recipe, "--all-broken", "--cut", "again")
    workers = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")
    done = in_process(*words, *workers, PYTHONHASHSEED="4711")
    assert done.returncode == 0, done.stdout + done.stderr
    for kind in ("decisions", "candidates", "edited", "broken"):
        first, again = (made.corpus.shortlist(cut).require()[0].paths(kind) for cut in ("little", "again"))
        assert [Path(path).read_bytes() for path in first] == [Path(path).read_bytes() for path in again]


def test_without_rules_on_paragraphs_nothing_of_this_is_written(made: SmallCorpus) -> None:
    made.write_recipe("plain")
    made.run("shortlist", recipe=made.folder / "plain.toml")
    kinds = {kind for part in made.corpus.shortlist("plain").require()[0].manifest.parts for kind in part.files}
    assert kinds == {"decisions", "candidates"}
