from __future__ import annotations

from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from dags.showing.page_view.counts import KEPT, Counts
from dags.showing.page_view.legend import COLOURS, header, palette_of

MANY = [f"reason-{number:02}" for number in range(COLOURS + 3)]


def test_the_first_reasons_have_colours_of_their_own() -> None:
    palette = palette_of(Counts(characters=Counter(), texts=Counter(MANY)))
    colours = [palette.colours[reason] for reason in MANY]
    assert colours == [f"r{number}" for number in range(COLOURS)] + [f"r{COLOURS}"] * 3
    assert palette.label(MANY[1]) == f'<span class="label r1">{MANY[1]}</span>'


def test_a_page_with_nothing_has_a_header() -> None:
    counts = Counts()
    made = LexborHTMLParser(header("T", "https://a.example/", counts, palette_of(counts)).encode())
    assert [node.text() for node in made.css("dd")] == ["0 texts, 0 images", "0 texts, 0 images"]
    assert [rect.attributes["width"] for rect in made.css("rect")] == ["0.000%"]


def test_the_bar_shows_shares_of_the_characters() -> None:
    counts = Counts(
        texts=Counter({KEPT: 1, "aside": 2}), characters=Counter({KEPT: 30, "aside": 10}), images=Counter({"svg": 5})
    )
    made = LexborHTMLParser(header("T", "https://a.example/", counts, palette_of(counts)).encode())
    parts = [tuple(rect.attributes[name] for name in ("class", "x", "width")) for rect in made.css("rect")]
    assert parts == [("keep", "0.000%", "75.000%"), ("r0", "75.000%", "25.000%"), ("r1", "100.000%", "0.000%")]
    assert made.css_first("rect title").text() == "kept: 75.0 % of the characters"
    assert [node.text() for node in made.css(".number")] == ["2 texts", "5 images"]
