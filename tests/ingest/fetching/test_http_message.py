from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.http_message import MAX_HEAD, MAX_LINES, HttpMessage, charset, parse_response, text_of


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_response_is_taken_apart(end: bytes) -> None:
    block = end.join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"X:  a:b ", b"", b"body\r\n\r\nbody"])
    headers = (("Content-Type", "text/html"), ("X", "a:b"))
    assert parse_response(block) == HttpMessage(200, headers, b"body\r\n\r\nbody")


def test_oddities_are_tolerated() -> None:
    block = b"HTTP/1.0 302 \r\nno header\r\nX: one\r\n  two\r\n: nameless\r\nY: caf\xe9\r\n\r\n"
    assert parse_response(block) == HttpMessage(302, (("X", "one two"), ("Y", "caf\u00e9")), b"")
    assert parse_response(b"HTTP/1.1 200").status == 200
    assert parse_response(b"HTTP/2 200\r\n\r\nx") == HttpMessage(200, (), b"x")


@pytest.mark.parametrize(
    "block", [b"", b"<html>", b"HTTP/1.1", b"HTTP/1.1 OK\r\n\r\nx", b"HTTP/1.1 2000\r\n\r\n", b"GET /"]
)
def test_what_is_no_response_is_all_body(block: bytes) -> None:
    assert parse_response(block) == HttpMessage(None, (), block)


def test_a_head_is_read_up_to_a_length_and_a_number_of_lines() -> None:
    start = b"HTTP/1.1 200 OK\r\nX: "
    for longest in (start + b"x" * (MAX_HEAD - len(start)), b"HTTP/1.1 200 OK" + b"\nX: 1" * (MAX_LINES - 1)):
        message = parse_response(longest + b"\r\n\r\nbody")
        assert (message.status, message.headers[0][0], message.body) == (200, "X", b"body")
        for block in (longest + b"\nY: 1\r\n\r\nbody", longest + b"\nY: 1"):
            assert parse_response(block) == HttpMessage(None, (), block)


def test_folded_lines_are_joined_in_order() -> None:
    block = b"HTTP/1.1 200 OK\r\nX: a\n" + b" b\n\tc\n" * 300 + b"Y: 1\r\n\r\n"
    assert parse_response(block).headers == (("X", "a" + " b c" * 300), ("Y", "1"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_error(data: bytes) -> None:
    message = parse_response(b"HTTP/1.1 200 OK\r\n" + data)
    assert message.status == 200
    assert len(message.body) <= len(data)
    assert isinstance(text_of(data), str)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("text/html; charset=UTF-8", "utf-8"),
        ("text/html;charset = 'windows-1252' ; x=y", "windows-1252"),
        ('text/html; CHARSET="iso-8859-1"', "iso-8859-1"),
        ("text/html", ""),
        ("text/html; charset=", ""),
        ("", ""),
    ],
)
def test_charset(value: str, name: str) -> None:
    assert charset(value) == name
