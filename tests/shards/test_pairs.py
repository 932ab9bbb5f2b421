from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shards.pairs import FORMAT, NO_TEXT, SHORT_ALT, judged, pair_members, pairs_of


def image(member: str, caption: str = "", alt: str = "") -> dict[str, Any]:
    return {"type": "image", "member": member, "caption": caption, "alt": alt, "sha256": member * 2, "url": "u"}


def record(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"id": "d" * 32, "elements": [{"type": "text", "text": "A text."}, *elements]}


def test_a_caption_comes_before_alt_text() -> None:
    (pair,) = pairs_of(record(image("000.png", "A  cat\nasleep.", "a picture of a cat")))
    assert (pair.key, pair.member, pair.suffix) == ("d" * 32 + "-000", "000.png", "png")
    assert (pair.caption, pair.source) == ("A cat asleep.", "caption")


def test_alt_text_needs_three_words() -> None:
    found = pairs_of(
        record(image("000.jpg", "", "Figure 3"), image("001.jpg", " ", "a sleeping  cat"), image("002.gif"))
    )
    assert [(pair.member, pair.caption, pair.source) for pair in found] == [("001.jpg", "a sleeping cat", "alt")]


def test_an_image_that_makes_no_pair_has_a_reason() -> None:
    alts = {"": NO_TEXT, " \n": NO_TEXT, "Figure 3": SHORT_ALT, "a sleeping cat": ""}
    found = judged(record(*(image(f"{number:03d}.jpg", "", alt) for number, alt in enumerate(alts))))
    assert [reason for _, reason in found] == list(alts.values())
    assert [bool(pair.caption) for pair, _ in found] == [not reason for reason in alts.values()]


def test_equal_content_is_the_same_picture_with_the_same_words() -> None:
    one, other_words, other_picture = pairs_of(
        record(image("000.jpg", "A cat"), image("000.jpg", "A dog"), image("001.jpg", "A cat"))
    )
    again = pairs_of({**record(image("000.jpg", " A\tcat")), "id": "e" * 32})[0]
    assert one.content == again.content
    assert len({one.content, other_words.content, other_picture.content}) == 3


@given(st.lists(st.tuples(st.text(max_size=9), st.sampled_from(["", "a", "a b", "a b c", " a b  c d"])), max_size=6))
def test_an_image_has_at_most_one_pair_and_its_text_is_one_line(texts: list[tuple[str, str]]) -> None:
    pairs = pairs_of(record(*(image(f"{number:03d}.png", *each) for number, each in enumerate(texts))))
    assert len({pair.key for pair in pairs}) == len(pairs) <= len(texts)
    for pair in pairs:
        assert pair.caption
        assert pair.caption == " ".join(pair.caption.split())
    wanted = [number for number, (caption, alt) in enumerate(texts) if caption.split() or len(alt.split()) > 2]
    assert [int(pair.member[:3]) for pair in pairs] == wanted


def test_a_pair_becomes_a_sample_of_its_own() -> None:
    (pair,) = pairs_of(record(image("007.webp", "Écluse <image>")))
    members = pair_members(pair, b"bytes")
    assert members["webp"] == b"bytes"
    assert members.keys() == {"json", "webp"}
    assert json.loads(members["json"]) == {
        "format": FORMAT,
        "caption": "Écluse <image>",
        "source": "caption",
        "document": "d" * 32,
        "sha256": "007.webp007.webp",
    }
