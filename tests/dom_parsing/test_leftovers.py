"""What is left out because of what went, or because it was said before."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract

URL = "https://site.example/"
SENTENCE = "A kettle is filled to the mark, set on the plate and watched until the first small bubbles rise."
GONE = "<ul><li><a href=/a>One more</a><li><a href=/b>And another</a></ul>"


def read(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and reasons with the first letters of what was left out."""
    document = extract(html, URL)
    return document.text, [(omission.reason, omission.text[:8]) for omission in document.omissions]


def test_a_paragraph_said_again_elsewhere_goes() -> None:
    text, omitted = read(f"<div><p>{SENTENCE}</p></div><p>Between.</p><div><p>{SENTENCE}</p></div>")
    assert text == f"{SENTENCE}\n\nBetween."
    assert omitted == [("repeated", SENTENCE[:8])]


@pytest.mark.parametrize(
    "html",
    [
        f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>",  # A refrain.
        f"<div><pre>{SENTENCE}</pre></div><div><pre>{SENTENCE}</pre></div>",
        f"<table><tr><td>{SENTENCE}</table><table><tr><td>{SENTENCE}</table>",
    ],
)
def test_refrains_code_and_tables_say_things_twice(html: str) -> None:
    assert read(html)[0].count(SENTENCE) == 2


def test_short_texts_may_be_said_twice() -> None:
    assert read("<div><p>Yes.</p></div><div><p>Yes.</p></div>")[0] == "Yes.\n\nYes."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div><h1>Tea</h1></div><h1>Tea</h1><p>Text.</p>", "Tea\n\nText."),
        ("<div><h2>Tea</h2></div><img src=cup.jpg><h1>Tea</h1><p>Text.</p>", "Tea\n\nText."),
        ("<div><h3>Tea</h3></div><div><h3>Tea</h3></div><p>Text.</p>", "Tea\n\nTea\n\nText."),
        ("<h1>Tea</h1><p>Text.</p><h2>Tea</h2><p>More.</p>", "Tea\n\nText.\n\nTea\n\nMore."),
        ("<h2>Tea</h2><p>Tea</p>", "Tea\n\nTea"),
    ],
)
def test_of_a_heading_said_twice_in_a_row_the_greater_stays(html: str, expected: str) -> None:
    assert read(html)[0] == expected


def test_what_was_left_out_was_not_said() -> None:
    assert read(f"<nav>{SENTENCE}</nav><p>{SENTENCE}</p>")[0] == SENTENCE


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<h1>Tea</h1><p>Text.</p><h2>See also</h2>{GONE}", "Tea\n\nText."),
        (f"<h1>Tea</h1><h3>More</h3>{GONE}<h2>Water</h2><p>Text.</p>", "Tea\n\nWater\n\nText."),
        (f"<h1>Tea</h1><h2>Water</h2>{GONE}<h3>Cold</h3><p>Text.</p>", "Tea\n\nWater\n\nCold\n\nText."),
        (f"<h1>Tea</h1><p>Text.</p><h2>More</h2><h3>Cups</h3>{GONE}", "Tea\n\nText."),
        (f"<h1>Tea</h1>{GONE}", "Tea"),
        ("<p>Text.</p><h2>Soon</h2>", "Text.\n\nSoon"),
        ("<p>Text.</p><h2>Opens</h2><p hidden>at a click</p>", "Text.\n\nOpens"),
        (f"<p>Text.</p><h2>Cups</h2><img src=cup.jpg>{GONE}", "Text.\n\nCups"),
    ],
)
def test_headings_of_what_went_go_with_it(html: str, expected: str) -> None:
    assert read(html)[0] == expected


def test_a_bare_heading_is_named() -> None:
    assert ("bare-heading", "See also") in read(f"<h1>Tea</h1><p>Text.</p><h2>See also</h2>{GONE}")[1]
