"""The estimate of depth is never below what the parser makes of the page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dom_parsing.nesting import MOST_OPTIONS, check_nesting
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import words
from dom_parsing.unreadable import UnreadableError

DEPTH = 8
BOUNDED = ExtractSettings(max_depth=DEPTH)
NOT_COUNTED = words(
    "html head body p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rb rt rp rtc br"
)
NAMES = (
    "div span b a i p li ul table tr td svg g path style foreignObject title h1 h2 form button select option br "
    "textarea nobr object section noscript template font x-y math mi desc dl dd"
)

start_or_end = st.builds(
    "<{}{}{}>".format,
    st.sampled_from(["", "", "/"]),
    st.sampled_from(NAMES.split()),
    st.sampled_from(["", "/", " a=1", " a=2", ' a="</div>"', " a=b/", ' a="x"/']),
)
other = st.sampled_from(["x", "<!-->", "<!--</div>-->", "<![CDATA[</g>]]>", "<!x </div>"])


def depth_of_tree(html: bytes) -> int:
    root = LexborHTMLParser(html).root
    assert root is not None
    deepest = 0
    for node in root.traverse():
        depth = 0
        around: LexborNode | None = node
        while around is not None and around.tag != "-document":
            depth += around.tag not in NOT_COUNTED
            around = around.parent
        deepest = max(deepest, depth)
    return deepest


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.one_of(start_or_end, start_or_end, other), max_size=30).map("".join))
def test_a_page_let_through_is_not_deeper_than_the_bound(html: str) -> None:
    try:
        check_nesting(html.encode(), BOUNDED)
    except UnreadableError:
        return
    assert depth_of_tree(html.encode()) <= DEPTH


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<div></x>",
        "<span><div></span></div>",
        "<div><table><tr><td></div></table>",
        "<b><table><td></b></table>",
        "<svg><foreignObject><div></svg></foreignObject></div>",
        "<svg><style><g>",
        "<div title='</div>'>",
        "<div><!</div>",
        "<x-y>",
    ],
)
def test_too_deep(piece: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        check_nesting(piece.encode() * 50, ExtractSettings(max_depth=40))
    assert refused.value.reason == "too-deep"


@pytest.mark.parametrize(
    "html",
    [
        "<div><p>a<p>b</div>" * 90,
        "<ul><li>a<li><b>b</b></ul>" * 90,
        "<table><tr><td>a<td>b<tr><th>c</table>" * 90,
        "<svg><path d='M0'/><g><path /></g></svg>" * 90,
        "<script>'<div>'</script>" * 90,
        "<!--<div>-->" * 90,
        "<br><img src=a><input>" * 90,
    ],
)
def test_what_ends_in_order_is_not_deep(html: str) -> None:
    check_nesting(html.encode(), ExtractSettings(max_depth=10))


def test_formatting_elements_left_open_make_nodes_in_every_block() -> None:
    bounded = ExtractSettings(max_nodes=2_000, max_depth=1_000)
    other_each = "".join(f"<b a={n}>" for n in range(100)).encode()
    with pytest.raises(UnreadableError) as refused:
        check_nesting(other_each + b"<p>x" * 100, bounded)
    assert refused.value.reason == "too-many-nodes"
    check_nesting(b"<b>" * 100 + b"<p>x" * 100, bounded)


def test_options_are_bounded() -> None:
    check_nesting(b"<option>" * MOST_OPTIONS, ExtractSettings())
    with pytest.raises(UnreadableError) as refused:
        check_nesting(b"<option>" * (MOST_OPTIONS + 1), ExtractSettings())
    assert refused.value.reason == "too-many-nodes"


@pytest.mark.parametrize(
    "html",
    ["<body>" + "</p>" * 201, "<p>x</p>" * 150 + "</p>" * 51, "</i>" * 801],
    ids=["ends of no paragraph", "more ends than beginnings", "ends of nothing"],
)
def test_end_tags_count_too(html: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        check_nesting(html.encode(), ExtractSettings(max_nodes=200))
    assert refused.value.reason == "too-many-nodes"


def test_ends_of_paragraphs_that_began_do_not_count() -> None:
    check_nesting(b"<p>x</p>" * 199 + b"</i>" * 600, ExtractSettings(max_nodes=200))


@pytest.mark.parametrize("name", ["rt", "rp", "rb", "rtc"])
def test_parts_of_ruby_nest_where_there_is_none(name: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        check_nesting(f"<{name}>".encode() * 20, BOUNDED)
    assert refused.value.reason == "too-deep"
