from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Document, Element, Image, RecordRef, Text
from dom_parsing.sequence import IMAGE, parse, render, stretches
from ingest.settings import PICTURE_FORMATS
from shards.sample import FORMAT, SUFFIXES, Picture, kept_elements, members, picture_suffixes
from tests.dom_parsing.hostile import texts

ELEMENTS: tuple[Element, ...] = (
    Text("One <image> of “words”."),
    Image("https://a.example/1.jpg", alt="ä", width=10, height=20),
    Image("https://a.example/2.png"),
    Text("Two."),
    Image("https://a.example/3.gif"),
)


def picture(element: int, kind: str = "jpeg") -> Picture:
    return Picture(element, f"{element:064x}", kind, 640, 480, "f" * 16)


def document(elements: tuple[Element, ...] = ELEMENTS, **more: Any) -> Document:
    return Document(
        **{
            "page": "p" * 32,
            "id": "d" * 32,
            "url": "https://a.example/",
            "fetched_at": "2024-01-02T03:04:05Z",
            "digest": "sha256:" + "0" * 64,
            "source": RecordRef("secret/path.warc.gz", 17, 19),
            "title": "Tïtle",
            "language": "en",
            "canonical": "",
            "elements": elements,
            "signals": {"words": 5, "language": "en", "stop_words": None, "score": 0.5},
            **more,
        }
    )


PICTURES = {1: picture(1), 4: picture(4, "gif")}


def test_the_json_holds_what_stays_in_order_with_its_members() -> None:
    kept = kept_elements(document(), PICTURES, frozenset({3}))
    assert kept == [0, 1, 4]
    record = json.loads(members(document(), kept, PICTURES)["json"])
    assert record["format"] == FORMAT
    assert [element["type"] for element in record["elements"]] == ["text", "image", "image"]
    assert record["elements"][0] == {"type": "text", "text": "One <image> of “words”."}
    assert record["elements"][1] == {
        "type": "image",
        "member": "000.jpg",
        "url": "https://a.example/1.jpg",
        "alt": "ä",
        "title": "",
        "caption": "",
        "sha256": f"{1:064x}",
        "format": "jpeg",
        "width": 640,
        "height": 480,
        "phash": "f" * 16,
    }
    assert record["elements"][2]["member"] == "001.gif"
    assert record["signals"] == {"words": 5, "language": "en", "stop_words": None, "score": 0.5}


def test_provenance_names_dates_and_digests_but_no_place() -> None:
    there = members(document(), [0], {})
    elsewhere = members(document(source=RecordRef("other.warc", 1, 2)), [0], {})
    assert there == elsewhere
    assert b"secret" not in there["json"]
    assert members(document(signals={"a": 1, "b": 2}), [0], {}) == members(document(signals={"b": 2, "a": 1}), [0], {})


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        texts.map(Text) | st.integers(0, 3).map(lambda number: Image(f"https://a.example/{number}.jpg")),
        max_size=8,
    ).map(tuple),
    st.sets(st.integers(0, 7)),
    st.sets(st.integers(0, 7)),
)
def test_tokens_members_and_image_elements_agree(
    elements: tuple[Element, ...], shown: set[int], gone: set[int]
) -> None:
    pictures = {
        index: picture(index) for index in shown if index < len(elements) and isinstance(elements[index], Image)
    }
    page = document(elements)
    kept = kept_elements(page, pictures, frozenset(gone))
    written = members(page, kept, pictures)
    record = json.loads(written["json"])
    assert written["json"].endswith(b"}\n")
    sequence = written["txt"].decode()
    assert parse(sequence) == parse(sequence.removesuffix("\n")) == stretches(elements[index] for index in kept)
    assert parse(sequence).count(IMAGE) == len(pictures)
    read = [Image(each["url"]) if each["type"] == "image" else Text(each["text"]) for each in record["elements"]]
    assert read == [elements[index] for index in kept]
    assert render(read) == sequence.removesuffix("\n")
    named = [element["member"] for element in record["elements"] if element["type"] == "image"]
    assert named == sorted(named) == list(picture_suffixes(pictures).values())
    assert [index for index in kept if isinstance(elements[index], Text)] == [
        index for index, element in enumerate(elements) if isinstance(element, Text) and index not in gone
    ]


@pytest.mark.parametrize("element", [0, 5, -1, -4, 10**9])
def test_a_picture_where_the_document_has_no_image_is_an_error(element: int) -> None:
    with pytest.raises(ValueError, match=rf"document d+ has no image at element {element}, but the selection keeps"):
        kept_elements(document(), {element: picture(element)}, frozenset())


@pytest.mark.parametrize(("count", "first", "last"), [(1, "000", "000"), (1000, "000", "999"), (1001, "0000", "1000")])
def test_suffixes_sort_as_the_images_stand_however_many(count: int, first: str, last: str) -> None:
    pictures = {2 * index: picture(2 * index) for index in reversed(range(count))}
    found = [suffix for _, suffix in sorted(picture_suffixes(pictures).items())]
    assert (found[0], found[-1]) == (f"{first}.jpg", f"{last}.jpg")
    assert found == sorted(found)


def test_every_format_that_may_be_kept_has_a_suffix() -> None:
    assert {**{name: name for name in PICTURE_FORMATS}, "jpeg": "jpg"} == SUFFIXES
    assert picture_suffixes({}) == {}
