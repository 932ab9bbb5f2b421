from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.opt_outs.digest_list import DigestList


def hexadecimal(algorithm: str, data: bytes) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
def test_each_kind_of_digest_hits(algorithm: str) -> None:
    digest = hexadecimal(algorithm, b"bad")
    listed = DigestList.of(["# a list", "", f"  {digest.upper()}  # seen 2024"])
    assert listed.hit(b"bad") == f"{algorithm}:{digest}"
    assert listed.hit(b"good") == ""


def test_any_form_of_a_file_counts_and_none_is_no_form() -> None:
    empty, digest = hexadecimal("md5", b""), hexadecimal("md5", b"bad")
    listed = DigestList.of([empty, digest])
    assert listed.signal(b"good", b"bad") == f"digest list: md5:{digest}"
    assert listed.signal(b"good") == listed.signal(b"") == listed.signal() == ""


def test_an_empty_list_hits_nothing() -> None:
    assert DigestList().hit(b"bad") == ""


@given(st.sets(st.binary(max_size=4), min_size=1, max_size=60), st.binary(max_size=4))
def test_hits_are_those_of_a_set(bad: set[bytes], data: bytes) -> None:
    listed = DigestList.of(hexadecimal("sha256", each) for each in bad)
    assert bool(listed.hit(data)) == (data in bad)
    assert all(listed.hit(each) for each in bad)


def test_digests_that_begin_with_zeros_are_found() -> None:
    # Found by trying: the first and the last bytes of their MD5 are zero.
    bad = next(b"%d" % n for n in range(200_000) if hashlib.md5(b"%d" % n).digest()[::15] == b"\0\0")
    listed = DigestList.of(hexadecimal("md5", each) for each in (bad, b"a", b"b"))
    assert listed.hit(bad)


@pytest.mark.parametrize("line", ["abc", "g" * 32, "0" * 63, "0" * 128, "bad.jpg"])
def test_lines_that_are_no_digest_are_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"list\.txt, line 2: .* is no MD5"):
        DigestList.of(["0" * 64, line], "list.txt")


def test_a_list_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"list\.txt holds no digest"):
        DigestList.of(["# nothing yet"], "list.txt")


def test_the_digest_of_a_list_is_that_of_what_it_holds() -> None:
    one, two = hashlib.sha256(b"1").hexdigest(), hashlib.md5(b"2").hexdigest()
    assert DigestList.of([one, two]).digest == DigestList.of([two, "# x", one.upper(), one]).digest
    assert len({DigestList.of([one]).digest, DigestList.of([two]).digest, DigestList().digest}) == 3
    assert DigestList().digest == ""
