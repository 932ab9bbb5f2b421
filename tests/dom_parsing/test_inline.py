"""The contract of elements: where images stand, and what hidden content leaves behind."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract
from dom_parsing.inline import MAX_SOURCES
from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.shown import PAGE, read

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>before <img src=a.jpg> after</p>", ["before", "[a.jpg]", "after"]),
        ("<figure><img src=a.jpg><figcaption>The <i>cat</i></figcaption></figure>", ["[a.jpg: The cat]", "The cat"]),
        ("<figure><figcaption>First</figcaption><img src=a.jpg></figure>", ["First", "[a.jpg: First]"]),
        ("<figure><a href=/x><picture><img src=a.jpg></picture></a></figure>", ["[a.jpg]"]),
        (
            "<figure><figure><img src=a.jpg></figure><img src=b.jpg><figcaption>Both</figcaption></figure>",
            ["[a.jpg]", "[b.jpg: Both]", "Both"],
        ),
        ("<p>zero</p><a href=/x><h2>one</h2><img src=a.jpg></a>", ["zero", "one", "[a.jpg]"]),
        ("<button>Zoom<img src=a.jpg></button>", ["[a.jpg]"]),
        ("<p>one<svg><title>t</title><text>u</text></svg>two</p>", ["one two"]),
        ("<p>one<img src='data:image/gif;base64,R0'>two</p>", ["one two"]),
    ],
)
def test_images_stand_where_the_page_has_them(html: str, expected: list[str]) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>no</span>",
        "<span style='color:red; DISPLAY : none'>no</span>",
        "<span style='visibility:hidden'>no</span>",
        "<span aria-hidden=true>no</span>",
    ],
)
def test_hidden_text_leaves_its_paragraph_whole(hidden: str) -> None:
    document = extract(f"<p>yes {hidden}and yes</p>", PAGE)
    assert document.text == "yes and yes"
    assert [(omission.reason, omission.text) for omission in document.omissions] == [("hidden", "no")]


def test_elements_that_no_end_tag_ends_lose_nothing() -> None:
    assert read("<div><amp-img src=a />text</div>two") == ["[a]", "text", "two"]
    assert read("<p>a<math><source>text</math>b") == ["atextb"]


def test_what_stands_in_for_an_amp_image_is_not_shown() -> None:
    html = "<amp-img src=a><amp-img src=b placeholder></amp-img><noscript><img src=a></noscript></amp-img>"
    assert read(html) == ["[a]"]


def test_hidden_blocks_and_images_are_named() -> None:
    html = "<p>a</p><div hidden><p>b</p><img src=b.jpg></div><img src=c.jpg aria-hidden=true><p>d</p>"
    document = extract(html, PAGE)
    assert document.text == "a\n\nd"
    assert document.images == ()
    assert [(o.before, o.reason, o.text, o.url[-5:]) for o in document.omissions] == [
        (1, "hidden", "b", ""),
        (1, "hidden", "", "b.jpg"),
        (1, "hidden", "", "c.jpg"),
    ]


def test_hidden_content_may_stay_where_it_stands() -> None:
    html = f"<p>a <i hidden>b</i> <noscript>c<img src=n.jpg></noscript><ul><li>d<img src='{DATA}'><li>e</ul>"
    raw = ExtractSettings(keep_boilerplate=True, keep_hidden=True, keep_noscript=True)
    document = extract(html, PAGE, settings=raw)
    assert document.text == "a b c\n\nd\n\ne"
    assert [image.url.rpartition("/")[2] for image in document.images] == ["n.jpg"]
    assert [(omission.before, omission.reason) for omission in document.omissions] == [(3, "data-url")]


def test_to_browsers_a_source_is_its_pictures_alone() -> None:
    html = "<picture><source srcset=b.jpg><span><img src=a.jpg></span></picture>"
    as_browser = extract(html, PAGE, settings=ExtractSettings(srcset="browser"))
    assert [image.url for image in (*extract(html, PAGE).images, *as_browser.images)] == [
        PAGE + "b.jpg",
        PAGE + "a.jpg",
    ]


def test_the_sources_of_a_picture_are_for_its_image_alone() -> None:
    hidden = "<picture aria-hidden=true><source srcset=d.webp><img src=d.png alt=''></picture>"
    assert read(hidden + "<p>one</p><img src=b.jpg><p>two</p><img src=c.jpg>") == ["one", "[b.jpg]", "two", "[c.jpg]"]
    unclosed = "<picture><source srcset=s.jpg><p>one</p><img src=a.jpg><p>two</p><img src=b.jpg>"
    assert read(unclosed) == ["one", "[s.jpg]", "two", "[b.jpg]"]


@pytest.mark.parametrize("srcset", ["target", "browser"])
def test_of_very_many_sources_the_first_are_looked_at(srcset: str) -> None:
    sources = "".join(f"<source srcset={number}.jpg>" for number in range(MAX_SOURCES + 9))
    settings = ExtractSettings.model_validate({"srcset": srcset})
    document = extract(f"<picture><source srcset=x media=print>{sources}<img src=a></picture>", PAGE, settings=settings)
    assert [image.url.rpartition("/")[2] for image in document.images] == ["0.jpg"]


@pytest.mark.parametrize(
    "html",
    [
        f"one<img src='{DATA}'>two",
        "one<svg></svg>two",
        "one<input>two",
        "one<iframe></iframe>two",
        "one<button>x</button>two",
        "one<select><option>a</select>two",
        "one<video></video>two",
        "one<object></object>two",
    ],
)
def test_boxes_part_words(html: str) -> None:
    assert read(html) == ["one two"]
    assert read("one<script>x</script>two<input type=hidden>three<style>y</style>four") == ["onetwothreefour"]


def test_the_words_on_a_button_that_heads_a_text_are_read() -> None:
    assert read("<h2><button>What is it?</button></h2><p>This.</p>") == ["What is it?", "This."]
    assert read("<p>a<button>Buy</button>b</p>") == ["a b"]


def test_noscript_of_paragraphs_ends_the_one_before_it() -> None:
    prose = "<p>" + "The quick brown fox jumps over the lazy dog. " * 60 + "</p>"
    (shown,) = read(f"<div>Loading<noscript>{prose}</noscript></div>")
    assert shown.startswith("The quick")
    document = extract("<div>Loading<noscript><p>Turn scripts on.</p></noscript></div>", PAGE)
    assert [omission.reason for omission in document.omissions] == ["noscript"]


def test_the_image_within_an_amp_image_is_the_same() -> None:
    assert read("<amp-img src=a.jpg layout=responsive width=1 height=1><img src=a.jpg></amp-img>b") == ["[a.jpg]", "b"]
    assert read("<amp-img src=a.jpg><img src=b.jpg></amp-img>") == ["[a.jpg]", "[b.jpg]"]
