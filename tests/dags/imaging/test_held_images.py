"""Images that lie within pages come from the pages' records: no one is asked for them, and all rules hold."""

from __future__ import annotations

import base64
import hashlib
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dags.imaging.held_images import held_records, holder_of
from dags.imaging.image_sources import Sources, Wanted
from dom_parsing.page import DEFAULTS
from dom_parsing.records import RecordRef
from ingest.fetching.polite import Keeping
from ingest.opt_outs.digest_list import DigestList
from ingest.records import ImageFacts
from ingest.settings import ImageFetchSettings
from ingest.warc.warc_reader import read_records
from tests.dags.imaging.test_image_sources import Ours
from tests.dags.little_site import RECIPE, Answer, little_site, page, photo, prose
from tests.dags.running import m3w
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import DATE, Captured, write_archive

NOWEB = ImageFetchSettings()
"""No contact and no private hosts: a request would be an error."""

WITHIN = "https://a.example/"


def data_url(data: bytes, kind: str = "image/jpeg") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def name_of(data: bytes) -> str:
    return f"data:sha256:{hashlib.sha256(data).hexdigest()}"


def held(folder: Path, answer: Answer) -> RecordRef:
    path = write_archive(folder / "a.warc.gz", [Captured(WITHIN, answer)])
    with path.open("rb") as stream:
        return next(each.source for each in read_records(stream, str(path)) if each.type == "response")


def found(
    ref: RecordRef | None, *pictures: bytes, settings: ImageFetchSettings = NOWEB, keeping: Keeping | None = None
) -> tuple[dict[str, ImageFacts], Ours]:
    """Return the facts by name, and our WARC."""
    warc = Ours()
    sources = Sources(settings, str, keeping or Keeping())
    facts = list(sources.find([Wanted(name_of(data), DATE, ref) for data in pictures], warc))
    return {each.url: each for each in facts}, warc


def test_what_a_page_holds_is_had_from_its_record(tmp_path: Path) -> None:
    first, second = photo(1).body, photo(2).body
    ref = held(tmp_path, page(prose(1), images=(data_url(first), data_url(second))))
    for sources in (("live",), ("archive", "live")):
        facts, warc = found(ref, first, second, settings=ImageFetchSettings.model_validate({"sources": sources}))
        for data in (first, second):
            known = facts[name_of(data)]
            assert (known.outcome, known.origin, known.missed) == ("kept", "page", ())
            assert (known.sha256, known.size, known.width) == (hashlib.sha256(data).hexdigest(), len(data), 80)
            assert warc.payload(known.source) == data
    warc.file.seek(0)
    written = [record for record in read_records(warc.file, "") if record.type == "resource"]
    assert [(record.url, record.date, record.media_type, record.error) for record in written] == [
        (name_of(data), DATE, "image/jpeg", "") for data in (first, second)
    ]


def test_what_a_page_holds_is_judged_as_any_image_is(tmp_path: Path) -> None:
    large, html, broken = photo("large", 300).body, b"<!doctype html><p>" + bytes(2000), photo("x", 300).body[:1500]
    ref = held(tmp_path, page(prose(1), images=tuple(data_url(each) for each in (large, html, broken))))
    bound = ImageFetchSettings(max_decoded_bytes=len(large) - 1)
    facts, warc = found(ref, large, html, broken, settings=bound)
    ended = [(facts[name_of(each)].reason, facts[name_of(each)].missed) for each in (large, html, broken)]
    assert ended == [(reason, (f"page: {reason}",)) for reason in ("too-large", "html", "damaged")]
    assert warc.urls == []


def test_what_forbids_it_is_heard(tmp_path: Path) -> None:
    data = photo(1).body
    plain = page(prose(1), images=(data_url(data),))
    listed = Keeping(listed=DigestList.of([hashlib.sha256(data).hexdigest()]))
    facts, warc = found(held(tmp_path, plain), data, keeping=listed)
    assert (facts[name_of(data)].outcome, facts[name_of(data)].reason) == ("dropped", "listed")
    forbidding = Answer(plain.body, headers=(("X-Robots-Tag", "noimageindex"),))
    facts, _ = found(held(tmp_path, forbidding), data)
    assert (facts[name_of(data)].outcome, facts[name_of(data)].consent) == ("dropped", "X-Robots-Tag: noimageindex")
    assert warc.urls == []


@pytest.mark.parametrize("kind", ["gone", "another place", "another page", "nothing"])
def test_a_record_that_does_not_hold_it_costs_nothing_else(kind: str, tmp_path: Path) -> None:
    data = photo(1).body
    ref = held(tmp_path, page(prose(1), images=(data_url(photo(2).body),)))
    place = {
        "gone": RecordRef(str(tmp_path / "none.warc.gz"), 0, 9),
        "another place": RecordRef(ref.path, ref.offset + 1, 9),
        "another page": ref,
        "nothing": None,
    }[kind]
    facts, _ = found(place, data)
    assert (facts[name_of(data)].outcome, facts[name_of(data)].reason) == ("failed", "unreadable")


def test_only_names_of_what_lies_within_pages_have_holders() -> None:
    images = [{"image": {"url": url}} for url in (name_of(b"x"), "https://a.example/x.jpg", name_of(b"x"))]
    row = {
        "fetched_at": DATE,
        "source": {"path": "a", "offset": 1, "length": 2},
        "elements": [{"image": None}, *images],
    }
    assert list(holder_of(row)) == [(name_of(b"x"), (DATE, RecordRef("a", 1, 2)))]
    assert list(holder_of({**row, "source": None})) == []
    assert list(holder_of({**row, "source": {"path": "a", "offset": 1, "length": 0}})) == []


def test_a_page_is_read_once_for_all_it_holds(tmp_path: Path) -> None:
    pictures = [photo(number).body for number in range(3)]
    ref = held(tmp_path, page(prose(1), images=tuple(map(data_url, pictures))))
    records = dict(held_records({name_of(data): ref for data in pictures}, str, DEFAULTS))
    assert [record.payload for record in records.values() if record] == pictures


SITE = {
    "/": page(prose(1), images=(data_url(photo("one").body), "/three.jpg"), links=("/twice", "/noai", "/small")),
    "/twice": page(prose(2), images=(data_url(photo("one").body), data_url(photo("two").body))),
    "/noai": page(prose(3), images=(data_url(photo("noai").body),), head="<meta name=robots content=noimageindex>"),
    "/small": page(prose(4), images=("data:image/gif;base64,R0lGODlhAQABAAAAACw=",)),
    "/three.jpg": photo("three"),
}
ALONE = RECIPE.replace("images = { min = 1 }", "words = { min = 1 }")


def _contents(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for each in tar:
        stream = tar.extractfile(each)
        assert stream is not None
        yield each.name, stream.read()


def pictures_of(made: SmallCorpus) -> dict[str, list[tuple[str, bytes]]]:
    """Return URL and bytes of each image of each document's sample, by the path of the page."""
    samples: dict[str, list[tuple[str, bytes]]] = {}
    for path in made.corpus.shards("little").require()[0].paths("shard"):
        with tarfile.open(path) as tar:
            contents = dict(_contents(tar))
        for name, data in contents.items():
            if name.endswith(".json"):
                record = json.loads(data)
                images = [each for each in record["elements"] if each["type"] == "image"]
                key = name.removesuffix(".json")
                samples["/" + record["url"].split("/", 3)[3]] = [
                    (each["url"], contents[f"{key}.{each['member']}"]) for each in images
                ]
    return samples


def test_the_whole_way_from_a_site_to_shards(tmp_path: Path) -> None:
    with little_site(SITE) as site:
        made = SmallCorpus(tmp_path, ALONE)
        made.run("crawl", "--seeds", site.url)
        made.run("extract")
        made.run("shortlist")
        assert "2 lie within their pages" in made.run("images", "--dry-run")
        assert "page" in made.run("images")
        made.run("select")
        made.run("shards")
        assert sorted(path for path in site.requests if path.endswith(".jpg")) == ["/three.jpg"]
    one, two, three = (photo(name).body for name in ("one", "two", "three"))
    found = pictures_of(made)
    assert found["/"] == [(name_of(one), one), (f"{site.url}three.jpg", three)]
    assert found["/twice"] == [(name_of(one), one), (name_of(two), two)]
    assert found["/noai"] == found["/small"] == []
    rows = made.rows(made.corpus.images, "images")
    assert len(rows) == 3
    m3w("verify", "--corpus", made.root)
    assert name_of(two)[:30] in m3w("explain", f"{site.url}twice", "--corpus", made.root)


@pytest.mark.slow
def test_the_same_bytes_however_the_work_is_shared_out_and_after_a_kill(tmp_path: Path) -> None:
    pages = {
        f"https://{number}.example/": page(prose(number), images=(data_url(photo(number % 3).body),))
        for number in range(5)
    }
    digests = []
    for buckets in (1, 16):
        folder = tmp_path / str(buckets)
        folder.mkdir()
        made = SmallCorpus(folder, RECIPE.replace("[images]", f"[images]\nbuckets = {buckets}\nurls_per_part = 2"))
        made.extract(pages)
        made.make_cut(("shortlist", "images"))
        generation = made.root / "images/000001"
        before = sorted(path.name for path in generation.glob("images-*"))
        (generation / "manifest.json").unlink()
        (made.root / "cuts/little/images.json").unlink()
        for path in sorted(generation.glob("images-*"))[:1]:
            path.unlink()  # as a kill leaves a part that was not published
        made.make_cut(("images", "select", "shards"))
        assert sorted(path.name for path in generation.glob("images-*")) == before
        digests.append([each.sha256 for each in made.corpus.shards("little").require()[0].manifest.files("shard")])
    assert digests[0] == digests[1]
