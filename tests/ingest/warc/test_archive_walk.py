from __future__ import annotations

import gzip
import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.warc import archive_walk, gzip_members
from ingest.warc.archive_walk import Placed, can_be_split, walk, walk_section
from ingest.warc.gzip_members import CHUNK, MAGIC, ByteSource, GzipMember


def warc(body: bytes, length: int | None = None) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def arc(body: bytes) -> bytes:
    return b"http://example.org/ 192.0.2.1 20140102030405 text/html %d\n%b\n" % (len(body), body)


def walked(data: bytes, max_bytes: int = 1000) -> list[Placed]:
    return list(walk(BytesIO(data), max_bytes))


def outcome(data: bytes) -> list[bytes | str]:
    return [placed.block.error or placed.block.data for placed in walked(data)]


BODIES = st.lists(st.binary(max_size=200), min_size=1, max_size=6)
FORMATS: dict[str, Callable[[bytes], bytes]] = {
    "warc": warc,
    "warc.gz": lambda body: gzip.compress(warc(body), mtime=0),
    "arc": arc,
    "arc.gz": lambda body: gzip.compress(arc(body), mtime=0),
}


@pytest.mark.parametrize("name", FORMATS)
@given(bodies=BODIES)
@settings(max_examples=40)
def test_every_record_and_its_place(name: str, bodies: list[bytes]) -> None:
    records = [FORMATS[name](body) for body in bodies]
    data = b"".join(records)
    found = walked(data)
    assert [placed.block.data for placed in found] == bodies
    assert [data[placed.offset : placed.offset + placed.length] for placed in found] == records
    assert not any(placed.block.error for placed in found)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("junk", [b"garbage\r\n", b"\0" * 40, b"\x1f\x8b\x08junk", b"WARC/1.1\r\n"])
def test_junk_between_records_is_one_record_with_an_error(name: str, junk: bytes) -> None:
    one, two = (FORMATS[name](body) for body in (b"one", b"two"))
    separated = one + junk + (b"\n" if not name.endswith("gz") else b"") + two
    found = walked(separated)
    assert b"two" in [placed.block.data for placed in found]
    assert [bool(placed.block.error) for placed in found][-1] is False
    assert sum(placed.length for placed in found) == len(separated)
    assert sum(bool(placed.block.error) for placed in found) <= 2


@pytest.mark.parametrize("name", FORMATS)
@given(bodies=BODIES, seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_damage_never_raises_and_every_byte_is_accounted_for(name: str, bodies: list[bytes], seed: int) -> None:
    data = bytearray(b"".join(FORMATS[name](body) for body in bodies))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] = chance.randrange(256)
        else:
            data[place : place + chance.randint(0, 30)] = chance.randbytes(chance.randint(1, 30))
    found = walked(bytes(data))
    ends = [placed.offset + placed.length for placed in found]
    assert all(placed.length >= 0 for placed in found)
    assert max(ends, default=0) <= len(data)
    assert [placed.offset for placed in found] == sorted(placed.offset for placed in found)


def test_length_too_long_hides_no_record() -> None:
    assert outcome(warc(b"one", 100) + warc(b"two") + warc(b"three")) == ["malformed", b"two", b"three"]
    assert outcome(warc(b"one", 10**9) + warc(b"two")) == ["truncated", b"two"]


def test_length_too_short_marks_its_record() -> None:
    assert outcome(warc(b"one" * 20, 10) + warc(b"two")) == ["malformed", b"two"]


def test_last_record_cut_short() -> None:
    data = warc(b"one") + warc(b"two" * 20)[:-30]
    assert outcome(data) == [b"one", "truncated"]
    packed = gzip.compress(warc(b"one")) + gzip.compress(warc(b"two" * 20))[:-10]
    assert outcome(packed) == [b"one", "truncated"]


def test_broken_member_hides_none_behind_it() -> None:
    members = [gzip.compress(warc(random.Random(number).randbytes(900)), mtime=0) for number in range(3)]
    broken = bytearray(members[1])
    broken[400:420] = b"\xff" * 20
    found = walked(members[0] + bytes(broken) + members[2])
    assert [placed.block.error for placed in found] == ["", "malformed", ""]
    assert [(placed.offset, placed.length) for placed in found][1] == (len(members[0]), len(broken))


def test_members_of_several_records_have_no_place_of_their_own() -> None:
    member = gzip.compress(warc(b"one") + warc(b"two"))
    found = walked(member + gzip.compress(warc(b"three")))
    assert [placed.block.data for placed in found] == [b"one", b"two", b"three"]
    assert [placed.length for placed in found][:2] == [0, 0]
    assert found[2].offset == len(member)
    assert found[2].length > 0


@pytest.mark.parametrize("size", [10, 64, 1000])
def test_records_across_members_are_joined(size: int) -> None:
    plain = b"".join(warc(b"x" * 50 + b"%d" % number) for number in range(20))
    data = b"".join(gzip.compress(plain[start : start + size]) for start in range(0, len(plain), size))
    assert outcome(data + gzip.compress(b"")) == [b"x" * 50 + b"%d" % number for number in range(20)]


def test_empty_members_and_empty_files_hold_nothing() -> None:
    assert walked(b"") == []
    assert outcome(gzip.compress(b"") + gzip.compress(warc(b"one")) + gzip.compress(b"\r\n")) == [b"one"]


def test_hostile_lengths_end() -> None:
    # Each of them claims all that follows.
    data = b"".join(warc(b"x" * 20, 60 * (300 - number)) for number in range(300))
    assert walked(data + warc(b"last"), 10)[-1].block.data == b"last"


def overlapping_bombs(count: int, size: int) -> bytes:
    """Return members, each stored around the next, that all inflate the same zeros before they break."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = deflate.compress(bytes(size)) + deflate.flush(zlib.Z_SYNC_FLUSH) + b"\x07\xff\xff\xff"
    head, start = MAGIC + bytes(6) + b"\xff\0", b"WARC/"
    whole = count * (len(head) + 4 + len(start))
    behind = [whole - number * whole // count - len(head) - 4 for number in range(count)]
    members = [head + struct.pack("<HH", length, length ^ 0xFFFF) + start for length in behind]
    return b"".join(members) + zeros


def test_overlapping_bombs_are_inflated_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    data = overlapping_bombs(30, 1 << 20)
    assert len(walked(data)) == 30
    monkeypatch.setattr(archive_walk, "SEARCH_BUDGET", 5 << 20)
    assert len(walked(data)) == 5
    assert outcome(data + bytes(CHUNK) + gzip.compress(warc(b"one")))[-1] == b"one"


def test_synchronising_inflates_overlapping_bombs_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(warc(b"one")) + overlapping_bombs(30, 1 << 20)
    begun: list[int] = []

    class Counted(GzipMember):
        def __init__(self, source: ByteSource) -> None:
            super().__init__(source)
            begun.append(source.position)

    monkeypatch.setattr(gzip_members, "GzipMember", Counted)
    monkeypatch.setattr(gzip_members, "SEARCH_BUDGET", 5 << 20)
    assert section(data, len(data) - 1, len(data), len(data)) == []
    assert len(begun) <= 7


@pytest.mark.parametrize("data", [b"<html>" * 100, b"\x1f\x8b\x08" + b"x" * 5000, b"PK\x03\x04" + bytes(100)])
def test_file_that_is_no_archive_is_one_broken_part(data: bytes) -> None:
    (placed,) = walked(data)
    assert (placed.offset, placed.length, placed.block.error) == (0, len(data), "malformed")


def section(data: bytes, start: int, stop: int, lookback: int) -> list[Placed]:
    return list(walk_section(BytesIO(data), 1000, start, stop, lookback=lookback))


def crawled() -> bytes:
    """Return an archive: records with much and little in them, with what looks like members inside some."""
    chance = random.Random(7)
    bodies = [b"", b"<p>hello", MAGIC * 5, chance.randbytes(90), gzip.compress(b"WARC"), b"x" * 400]
    return b"".join(FORMATS["warc.gz"](body) for body in bodies)


@pytest.mark.parametrize("lookback", [0, 1, 64, 10_000])
def test_split_at_every_byte_each_record_is_there_once(lookback: int) -> None:
    data = crawled()
    whole = walked(data)
    assert len(whole) == 6
    for place in range(len(data) + 1):
        assert section(data, 0, place, lookback) + section(data, place, len(data), lookback) == whole


def test_split_at_every_byte_around_damage_each_record_and_each_broken_part_is_there_once() -> None:
    data = bytearray(crawled())
    second = walked(bytes(data))[3]
    data[second.offset + 60 : second.offset + 70] = b"\xff" * 10
    damaged = bytes(data) + b"junk"
    whole = walked(damaged)
    assert [placed.block.error for placed in whole] == ["", "", "", "malformed", "", "", "malformed"]
    for place in range(len(damaged) + 1):
        assert section(damaged, 0, place, 10_000) + section(damaged, place, len(damaged), 10_000) == whole


def test_split_at_every_byte_of_an_archive_within_an_archive_only_the_outer_records_are_found() -> None:
    # What is compressed already is stored by deflate as it is: the inner members lie in the file, byte for byte.
    inner = b"".join(gzip.compress(warc(random.Random(number).randbytes(60)), mtime=0) for number in range(5))
    data = b"".join(gzip.compress(warc(body), 0, mtime=0) for body in (b"before", inner, b"after", b"last"))
    assert inner in data
    whole = walked(data)
    assert [placed.block.data for placed in whole] == [b"before", inner, b"after", b"last"]
    ahead = len(inner) + 200
    for place in range(len(data) + 1):
        assert section(data, 0, place, ahead) + section(data, place, len(data), ahead) == whole
    assert any(
        section(data, place, len(data), 0) != section(data, place, len(data), ahead) for place in range(len(data))
    )


@given(st.lists(st.integers(0, 1000), max_size=6), st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_many_sections_hold_what_the_file_holds(places: list[int], lookback: int) -> None:
    data = crawled()
    cuts = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    parts = [section(data, start, stop, lookback) for start, stop in pairwise(cuts)]
    assert [placed for part in parts for placed in part] == walked(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (gzip.compress(warc(b"one")) + gzip.compress(warc(b"two")), True),
        (gzip.compress(arc(b"one")) + gzip.compress(arc(b"two")), True),
        (gzip.compress(warc(b"one") + warc(b"two")), False),
        (gzip.compress(warc(b"x" * 50)[:60]) + gzip.compress(warc(b"x" * 50)[60:]), False),
        (gzip.compress(b"junk") + gzip.compress(warc(b"two")), False),
        (warc(b"one") + warc(b"two"), False),
        (b"", False),
    ],
)
def test_files_of_members_that_are_records_can_be_split(data: bytes, expected: bool) -> None:
    assert can_be_split(BytesIO(data), 1000) == expected
