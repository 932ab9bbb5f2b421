"""Bytes to text, as the WHATWG Encoding and HTML standards decide it."""

from __future__ import annotations

import codecs
import re

from dom_parsing.japanese import decode_euc_jp, decode_iso_2022_jp
from dom_parsing.labels import codec_of

PRESCAN_BYTES = 4096
"""Where a `<meta charset>` is looked for: the standard's 1,024 and what late declarations of real pages need."""

LATE_BYTES = 2**16
"""Where it is looked for in a page that is not UTF-8 and has named no other by then: browsers begin such pages anew."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_JAPANESE = {"euc-jp": decode_euc_jp, "iso2022-jp": decode_iso_2022_jp}
_NOT_ASCII = bytes(range(0x80, 0x100))
_REPLACED = "\ufffd"

_CUT = "unexpected end of data"
"""What Python says of a character whose last bytes are not there."""

_RARE = 10
"""Characters to an error: a page of at least as many that names no encoding is taken for damaged UTF-8."""

_COMMENT = re.compile(rb"<!(?=--).*?(?:-->|$)", re.DOTALL)
"""The dashes that end one may be those that begin it: `<!-->` is a whole comment."""

_XML = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_META = re.compile(rb"""<meta[\s/]((?:[^>"']|"[^"]*"|'[^']*')*)""", re.IGNORECASE)
_NAMES_CHARSET = re.compile(rb"charset", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""(?<![^\s/>="'])([^\s/>=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*))""")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"';]+)""", re.IGNORECASE)


def decode(html: bytes, charset: str | None = None) -> str:
    """Return the page as text without NULs and lone surrogates.

    Args:
        html: The page as it came.
        charset: What the Content-Type header names, if anything. Wins over the page's own declaration; a byte order
            mark wins over both. Unknown labels are passed over.

    Returns:
        The decoded text; bytes that mean nothing become U+FFFD. Where nothing is declared, UTF-8 if the bytes are
        valid UTF-8, else what a late declaration says, else UTF-8 if it is that but for a few errors or an end cut
        off, else windows-1252.
    """
    for mark, name in _BOMS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace").replace("\0", "")
    codec = _codec(html, charset)
    text = _undeclared(html) if codec is None else _read(html, codec)
    return text.replace("\0", "")


def _read(html: bytes, codec: str) -> str:
    return _JAPANESE[codec](html) if codec in _JAPANESE else html.decode(codec, "replace")


def _undeclared(html: bytes) -> str:
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError as error:
        late = _declared(html[:LATE_BYTES])
        if late is not None:
            return _read(html, late)
        cut = len(html) - error.start if error.end == len(html) and error.reason == _CUT else 0
    text = html.decode("utf-8", "replace")
    errors = text.count(_REPLACED) - html.count(_REPLACED.encode())
    characters = len(text) - errors - len(html.translate(None, _NOT_ASCII))
    is_utf8 = characters >= _RARE * errors or (cut and characters + cut > 1)
    return text if is_utf8 else _read(html, "cp1252")


def as_utf8(html: bytes, charset: str | None = None) -> bytes:
    """Return what `decode` returns, in UTF-8: the page itself where it is that already."""
    if not html.startswith(tuple(mark for mark, _ in _BOMS)) and (_codec(html, charset) or "utf-8") == "utf-8":
        try:
            html.decode("utf-8")
        except UnicodeDecodeError:
            pass  # `decode` knows what such pages mean
        else:
            return html.replace(b"\0", b"")
    return decode(html, charset).encode()


def clean(text: str) -> str:
    """Return the text without NULs, each lone surrogate replaced by U+FFFD; no decoder makes either but for NULs."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _codec(html: bytes, charset: str | None) -> str | None:
    return codec_of(charset or "") or _declared(html[:PRESCAN_BYTES])


def _declared(head: bytes) -> str | None:
    """The codec that the page itself names, in an XML declaration or a `<meta>`; UTF-16 cannot be true there."""
    xml = _XML.match(head)
    labels = [xml[1]] if xml else []
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    labels.extend(_meta_label(tag) for tag in _META.findall(head) if _NAMES_CHARSET.search(tag))
    for label in labels:
        codec = codec_of(label.decode("ascii", "replace"))
        if codec is not None:
            return "utf-8" if codec.startswith("utf-16") else codec
    return None


def _meta_label(tag: bytes) -> bytes:
    """The charset that the attributes of a `<meta>` name; empty where none."""
    attributes = {match[1].lower(): match[2] or match[3] or match[4] or b"" for match in _ATTRIBUTE.finditer(tag)}
    if b"charset" in attributes:
        return attributes[b"charset"]
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return b""
    found = _CHARSET.search(attributes.get(b"content", b""))
    return found[1] if found else b""
