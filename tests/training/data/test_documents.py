from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import zeros

from dom_parsing.extract import extract
from dom_parsing.records import Image, Text
from dom_parsing.sequence import parse, render
from shards.sample import Picture, members, picture_suffixes
from tests.dom_parsing.hostile import page_of, pages, pictures_of, texts
from tests.dom_parsing.placement import RAW
from tests.training.data.making import document, luck, sample_of
from tests.training.data.toy_tokens import byte_tokens, letter_tokens, structure
from training.data.documents import Documents, sequence, window
from training.data.drafts import Draft
from training.data.tokens import Tokens

TOKENS, PLAIN = byte_tokens(), byte_tokens(special=False)
PARTS = st.lists(st.none() | texts, max_size=8)
PICTURE = zeros(3, 8, 8)


def drafted(parts: list[str | None], maker: Documents, seed: int = 0) -> Draft:
    record = document("a", parts)
    members = [each["member"] for each in record["elements"] if each["type"] == "image"]
    return maker.draft(sample_of("a", members), record, luck(seed=seed))


@given(PARTS)
def test_a_whole_document_is_its_rendered_sequence(parts: list[str | None]) -> None:
    draft = sequence(document("a", parts)["elements"], TOKENS)
    rendered = render([Image("u") if part is None else Text(part) for part in parts])
    said = [f"text {part}" if isinstance(part, str) else "<image>" for part in parse(rendered)]
    assert [each for each in structure(draft.ids, TOKENS) if each != "<EOC>"] == said
    assert draft.ids.count(TOKENS.image) == len(draft.members) == parts.count(None)
    for place, token in enumerate(draft.ids):
        before_image = token == TOKENS.eoc and draft.ids[place + 1 : place + 2] == (TOKENS.image,)
        assert (token == TOKENS.eoc) == (before_image or place == len(draft.ids) - 1)
        assert token != TOKENS.image or place == 0 or draft.ids[place - 1] == TOKENS.eoc


@given(pages)
def test_from_a_page_to_token_ids_no_image_comes_or_goes(pieces: list[str | None]) -> None:
    page = extract(page_of(pieces), "https://a.example/", settings=RAW)
    images = [index for index, element in enumerate(page.elements) if isinstance(element, Image)]
    pictures = {index: Picture(index, "0" * 64, "png", 640, 480, "f" * 16) for index in images}
    written = members(page, range(len(page.elements)), pictures)
    record = json.loads(written["json"])
    draft = sequence(record["elements"], TOKENS)
    said = [f"text {part}" if isinstance(part, str) else "<image>" for part in parse(written["txt"].decode())]
    assert [each for each in structure(draft.ids, TOKENS) if each != "<EOC>"] == said
    assert draft.members == tuple(picture_suffixes(pictures).values())
    urls = {each["member"]: each["url"] for each in record["elements"] if each["type"] == "image"}
    assert [urls[member] for member in draft.members] == [f"https://a.example/{name}" for name in pictures_of(pieces)]
    assert draft.ids.count(TOKENS.image) == len(draft.members)


def test_a_text_that_the_tokenizer_has_no_letters_for_is_none() -> None:
    letters = letter_tokens(30)
    assert sequence(document("a", ["1", None, "b", "2"])["elements"], letters).ids == (letters.image, 1, letters.eoc)
    assert sequence(document("a", ["1"])["elements"], letters).ids == ()


def test_the_sequence_rule() -> None:
    ids = sequence(document("a", ["x", None, None, "y", "z", None])["elements"], TOKENS).ids
    expected = ["text x", "<EOC>", "<image>", "<EOC>", "<image>", "text y\n\nz", "<EOC>", "<image>", "<EOC>"]
    assert structure(ids, TOKENS) == expected


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(1, 40), st.integers(0, 99))
def test_a_window_is_a_stretch_of_the_document_with_its_own_images(ids: list[int], size: int, seed: int) -> None:
    members = tuple(f"m{number}" for number in range(ids.count(3)))
    part = window(Draft(tuple(ids), members), size, 3, luck(seed=seed))
    assert len(part.ids) == min(size, len(ids))
    fits = [
        members[ids[:begin].count(3) :][: part.ids.count(3)]
        for begin in range(len(ids) - len(part.ids) + 1)
        if tuple(ids[begin : begin + len(part.ids)]) == part.ids
    ]
    assert part.members in fits


def test_every_window_is_equally_likely() -> None:
    begins = Counter(window(Draft(tuple(range(12)), ()), 9, 99, luck(seed=seed)).ids[0] for seed in range(4000))
    assert set(begins) == {0, 1, 2, 3}
    assert all(abs(count - 1000) < 120 for count in begins.values())


@pytest.mark.parametrize("tokens", [TOKENS, PLAIN])
def test_a_long_document_fills_its_tokens_and_begins_as_its_tokenizer_says(tokens: Tokens) -> None:
    draft = drafted(["word " * 200, None, "word " * 200], Documents(tokens, max_tokens=64))
    assert len(draft.ids) == 64
    assert (draft.ids[0] == tokens.bos) == (tokens is TOKENS)


@given(PARTS, st.integers(0, 99), st.integers(8, 30), st.integers(1, 5))
def test_at_most_so_many_images_stay_and_tokens_and_images_agree(
    parts: list[str | None], seed: int, max_tokens: int, max_images: int
) -> None:
    maker = Documents(TOKENS, max_tokens, max_images)
    draft = drafted(parts, maker, seed)
    assert len(draft.ids) <= max_tokens
    assert draft.ids.count(TOKENS.image) == len(draft.members) <= max_images
    made = maker.finish("a", draft, [PICTURE] * len(draft.members))
    assert max(made.image_index) <= len(made.pictures)


def test_of_more_than_five_images_the_first_five_stay() -> None:
    parts: list[str | None] = []
    for number in range(8):
        parts += [f"{number}", None]
    draft = drafted([*parts, "end"], Documents(TOKENS))
    assert draft.members == tuple(f"{number:03d}.png" for number in range(5))
    tail = ["<EOC>", "<image>", "text 5\n\n6\n\n7\n\nend", "<EOC>"]
    assert structure(draft.ids, TOKENS)[-4:] == tail


def test_half_of_the_documents_look_at_the_next_image() -> None:
    maker, never, always = (Documents(TOKENS, p_next=p) for p in (0.5, 0, 1))
    looks = [drafted(["a", None, "b"], maker, seed).sees_next for seed in range(1000)]
    assert abs(sum(looks) - 500) < 80
    assert not any(drafted([None], never, seed).sees_next for seed in range(50))
    assert all(drafted([None], always, seed).sees_next for seed in range(50))


def test_a_window_without_images_has_none() -> None:
    maker = Documents(TOKENS, max_tokens=8)
    draft = drafted(["long text " * 20], maker)
    made = maker.finish("a", draft, [])
    assert made.pictures == ()
    assert set(made.image_index) == {0}


def test_a_broken_image_goes_with_its_token_and_is_counted() -> None:
    maker = Documents(TOKENS, p_next=0)
    draft = drafted(["a", None, "b", None, "c"], maker)
    made = maker.finish("a", draft, [None, PICTURE])
    assert structure(made.ids, TOKENS) == ["<BOS>", "text a\n\nb", "<EOC>", "<image>", "text c", "<EOC>"]
    assert (len(made.pictures), made.broken, set(made.image_index)) == (1, 1, {0, 1})


@pytest.mark.parametrize("parts", [[], [None], [" "]])
def test_a_document_of_which_nothing_is_left_teaches_nothing(parts: list[str | None]) -> None:
    maker = Documents(PLAIN)
    made = maker.finish("a", drafted(parts, maker), [None] * parts.count(None))
    assert made.ids == (PLAIN.eoc,)


def test_a_record_of_another_format_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"its format is 'm3w-pair/1'"):
        Documents(TOKENS).draft(sample_of("a", []), {"format": "m3w-pair/1"}, luck())
