"""Bytes or text to a DOM tree, within bounds."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from dom_parsing.encoding import as_utf8, clean
from dom_parsing.guards import check_before_parsing
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

_SNIFFED = 1445
_BINARY = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_MAGIC = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"OggS\x00",
    b"wOFF",
    b"wOF2",
    b"\x28\xb5\x2f\xfd",
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_tree(html: bytes | str, charset: str | None, settings: ExtractSettings) -> LexborHTMLParser:
    """Return the tree a browser builds of the page, scripts not run.

    Args:
        html: The page; a `str` is taken as decoded already.
        charset: What the Content-Type header names, for bytes.
        settings: The bounds.

    Raises:
        UnreadableError: The payload is no text, or beyond the bounds.
    """
    size = len(html)
    if size > settings.max_bytes:
        raise UnreadableError(
            "too-large", f"{size} bytes are more than {settings.max_bytes}; raise max_bytes to read it"
        )
    if isinstance(html, bytes):
        _refuse_binary(html, charset)
        page = as_utf8(html, charset)
    else:
        page = clean(html.removeprefix("\ufeff")).encode()
    if len(page) > settings.max_bytes and isinstance(html, str):
        raise UnreadableError("too-large", f"over {settings.max_bytes} bytes in UTF-8; raise max_bytes to read it")
    check_before_parsing(page, settings)
    return LexborHTMLParser(page)


def _refuse_binary(html: bytes, charset: str | None) -> None:
    """Refuse what begins as a known binary format, or holds more than 1% of bytes that no text has."""
    head = html[:_SNIFFED]
    if head.startswith(_MAGIC):
        raise UnreadableError("binary", f"the payload begins with {head[:8]!r}, it is no page")
    if head.startswith(_UTF16) or (charset or "").lower().startswith("utf-16"):
        return
    strange = len(head) - len(head.translate(None, _BINARY))
    if strange * 100 > len(head):
        raise UnreadableError(
            "binary", f"{strange} of the first {len(head)} bytes are control characters, it is no page"
        )
