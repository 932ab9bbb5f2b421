from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.opt_outs.tdmrep import MAX_RULES, Reservations, header_reservation, meta_reservation, parse

SITE = "https://a.example"


def rule(location: Any, reservation: Any) -> dict[str, Any]:
    return {"location": location, "tdm-reservation": reservation, "tdm-policy": "https://a.example/policy"}


def reserved(rules: Any, path: str) -> bool:
    return parse(200, json.dumps(rules).encode()).reserve(SITE + path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/free/a", False), ("/free", True), ("/img/a.jpg", True), ("/doc/a.pdf", True), ("/doc/a.pdfx", False)],
)
def test_the_first_match_counts(path: str, expected: bool) -> None:
    rules = [rule("/free/", 0), rule("/free", 1), rule("/img/*.jpg", 1), rule("/doc/*.pdf$", 1), rule("/img", 0)]
    assert reserved(rules, path) == expected


def test_the_whole_site() -> None:
    assert reserved([rule("/", 1)], "/")
    assert reserved([rule("*", 1)], "/a?b=c")
    assert not reserved([rule("/", 0), rule("/", 1)], "/a")
    assert not reserved([], "/a")


def test_percent_encoding_makes_no_difference() -> None:
    assert reserved([rule("/b\u00fccher/", 1)], "/b%C3%BCcher/1")
    assert reserved([rule("/%7Ejoe/", 1)], "/~joe/")


@pytest.mark.parametrize(
    "one",
    [
        rule("/", 2), rule("/", "1"), rule("/", None), rule("/", [1]), rule(1, 1), rule("", 1), rule("https://a/", 1),
        rule("/\nDisallow: /a", 1), rule("/ a", 1), rule("/\ud800", 1), rule("/" * 3000, 1), {"location": "/"},
        "x", 1, None,
    ],
)  # fmt: skip
def test_rules_that_are_none_say_nothing(one: Any) -> None:
    assert not reserved([one], "/a")
    assert reserved([one, rule("/a", 1)], "/a")


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"1", b"[" * 200_000, b"[1e999999", b"\xff\xfe", b"9" * 6000])
def test_files_that_are_none_say_nothing(body: bytes) -> None:
    assert parse(200, body) == Reservations()


def test_only_a_file_that_was_found_counts() -> None:
    body = json.dumps([rule("/", 1)]).encode()
    assert parse(200, body).reserve(SITE + "/")
    assert not parse(404, body).reserve(SITE + "/")


def test_a_file_of_too_many_rules_reserves_everything_or_nothing() -> None:
    many = [rule(f"/{number}/", 0) for number in range(MAX_RULES)]
    assert reserved([*many, rule("/x", 1)], "/other")
    assert not reserved([*many, rule("/x", 0)], "/x")


VALUES = st.none() | st.integers() | st.text(max_size=9)
KEYS = st.sampled_from(["location", "tdm-reservation", "other"])


@given(st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=8))
def test_any_json_is_read_without_error(found: Any) -> None:
    assert isinstance(reserved([found, rule(found, found)], "/a"), bool)


def test_headers_and_metas() -> None:
    assert header_reservation((("TDM-Reservation", " 1 "),)) == "TDM-Reservation: 1"
    assert header_reservation((("tdm-reservation", "0"), ("tdm-policy", "1"))) == ""
    assert meta_reservation((("robots", "all"), ("tdm-reservation", "1"))) == "meta tdm-reservation: 1"
    assert meta_reservation((("tdm-reservation", "0"), ("tdm-policy", "1"))) == ""
