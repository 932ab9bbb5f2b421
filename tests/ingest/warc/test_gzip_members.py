from __future__ import annotations

import gzip
import random
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.warc.gzip_members import CHUNK, MAGIC, ByteSource, GzipMember, find_member, next_begins_record

RECORD = b"WARC/1.1\r\nWARC-Type: response\r\n"


def everything(member: GzipMember, size: int = 100) -> bytes:
    return b"".join(iter(lambda: member.read(size), b""))


@given(st.lists(st.binary(max_size=500), min_size=1, max_size=5), st.integers(1, 600))
def test_members_are_read_one_by_one(parts: list[bytes], size: int) -> None:
    members = [gzip.compress(part) for part in parts]
    source = ByteSource(BytesIO(b"".join(members)))
    position = 0
    for part, packed in zip(parts, members, strict=True):
        member = GzipMember(source)
        assert member.peek(5) == part[:5]
        assert everything(member, size) == part
        position += len(packed)
        assert (member.error, member.ended, member.tell(), source.position) == ("", True, len(part), position)
    assert source.at_end()


def test_draining_leads_to_the_end_of_a_member() -> None:
    first = gzip.compress(random.Random(0).randbytes(5 * CHUNK))
    source = ByteSource(BytesIO(first + gzip.compress(b"second")))
    member = GzipMember(source)
    member.read(10)
    member.drain()
    assert source.position == len(first)
    assert everything(GzipMember(source)) == b"second"


def test_joined_members_are_one_stream() -> None:
    data = gzip.compress(b"one") + gzip.compress(b"") + gzip.compress(b"two")
    assert everything(GzipMember(ByteSource(BytesIO(data)), joined=True)) == b"onetwo"


@pytest.mark.parametrize("cut", [1, 8, 100])
def test_member_that_is_cut(cut: int) -> None:
    whole = random.Random(1).randbytes(1000)
    member = GzipMember(ByteSource(BytesIO(gzip.compress(whole)[:-cut])))
    assert whole.startswith(everything(member))
    assert member.error == "truncated"


def test_member_with_a_wrong_checksum() -> None:
    data = bytearray(gzip.compress(b"x" * 1000))
    data[-5] ^= 1
    member = GzipMember(ByteSource(BytesIO(bytes(data))))
    everything(member)
    assert member.error == "malformed"


@pytest.mark.parametrize("length", [0, 1, 100, CHUNK - 3, CHUNK, 3 * CHUNK + 17])
def test_next_member_is_found_behind_anything(length: int) -> None:
    junk = random.Random(length).randbytes(length)
    decoys = MAGIC + b"\0" * 20 + gzip.compress(b"no record") + MAGIC
    source = ByteSource(BytesIO(decoys + junk + gzip.compress(RECORD)))
    assert find_member(source)
    assert source.position == len(decoys) + length
    assert next_begins_record(source)
    assert everything(GzipMember(source)) == RECORD


def test_no_member_is_found_where_none_is() -> None:
    data = random.Random(2).randbytes(2 * CHUNK)
    source = ByteSource(BytesIO(data))
    assert not find_member(source)
    assert source.position == len(data)
    assert source.at_end()


@pytest.mark.parametrize(
    ("text", "begins"), [(RECORD, True), (b"filedesc://x", True), (b"<html>", False), (b"", False)]
)
def test_what_begins_a_record(text: bytes, begins: bool) -> None:
    source = ByteSource(BytesIO(gzip.compress(text)))
    assert next_begins_record(source) == begins
    assert source.position == 0
