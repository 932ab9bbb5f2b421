"""Finds every record of an archive file and its place, and goes on behind whatever is broken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from typing import BinaryIO

from ingest.decoding import MALFORMED
from ingest.warc.archive_blocks import Block, BrokenStreamError, blocks
from ingest.warc.digests import agrees
from ingest.warc.gzip_members import (
    MAGIC,
    SEARCH_BUDGET,
    TRUNCATED,
    ByteSource,
    GzipMember,
    find_member,
    next_begins_record,
    synchronise,
)

WINDOW = 1 << 20
MAX_HEAD = 1 << 16
LONGEST_START = 1 << 12
# Common Crawl cuts payloads at 5 MiB: no archive inside one of its records is longer.
LOOKBACK = 16 << 20
NEXT_START = re.compile(rb"\n(?=WARC/\d\.\d+\r?\n|[a-z]+:\S[^\n]{0,3000} \d{14} [^\n ]{1,200} \d{1,15}\r?\n)")
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it lies in the file.

    Attributes:
        block: The record; without fields where no record was found.
        offset: Its first byte in the file.
        length: Bytes it takes; 0 where it shares its gzip member with others and cannot be read alone.
    """

    block: Block
    offset: int
    length: int


def walk(stream: BinaryIO, max_bytes: int) -> Iterator[Placed]:
    """Yield every record of a .warc, .warc.gz, .arc or .arc.gz file, and every broken part as one record with an error.

    Args:
        stream: Opened for binary reading; must be seekable.
        max_bytes: Longest block that is read.
    """
    compressed = _is_compressed(stream)
    return _walk_members(ByteSource(stream), max_bytes) if compressed else _walk_plain(stream, max_bytes)


def walk_section(
    stream: BinaryIO, max_bytes: int, start: int, stop: int, *, lookback: int = LOOKBACK
) -> Iterator[Placed]:
    """Yield the records whose gzip members begin in a section of a file: what `walk` yields, without the others.

    Sections that follow one another yield each record once, so that several can be read at the same time.

    Args:
        stream: A file of which `can_be_split` is true.
        max_bytes: Longest block that is read.
        start: First byte of the section.
        stop: First byte behind it.
        lookback: See `ingest.warc.gzip_members.synchronise`.
    """
    source = ByteSource(stream)
    synchronise(source, start, lookback)
    return _walk_members(source, max_bytes, stop)


def can_be_split(stream: BinaryIO, max_bytes: int) -> bool:
    """Return whether sections of a file can be read: it is compressed, each record a gzip member of its own."""
    first = next(walk(stream, max_bytes), None) if _is_compressed(stream) else None
    return first is not None and first.length > 0 and not first.block.error


def _is_compressed(stream: BinaryIO) -> bool:
    stream.seek(0)
    beginning = stream.read(len(MAGIC))
    stream.seek(0)
    return beginning == MAGIC


def _walk_members(source: ByteSource, max_bytes: int, stop: float = inf) -> Iterator[Placed]:
    budget = SEARCH_BUDGET
    while source.position < stop and not source.at_end():
        start = source.position
        member = GzipMember(source)
        last: Block | None = None
        before, error = 0, ""
        try:
            for block in blocks(member, member.peek(5), max_bytes):
                if last:
                    before += 1
                    yield Placed(last, start, 0)
                last = block
        except BrokenStreamError:
            error = MALFORMED
        member.drain()
        unfinished = last and last.error in (TRUNCATED, MALFORMED)
        if unfinished and not member.error and not next_begins_record(source):
            source.seek(start)
            yield from islice(_walk_joined(source, start, max_bytes), before, None)
            continue
        if member.error:
            error = member.error
            budget -= member.work
            if budget > 0:
                source.seek(start + 1)
            find_member(source)
        if last or error:
            yield _placed(last, start, 0 if before else source.position - start, error)


def _walk_joined(source: ByteSource, start: int, max_bytes: int) -> Iterator[Placed]:
    """Yield the records of a file whose members do not begin where records do: nothing can be read alone from it."""
    stream = GzipMember(source, joined=True)
    try:
        for block in blocks(stream, stream.peek(5), max_bytes):
            yield Placed(block, start, 0)
        error = stream.error
    except BrokenStreamError:
        error = stream.error or MALFORMED
    if error:
        broken = source.position
        find_member(source)
        yield _placed(None, broken, source.position - broken, error)


def _walk_plain(stream: BinaryIO, max_bytes: int) -> Iterator[Placed]:
    size = stream.seek(0, os.SEEK_END)
    budget = SEARCH_BUDGET
    start = 0
    while start < size:
        stream.seek(start)
        beginning = stream.read(5)
        stream.seek(start)
        last: Block | None = None
        broken = False
        try:
            for block in blocks(stream, beginning, max_bytes):
                if last:
                    yield Placed(last, last.position, block.position - last.position)
                last = block
                if block.error == MALFORMED or block.claimed > size - block.position:
                    broken = True
                    break
        except BrokenStreamError:
            broken = True
        begin = last.position if last else start
        if not broken:
            if last:
                whole = _by_digest(stream, last, size, max_bytes) if last.error == TRUNCATED else None
                yield Placed(whole or last, begin, size - begin)
            return
        end = _whole_end(stream, last)
        if end:
            yield _placed(last, begin, end - begin, "")
        else:
            claimed = min(last.claimed, size - begin) if last else 0
            budget -= claimed
            end = _next_start(stream, begin + 1 if budget > 0 else min(size, begin + 1 + claimed), size)
            cut = last is not None and last.claimed > size - begin
            whole = _by_digest(stream, last, end, max_bytes)
            error = "" if whole else TRUNCATED if cut else MALFORMED
            yield _placed(whole or last, begin, end - begin, error)
        start = end


def _placed(block: Block | None, offset: int, length: int, error: str) -> Placed:
    block = block or Block(0, {})
    return Placed(replace(block, error=error) if error else block, offset, length)


def _whole_end(stream: BinaryIO, block: Block | None) -> int | None:
    """Return the end of a record whose length is right, as what has to follow its block shows; else None."""
    if block is None or block.error == MALFORMED:
        return None
    end, ending = (block.end, b"\n") if block.end else (_warc_end(stream, block), HEAD_END)
    if end is None:
        return None
    stream.seek(end)
    return end + len(ending) if stream.read(len(ending)) == ending else None


def _by_digest(stream: BinaryIO, block: Block | None, end: int, max_bytes: int) -> Block | None:
    """Return a record with all that stands before the next, where its digest shows that only its length is wrong."""
    behind = _warc_end(stream, block) if block is not None else None
    if block is None or behind is None or end - (behind - block.claimed) > max_bytes:
        return None
    start = behind - block.claimed
    stream.seek(start)
    data = stream.read(max(end - start, 0)).removesuffix(HEAD_END)
    if not agrees(block.fields.get("warc-block-digest", ""), data):
        return None
    return replace(block, data=data, claimed=len(data), error="")


def _warc_end(stream: BinaryIO, block: Block) -> int | None:
    stream.seek(block.position)
    found = stream.read(MAX_HEAD).find(HEAD_END)
    return block.position + found + len(HEAD_END) + block.claimed if found >= 0 else None


def _next_start(stream: BinaryIO, position: int, size: int) -> int:
    """Return where the next record begins, at or after a position; the size of the file where none does."""
    position -= 1  # the line break before it
    while position < size:
        stream.seek(position)
        window = stream.read(WINDOW)
        found = NEXT_START.search(window)
        if found:
            return position + found.end()
        position += max(len(window) - LONGEST_START, 1)
    return size
