"""What bytes are that no decoder knows: the page instead of the picture, a drawing, another format."""

from __future__ import annotations

import re

EMPTY, HTML, SVG, FORMAT, NOT_AN_IMAGE = "empty", "html", "svg", "format", "not-an-image"
HEAD = 2048
# TIFF, ICO, JPEG 2000, JPEG XL, Photoshop; AVIF and HEIC say so after four bytes of length.
OTHER_MAGIC = (b"II*\0", b"MM\0*", b"\0\0\1\0", b"\0\0\0\x0cjP", b"\0\0\0\x0cJXL", b"\xff\x0a", b"8BPS")
BITMAP = re.compile(rb"BM.{8}..\0\0[\x0c\x28-\x7c]\0\0\0", re.DOTALL)
PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype\s+svg[^>]*>\s*)*", re.DOTALL)
SVG_TAG = re.compile(rb"<(?:[a-z]+:)?svg[\s>/]")
HTML_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|script|iframe|title|meta|link|style|table|div|center|font|h1|br|p|a|b)[\s>/]"
)
"""The tags by which the WHATWG's MIME sniffing knows a page, and a few more that servers begin their excuses with."""


def nature_of(data: bytes) -> str:
    """Return what bytes are that could not be opened: EMPTY, HTML, SVG, FORMAT (another image's) or NOT_AN_IMAGE."""
    if not data:
        return EMPTY
    if data.startswith(OTHER_MAGIC) or data[4:8] == b"ftyp" or BITMAP.match(data):
        return FORMAT
    head = data[:HEAD].lower()
    prologue = PROLOGUE.match(head)
    begin = prologue.end() if prologue else 0
    if SVG_TAG.match(head, begin):
        return SVG
    return HTML if HTML_TAG.match(head, begin) else NOT_AN_IMAGE
