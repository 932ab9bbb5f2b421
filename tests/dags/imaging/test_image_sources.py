"""Images come from where the recipe says, in its order, and each source is asked only for what none before it had."""

from __future__ import annotations

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dags.imaging.copies import copy_of
from dags.imaging.image_sources import Sources, Wanted
from dom_parsing.records import RecordRef
from ingest.exchange import Exchange
from ingest.fetching.polite import Keeping
from ingest.opt_outs.digest_list import DigestList
from ingest.opt_outs.tombstones import Tombstones
from ingest.records import ImageFacts
from ingest.settings import ImageFetchSettings
from ingest.warc.warc_reader import WarcRecord, read_payload, read_records
from ingest.warc.warc_writer import WarcWriter
from tests.dags.little_site import RECIPE, Answer, LittleSite, little_site, page, photo, prose
from tests.dags.running import m3w
from tests.dags.small_corpus import SmallCorpus
from tests.dags.warcs import DATE, Captured, write_archive

NOAI = (("X-Robots-Tag", "noimageai"),)
THEIR_NOAI = (("X-Archive-Orig-X-Robots-Tag", "noai"),)
PLACE = {"type": "response", "status": 200, "reason": "media-type", "outcome": "dropped", "media_type": "image/png"}
ROW = {**PLACE, "url": "https://a.example/x.png", "fetched_at": DATE, "source": {"path": "a", "offset": 1, "length": 2}}


class Ours(WarcWriter):
    """A WARC file in memory that knows the URLs of what was written into it."""

    def __init__(self) -> None:
        self.file, self.urls = BytesIO(), list[str]()
        super().__init__(self.file, "ours.warc.gz")

    def write(self, exchange: Exchange) -> RecordRef:
        self.urls.append(exchange.url)
        return super().write(exchange)

    def copy(self, record: WarcRecord) -> RecordRef:
        self.urls.append(record.url)
        return super().copy(record)

    def payload(self, ref: RecordRef | None) -> bytes:
        assert ref is not None
        return read_payload(self.file.getvalue()[ref.offset :][: ref.length])[1]


def looked_for(settings: ImageFetchSettings, *wanted: Wanted) -> tuple[dict[str, ImageFacts], list[str]]:
    """Return the facts by URL, and the URLs of what was written into our WARC."""
    warc = Ours()
    found = list(Sources(settings, str).find(wanted, warc))
    facts = {each.url: each for each in found}
    assert len(facts) == len(found) == len(wanted)
    for each in found:
        if each.outcome == "kept":
            assert hashlib.sha256(warc.payload(each.source)).hexdigest() == each.sha256
    return facts, warc.urls


def asking(site: LittleSite, *sources: str, **more: Any) -> ImageFetchSettings:
    here = {"wayback": f"{site.url}web", "allow_private_hosts": True, "delay": 0, "retry_delay": 0}
    values = {"sources": sources, **here, **more}
    return ImageFetchSettings.model_validate(values)


def archived(folder: Path, captures: dict[str, Answer]) -> dict[str, RecordRef]:
    """Return where the records of an archive lie."""
    path = write_archive(folder / "a.warc.gz", [Captured(url, answer) for url, answer in captures.items()])
    with path.open("rb") as stream:
        return {record.url: record.source for record in read_records(stream, str(path)) if record.type == "response"}


@pytest.mark.parametrize("forgotten", ["url", "content"])
def test_what_is_forgotten_comes_from_no_source(forgotten: str, tmp_path: Path) -> None:
    url, picture = "https://a.example/x.jpg", photo("gone")
    copy = archived(tmp_path, {url: picture})[url]
    known = {
        "url": Tombstones(frozenset({url})),
        "content": Tombstones(payloads=frozenset({hashlib.sha256(picture.body).hexdigest()})),
    }
    warc = Ours()
    settings = ImageFetchSettings(sources=("archive",))
    (facts,) = Sources(settings, str, Keeping(forgotten=known[forgotten])).find([Wanted(url, DATE, copy)], warc)
    assert (facts.outcome, facts.reason, facts.sha256, facts.source) == ("dropped", "forgotten", "", None)
    assert warc.urls == []


def test_an_archive_is_asked_before_the_web_and_what_it_has_is_copied(tmp_path: Path) -> None:
    with little_site({"/live.jpg": photo("live")}) as site:
        here, live = f"{site.url}here.jpg", f"{site.url}live.jpg"
        copies = archived(tmp_path, {here: photo("here")})
        facts, written = looked_for(asking(site, "archive", "live"), Wanted(here, DATE, copies[here]), Wanted(live))
        assert (facts[here].outcome, facts[here].origin, facts[here].missed) == ("kept", "archive", ())
        assert facts[here].size == len(photo("here").body)
        assert (facts[live].origin, facts[live].missed) == ("live", ("archive: absent",))
        assert site.asked("/live.jpg") == 1
        assert site.asked("/here.jpg") == 0
        assert (written[0], written[-1], written.count(here)) == (here, live, 1)


def test_the_order_is_the_recipes(tmp_path: Path) -> None:
    with little_site({"/a.jpg": photo("now")}) as site:
        url = f"{site.url}a.jpg"
        copies = archived(tmp_path, {url: photo("then")})
        for sources in (("archive", "live"), ("live", "archive")):
            facts, _ = looked_for(asking(site, *sources), Wanted(url, DATE, copies[url]))
            assert facts[url].origin == sources[0]


def test_archives_alone_need_neither_network_nor_contact(tmp_path: Path) -> None:
    url, gone = "https://a.example/x.jpg", "https://a.example/y.jpg"
    copies = archived(tmp_path, {url: photo(1)})
    settings = ImageFetchSettings(sources=("archive",))
    facts, written = looked_for(settings, Wanted(url, DATE, copies[url]), Wanted(gone))
    assert [facts[each].outcome for each in (url, gone)] == ["kept", "failed"]
    assert (facts[gone].reason, facts[gone].missed, facts[gone].origin) == ("absent", ("archive: absent",), "")
    assert written == [url]


def test_what_an_archive_holds_need_not_be_what_its_row_says(tmp_path: Path) -> None:
    url = "https://a.example/x.jpg"
    answers = {
        "https://a.example/broken.jpg": Answer(photo(1).body[:300], "image/jpeg"),
        "https://a.example/text.jpg": Answer(b"hello", "image/jpeg"),
        "https://a.example/noai.jpg": Answer(photo(1).body, "image/jpeg", headers=NOAI),
        url: photo(2),
    }
    copies = archived(tmp_path, answers)
    other, nowhere = "https://a.example/other.jpg", "https://a.example/nowhere.jpg"
    beside = "https://a.example/beside.jpg"
    copies[other] = RecordRef(copies[url].path, copies[url].offset, 9)
    copies[nowhere] = RecordRef(str(tmp_path / "none.warc.gz"), 0, 9)
    copies[beside] = RecordRef(copies[url].path, 0, copies[url].offset)
    facts, _ = looked_for(
        ImageFetchSettings(sources=("archive",)), *(Wanted(name, DATE, copy) for name, copy in copies.items())
    )
    assert {name.rpartition("/")[2]: (each.outcome, each.reason) for name, each in facts.items()} == {
        "broken.jpg": ("failed", "damaged"),
        "text.jpg": ("failed", "not-an-image"),
        "noai.jpg": ("dropped", "consent"),
        "x.jpg": ("kept", ""),
        "other.jpg": ("failed", "unreadable"),
        "nowhere.jpg": ("failed", "unreadable"),
        "beside.jpg": ("failed", "unreadable"),
    }
    assert facts["https://a.example/noai.jpg"].consent == "X-Robots-Tag: noimageai"


def test_what_is_gone_is_had_from_the_wayback_as_it_was_when_the_page_was_captured() -> None:
    pages: dict[str, Answer] = {"/live.jpg": photo("live"), "/noai.jpg": Answer(b"x", headers=NOAI)}
    with little_site(pages) as site:
        urls = {name: f"{site.url}{name}.jpg" for name in ("live", "gone", "late", "noai", "theirs", "never")}
        back = {name: f"/web/20260101000000id_/{url}" for name, url in urls.items()}
        pages[back["gone"]] = Answer(status=302, headers=(("Location", f"/web/20251224180000id_/{urls['gone']}"),))
        pages[f"/web/20251224180000id_/{urls['gone']}"] = photo("gone")
        pages[f"/web/99991231235959id_/{urls['late']}"] = photo("late")
        pages[back["noai"]] = photo("noai")
        pages[back["theirs"]] = Answer(photo("theirs").body, "image/jpeg", headers=THEIR_NOAI)
        wanted = [Wanted(url, "" if name == "late" else DATE) for name, url in urls.items()]
        facts, written = looked_for(asking(site, "live", "wayback"), *wanted)
        assert {name: (facts[url].outcome, facts[url].origin, facts[url].reason) for name, url in urls.items()} == {
            "live": ("kept", "live", ""),
            "gone": ("kept", "wayback", ""),
            "late": ("kept", "wayback", ""),
            "noai": ("dropped", "live", "consent"),
            "theirs": ("dropped", "wayback", "consent"),
            "never": ("failed", "", "http-404"),
        }
        assert facts[urls["gone"]].missed == ("live: http-404",)
        assert facts[urls["never"]].missed == ("live: http-404", "wayback: http-404")
        assert back["noai"] not in site.requests
        assert back["live"] not in site.requests
        assert f"{site.url}web/20251224180000id_/{urls['gone']}" in written


def test_what_the_live_web_said_is_what_is_said_of_an_image_that_no_one_has() -> None:
    with little_site({}) as site:
        dead = "http://127.0.0.1:9/x.jpg"
        for sources in (("archive", "live", "wayback"), ("wayback", "live", "archive")):
            facts, _ = looked_for(asking(site, *sources), Wanted(dead, DATE))
            assert facts[dead].reason == "connect"
            assert [each.partition(":")[0] for each in facts[dead].missed] == list(sources)


def test_what_is_on_a_digest_list_is_copied_from_nowhere(tmp_path: Path) -> None:
    pictures = {"/live.jpg": photo("live")}
    with little_site(pictures) as site:
        urls = {name: f"{site.url}{name}.jpg" for name in ("here", "live")}
        copies = archived(tmp_path, {urls["here"]: photo("here")})
        listed = DigestList.of(hashlib.sha1(photo(name).body).hexdigest() for name in urls)
        noted: list[tuple[str, str, str]] = []

        def note(url: str, exchanges: tuple[Exchange, ...]) -> None:
            noted.extend((url, each.failure, each.consent) for each in exchanges if each.failure)

        warc = Ours()
        sources = Sources(asking(site, "archive", "live"), str, Keeping(listed=listed), note)
        wanted = [Wanted(url, DATE, copies.get(url)) for url in urls.values()]
        facts = {each.url: each for each in sources.find(wanted, warc)}
        assert [(facts[url].outcome, facts[url].reason) for url in urls.values()] == [("dropped", "listed")] * 2
        assert {url for url, failure, signal in noted if failure == "listed" and "digest list: sha1:" in signal} == set(
            urls.values()
        )
        assert not set(urls.values()) & set(warc.urls)


@pytest.mark.parametrize(
    ("changes", "is_copy"),
    [
        ({}, True),
        ({"type": "resource", "reason": "not-a-response", "status": None}, True),
        ({"type": "revisit", "reason": "revisit"}, False),
        ({"status": 404, "reason": "status"}, False),
        ({"media_type": "application/pdf"}, False),
        ({"reason": "digest", "outcome": "failed"}, False),
        ({"url": "dns:a.example"}, False),
        ({"source": {"path": "a", "offset": 1, "length": 0}}, False),
    ],
)
def test_copies_are_images_that_can_be_read_again(changes: dict[str, Any], is_copy: bool) -> None:
    expected = [("https://a.example/x.png", (DATE, RecordRef("a", 1, 2)))] if is_copy else []
    assert list(copy_of({**ROW, **changes})) == expected


def test_a_copy_that_was_cut_short_stands_behind_every_other() -> None:
    cut = {**ROW, "truncated": "length", "fetched_at": "2027-01-01T00:00:00Z"}
    found = [copy for row in (cut, {**ROW, "truncated": ""}) for _, copy in copy_of(row)]
    assert max(found) == (DATE, RecordRef("a", 1, 2))
    assert [copy for _, copy in copy_of(cut)] == [("", RecordRef("a", 1, 2))]


@pytest.mark.slow
def test_a_corpus_of_others_archives_alone_becomes_shards_without_a_request(tmp_path: Path) -> None:
    """From a WACZ: the pages, their images, and the tars, with nothing but the file."""
    alone = 'sources = ["archive"]\n'
    made = SmallCorpus(tmp_path, RECIPE.replace("[images]\n", f"[images]\n{alone}"))
    images = [f"https://pictures.example/{number}.jpg" for number in range(4)]
    captures = [Captured("https://a.example/", page(prose(1), prose(2), images=tuple(images)))]
    captures += [Captured(url, photo(url)) for url in images[:3]]
    captures += [Captured(images[0], photo("newer"), "2026-02-01T00:00:00Z")]
    data = write_archive(tmp_path / "a.warc.gz", captures).read_bytes()
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as directory:
        directory.writestr("archive/a.warc.gz", data)
    (tmp_path / "a.warc.gz").unlink()
    made.run("extract", "--warc", tmp_path / "a.wacz")
    made.run("shortlist")
    said = made.run("images")
    assert re.search(r"archive +4 +3 +75\.0 % +absent 1", said)
    rows = {row["url"]: row for row in made.rows(made.corpus.images, "images")}
    assert [rows[url]["outcome"] for url in images] == ["kept", "kept", "kept", "failed"]
    assert rows[images[0]]["size"] == len(photo("newer").body)
    (tmp_path / "a.wacz").unlink()  # what is needed of it is in the corpus
    made.run("select")
    made.run("shards")
    (shard,) = made.corpus.shards("little").require()[0].paths("shard")
    assert photo("newer").body in Path(shard).read_bytes()
    m3w("verify", "--corpus", made.root)
