"""Where the content of a page begins and ends: shapes of pages met in manuals, forums and question sites."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract

URL = "https://site.example/"
SENTENCE = "A kettle is filled to the mark, set on the plate and watched until the first small bubbles rise. "
LONG, SHORT = f"<p>{SENTENCE * 9}</p>", f"<p>{SENTENCE * 2}</p>"
SIDE = "<div class=box><b>Kettles of the week</b></div>"


def shown(html: str) -> list[str]:
    """Headings, first letters of paragraphs, names of images."""
    document = extract(html, URL)
    return [
        getattr(element, "text", getattr(element, "url", "").rpartition("/")[2])[:8] for element in document.elements
    ]


def test_sections_of_a_manual_stay_together_though_one_is_the_longest() -> None:
    html = f"""<div class=book>{SIDE}<div class=chapter><div class=titlepage><h2>Kettles</h2></div><p>In short.</p>
    <div class=section><h3>Filling</h3><div class=figure><img src=fill.png></div><p>Cold.</p></div>
    <div class=section><h3>Heating</h3>{LONG}</div></div>{SIDE}</div>"""
    assert shown(html) == ["Kettles", "In short", "Filling", "fill.png", "Cold.", "Heating", "A kettle"]


def test_a_page_without_h1_is_headed_by_its_highest_heading() -> None:
    html = f"<div>{SIDE}<div><h3>Kettles</h3></div><div><h4>Heating</h4>{LONG}</div></div>"
    assert shown(html) == ["Kettles", "Heating", "A kettle"]


def test_a_linked_heading_is_no_headline() -> None:
    assert shown(f"<div><div><h2><a href=/>The site</a></h2></div><div>{LONG}</div></div>") == ["A kettle"]


def test_the_headline_may_stand_above_main() -> None:
    html = f"<div><div><h1>Kettles</h1>{SIDE}</div><div role=main><div>{LONG}</div></div></div>"
    assert shown(html) == ["Kettles", "A kettle"]


@pytest.mark.parametrize("caption", ["<figcaption>Its lid</figcaption>", "<figcaption><p>Its lid</p></figcaption>"])
def test_a_caption_stays_where_its_image_does(caption: str) -> None:
    figure = f"<figure><img src=lid.jpg>{caption}</figure>"
    above = f"<div><div><h1>Kettles</h1></div><div><p>By me</p>{figure}</div><div>{LONG}</div></div>"
    assert shown(above) == ["Kettles", "lid.jpg", "Its lid", "A kettle"]
    beside = f"<main><div><h1>Kettles</h1>{LONG}</div>{figure}<div>{figure}</div></main>"
    assert shown(beside) == ["Kettles", "A kettle", "lid.jpg", "Its lid"]


def test_what_stands_between_a_paragraph_and_the_main_part_stays() -> None:
    note = "<div class=note><img src=note.png><div>Mind the steam.</div></div>"
    html = f"<div>{SIDE}<div>{SHORT}{note}<div class=list>{LONG}</div>{SIDE}</div></div>"
    assert shown(html) == ["A kettle", "note.png", "Mind the", "A kettle"]


@pytest.mark.parametrize("items", ["<dl><dt>Filling<dd>Cold.<dt>Heating<dd>{}</dl>", "<ul><li>Cold.<li>{}</ul>"])
def test_an_item_is_not_the_page(items: str) -> None:
    assert "Cold." in extract(items.format(LONG), URL).text


@pytest.mark.parametrize("name", ["navheader", "navfooter", "nav-links", "prevnext"])
def test_ways_to_the_next_page_of_a_manual_are_navigation(name: str) -> None:
    way = f"<div class={name}><table><tr><th>Kettles<tr><td><a href=p><img src=prev.png></a><th>Kitchen</table></div>"
    document = extract(f"<h2>Kettles</h2><p>In short.</p>{way}", URL)
    assert document.text == "Kettles\n\nIn short."
    assert [omission.reason for omission in document.omissions] == ["navigation", "navigation"]
