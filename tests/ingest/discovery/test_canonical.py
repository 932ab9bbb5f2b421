from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.urls import normalise
from ingest.discovery.canonical import SESSIONS, TRACKING, canonical

SITE = "https://a.example"


@pytest.mark.parametrize(
    ("url", "shorter"),
    [
        ("/x?utm_source=news&utm_medium=mail", "/x"),
        ("/x?b=2&gclid=1&a=1", "/x?b=2&a=1"),
        ("/x?a=1&FBCLID=2", "/x?a=1"),
        ("/x?a=&utm_id", "/x?a="),
        ("/x?&utm_a=1", "/x"),
        ("/x?PHPSESSID=0123456789", "/x"),
        ("/x;jsessionid=0A1B.node1?q=1", "/x?q=1"),
        ("/(S(abcdefgh12345678))/x.aspx", "/x.aspx"),
        ("/x?sid=0123456789abcdef0123456789abcdef&t=1", "/x?t=1"),
        ("/x?ASPSESSIONIDQQGA=1", "/x"),
    ],
)
def test_what_follows_people_and_sessions_goes(url: str, shorter: str) -> None:
    assert canonical(SITE + url) == SITE + shorter


@pytest.mark.parametrize(
    "url",
    [
        *("/", "/?", "/x?", "/x?a=1&&b=2", "/x?b=2&a=1", "/x?a=1&a=1", "/x?a=%26utm_source=1", "/utm_source=1"),
        *("/x?s=words", "/x?sid=12", "/x?ref=home", "/x?source=feed", "/a;b=c/d", "/(S)/x", "/(copy)/x", "/x?id=gclid"),
    ],
)
def test_what_may_name_a_page_stays_as_it_is(url: str) -> None:
    assert canonical(SITE + url) == SITE + url


def test_further_names_may_be_given() -> None:
    assert canonical(f"{SITE}/x?Sort=up&a=1", ("sort",)) == f"{SITE}/x?a=1"


PARTS = st.sampled_from(["a=1", "b", "", "utm_x=1", "c=%20", *sorted(SESSIONS), *sorted(TRACKING)])


@given(
    st.lists(PARTS, max_size=6),
    st.sampled_from(["/", "/p", "/p;jsessionid=1/q", "/(S(abcdefgh12345678))/(S(zyxwvuts))/"]),
)
def test_once_is_enough_and_what_is_left_is_left_in_order(parts: list[str], path: str) -> None:
    url = normalise(SITE + path + "?" + "&".join(parts)) or ""
    shorter = canonical(url)
    assert canonical(shorter) == shorter == normalise(shorter)
    left = [part for part in parts if part in ("a=1", "b", "c=%20")]
    assert [part for part in shorter.partition("?")[2].split("&") if part] == left
