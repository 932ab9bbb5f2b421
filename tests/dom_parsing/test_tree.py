from __future__ import annotations

import pickle

import pytest

from dom_parsing.settings import ExtractSettings
from dom_parsing.tree import read_tree
from dom_parsing.unreadable import UnreadableError

SETTINGS = ExtractSettings()


@pytest.mark.parametrize(
    "payload",
    [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\0",
        bytes(range(256)),
        "\u0430<p>".encode("utf-16-le") * 20,
    ],
)
def test_binary(payload: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_tree(payload, None, SETTINGS)
    assert refused.value.reason == "binary"


def test_utf16_is_text_where_declared_or_marked() -> None:
    page = "<p>\u0430</p>" * 30
    for html, charset in ((page.encode("utf-16-le"), "utf-16le"), (("\ufeff" + page).encode("utf-16-be"), None)):
        body = read_tree(html, charset, SETTINGS).body
        assert body is not None
        assert body.text() == "\u0430" * 30


def test_a_few_stray_control_bytes_are_no_matter() -> None:
    body = read_tree(b"<p>a\0b\x0bc</p>" + b" " * 2000, None, SETTINGS).body
    assert body is not None
    assert body.text().startswith("ab")


def test_too_large() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_tree(b"x" * 101, None, ExtractSettings(max_bytes=100))
    assert refused.value.reason == "too-large"
    assert "max_bytes" in str(refused.value)


def test_the_error_crosses_process_borders() -> None:
    error = pickle.loads(pickle.dumps(UnreadableError("binary", "why")))
    assert (error.reason, str(error)) == ("binary", "binary: why")


def test_the_bound_of_bytes_is_of_utf_8() -> None:
    with pytest.raises(UnreadableError, match="too-large"):
        read_tree("\u00e9" * 600, None, ExtractSettings(max_bytes=1_000))
