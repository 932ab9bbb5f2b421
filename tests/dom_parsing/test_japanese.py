from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.japanese import decode_euc_jp, decode_iso_2022_jp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\xad\xa1\xad\xeaA", "\u2460\u3231A"),
        (b"\xad\xb7\xad\xe2\xad\xdf", "\u2162\u2116\u337b"),
        (b"\xf9\xa1\xfb\xc1", "\u7e8a\u7930"),
        (b"\xa1\xc1\xa1\xc2\xa1\xdd\xa1\xf1\xa1\xf2\xa2\xcc", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2"),
        (b"\x8e\xb1\x8f\xb0\xa1\xc6\xfc", "\uff71\u4e02\u65e5"),
        (b"\\~", "\\~"),
        (b"\xa9\xa1A\xff\xc6\xfc", "\ufffdA\ufffd\u65e5"),
        (b"\xc6<\xc6\xfc\x8f\xb0<", "\ufffd<\u65e5\ufffd<"),
        (b"\x80\x8e\xe0\xad\xa1\xad\xfe\xc6", "\ufffd\ufffd\u2460\ufffd\ufffd"),
        (b"", ""),
    ],
)
def test_euc_jp(text: bytes, expected: str) -> None:
    assert decode_euc_jp(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\x1b$B-!-j\x1b(B \x1b(I1\x1b(B", "\u2460\u3231 \uff71"),
        (b"a\x1b$@F|\x1b$BF|\nF|\x1b(Bb", "a\u65e5\u65e5\n\u65e5b"),
        (b"\\~\x1b(J\\~\x1b(B\\~", "\\~\xa5\u203e\\~"),
        (b"\x1b(I!_`\xb1\x1b(B", "\uff61\uff9f\ufffd\ufffd"),
        (b"\x1b$BF\x1b$BF|", "\ufffd\u65e5"),
        (b"\x1b$BF|", "\u65e5"),
        (b"\x0e\xb1\x0f\x1b(K", "\ufffd\ufffd\ufffd\ufffd(K"),
        (b"", ""),
    ],
)
def test_iso_2022_jp(text: bytes, expected: str) -> None:
    assert decode_iso_2022_jp(text) == expected


def test_the_row_of_nec_is_that_of_the_later_standard() -> None:
    for cell in (*range(0xA1, 0xBF), *range(0xC0, 0xD7), *range(0xDF, 0xEF)):
        assert decode_euc_jp(bytes((0xAD, cell))) == bytes((0xAD, cell)).decode("euc_jis_2004")


def test_two_bytes_are_one_character_or_one_error() -> None:
    for row in range(0xA1, 0xFF):
        assert len(decode_euc_jp(b"".join(bytes((row, cell)) for cell in range(0xA1, 0xFF)))) == 94


@given(
    st.text(
        st.characters(codec="iso2022_jp", exclude_characters="\x0e\x0f\x1b\u301c\u2016\u2212\xa2\xa3\xac\xa5\u203e\\~")
    )
)
def test_what_python_writes_is_read(text: str) -> None:
    assert decode_iso_2022_jp(text.encode("iso2022_jp")) == text
    assert decode_euc_jp(text.encode("euc_jp")) == text
