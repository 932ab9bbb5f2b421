from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.dom_parsing.hostile import texts
from tests.training.data.making import document
from tests.training.data.toy_tokens import byte_tokens, structure
from training.data.documents import sequence
from training.data.drafts import Draft, image_index, without

TOKENS = byte_tokens()
PARTS = st.lists(st.none() | texts, max_size=8)


@given(st.lists(st.sampled_from([1, 2, 9])))
def test_a_token_looks_at_the_last_image_or_the_next(ids: list[int]) -> None:
    images = [place for place, token in enumerate(ids) if token == 9]
    last = image_index(ids, 9, sees_next=False)
    following = image_index(ids, 9, sees_next=True)
    for place in range(len(ids)):
        before = [number for number, image in enumerate(images, 1) if image <= place]
        after = [number for number, image in enumerate(images, 1) if image >= place]
        assert last[place] == (before[-1] if before else 0)
        assert following[place] == (after[0] if after else 0)


def test_at_an_image_both_look_at_it() -> None:
    assert image_index([1, 9, 1, 9, 1], 9, sees_next=False) == (0, 1, 1, 2, 2)
    assert image_index([1, 9, 1, 9, 1], 9, sees_next=True) == (1, 1, 2, 2, 0)


@given(PARTS, st.data())
def test_without_an_image_a_document_is_what_it_would_be_had_it_never_been_there(
    parts: list[str | None], data: st.DataObject
) -> None:
    whole = sequence(document("a", parts)["elements"], TOKENS)
    gone = data.draw(st.sets(st.integers(0, max(0, parts.count(None) - 1))))
    places = [place for place, part in enumerate(parts) if part is None]
    rest = [part for place, part in enumerate(parts) if place not in {places[each] for each in gone if places}]
    left = without(whole, gone, TOKENS)
    assert structure(left.ids, TOKENS) == structure(sequence(document("a", rest)["elements"], TOKENS).ids, TOKENS)
    assert left.members == tuple(each for number, each in enumerate(whole.members) if number not in gone)
    assert len(left.ids) <= len(whole.ids)


def test_what_begins_a_sequence_is_no_text() -> None:
    assert TOKENS.bos is not None
    draft = Draft((TOKENS.bos, TOKENS.image, 5, TOKENS.eoc), ("000.png",))
    assert without(draft, [0], TOKENS).ids == (TOKENS.bos, 5, TOKENS.eoc)
