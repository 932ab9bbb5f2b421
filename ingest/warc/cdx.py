"""Indexes of archives: CDX files, CDXJ files, and what index servers answer; each line names a record by its bytes.

Lines come in three forms, told apart one by one: `SURT TIMESTAMP {JSON}` (CDXJ, Common Crawl's files), `{JSON}` (Common
Crawl's and pywb's servers), and columns that a first line ` CDX N b a ...` names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dom_parsing.records import RecordRef
from ingest.warc.warc_reader import MAX_RECORD_BYTES

MAX_LINE = 1 << 16
MAX_LENGTH = MAX_RECORD_BYTES + (1 << 20)
"""Longest record: the longest block that is read, and its header."""
LEGEND = re.compile(r"\s*CDX((?: [A-Za-z])+)\s*")
# https://archive.org/web/researcher/cdx_legend.php
LETTERS = {"a": "url", "m": "mime", "s": "status", "S": "length", "V": "offset", "g": "filename"}
# What stands before the JSON of a CDXJ line; the key of a URL may hold braces itself.
KEY = re.compile(r"^.*? \d{4,17} (?=\{)")
NUMBER = re.compile(r"\d{1,18}")
NO_PATH = re.compile(r"[\x00-\x1f\x7f\\]|^/|://|(?:^|/)\.\.?(?:/|$)")


@dataclass(frozen=True, slots=True)
class CdxRow:
    """A capture as an index has it.

    Attributes:
        url: Its URL as written; empty where the index does not say.
        mime: Its media type in lower case; empty where the index does not say.
        status: Its HTTP status as written; empty where the index does not say.
        source: The record; its path is as the index has it: relative, and never upwards.
    """

    url: str
    mime: str
    status: str
    source: RecordRef


class CdxError(ValueError):
    """What is wrong with a line that names no record that could be there."""


def read_rows(lines: Iterable[bytes]) -> Iterator[CdxRow | CdxError]:
    """Yield the captures of an index, in order, and an error for each line that names no record.

    Args:
        lines: Those of a file or an answer; empty ones are passed over.
    """
    legend: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        found = LEGEND.fullmatch(text)
        if found:
            legend = tuple(LETTERS.get(letter, "") for letter in found[1].split())
        elif text.strip() and not text.startswith("!"):  # pywb writes remarks with one
            try:
                yield _row(_fields(text, legend))
            except ValueError as error:
                yield CdxError(f"line {number} of the index names no record ({error}): {text[:100]!r}")


def may_be_page(row: CdxRow, pages: frozenset[str]) -> bool:
    """Return whether a capture may be a page for all that the index says.

    Args:
        row: The capture.
        pages: Media types of pages.
    """
    return row.status in ("", "-", "200") and (row.mime in ("", "-", "unk", "warc/response") or row.mime in pages)


def _fields(text: str, legend: tuple[str, ...]) -> Mapping[str, object]:
    if len(text) > MAX_LINE:
        raise ValueError(f"{len(text)} characters, {MAX_LINE} at most")
    start = _start(text)
    if legend and not text.startswith("{"):
        values = text.split()
        if len(values) != len(legend):
            raise ValueError(f"{len(values)} columns, the first line names {len(legend)}")
        return dict(zip(legend, values, strict=True))
    if start is None:
        raise ValueError("neither JSON nor the columns of a first line that names them")
    try:
        fields = json.loads(text[start:])
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return fields if isinstance(fields, dict) else {}


def _start(text: str) -> int | None:
    """Return where the JSON of a line begins, None where it has none."""
    key = KEY.search(text)
    return 0 if text.startswith("{") else key.end() if key else None


def _row(fields: Mapping[str, object]) -> CdxRow:
    path = str(fields.get("filename", ""))
    offset, length = (_number(fields, name) for name in ("offset", "length"))
    if not path or NO_PATH.search(path):
        raise ValueError(f"filename is {path!r}, no relative path")
    if not 0 < length <= MAX_LENGTH:
        raise ValueError(f"length is {length}")
    mime = str(fields.get("mime-detected") or fields.get("mime") or "").lower()
    status = str(fields.get("status", ""))
    return CdxRow(str(fields.get("url", "")), mime, status, RecordRef(path, offset, length))


def _number(fields: Mapping[str, object], name: str) -> int:
    value = str(fields.get(name, ""))
    if not NUMBER.fullmatch(value):
        raise ValueError(f"{name} is {value!r}")
    return int(value)
