from __future__ import annotations

import torch

from tests.training.data.toy_tokens import byte_tokens, structure
from training.data.drafts import Draft
from training.data.examples import example, mended

TOKENS = byte_tokens()


def draft(**changes: bool) -> Draft:
    (before,), (after,) = TOKENS.encode(["ab"]), TOKENS.encode(["cd"])
    ids = (*before, TOKENS.eoc, TOKENS.image, *after, TOKENS.eoc, TOKENS.image, TOKENS.eoc)
    return Draft(ids, ("000.png", "001.png"), **changes)


def test_a_broken_image_goes_with_its_token_and_is_counted() -> None:
    pictures = [None, torch.ones(3, 8, 8)]
    found = example("a", mended(draft(), pictures, TOKENS), pictures, TOKENS)
    assert structure(found.ids, TOKENS) == ["text ab\n\ncd", "<EOC>", "<image>", "<EOC>"]
    assert [each.tolist() for each in found.pictures] == [torch.ones(3, 8, 8).tolist()]
    assert found.broken == 1
    assert found.image_index[-2:] == (1, 1)
    assert set(found.image_index[:-2]) == {0}


def test_where_nothing_is_broken_the_draft_is_as_it_was() -> None:
    pictures = [torch.zeros(3, 8, 8), torch.ones(3, 8, 8)]
    assert mended(draft(), pictures, TOKENS) == draft()
    assert max(example("a", draft(), pictures, TOKENS).image_index) == 2


def test_a_draft_with_nothing_in_it_is_a_lone_eoc() -> None:
    found = example("a", Draft((), ()), (), TOKENS)
    assert (found.ids, found.image_index, found.pictures) == ((TOKENS.eoc,), (0,), ())
