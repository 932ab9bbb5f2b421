"""Cuts say what they are, and are made again only where what they were made from is another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from dags.forgetting.cuts import Cut, cuts_of, make_again
from tests.dags.little_site import page, prose
from tests.dags.running import files_below
from tests.dags.small_corpus import SmallCorpus

WORDS_ONLY = 'name = "words"\n[document.rules]\nwords = { min = 10 }\n'


def test_a_cut_that_is_what_it_should_be_is_left_alone(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path, WORDS_ONLY)
    made.extract({"https://a.example/": page(prose("a"))})
    made.make_cut(("shortlist", "images", "select", "shards"))
    (cut,) = cuts_of(made.corpus)
    assert (cut.name, cut.generations, cut.jobs) == ("words", 1, ("shortlist", "images", "select", "shards"))
    assert list(cut.shards) == ["shards 00000-of-00001"]
    assert Cut.from_json(asdict(cut)) == cut
    before = files_below(made.root)
    assert make_again(made.corpus, [cut], ("--direct_num_workers=1",)) == []
    assert files_below(made.root) == before


def test_a_cut_that_is_there_no_more_is_passed_over(tmp_path: Path) -> None:
    made = SmallCorpus(tmp_path, WORDS_ONLY)
    assert cuts_of(made.corpus) == []
    assert make_again(made.corpus, [Cut("gone", 1, ("shortlist",))], ()) == []
