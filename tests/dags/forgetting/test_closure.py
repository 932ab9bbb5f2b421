"""What goes with a page: twins by bytes, by text and by cluster, and images that nobody else shows."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

import pytest

from dags.forgetting.closure import Closure, close
from ingest.opt_outs.tombstones import Notice, Tombstones
from tests.dags.little_site import Answer, little_site, page, photo, prose
from tests.dags.running import m3w
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import Captured, write_archive

A, B, C, D, E, F, G = (f"https://{name}.example/" for name in "abcdefg")
TEXT = prose("about", 200)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """A page, captured twice, with twins of all kinds."""
    made = SmallCorpus(tmp_path_factory.mktemp("made"))
    earlier = page(prose("earlier"), images=("x.jpg",))
    pages = [
        Captured(A, page(TEXT, images=("a.jpg",))),
        Captured(A, earlier, "2025-01-01T00:00:00Z"),
        Captured(B, page(TEXT, images=("a.jpg",))),
        Captured(C, page(TEXT.upper(), images=("b.jpg",), head="<meta name=x>")),
        Captured(C, page(prose("other day"), images=("b.jpg",)), "2025-01-01T00:00:00Z"),
        Captured(D, page(f"{TEXT} and so on", images=("c.jpg",))),
        Captured(E, earlier, "2025-06-01T00:00:00Z"),
        Captured(F, page(images=("only.jpg",))),
        Captured(G, page(images=("others.jpg",))),
        Captured("https://h.example/", page(prose("other day"), images=("b.jpg",), head="<meta name=y>")),
    ]
    made.run("extract", "--warc", write_archive(made.folder / "pages.warc.gz", pages))
    made.run("shortlist")
    return made


def closed(made: SmallCorpus, *urls: str, keep_near: bool = False) -> Closure:
    return close(made.corpus, Notice(dict.fromkeys(urls, "asked for")), Tombstones(), keep_near=keep_near)


def test_twins_of_every_capture_go(made: SmallCorpus) -> None:
    assert closed(made, A).twins == {
        B: f"the same as {A}",
        C: f"the same as {A}",
        D: f"nearly the same as {A}",
        E: f"the same as {A}",
    }


def test_near_ones_stay_where_that_is_wanted(made: SmallCorpus) -> None:
    assert set(closed(made, A, keep_near=True).twins) == {B, C, E}


def test_contents_of_all_that_goes_are_noted(made: SmallCorpus) -> None:
    rows = {(row["url"], row["fetched_at"][:4]): row["digest"] for row in made.rows(made.corpus.documents, "documents")}
    found = {f"sha256:{each}" for each in closed(made, A).notice.payloads}
    assert {rows[A, "2026"], rows[A, "2025"], rows[C, "2026"], rows[D, "2026"]} <= found
    assert rows[C, "2025"] not in found


def test_pages_without_a_word_are_no_twins(made: SmallCorpus) -> None:
    assert closed(made, F).twins == {}
    assert closed(made, F).notice.texts == ()


def test_images_go_with_the_last_page_that_shows_them(tmp_path: Path) -> None:
    pictures = {f"/{name}.jpg": photo(name) for name in ("own", "shared")}
    with little_site({**pictures, "/again.jpg": pictures["/own.jpg"]}) as site:
        made = SmallCorpus(tmp_path)
        shown = tuple(f"{site.url}{name}.jpg" for name in ("own", "shared", "missing"))
        made.extract({A: page(prose(1), images=shown), B: page(prose(2), images=(shown[1], f"{site.url}again.jpg"))})
        made.make_cut(("shortlist", "images"))
        assert closed(made, A).images == {shown[0]: f"shown by {A}"}
        assert set(closed(made, A, B).images) == {shown[0], shown[1], f"{site.url}again.jpg"}
        assert closed(made, shown[0]).twins == {f"{site.url}again.jpg": f"the same as {shown[0]}"}


def test_a_picture_within_pages_goes_with_the_last_of_them_and_takes_all_of_them_along(tmp_path: Path) -> None:
    picture = photo("within").body
    name = f"data:sha256:{hashlib.sha256(picture).hexdigest()}"
    written = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    made = SmallCorpus(tmp_path)
    shown = {A: (written,), B: (written,), C: ()}
    made.extract({url: page(prose(url), images=images) for url, images in shown.items()})
    made.make_cut(("shortlist", "images"))
    assert (closed(made, A).twins, closed(made, A).images) == ({}, {})
    assert closed(made, A, B).images == {name: f"shown by {B}"}
    assert closed(made, name).twins == {A: f"holds {name}", B: f"holds {name}"}
    m3w("forget", "--urls", name, "--corpus", made.root)
    archives = [gzip.decompress(path.read_bytes()) for path in (made.root / "images").rglob("*.gz")]
    assert archives
    assert not [data for data in archives if picture in data]
    assert set(made.ids()) == {C}
    assert "0 problems" in m3w("verify", "--corpus", made.root)


def test_what_a_crawl_has_got_counts_before_it_is_extracted(tmp_path: Path) -> None:
    same = page(prose(1))
    pages = {
        **dict.fromkeys(("/a", "/b"), same),
        **{f"/gone-{number}": Answer(b"gone", status=404) for number in (1, 2)},
        **{f"/empty-{number}": Answer() for number in (1, 2)},
        "/": page(links=("/a", "/b", "/gone-1", "/gone-2", "/empty-1", "/empty-2")),
    }
    with little_site(pages) as site:
        made = SmallCorpus(tmp_path)
        made.run("crawl", "--seeds", site.url)
        assert closed(made, f"{site.url}a").twins == {f"{site.url}b": f"the same as {site.url}a"}
        assert closed(made, f"{site.url}gone-1").twins == closed(made, f"{site.url}empty-1").twins == {}
