"""Documents measured again: as a shortlist under the same rules measures them."""

import re

import pytest

from dags.asking.edits import Editing, repeated_in
from dags.asking.stored import StoredCut
from dags.cutting import cut_recipe
from dags.recipe import text_rules
from dags.tables import paths_of
from filters.rules import Bound
from shards.parts import read_rows
from tests.dags.little_site import RECIPE, page, prose
from tests.dags.small_corpus import SmallCorpus

RULES = (
    RECIPE.replace("images = { min = 1 }", "words = { min = 30 }")
    + """
[paragraph]
repeated_in_site = { max = 2 }

[paragraph.rules]
words = { min = 4 }
"""
)
STRICT = RULES.replace("words = { min = 4 }", "words = { min = 12 }")
SAID = "what every page of this site says, below all that it has to say"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    made = SmallCorpus(tmp_path_factory.mktemp("edits"), RULES)
    pages = {}
    for number in range(8):
        paragraphs = ("too short", f"{prose(number, words=4 + number)} end", prose(-number, 40), SAID)
        pages[f"https://site.example/{number}"] = page(*paragraphs)
    made.extract(pages)
    made.make_cut(("shortlist", "images", "select"))
    strict = made.write_recipe("strict", STRICT.replace('"little"', '"strict"'))
    made.make_cut(("shortlist", "images", "select"), strict)
    return made


def edited_rows(corpus, cut):
    return {row["id"]: row["signals"] for row in corpus.rows(corpus.corpus.shortlist(cut), "edited")}


def test_what_is_left_is_measured_as_the_shortlist_measures_it(corpus):
    stored = StoredCut.of(corpus.corpus, "little")
    texts = text_rules(cut_recipe.load(corpus.corpus, "strict", "shortlist"))
    assert texts.paragraph == {"words": Bound(min=12)}
    editing = Editing(texts, repeated_in(paths_of(stored.shortlist, "decisions")))
    table = editing.measured(paths_of(stored.documents, "documents"), 8)
    found = {row["id"]: row["signals"] for row in table.to_pylist()}
    assert found == edited_rows(corpus, "strict") != edited_rows(corpus, "little")


def test_what_would_be_under_other_rules_on_paragraphs_is_what_the_strict_cut_holds(corpus):
    said = corpus.ask("whatif", "--cut", "little", "--set", "paragraph.words.min=12")
    assert "8 documents are read and measured again" in said
    (now, then) = (
        sum(row["characters"] for row in corpus.rows(corpus.corpus.selection(cut), "selected"))
        for cut in ("little", "strict")
    )
    assert re.search(rf"characters\s+{now:,}\s+{then:,}", said)
    assert now > then


def test_documents_are_the_same_measured_in_processes_of_their_own(corpus, monkeypatch):
    monkeypatch.setattr("dags.asking.edits.DOCUMENTS_A_PROCESS", 0)
    stored = StoredCut.of(corpus.corpus, "little")
    texts = text_rules(cut_recipe.load(corpus.corpus, "strict", "shortlist"))
    paths = paths_of(stored.documents, "documents") * 2
    table = Editing(texts, {}).measured(paths, 16)
    alone = Editing(texts, {}).measure_table(paths[0])
    assert len(table) == 2 * len(alone) > 0
    assert sorted(table["id"].to_pylist()) == sorted(alone["id"].to_pylist() * 2)


def test_paragraphs_that_a_site_repeats_are_known_from_the_decisions(corpus):
    found = repeated_in(paths_of(corpus.corpus.shortlist("little").require(), "decisions"))
    rows = [row for path in paths_of(corpus.corpus.documents.require(), "documents") for row in read_rows(path)]
    assert found == {row["id"]: {3: 8} for row in rows}
