"""One pass: what is passed over, and the bounds."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError
from dom_parsing.walk import walk
from tests.dom_parsing.shown import PAGE, read

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script><style>y</style><template><p>z</p></template>",
        "<iframe>x</iframe><object>y</object><noscript>z</noscript>",
        "<button>a</button><select><option>b</select><textarea>c</textarea><input value=d>",
        "<video>v</video><audio>a</audio><canvas>c</canvas>",
        "<!-- comment --><title>t</title>",
    ],
)
def test_what_is_no_content(html: str) -> None:
    assert read(html + "<p>kept") == ["kept"]


def test_bounds_of_depth_and_nodes() -> None:
    with pytest.raises(UnreadableError) as deep:
        walk(LexborHTMLParser("<div>" * 50), PAGE, ExtractSettings(max_depth=40))
    assert deep.value.reason == "too-deep"
    with pytest.raises(UnreadableError) as wide:
        walk(LexborHTMLParser("<p>x" * 50), PAGE, ExtractSettings(max_nodes=40))
    assert wide.value.reason == "too-many-nodes"
    assert walk(LexborHTMLParser("<div>" * 30), PAGE, ExtractSettings(max_depth=40)).blocks == []
    with pytest.raises(UnreadableError) as many:
        walk(LexborHTMLParser("<img src=a><img src=b hidden>" * 3), PAGE, ExtractSettings(max_images=5))
    assert many.value.reason == "too-many-images"
    assert len(walk(LexborHTMLParser("<img src=a>" * 5), PAGE, ExtractSettings(max_images=5)).blocks) == 5


def test_a_described_picture_is_hidden_from_screen_readers_alone() -> None:
    html = "<p>let <img src=x.svg alt=x aria-hidden=true> and <img src=dot.svg alt='' aria-hidden=true></p>"
    assert read(html) == ["let", "[x.svg]", "and"]
    assert read("<p>let <img src=x.svg alt=x hidden></p>") == ["let"]
