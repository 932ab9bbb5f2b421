"""Lists of links: left out beside a text, kept where they are what the page is there for."""

from __future__ import annotations

from dom_parsing.extract import extract
from dom_parsing.records import Document, Text

URL = "https://site.example/"
SENTENCE = "The quick brown fox jumps over the lazy dog while the slow red cat looks on from the old garden wall. "
PROSE = "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(4))
HEADLINES = "".join(f"<li><a href=/{i}><img src={i}.jpg>Headline number {i}</a></li>" for i in range(30))


def read(html: str) -> Document:
    return extract(html, URL)


def reasons(document: Document) -> list[tuple[str, str]]:
    return [(omission.reason, omission.url or omission.text) for omission in document.omissions]


def test_a_list_of_links_beside_a_text_is_left_out_with_its_pictures() -> None:
    document = read(f"{PROSE}<ul>{HEADLINES}</ul>")
    assert ("Headline" in document.text, document.images) == (False, ())
    assert {reason for reason, _ in reasons(document)} == {"link-density"}


def test_a_few_links_without_a_text_are_no_index() -> None:
    cards = "".join(
        f"<div><a href=/{i}><img src={i}.jpg></a><h3><a href=/{i}>News {i}</a></h3></div>" for i in range(9)
    )
    assert read(cards).elements == ()


def test_an_index_keeps_its_links_and_pictures() -> None:
    document = read(f"<h1>All news</h1><p>Sorted by date.</p><ul>{HEADLINES}</ul>")
    assert ("Headline number 29" in document.text, len(document.images)) == (True, 30)


def test_a_list_in_main_is_an_index_though_some_text_introduces_it() -> None:
    introduced = f"<p>{SENTENCE}</p><p>{SENTENCE}</p><ul>{HEADLINES}</ul>"
    assert "Headline" in read(f"<main>{introduced}</main>").text
    assert "Headline" not in read(introduced).text


CARD = "<div><a href=/{0}><img src={0}.jpg></a><div><a href=/{0}>Kettle no. {0}</a></div><div>{0}0 coins</div></div>"


def test_a_card_keeps_picture_name_and_price() -> None:
    document = read("".join(CARD.format(i) for i in range(1, 4)))
    shown = [element.text if isinstance(element, Text) else element.url[-5:] for element in document.elements]
    assert shown[:3] == ["1.jpg", "Kettle no. 1", "10 coins"]
    assert len(shown) == 9


def test_cards_within_a_text_are_teasers_of_others() -> None:
    document = read(f"{PROSE}{CARD.format(1)}{PROSE}")
    assert "Kettle" not in document.text


def test_a_card_shows_one_thing_in_few_lines() -> None:
    lines = "".join(f"<div><a href=/{i}>Another kettle {i}</a></div>" for i in range(4))
    document = read(
        f"<div><a href=/all><img src=all.jpg></a>{lines}<div>As of today, for as long as there are some.</div></div>"
    )
    assert [type(element) for element in document.elements] == [Text]


def test_links_within_text_and_linked_headings_stay() -> None:
    document = read(
        f"<h2><a href=/post>Post</a></h2><p>See <a href=/x>this long page</a> or <a href=/y>that</a>.</p>{PROSE}"
    )
    assert document.text.startswith("Post\n\nSee this long page or that.")


def test_a_long_text_that_is_a_link_is_a_text() -> None:
    assert read(f"<a href=/x><p>{SENTENCE}</p></a>").text == SENTENCE.strip()


def test_a_paragraph_of_many_links_is_a_list_of_them() -> None:
    links = " | ".join(f"<a href=/{i}>Another long headline about dogs, number {i}</a>" for i in range(4))
    document = read(f"<p>{SENTENCE}</p><p>More from this writer today: {links}</p><p>{SENTENCE}</p>")
    assert document.text.count("dogs") == 0
    assert reasons(document)[0][0] == "link-density"
    two = " and ".join(f"<a href=/{i}>a long text about dogs and foxes, number {i}</a>" for i in range(2))
    assert "dogs" in read(f"<p>{SENTENCE}</p><p>There is {two} too.</p>").text


def test_the_linked_heading_of_a_teaser_stays_with_it() -> None:
    teaser = "<div><a href=/topic>Topic</a><h2><a href=/{0}>News {0}</a></h2><p>No. {0}: " + SENTENCE + "</p></div>"
    text = read("".join(teaser.format(i) for i in range(3))).text
    assert [f"News {i}" in text for i in range(3)] == [True] * 3
    assert "Topic" not in text
