"""What stays of a page and what goes, with the reason."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract
from dom_parsing.records import Document
from dom_parsing.settings import ExtractSettings

URL = "https://site.example/"
SENTENCE = "The quick brown fox jumps over the lazy dog while the slow red cat looks on from the old garden wall. "
PROSE = "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(4))
RAW = ExtractSettings(keep_boilerplate=True)


def read(html: str, settings: ExtractSettings | None = None) -> Document:
    return extract(html, URL, settings=settings or ExtractSettings())


def reasons(document: Document) -> list[tuple[str, str]]:
    return [(omission.reason, omission.url or omission.text) for omission in document.omissions]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("<nav><p>Gone.</p></nav>", "navigation"),
        ("<div role=menu>Gone.</div>", "navigation"),
        ("<header>Gone.</header>", "header"),
        ("<footer>Gone.</footer>", "footer"),
        ("<aside>Gone.</aside>", "aside"),
        ("<div class='col ad'>Gone.</div>", "advertisement"),
        ("<p class=sponsored>Gone.</p>", "advertisement"),
        ("<div id=cookie-bar>Gone.</div>", "banner"),
        ("<div role=alertdialog>Gone.</div>", "banner"),
        ("<div class=share-buttons>Gone.</div>", "share"),
        ("<section class=related>Gone.</section>", "related"),
        ("<ol class=breadcrumb><li>Gone.</ol>", "breadcrumb"),
        ("<div id=comments>Gone.</div>", "comments"),
        ("<ul><li><a href=/a>Gone.</a><li><a href=/b>Too</a></ul>", "link-density"),
    ],
)
def test_parts_that_are_no_content(part: str, reason: str) -> None:
    document = read(f"<p>Before the part.</p>{part}<p>And behind it.</p>")
    assert document.text == "Before the part.\n\nAnd behind it."
    assert [(o.reason, o.text[:5], o.before) for o in document.omissions] == [(reason, "Gone.", 1)]
    assert "Gone." in read(f"<p>Before the part.</p>{part}<p>And behind it.</p>", RAW).text


def test_images_of_omitted_parts_are_named() -> None:
    document = read("<p>Text of the page.</p><nav>Menu <img src=logo.png></nav>")
    assert document.images == ()
    assert reasons(document) == [("navigation", "Menu"), ("navigation", "https://site.example/logo.png")]


def test_the_outermost_claim_counts() -> None:
    document = read("<p>Text of the page.</p><nav><div class=ad>Buy</div>Menu</nav>")
    assert reasons(document) == [("navigation", "Buy Menu")]


def test_headers_of_articles_stay() -> None:
    document = read(
        f"<header>Site</header><article><header><h1>Title</h1></header>{PROSE}<footer>Tags</footer></article>"
    )
    assert document.text.startswith("Title\n\nThe quick")
    assert ("header", "Site") in reasons(document)


def test_main_is_preferred() -> None:
    document = read(f"<div>Left</div><main><p>{SENTENCE}</p></main><div>Right</div>")
    assert document.text == SENTENCE.strip()
    assert reasons(document) == [("outside-main", "Left"), ("outside-main", "Right")]


def test_a_main_that_holds_next_to_nothing_is_the_wrong_one() -> None:
    document = read(f"<main><p>Loading</p></main><div>{PROSE}</div>")
    assert document.text.count("The quick") == 8


def test_one_article_among_teasers() -> None:
    teaser = "<div><p>Something short that leads elsewhere.</p></div>"
    document = read(f"<div>{teaser * 3}</div><div><article><h1>Title</h1>{PROSE}</article></div><div>{teaser}</div>")
    assert "leads elsewhere" not in document.text
    assert document.text.startswith("Title")


def test_the_narrowest_part_with_most_prose_and_its_headline() -> None:
    html = (
        f"<div id=page><div><h1>Title</h1><div>By someone</div><img src=lead.jpg></div><div id=body>{PROSE}</div>"
        "<div><div>Tags</div></div></div>"
    )
    document = read(html)
    assert document.text.startswith("Title\n\nThe quick")
    assert [image.url for image in document.images] == ["https://site.example/lead.jpg"]
    assert reasons(document) == [("outside-main", "By someone"), ("outside-main", "Tags")]


def test_short_pages_are_taken_whole() -> None:
    assert read("<div>One</div><div><p>Two</p></div><p>Three</p>").text == "One\n\nTwo\n\nThree"


@pytest.mark.parametrize("wrapper", ["div class='ad-page'", "aside", "div role=dialog", "div id=comments", "header"])
def test_a_wrapper_around_the_article_is_not_believed(wrapper: str) -> None:
    tag = wrapper.partition(" ")[0]
    assert read(f"<{wrapper}><h1>Title</h1>{PROSE}</{tag}>").text.startswith("Title\n\nThe quick")


def test_many_small_claims_that_make_up_the_page_are_not_believed() -> None:
    cards = "".join(f"<div class=promo><h2>Product {i}</h2><p>Made of wood.</p></div>" for i in range(40))
    assert "Product 7" in read(f"<h1>Shop</h1>{cards}").text


def test_comments_follow_an_article_but_are_a_forum() -> None:
    comments = f"<div id=comments>{PROSE * 3}</div>"
    assert read(f"<article><h1>Title</h1>{PROSE}</article>{comments}").text.count("quick") == 8
    assert read(f"<h1>Thread</h1>{comments}").text.count("quick") == 24


def test_comments_stay_where_they_are_asked_for() -> None:
    form = "<div id=respond><h3>Leave a reply</h3><form><p>Your name, and what you think.</p></form></div>"
    share = "<div class=share><p>Tell others</p></div>"
    comments = f"<section id=comments><h2>Two replies</h2><p>Well said.</p>{share}<p>{SENTENCE}</p>{form}</section>"
    html = f"<div><article><h1>Title</h1>{PROSE}</article>{comments}<div>Elsewhere</div></div>"
    without, asked = read(html), read(html, ExtractSettings(keep_comments=True))
    assert ("comments", "Two replies Well said. Tell others The quick brown fox") in [
        (reason, text[:54]) for reason, text in reasons(without)
    ]
    assert asked.text == f"{without.text}\n\nTwo replies\n\nWell said.\n\n{SENTENCE.strip()}"
    assert [reason for reason, _ in reasons(asked)] == ["share", "bare-heading", "controls", "outside-main"]


def test_a_page_that_hides_all_of_itself_is_read_but_hidden_text_is_not() -> None:
    assert "quick" in read(f"<p>Loading</p><div hidden>{PROSE * 3}</div>").text
    assert read("<p>Shown.</p><p hidden>Not shown at all, though it is longer.</p>").text == "Shown."


def test_raw_mode_leaves_out_hidden_content_only() -> None:
    document = read("<nav>Menu</nav><p hidden>no</p><ul><li><a href=/>Home</a></ul><footer>Foot</footer>", RAW)
    assert document.text == "Menu\n\nHome\n\nFoot"
    assert reasons(document) == [("hidden", "no")]


def test_a_footer_that_is_all_the_text_of_a_listing_is_still_a_footer() -> None:
    items = "".join(f"<li><a href=/{i}>Headline number {i}</a></li>" for i in range(9))
    document = read(f"<ul>{items}</ul><footer><p>All rights remain with the members of the club.</p></footer>")
    assert "Headline number 8" in document.text
    assert [omission.reason for omission in document.omissions] == ["footer"]
