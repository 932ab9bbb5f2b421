"""Inline data is decoded as browsers decode it, and within bounds."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.data_urls import is_data_url, is_named, is_whole_name, read_picture
from dom_parsing.urls import normalise

BYTES = bytes(range(256)) * 5
WRITTEN = base64.b64encode(BYTES).decode()


def percent(data: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in data)


@pytest.mark.parametrize(
    "written",
    [
        f"data:image/png;base64,{WRITTEN}",
        f"  DATA:Image/PNG;charset=x;BASE64,{WRITTEN}\n",
        f"data:image/png; base64,{WRITTEN.rstrip('=')}",
        f"data:image/\npng;base\t64,{WRITTEN}",
        f"data:image/png;base64,{WRITTEN[:9]} \r\n\t\f{WRITTEN[9:]}#part",
        f"data:image/png;base64,{WRITTEN.replace('+', '%2B').replace('=', '%3D')}",
        f"data:image/png,{percent(BYTES)}",
        f"data:image/png;base64;x=y,{percent(BYTES).lower()}",
    ],
)
def test_what_browsers_read_is_read(written: str) -> None:
    picture = read_picture(written, len(BYTES))
    assert picture is not None
    assert (picture.media_type, picture.data) == ("image/png", BYTES)
    assert picture.name == f"data:sha256:{hashlib.sha256(BYTES).hexdigest()}"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "data:",
        "data:,x",
        "x.png",
        f"data:image/png;base64{WRITTEN}",
        f"data:text/html;base64,{WRITTEN}",
        f"data:image/svg+xml;base64,{WRITTEN}",
        f"data:;base64,{WRITTEN}",
        f"data:image/png;base64,{WRITTEN[:-3]}",
        f"data:image/png;base64,{WRITTEN.replace('/', '_')}",
        f"data:image/png;base64,{WRITTEN[:8]}={WRITTEN[8:]}",
        f"data:image/png;base64,{WRITTEN[:8]}\ud800\xe9{WRITTEN[8:]}",
    ],
)
def test_what_browsers_show_nothing_for_is_no_picture(written: str) -> None:
    assert read_picture(written) is None


def test_a_bound_is_one_of_bytes_however_they_are_written() -> None:
    for written in (f"data:image/gif;base64,{WRITTEN}", f"data:image/gif,{percent(BYTES)}"):
        assert read_picture(written, len(BYTES)) is not None
        assert read_picture(written, len(BYTES) + 1) is None


@given(st.binary(max_size=99), st.sampled_from(["=", ""]))
def test_any_bytes_survive_with_and_without_padding(data: bytes, padding: str) -> None:
    written = base64.b64encode(data).decode()
    for body in (f";base64,{written if padding else written.rstrip('=')}", f",{percent(data)}"):
        picture = read_picture(f"data:image/webp{body}", 0)
        assert picture is not None
        assert picture.data == data


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    for written in (text, f"data:image/png;base64,{text}", f"data:image/png,{text}", f"data:{text}"):
        picture = read_picture(written)
        assert picture is None or is_named(picture.name)


def test_what_is_no_escape_stays() -> None:
    picture = read_picture("data:image/png,%4%41%%4z%2%42é%")
    assert picture is not None
    assert picture.data == "%4A%%4z%2Bé%".encode()


@pytest.mark.parametrize("before", range(4))
def test_no_escape_is_lost_however_long_the_body_is(before: int) -> None:
    picture = read_picture(f"data:image/png,{'x' * before}{'%41%4a' * 40_000}")
    assert picture is not None
    assert picture.data == b"x" * before + b"AJ" * 40_000


def test_a_name_is_no_address_and_holds_nothing() -> None:
    picture = read_picture(f"data:image/png;base64,{WRITTEN}")
    assert picture is not None
    assert normalise(picture.name) is None
    assert normalise(picture.name, "https://a.example/") is None
    assert is_data_url(picture.name)
    assert read_picture(picture.name) is None
    assert is_whole_name(picture.name)
    assert not any(map(is_whole_name, (picture.name[:-1], f"{picture.name}0", picture.name.upper(), "")))
    assert not is_named(f"data:image/png;base64,{WRITTEN}")


def test_fifty_megabytes_are_read() -> None:
    data = bytes(3 << 20) * 12
    picture = read_picture("data:image/png;base64," + "\n".join(["A" * (4 << 20)] * 12))
    assert picture is not None
    assert picture.data == data
