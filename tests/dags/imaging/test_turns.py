"""Images that failed for now: again within a run, again for another cut, again on demand, and then no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from dags.imaging.turns import failed_for_now
from ingest.records import ImageFacts
from tests.dags.little_site import BUSY, RECIPE, Answer, Flaky, LittleSite, little_site, page, photo, prose
from tests.dags.small_corpus import SmallCorpus

ONCE = RECIPE.replace("[images]", "[images]\nmax_retries = 0")


@pytest.mark.parametrize(
    ("reason", "status", "turn", "again"),
    [
        ("http-503", 503, 1, True),
        ("http-503", 503, 2, True),
        ("http-503", 503, 3, False),
        ("timeout", None, 1, True),
        ("host-down", None, 1, True),
        ("timeout", 200, 1, True),
        ("http-404", 404, 1, False),
        ("not-an-image", 200, 1, False),
        ("absent", None, 1, False),
        ("unreadable", None, 1, False),
    ],
)
def test_what_may_pass_is_asked_for_again_as_long_as_it_has_turns(
    reason: str, status: int | None, turn: int, again: bool
) -> None:
    assert failed_for_now(ImageFacts("u", "failed", reason, status, turn=turn), 3) is again
    assert not failed_for_now(ImageFacts("u", "dropped", reason, status, turn=turn), 3)


def made(folder: Path, site: LittleSite, recipe: str, *names: str) -> SmallCorpus:
    corpus = SmallCorpus(folder, recipe)
    urls = tuple(f"{site.url}{name}.jpg" for name in names)
    corpus.extract({"https://a.example/": page(prose(1), images=urls)})
    return corpus


def ended(corpus: SmallCorpus, name: str) -> list[tuple[str, str, int, int]]:
    rows = corpus.rows(corpus.corpus.images, "images")
    return [
        (row["outcome"], row["reason"], row["attempts"], row["turn"])
        for row in rows
        if row["url"].endswith(f"/{name}.jpg")
    ]


def test_a_run_asks_again_and_says_how_often(tmp_path: Path) -> None:
    pictures = Flaky({"/a.jpg": [BUSY, photo("a")], "/b.jpg": [BUSY], "/c.jpg": [Answer(status=404)]})
    with little_site(pictures) as site:
        corpus = made(tmp_path, site, RECIPE, "a", "b", "c")
        corpus.run("shortlist")
        assert "1 images failed for now: `m3w images --again`" in corpus.run("images")
        assert ended(corpus, "a") == [("kept", "", 2, 1)]
        assert ended(corpus, "b") == [("failed", "http-503", 3, 1)]
        assert ended(corpus, "c") == [("failed", "http-404", 1, 1)]
        (row,) = (row for row in corpus.rows(corpus.corpus.images, "images") if row["url"].endswith("/b.jpg"))
        assert row["missed"] == ["archive: absent", "live: http-503"]
        assert "all it needs" in corpus.run("images")
        assert (site.asked("/a.jpg"), site.asked("/b.jpg"), site.asked("/c.jpg")) == (2, 3, 1)


@pytest.mark.slow
def test_another_cut_asks_again_and_the_first_stays_as_it_is(tmp_path: Path) -> None:
    pictures = Flaky(
        {"/a.jpg": [BUSY, photo("a")], "/b.jpg": [BUSY], "/c.jpg": [Answer(status=404)], "/d.jpg": [photo("d")]}
    )
    with little_site(pictures) as site:
        corpus = made(tmp_path, site, ONCE, "a", "b", "c", "d")
        corpus.make_cut(("shortlist", "images", "select"))
        before = corpus.corpus.selection("little").require()[0].manifest
        for number, name in enumerate(("second", "third", "fourth")):
            rules = f"[document.rules]\nwords = {{ min = {number} }}"
            other = corpus.write_recipe(name, ONCE.replace("[document.rules]", rules))
            corpus.make_cut(("shortlist", "images"), recipe=other)
        corpus.run("select", recipe=other)
        assert ended(corpus, "a") == [("failed", "http-503", 1, 1), ("kept", "", 1, 2)]
        assert ended(corpus, "b") == [("failed", "http-503", 1, turn) for turn in (1, 2, 3)]
        assert len(ended(corpus, "c")) == len(ended(corpus, "d")) == 1
        kept = [len(row["pictures"]) for row in corpus.rows(corpus.corpus.selection("fourth"), "selected")]
        assert kept == [2]
        for job in ("images", "select"):
            assert "nothing to do" in corpus.run(job)
        assert corpus.corpus.selection("little").require()[0].manifest == before


@pytest.mark.slow
def test_the_same_cut_asks_again_where_it_is_told_to(tmp_path: Path) -> None:
    pictures = Flaky({"/a.jpg": [BUSY, photo("a")], "/b.jpg": [photo("b")], "/c.jpg": [BUSY]})
    with little_site(pictures) as site:
        corpus = made(tmp_path, site, ONCE, "a", "b", "c")
        corpus.make_cut(("shortlist", "images", "select"))
        assert "would fetch up to 2 images" in " ".join(corpus.run("images", "--again", "--dry-run").split())
        said = corpus.run("images", "--again")
        assert "--overwrite" in said
        assert ended(corpus, "a") == [("failed", "http-503", 1, 1), ("kept", "", 1, 2)]
        corpus.run("select", "--overwrite")
        (row,) = corpus.rows(corpus.corpus.selection("little"), "selected")
        assert len(row["pictures"]) == 2
        corpus.run("images", "--again")
        corpus.run("images", "--again")
        assert [turn for *_, turn in ended(corpus, "c")] == [1, 2, 3]
        assert site.asked("/b.jpg") == 1
        assert "all it needs" in corpus.run("images")
