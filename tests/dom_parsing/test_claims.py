"""Pages that have a script write their text, and pages that are a discussion."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract
from dom_parsing.records import Document
from dom_parsing.settings import ExtractSettings

URL = "https://site.example/"
SENTENCE = "The quick brown fox jumps over the lazy dog while the slow red cat looks on from the old garden wall. "
PROSE = "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(4))


def read(html: str) -> Document:
    return extract(html, URL)


def test_a_page_that_has_its_text_in_noscript_is_read() -> None:
    document = read(
        f"<div id=app>Loading</div><noscript><h1>Thread</h1>{PROSE}<img src=a.jpg><nav>Menu</nav></noscript>"
    )
    assert document.text.startswith("Thread\n\nThe quick")
    assert [image.url for image in document.images] == ["https://site.example/a.jpg"]
    assert ("navigation", "Menu") in [(o.reason, o.text) for o in document.omissions]


def test_a_noscript_beside_the_text_is_left_out_and_named() -> None:
    document = read(f"{PROSE}<noscript>Turn on scripts.<p>Please.</p></noscript>{PROSE}")
    assert [(o.reason, o.text, o.before) for o in document.omissions] == [("noscript", "Turn on scripts. Please.", 4)]
    raw = extract("<p>a</p><noscript>b</noscript>", URL, settings=ExtractSettings(keep_boilerplate=True))
    assert raw.text == "a"


def test_a_noscript_within_a_paragraph_leaves_it_whole() -> None:
    document = read("<p>one <noscript>no</noscript>two <noscript><img src=a.jpg></noscript>three</p>")
    assert [getattr(e, "text", "image") for e in document.elements] == ["one two", "image", "three"]


def test_pictures_in_a_noscript_stay_unless_hidden() -> None:
    html = "<p>a</p><noscript>text <div style='display:none'><img src=pixel.gif></div><img src=cat.jpg></noscript>"
    assert [image.url for image in read(html).images] == ["https://site.example/cat.jpg"]
    # What names itself no content within a noscript that is not shown is not shown either.
    assert read(f"<p>a</p><noscript><div class=ad>{PROSE * 2}</div></noscript>{PROSE * 3}").text.count("quick") == 24


def test_a_fallback_with_words_beside_it_is_still_a_fallback() -> None:
    html = "<img data-src=a-90x90.jpg class=lazy><noscript>Picture: <img src=a.jpg></noscript>"
    assert [image.url for image in read(html).images] == ["https://site.example/a-90x90.jpg"]


COMMENTS = f"<div id=comments><p>{SENTENCE}</p><p>Short answer.</p></div>"


@pytest.mark.parametrize(
    "says",
    [
        "<div itemscope itemtype='https://schema.org/DiscussionForumPosting'></div>",
        '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>',
    ],
)
def test_in_a_discussion_comments_are_the_content(says: str) -> None:
    assert "Short answer." in read(f"{says}<h1>Thread</h1>{PROSE}{COMMENTS}").text


@pytest.mark.parametrize(
    "says", ["", "<div itemtype='https://schema.org/NewsArticle'></div>", "<script>'DiscussionForumPosting'</script>"]
)
def test_elsewhere_they_follow_an_article(says: str) -> None:
    assert "Short answer." not in read(f"{says}<h1>Article</h1>{PROSE}{COMMENTS}").text


def test_comments_follow_a_short_text_too() -> None:
    assert "Short answer." not in read(f"<h1>Open thread</h1><p>{SENTENCE}</p><p>{SENTENCE * 2}</p>{COMMENTS * 5}").text


SMALL_PRINT = f"<p>{SENTENCE * 20}</p>"


def test_a_footer_is_one_however_much_small_print_it_holds() -> None:
    document = read(f"<p>{SENTENCE}</p><footer>{SMALL_PRINT}</footer><p>Top of the page</p>")
    assert document.text == f"{SENTENCE.strip()}\n\nTop of the page"
    # With nothing above it, or a text below it, it is no footer.
    assert "quick" in read(f"<p>Short.</p><footer>{SMALL_PRINT}</footer>").text
    assert read(f"<p>{SENTENCE}</p><footer>{SMALL_PRINT}</footer><p>{SENTENCE}</p>").text.count("quick") == 22


def test_the_footer_of_a_quotation_says_whose_it_is() -> None:
    document = read(
        f"<article>{PROSE}<blockquote><p>So.</p><footer>A cat</footer></blockquote><footer>Seen by 3</footer></article>"
    )
    assert document.text.endswith("So.\n\nA cat")
    assert [(o.reason, o.text) for o in document.omissions] == [("footer", "Seen by 3")]


def test_sidebars_are_sidebars_though_together_longer_than_the_article() -> None:
    sidebars = "".join(f"<aside><p>Side {i}.</p>{PROSE}</aside>" for i in range(3))
    assert "Side" not in read(f"<h1>Article</h1>{PROSE}{sidebars}").text
    assert "Side 2." in read(f"<h1>Article</h1><p>{SENTENCE}</p>{sidebars}").text


def test_what_is_called_a_control_but_holds_much_of_the_page_holds_what_it_controls() -> None:
    cards = "".join(f"<div><h2>Product {i}</h2><p>Made of wood.</p></div>" for i in range(9))
    assert "Product 7" in read(f"<h1>Shop</h1><div class=filters>{cards}</div><p>{SENTENCE}</p>").text
    assert read(f"<p>{SENTENCE}</p><div class=filters>Size</div>").text == SENTENCE.strip()


def test_a_picture_that_opens_in_a_popup_is_shown_before() -> None:
    html = (
        "<p>Text.</p><figure><div class=open-modal><img src=a.jpg></div></figure><div class=modal><img src=b.jpg></div>"
    )
    assert [image.url for image in read(html).images] == ["https://site.example/a.jpg"]


def test_what_its_class_hides_stays_where_hidden_elements_are_to_stay() -> None:
    html = "<p>one <span class=sr-only>two</span></p><h2 class=visually-hidden>Menu<img src=a.jpg></h2><p>three</p>"
    assert [(o.reason, o.text or o.url) for o in read(html).omissions] == [
        ("hidden", "Menu"),
        ("hidden", "https://site.example/a.jpg"),
    ]
    shown = extract(html, URL, settings=ExtractSettings(keep_hidden=True))
    assert shown.omissions == ()
    assert [getattr(e, "text", "image") for e in shown.elements] == ["one two", "Menu", "image", "three"]
