"""What is fetched for a cut, and what is not: copies of what stands, what is known, what the text rules dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dags.imaging.image_facts import facts_of, measured
from dags.imaging.images import SPARING_ROUNDS, wanted
from filters.duplicates.duplicates import Member, in_order
from filters.judgement import Candidate, Judged
from ingest.exchange import Exchange
from ingest.fetching.polite import Fetched
from ingest.images.pictures import BadPictureError
from ingest.settings import ImageFetchSettings
from tests.dags.little_site import RECIPE, Answer, LittleSite, little_site, page, photo, prose, redirect
from tests.dags.running import refused
from tests.dags.small_corpus import SmallCorpus

SETTINGS = ImageFetchSettings()


DEAD: tuple[set[int], ...] = (set(), {1, 2}, {0}, {0, 2}, {0, 1, 2})
"""Of five texts, each on three pages with an image of its own: whose images are dead, by their place in order."""
LAST_GOOD = {0, 1, 2, 3, 4}
"""The same of a sixth text, on six pages."""


class Copies(SmallCorpus):
    """Groups of pages of one text, each page with an image of its own; which of them live is known by their order."""

    def __init__(self, folder: Path, site: LittleSite, pictures: dict[str, Answer]) -> None:
        super().__init__(folder)
        self.site = site
        sizes = [3] * len(DEAD) + [6]
        self.images = {
            f"https://copy{copy}.of{text}.example/": f"/{text}/{copy}.jpg"
            for text, size in enumerate(sizes)
            for copy in range(size)
        }
        texts = {url: prose(path.split("/")[1]) for url, path in self.images.items()}
        self.extract({url: page(texts[url], images=(site.url + path[1:],)) for url, path in self.images.items()})
        self.run("shortlist")
        self.order = [self._in_order(text) for text in range(len(sizes))]
        for order, dead in zip(self.order, (*DEAD, LAST_GOOD), strict=True):
            pictures.update({path: photo(path) for place, path in enumerate(order) if place not in dead})

    def _in_order(self, text: int) -> list[str]:
        urls = {id: url for url, id in self.ids().items()}
        rows = self.rows(self.corpus.shortlist("little"), "candidates")
        members = in_order(Member(row["id"], row["page"], row["text"], row["fetched_at"]) for row in rows)
        paths = [self.images[urls[member.id]] for member in members]
        return [path for path in paths if path.startswith(f"/{text}/")]

    def asked(self, text: int) -> list[int]:
        """Return which images of a group were asked for, by their place, in the order in which they were."""
        return [self.order[text].index(path) for path in self.site.requests if path in self.order[text]]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    pictures: dict[str, Answer] = {}
    with little_site(pictures) as site:
        made = Copies(tmp_path_factory.mktemp("copies"), site, pictures)
        made.run("images")
        made.run("select")
        yield made


@pytest.mark.parametrize(("text", "asked"), list(enumerate([[0], [0], [0, 1], [0, 1], [0, 1, 2]])))
def test_a_copy_of_what_stands_is_never_fetched(text: int, asked: list[int], copies: Copies) -> None:
    assert copies.asked(text) == asked


@pytest.mark.parametrize(("text", "dead"), list(enumerate([*DEAD, LAST_GOOD])))
def test_the_first_copy_whose_images_live_stays(text: int, dead: set[int], copies: Copies) -> None:
    fates = copies.fates()
    urls = {path: url for url, path in copies.images.items()}
    rules = [fates[urls[path]][1] for path in copies.order[text]]
    living = [place for place in range(len(rules)) if place not in dead]
    assert [place for place, rule in enumerate(rules) if rule == ""] == living[:1]
    assert {rules[place] for place in dead if not living or place < living[0]} <= {"document.images"}
    assert {rules[place] for place in range(len(rules)) if living and place > living[0]} <= {"duplicate.text"}


def test_after_a_few_dead_ones_all_others_are_asked_for_at_once(copies: Copies) -> None:
    asked = copies.asked(len(DEAD))
    assert asked[:SPARING_ROUNDS] == [0, 1, 2]
    assert sorted(asked[SPARING_ROUNDS:]) == [3, 4, 5]
    assert len(copies.corpus.images.generations()) == SPARING_ROUNDS + 1


def test_a_round_beyond_the_sparing_ones_is_continued_after_a_kill(copies: Copies) -> None:
    """As a kill leaves it that strikes between the last part of the last round and its manifest."""
    (copies.root / "images/000004/manifest.json").unlink()
    (copies.root / "cuts/little/images.json").unlink()
    before = len(copies.site.requests)
    assert "4 generations" in copies.run("images")
    assert len(copies.site.requests) == before
    assert "nothing to do" in copies.run("select")
    assert "nothing to do" in copies.run("images")


def test_images_measured_in_two_ways_do_not_stand_side_by_side(copies: Copies) -> None:
    other = copies.write_recipe("other", RECIPE.replace("[images]", "[images]\nmeasured_side = 100"))
    copies.run("shortlist", recipe=other)
    said = refused("images", "--corpus", copies.root, "--recipe", other)
    assert "measured_side: then 256, now 100" in said


def test_another_cut_fetches_only_what_is_not_there_and_disturbs_no_one(tmp_path: Path) -> None:
    pictures = {f"/{name}.jpg": photo(name) for name in ("long", "short", "both")}
    with little_site(pictures) as site:
        made = SmallCorpus(tmp_path, RECIPE.replace("[document.rules]", "[document.rules]\nwords = { min = 60 }"))
        urls = [site.url + name[1:] for name in pictures]
        made.extract(
            {
                "https://long.example/": page(prose(1, 80), images=(urls[0], urls[2])),
                "https://short.example/": page(prose(2, 40), images=(urls[1], urls[2])),
            }
        )
        made.make_cut()
        first = made.corpus.shards("little").require()[0].manifest
        assert site.asked("/short.jpg") == 0
        loose = made.write_recipe("loose")
        made.make_cut(recipe=loose)
        assert {path: site.asked(path) for path in pictures} == dict.fromkeys(pictures, 1)
        assert [len(made.rows(made.corpus.selection(cut), "selected")) for cut in ("little", "loose")] == [1, 2]
        for job in ("shortlist", "images", "select", "shards"):
            assert "nothing to do" in made.run(job)
        assert made.corpus.shards("little").require()[0].manifest == first
        assert "all it needs" in made.run("images", recipe=loose)


ODD = {
    "/fine.jpg": photo("fine"),
    "/moved.jpg": redirect("/fine2.jpg"),
    "/fine2.jpg": photo("fine2"),
    "/text.jpg": Answer(b"hello", "image/jpeg"),
    "/cut.jpg": Answer(photo("cut", 200).body[:900], "image/jpeg"),
    "/secret/a.jpg": photo("secret"),
    "/noai.jpg": Answer(photo("noai").body, "image/jpeg", headers=(("X-Robots-Tag", "noimageai"),)),
    "/loop.jpg": redirect("/loop.jpg"),
    "/large.jpg": Answer(b"\xff\xd8" + bytes(70_000), "image/jpeg"),
    "/robots.txt": Answer(b"User-agent: m3wbot\nDisallow: /secret/\n", "text/plain"),
}
EXPECTED = {
    "/fine.jpg": ("kept", ""),
    "/moved.jpg": ("kept", ""),
    "/text.jpg": ("failed", "not-an-image"),
    "/cut.jpg": ("failed", "damaged"),
    "/secret/a.jpg": ("dropped", "robots"),
    "/noai.jpg": ("dropped", "consent"),
    "/loop.jpg": ("failed", "redirects"),
    "/large.jpg": ("failed", "too-large"),
    "/gone.jpg": ("failed", "http-404"),
}


def test_every_url_ends_with_its_reason_and_the_ledger_counts_it(tmp_path: Path) -> None:
    with little_site(ODD) as site:
        made = SmallCorpus(tmp_path, RECIPE.replace("[images]", "[images]\nmax_bytes = 60_000"))
        urls = tuple(site.url + path[1:] for path in EXPECTED)
        made.extract({"https://example.org/": page(prose(1), images=urls)})
        made.make_cut(("shortlist", "images"))
        rows = {row["url"].removeprefix(site.url[:-1]): row for row in made.rows(made.corpus.images, "images")}
        assert {path: (row["outcome"], row["reason"]) for path, row in rows.items()} == EXPECTED
        assert site.asked("/secret/a.jpg") == 0
        assert rows["/noai.jpg"]["consent"] == "X-Robots-Tag: noimageai"
        assert all((row["source"] is not None) == (row["outcome"] == "kept") for row in rows.values())
        (ledger,) = made.corpus.images.require()[0].manifest.ledgers
        assert (ledger.taken, ledger.tally.kept) == (len(EXPECTED), 2)
        assert "would fetch" not in made.run("images", "--dry-run")


def exchange(payload: bytes, status: int = 200) -> Exchange:
    return Exchange("https://x.example/a", status=status, body=payload, payload=payload)


@pytest.mark.parametrize(
    ("fetched", "expected"),
    [
        (Fetched("u", (exchange(photo(1).body),)), ("kept", "")),
        (Fetched("u", (exchange(photo(1).body, 500),)), ("failed", "http-500")),
        (Fetched("u", (exchange(b"nothing"),)), ("failed", "not-an-image")),
        (Fetched("u", reason="robots", consent="robots.txt: Disallow"), ("dropped", "robots")),
        (Fetched("u", (exchange(b""),), reason="consent", consent="X"), ("dropped", "consent")),
        (Fetched("u", reason="host-down"), ("failed", "host-down")),
        (Fetched("u", (exchange(b""),), reason="timeout"), ("failed", "timeout")),
    ],
)
def test_facts_say_what_came_of_a_url(fetched: Fetched, expected: tuple[str, str]) -> None:
    facts = facts_of(fetched, SETTINGS)
    assert (facts.outcome, facts.reason) == expected
    assert facts.consent == fetched.consent
    assert bool(facts.sha256) == (expected[0] == "kept")


def test_facts_are_those_of_the_bytes() -> None:
    facts = measured("u", photo(1, 100).body, SETTINGS)
    assert (facts.width, facts.height, facts.format, facts.size) == (100, 100, "jpeg", len(photo(1, 100).body))
    with pytest.raises(BadPictureError):
        measured("u", b"nothing", SETTINGS)


def judged(id: str, passes: bool | None, text: str, missing: tuple[str, ...] = ()) -> Judged:
    member = Member(id, f"page of {id}", text, "2026")
    return Judged(Candidate(member, "a", ()), (), passes, missing)


@pytest.mark.parametrize(("sparing", "expected"), [(True, ["a1", "a2", "d1"]), (False, ["a1", "a2", "b1", "d1"])])
def test_wanted_are_the_images_that_survivors_depend_on(sparing: bool, expected: list[str]) -> None:
    group = [
        judged("d", None, "other", ("d1",)),
        judged("b", None, "same", ("b1",)),
        judged("a", None, "same", ("a1", "a2")),
        judged("c", False, "same"),
    ]
    assert list(wanted(group, sparing=sparing)) == [(url, "2026") for url in expected]
