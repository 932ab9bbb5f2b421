from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.archive_walk import Placed, walk


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


@pytest.mark.parametrize("data", [b"<html>" * 100, b"\x1f\x8b\x08" + b"x" * 5000, b"PK\x03\x04" + bytes(100)])
def test_file_that_is_no_archive_is_one_broken_part(data: bytes) -> None:
    (placed,) = walked(data)
    assert (placed.offset, placed.length, placed.block.error) == (0, len(data), "malformed")
