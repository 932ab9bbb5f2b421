"""What is refused before the parser sees it, and how little of what pages do by accident is."""

from __future__ import annotations

import pytest

from dom_parsing.guards import HARMLESS_TAGS, check_before_parsing
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

SETTINGS = ExtractSettings(max_depth=100, max_nodes=100_000, max_attributes=50)
MANY = HARMLESS_TAGS + 1


def attributes(count: int) -> str:
    return " ".join(f"a{number}" for number in range(count))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div>" * MANY, "too-deep"),
        ("<div>" * MANY + "</div>" * MANY, "too-deep"),
        ("<p>x" * 100_001, "too-many-nodes"),
        ("".join(f"<b a={n}><p>" for n in range(2_000)) + "</x>" * 5_000, "too-deep"),
        ("".join(f"<b a={n}>" for n in range(90)) + "<p>x" * 12_000, "too-many-nodes"),
        (f"<p {attributes(40_000)}>", "too-many-attributes"),
        ("<p>" + f"<p {attributes(30_000)} b='>' c>", "too-many-attributes"),
        (f"<p> <body {attributes(40)}>" * 2, "too-many-attributes"),
        (f"<script>x</script><p {attributes(40_000)}>", "too-many-attributes"),
        (f"<svg><style/></svg><p {attributes(40_000)}>", "too-many-attributes"),
    ],
)
def test_refused(html: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        check_before_parsing(f"<html>{html}".encode(), SETTINGS)
    assert refused.value.reason == reason


def test_many_tags_of_many_attributes_are_refused_though_each_is_within_the_bound() -> None:
    html = f"<p {attributes(3_900)}>".encode() * 80
    check_before_parsing(html[: len(html) // 80], ExtractSettings())
    with pytest.raises(UnreadableError) as refused:
        check_before_parsing(html, ExtractSettings())
    assert refused.value.reason == "too-many-attributes"


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<div>" * 90 + "</div>" * 90,
        "<p>x" * MANY,
        "<svg>" + "<path d='M0'/>" * MANY + "</svg>",
        "<script>" + "'<div>'" * MANY + "</script>",
        "<!--" + "<div>" * MANY + "-->",
        "<br>" * MANY,
        "<div></div>" * MANY,
        "<p title='" + "many words here " * 9_000 + "'>",
        "<script>for(i=0;i<n" + " a b c d" * 30_000 + "</script>",
        "<b>" * 90 + "<p>x" * MANY,
    ],
)
def test_let_through(html: str) -> None:
    check_before_parsing(f"<html>{html}".encode(), SETTINGS)


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{n}='<b>'" for n in range(40_000)) + ">",
        "<p " + " ".join(f'a{n} b{n} c{n} d= ">"' for n in range(20_000)) + ">",
        "<p " + " ".join(f"a{n} b{n} c{n} d=" + " " * 50 + "'>'" for n in range(20_000)) + ">",
        "<p a='>' " + attributes(40_000) + ">",
        "<p " + " ".join(f"a{n}<b" for n in range(40_000)) + ">",
        "<body " * 100_000,
        "<html a=b " * 50_000,
        "".join(f"<body x='>' {attributes(40)} y{n}>" for n in range(50)),
    ],
    ids=["quoted", "double", "spaced", "one", "names", "bodies", "shells", "hidden ends"],
)
def test_brackets_within_a_tag_hide_no_attributes(html: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        check_before_parsing(html.encode(), SETTINGS)
    assert refused.value.reason == "too-many-attributes"


@pytest.mark.parametrize("html", [b"<body " * 40, (b"<p" + b"x" * 3_998) * 800, b"<p>" + b'=">' * 300_000])
def test_looking_is_linear(html: bytes) -> None:
    check_before_parsing(html, SETTINGS)
