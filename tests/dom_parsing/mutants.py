"""Pages broken in the ways that pages break, and in some that only malice finds; a number names each for good."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dom_parsing.page import DEFAULTS
from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.placement import RAW

LONGEST = 40_000
"""Bytes of a page that most mutants begin with: faults lie in markup, not in length."""

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

_NAMES = (
    *("p", "div", "table", "tr", "td", "li", "ul", "dl", "dt", "figure", "figcaption", "picture", "source", "img", "a"),
    *("b", "pre", "svg", "math", "mi", "foreignObject", "template", "noscript", "button", "select", "option", "form"),
    *("script", "style", "textarea", "title", "iframe", "plaintext", "frameset", "base", "body", "head", "html", "br"),
    *("main", "article", "nav", "aside", "header", "footer", "section", "h1", "details", "video", "amp-img", "center"),
)
_ATTRIBUTES = (
    *(b"hidden", b"aria-hidden=true", b"style='display:none'", b'style="visibility:\thidden;;:"', b"class='ad share'"),
    *(b"class=comments", b"id=main", b"role=main", b"role=\xff", b"itemtype=DiscussionForumPosting", b"lang=\x80"),
    *(b"href='http://['", b"href=//", b"href='\t/a\n b'", b"href='javascript:1'", b"href=" + b"a" * 9000, b"href"),
    *(b"src=", b"src='data:image/gif;base64,R0lGOD'", b"src='//b.example/\xed\xa0\x80.png'", b"src='?&amp;#&#xD800;'"),
    *(
        b"src=http://a.example:99999/",
        b"src=https://xn--/a.png",
        b"src='http://%00/'",
        b"data-src=c.jpg",
        b"data-src='{'",
    ),
    *(
        b"srcset=','",
        b"srcset='a 1x, b 1e999x, c -1w, d 99999999999999999999w'",
        b"srcset='a(,b 2x'",
        b"sizes='calc(('",
    ),
    *(
        b"width=99999999999999999999",
        b"width=-1",
        b"width='1e9%'",
        b"height=0",
        b"height='\xc2\xa0'",
        b"width=1 height=1",
    ),
    *(b"media='(min-width: 1e99px)'", b"media='not all'", b"colspan=65535", b"rowspan=-3", b"rowspan=0", b"dir=rtl"),
    *(b"alt='<image>'", b"alt='\\<EOC>'", b"alt='&#x202E;&#0;'", b"title=\xff\xfe", b"=", b"'", b'"<', b"\x00=\x00"),
)
_TEXTS = (
    *(b"<image>", b"\\<EOC>", b"\\", b"&#0;", b"&#xD800;", b"&#xDFFF;", b"&#x110000;", b"&#99999999999;", b"&nbsp;"),
    *(
        b"&zwj;",
        b"&NotEqualTilde;",
        b"\xe2\x80\xa8",
        b"\xe2\x80\x8b",
        b"\xef\xbb\xbf",
        b"\xf0\x9f\x90\x88" * 9,
        b"\x0c",
    ),
    *(
        b"\x00",
        b"\r",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?xml",
        b"</",
        b"<",
        b">",
        b"<!doctype html>",
        b"word " * 99,
    ),
)
_BROKEN = (
    *(
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xe2\x82",
    ),
    *(b"\x80\x80", b"\xfe\xff", b"\x1b$B", b"\x1b(J", b"\x8e\xa1", b"\x84\x31\x95\x33", b"\x81", b"\x85\xa0"),
)
_CHARSETS = (
    *("utf-8", "UTF8", "windows-1252", "latin1", "utf-16", "utf-16be", "shift_jis", "gb18030", "gbk", "euc-jp", "big5"),
    *("iso-2022-jp", "euc-kr", "koi8-r", "x-user-defined", "replacement", "utf-7", "idna", "rot13", "", "\0", "é"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken page, the charset it is served with and the settings it is to be read by."""

    html: bytes
    charset: str | None
    settings: ExtractSettings


def mutant(number: int, pages: Sequence[bytes]) -> Mutant:
    """Return a page with one to six mutations; the same one for the same number and pages."""
    chance = random.Random(number)
    page = chance.choice(pages)
    if chance.random() < 0.9:
        page = _piece(chance, page, LONGEST)
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 6)):
        page = mutation(chance, page, pages)
    charset = chance.choice(_CHARSETS) if chance.random() < 0.2 else None
    return Mutant(page, charset, chance.choice((DEFAULTS, DEFAULTS, RAW)))


def _piece(chance: random.Random, page: bytes, longest: int) -> bytes:
    begin = chance.randrange(max(len(page) - longest, 0) + 1)
    return page[begin : begin + longest]


def _put(chance: random.Random, page: bytes, written: bytes) -> bytes:
    """The page with something more in it, as often as not where a tag begins."""
    at = chance.randrange(len(page) + 1)
    if chance.random() < 0.5:
        at = max(page.find(b"<", at), 0)
    return page[:at] + written + page[at:]


def _flip(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    flipped = bytearray(page)
    for _ in range(chance.choice((1, 8, 64)) if page else 0):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _cut(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    begin, end = sorted(chance.randrange(len(page) + 1) for _ in range(2))
    return chance.choice((page[:begin] + page[end:], page[begin:end], page[:end]))


def _splice(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    return _put(chance, page, _piece(chance, chance.choice(pages), chance.choice((30, 300, 3000))))


def _repeat(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    return _put(chance, page, _piece(chance, page, chance.choice((5, 50, 500))) * chance.choice((2, 9, 40)))


def _double_tags(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    for _ in range(chance.randint(1, 12)):
        begin = page.find(b"<", chance.randrange(len(page) + 1))
        end = page.find(b">", begin) + 1
        if 0 <= begin < end:
            page = page[:end] + page[begin:end] * chance.choice((1, 1, 30)) + page[end:]
    return page


def _drop_tags(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    return page.replace(chance.choice((b"</", b"<", b">", b'"', b"</div>", b"</script>", b"</title>", b"-->")), b"")


def _attribute(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    for _ in range(chance.randint(1, 20)):
        at = page.find(b" ", page.find(b"<", chance.randrange(len(page) + 1)))
        if at >= 0:
            page = page[:at] + b" " + chance.choice(_ATTRIBUTES) + page[at:]
    return page


def _element(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    attributes = b" ".join(chance.choices(_ATTRIBUTES, k=chance.randrange(4)))
    return _put(chance, page, f"<{chance.choice(_NAMES)} ".encode() + attributes + chance.choice((b">", b"/>", b"")))


def _nest(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    opened = "".join(f"<{name}>" for name in chance.choices(_NAMES, k=chance.randint(1, 4)))
    return _put(chance, page, opened.encode() * chance.choice((2, 10, 50, 300)))


def _say(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    for text in chance.choices(_TEXTS, k=chance.randint(1, 9)):
        page = _put(chance, page, text)
    return page


def _break_encoding(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    for broken in chance.choices(_BROKEN, k=chance.randint(1, 9)):
        page = _put(chance, page, broken)
    return page


def _encode(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    codec = chance.choice(("utf-16", "utf-16-be", "utf-16-le", "utf-8-sig", "gb18030", "shift_jis", "iso2022_jp"))
    return page.decode("utf-8", "replace").encode(codec, "replace")


def _declare(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    return f'<meta charset="{chance.choice(_CHARSETS)}">'.encode() + page


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _splice, _repeat, _double_tags, _drop_tags, _attribute, _attribute, _element, _nest, _say),
    *(_break_encoding, _encode, _declare),
)
