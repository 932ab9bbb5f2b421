"""EUC-JP and ISO-2022-JP as the WHATWG Encoding standard reads them.

Python's codecs keep to JIS X 0208 of 1997; the web's pages hold what Windows added to it (①, ㈱, Ⅲ) and half-width
katakana, and a tilde and hyphen of full width where JIS has a wave dash and a minus.
"""

from __future__ import annotations

import codecs
import re

_ADDED_ROWS = (13, 89, 90, 91, 92)
"""Of the table of 94 rows: signs of NEC, and characters of IBM that NEC chose."""

_AS_ON_WINDOWS = str.maketrans("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2")
"""Wave dash, double bar, minus, cent, pound and not sign: what Windows reads in their places, the web does too."""

_ONE = rb"\x8f[\xa1-\xfe][\x80-\xff]?|[\x8e\x8f\xa1-\xfe][\x80-\xff]?|[\x80-\xff]"
"""What one error takes: a character's bytes, but never an ASCII byte that should have been one."""

_UNREAD = re.compile(_ONE)
_ALL_UNREAD = re.compile(
    rb"(?:%s)(?:[\xa1-\xfe][\x80-\xa0\xff]|[\xa9-\xaf\xf5-\xfe][\xa1-\xfe]|[\x80-\x8d\x90-\xa0\xff])*+" % _ONE
)
"""One error and those that follow it at once: Python's codec knows no character in those rows."""

_ESCAPE = re.compile(rb"\x1b(\([BIJ]|\$[@B])")
_YEN, _OVERLINE, _PARTED = 0x0E, 0x0F, 0x1B
"""Bytes that are no text in ISO-2022-JP, and stand in EUC-JP made of it for what EUC-JP lacks, and between sets."""

_ERROR = 0x80
_ASCII = bytes(byte if byte < 0x80 and byte not in (_YEN, _OVERLINE, _PARTED) else _ERROR for byte in range(0x100))
_KANA = bytes(byte | 0x80 if 0x21 <= byte < 0x60 else _ERROR for byte in range(0x100))
_TO_EUC = {
    b"(B": _ASCII,
    b"(J": _ASCII[:0x5C] + bytes((_YEN,)) + _ASCII[0x5D:0x7E] + bytes((_OVERLINE,)) + _ASCII[0x7F:],
    b"$B": _ASCII[:0x21] + bytes(range(0xA1, 0xFF)) + bytes((_ERROR,)) * 0x81,
}
_TO_EUC[b"$@"] = _TO_EUC[b"$B"]
_FROM_EUC = {_YEN: "¥", _OVERLINE: "‾", _PARTED: None}


def _on_windows(row: int, cell: int) -> str:
    """The character of a row and cell, both from 1, in the table of Windows; with U+FFFD where there is none."""
    lead = (row - 1) // 2 + (0x81 if row < 63 else 0xC1)
    trail = cell + (0x9E if row % 2 == 0 else 0x3F if cell < 64 else 0x40)
    return bytes((lead, trail)).decode("cp932", "replace")


_ADDED = {
    bytes((0xA0 + row, 0xA0 + cell)): character
    for row in _ADDED_ROWS
    for cell in range(1, 95)
    if "\ufffd" not in (character := _on_windows(row, cell))
}


def _read_added(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    unread = _ALL_UNREAD.match(error.object, error.start)
    if unread is None:
        raise error
    return "".join(_ADDED.get(one, "\ufffd") for one in _UNREAD.findall(unread[0])), unread.end()


codecs.register_error("m3w.euc-jp", _read_added)


def decode_euc_jp(text: bytes) -> str:
    """Return the text of EUC-JP; bytes that mean nothing become U+FFFD."""
    return text.decode("euc_jp", "m3w.euc-jp").translate(_AS_ON_WINDOWS)


def decode_iso_2022_jp(text: bytes) -> str:
    """Return the text of ISO-2022-JP; bytes that mean nothing become U+FFFD.

    More is read than browsers do: an escape directly after another, and spaces and line ends between kanji.
    """
    parts = _ESCAPE.split(b"\x1b(B" + text)[1:]
    euc = bytes((_PARTED,)).join(_as_euc(name, part) for name, part in zip(parts[::2], parts[1::2], strict=True))
    return decode_euc_jp(euc).translate(_FROM_EUC)


def _as_euc(name: bytes, part: bytes) -> bytes:
    """The bytes of EUC-JP for bytes of the character set that an escape named."""
    if name != b"(I":
        return part.translate(_TO_EUC[name])
    pairs = bytearray(b"\x8e" * 2 * len(part))
    pairs[1::2] = part.translate(_KANA)
    return bytes(pairs)
