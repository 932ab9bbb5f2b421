from __future__ import annotations

import codecs

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.encoding import as_utf8, clean, decode
from dom_parsing.labels import codec_of


@pytest.mark.parametrize(
    ("html", "charset", "expected"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "windows-1252", "na\u00efve"),
        ("\ufeffna\u00efve".encode("utf-16-le"), None, "na\u00efve"),
        ("\ufeffna\u00efve".encode("utf-16-be"), "utf-8", "na\u00efve"),
        (b"na\xefve", None, "na\u00efve"),
        (b"na\xc3\xafve", None, "na\u00efve"),
        (b"\x93quoted\x94", "iso-8859-1", "\u201cquoted\u201d"),
        (b"\x93quoted\x94", "US-ASCII", "\u201cquoted\u201d"),
        ("\u043c\u0438\u0440".encode("cp1251"), "Windows-1251 ", "\u043c\u0438\u0440"),
        (b"<meta charset=windows-1251>" + "\u043c\u0438\u0440".encode("cp1251"), None, None),
        (b"<meta charset=windows-1251>\xc3\xaf", "utf-8", "<meta charset=windows-1251>\u00ef"),
        (b"\xc3\xaf", "no-such-charset", "\u00ef"),
        (b"\xc3\xaf", "unicode_escape", "\u00ef"),
        (b"\xad\xa1\xad\xeaA", "euc-jp", "\u2460\u3231A"),
        (b"\x1b$B-!-j\x1b(B \x1b(I1\x1b(B", "iso-2022-jp", "\u2460\u3231 \uff71"),
        (b"a\xffb", "utf-8", "a\ufffdb"),
        (b"a\0b", None, "ab"),
        (b"", None, ""),
    ],
)
def test_decode(html: bytes, charset: str | None, expected: str | None) -> None:
    text = decode(html, charset)
    assert text == expected if expected is not None else text.endswith("\u043c\u0438\u0440")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<meta charset="koi8-r">',
        b"<META\nCHARSET = KOI8-R >",
        b"<meta content='text/html; charset=koi8-r' http-equiv=Content-Type>",
        b'<?xml version="1.0" encoding="koi8-r"?>',
        b"<!-- <meta charset=utf-8> --><meta charset=koi8-r>",
        b"<!--> <meta charset=koi8-r> -->",
        b"<!---><meta charset=koi8-r>-->",
        b"<!----><meta charset=koi8-r>-->",
        b"<!--- <meta charset=utf-8> --><meta charset=koi8-r>",
        b"<meta charset=unheard-of><meta charset=koi8-r>",
        b"<meta name=description content='charset=utf-8'><meta charset=koi8-r>",
        b" " * 2000 + b"<meta charset=koi8-r>",
    ],
)
def test_declared_in_the_page(declaration: bytes) -> None:
    assert decode(declaration + "\u043c\u0438\u0440".encode("koi8-r")).endswith("\u043c\u0438\u0440")


MIR = "\u043c\u0438\u0440"


def test_a_late_declaration_counts_where_the_page_is_not_utf8() -> None:
    late = b"<head><style>" + b"p {}\n" * 2_000 + b"</style><meta charset=koi8-r>"
    assert decode(late + MIR.encode("koi8-r")).endswith(MIR)
    assert decode(late + MIR.encode()).endswith(MIR)
    assert decode(late + MIR.encode(), "windows-1251") == (late + MIR.encode()).decode("cp1251")
    assert BeautifulSoup(late + MIR.encode("koi8-r"), "html5lib").text.endswith(MIR)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (MIR.encode() * 4 + b"\xff<p>", MIR * 4 + "\ufffd<p>"),
        (MIR.encode() * 3 + b"\xff<p>", None),
        (b"<p>" + MIR.encode()[:-1], "<p>" + MIR[:-1] + "\ufffd"),
        (b"<p>it\xe2\x80", "<p>it\ufffd"),
        (b"<p>caf\xe9", "<p>caf\u00e9"),
        (b"<p>\xe9t\xe9 \xc3\xa9", None),
        (b"<p>\xff" + MIR.encode()[:-1], None),
        (MIR.encode() * 5 + b"\xff<p>" + MIR.encode()[:-1], None),
        (MIR.encode() * 6 + b"\xff<p>" + MIR.encode()[:-1], MIR * 6 + "\ufffd<p>" + MIR[:-1] + "\ufffd"),
        (b"\xef\xbf\xbd" * 10 + b"\xff", "\ufffd" * 11),
        (b"<p>\xcf\xf0\xe8\xe2\xe5\xf2", None),
    ],
)
def test_a_few_errors_do_not_make_a_page_of_utf8_another(html: bytes, expected: str | None) -> None:
    assert decode(html) == (html.decode("cp1252", "replace") if expected is None else expected)
    assert as_utf8(html) == decode(html).encode()


def test_nor_a_declaration_that_comes_late() -> None:
    late = b" " * 5_000 + b"<meta charset=koi8-r>" + MIR.encode() * 9 + b"\xff"
    assert decode(late) == late.decode("koi8-r")


def test_a_very_late_one_does_not() -> None:
    html = b"<p>" * 30_000 + b"<meta charset=koi8-r>" + MIR.encode("koi8-r")
    assert decode(html) == html.decode("cp1252")


@pytest.mark.parametrize(
    "begin", [b"<meta " + b"a" * 65_000, b"<meta \"'" * 9_000, b"<meta a=" * 9_000, b"<meta a " * 9_000]
)
def test_tags_as_long_as_that_hold_none(begin: bytes) -> None:
    assert decode(begin + b"\xff").endswith("\u00ff")


def test_utf16_declared_in_ascii_bytes_cannot_be_true() -> None:
    assert decode(b"<meta charset=utf-16>\xc3\xaf").endswith("\u00ef")


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "utf-16", "shift_jis", "gb2312", "big5", "euc-kr", "euc-jp"]),
)
def test_any_bytes_become_well_formed_text(html: bytes, charset: str | None) -> None:
    text = decode(html, charset)
    assert "\0" not in text
    assert as_utf8(html, charset) == text.encode("utf-8")


@given(st.text(alphabet=st.characters(codec=None), max_size=50))
def test_clean_leaves_no_surrogates(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    cleaned.encode("utf-8")


def test_clean_joins_surrogate_pairs() -> None:
    assert clean("\ud83d\ude00 \ud83d") == "\U0001f600 \ufffd"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("gb2312", "gb18030"),
        ("shift_jis", "cp932"),
        ("iso-8859-9", "cp1254"),
        (" utf8\n", "utf-8"),
        ("utf-7", None),
        ("hex", None),
        ("", None),
    ],
)
def test_labels(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_every_codec_exists() -> None:
    from dom_parsing.labels import _LABELS

    for codec in _LABELS:
        assert codecs.lookup(codec)
