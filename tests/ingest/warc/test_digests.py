from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.warc.digests import agrees


@given(st.binary(max_size=50), st.sampled_from(["sha1", "sha256", "sha512", "md5"]), st.booleans())
def test_hexadecimal_and_base_32_in_either_case(data: bytes, name: str, upper: bool) -> None:
    digest = hashlib.new(name, data)
    for value in (digest.hexdigest(), base64.b32encode(digest.digest()).decode()):
        written = f"{name}:{value.upper() if upper else value.lower()}"
        assert agrees(written, data) is True
        assert agrees(written, data + b"!") is False


@pytest.mark.parametrize("written", ["", "sha1", "sha1:", "blake3:" + "a" * 64, "sha1:base64+of/some=", "sha256:AAAA"])
def test_what_we_cannot_compute_says_nothing(written: str) -> None:
    assert agrees(written, b"x") is None


def test_names_are_written_with_a_hyphen_too() -> None:
    assert agrees("SHA-256:" + hashlib.sha256(b"x").hexdigest(), b"x")
