"""Pictures that a page holds within itself: `data:` URLs, read as browsers do, and named by what is in them.

A picture of inline data is named `data:sha256:` and the 64 hex digits of its bytes: short, the same wherever the same
picture stands, and no address (it has no comma, so that no browser shows anything for it either).
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

NAMED = "data:sha256:"
RASTER = frozenset(
    f"image/{name}" for name in ("jpeg", "jpg", "pjpeg", "png", "x-png", "apng", "gif", "webp", "avif", "bmp")
)
"""Types of pictures made of pixels; drawings (SVG) are no pictures here, wherever they stand."""

_SCHEME = "data:"
_NAME = re.compile(rf"{NAMED}[0-9a-f]{{64}}")
_EDGES = "".join(map(chr, range(0x21)))
_REMOVED = re.compile(r"[\t\n\r]")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})++")
_BLOCK = 1 << 16
_BASE64 = re.compile(r"; *base64\Z", re.IGNORECASE)
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class InlinePicture(NamedTuple):
    """What a `data:` URL holds: the type it declares, and its bytes, not yet looked at."""

    media_type: str
    data: bytes

    @property
    def name(self) -> str:
        """What stands for it where others have a URL."""
        return NAMED + hashlib.sha256(self.data).hexdigest()


def is_named(url: str) -> bool:
    """True of the name of a picture that lies within its page: nothing to fetch."""
    return url.startswith(NAMED)


def is_whole_name(text: str) -> bool:
    """True of what is such a name and nothing else, whoever wrote it."""
    return _NAME.fullmatch(text) is not None


def is_data_url(written: str) -> bool:
    """True of inline data, whatever it holds."""
    return written.lstrip(_EDGES)[: len(_SCHEME)].lower() == _SCHEME


def read_picture(written: str, least: int = 1) -> InlinePicture | None:
    """Return the picture in a `data:` URL (Fetch standard, section "data: URLs"), in time linear in its length.

    Args:
        written: The URL as the page writes it, character references undone.
        least: Fewest bytes of a picture.

    Returns:
        The picture; None of anything else: another type, fewer bytes, broken base64.
    """
    head, comma, body = written.lstrip(_EDGES).partition(",")
    if not comma or head[: len(_SCHEME)].lower() != _SCHEME:
        return None
    head = _REMOVED.sub("", head[len(_SCHEME) :])
    media_type = head.partition(";")[0].strip().lower()
    if media_type not in RASTER:
        return None
    data = _decoded(body.partition("#")[0].rstrip(_EDGES), base64=_BASE64.search(head) is not None, least=least)
    return InlinePicture(media_type, data) if data is not None and len(data) >= least else None


def _decoded(body: str, *, base64: bool, least: int) -> bytes | None:
    if base64 and len(body) * 3 < least * 4:  # most are placeholders, which nobody needs to decode
        return None
    data = body.encode("utf-8", "surrogatepass").translate(None, b"\t\n\r")
    data = b"".join(_unescaped(data))
    return _from_base64(data) if base64 else data


def _unescaped(data: bytes) -> Iterator[bytes]:
    """Undo percent-encoding block by block: whatever does it at once takes up to ninety bytes of memory for one."""
    start = 0
    while start < len(data):
        end = start + _BLOCK
        cut = data.rfind(b"%", end - 2, end) if end < len(data) else -1  # no escape is cut in two
        end = end if cut < 0 else cut
        yield _ESCAPES.sub(lambda run: binascii.unhexlify(run[0].replace(b"%", b"")), data[start:end])
        start = end


def _from_base64(data: bytes) -> bytes | None:
    """Infra standard, "forgiving-base64 decode": white space is nothing, padding may be missing."""
    data = data.translate(None, b"\t\n\f\r ")
    if len(data) % 4 == 0:
        data = data.removesuffix(b"=").removesuffix(b"=")
    if len(data) % 4 == 1 or data.translate(None, _ALPHABET):
        return None
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
