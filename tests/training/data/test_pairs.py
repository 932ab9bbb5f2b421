from __future__ import annotations

import pytest
from torch import zeros

from shards.pairs import FORMAT
from tests.training.data.making import luck, sample_of
from tests.training.data.toy_tokens import byte_tokens, structure
from training.data.drafts import Draft
from training.data.pairs import Pairs

TOKENS, PLAIN = byte_tokens(), byte_tokens(special=False)
PICTURE = zeros(3, 8, 8)
SAMPLE = sample_of("a", ["jpg", "json"])


def drafted(caption: str, maker: Pairs, seed: int = 0) -> Draft:
    return maker.draft(SAMPLE, {"format": FORMAT, "caption": caption}, luck(seed=seed))


def test_a_pair_is_an_image_and_its_caption() -> None:
    maker = Pairs(TOKENS, p_space=0)
    made = maker.finish("a", drafted("A <image> cat.", maker), [PICTURE])
    assert structure(made.ids, TOKENS) == ["<BOS>", "<image>", "text A <image> cat.", "<EOC>", "<EOS>"]
    assert made.image_index == (0, *[1] * (len(made.ids) - 1))
    assert drafted("A cat.", maker).members == ("jpg",)


def test_what_the_tokenizer_does_not_have_is_left_out() -> None:
    assert structure(drafted("A", Pairs(PLAIN, p_space=0)).ids, PLAIN) == ["<image>", "text A", "<EOC>"]


def test_half_of_the_captions_begin_with_a_space() -> None:
    maker = Pairs(PLAIN)
    firsts = [structure(drafted("A", maker, seed).ids, PLAIN)[1] for seed in range(1000)]
    assert set(firsts) == {"text A", "text  A"}
    assert abs(firsts.count("text A") - 500) < 80


def test_a_long_caption_is_cut_and_still_ends() -> None:
    ids = drafted("long " * 50, Pairs(TOKENS, max_tokens=32)).ids
    assert len(ids) == 32
    assert ids[-2:] == (TOKENS.eoc, TOKENS.eos)


def test_of_a_pair_with_a_broken_image_nothing_is_learnt() -> None:
    maker = Pairs(TOKENS)
    made = maker.finish("a", drafted("A cat.", maker), [None])
    assert (made.ids, made.pictures, made.broken) == ((TOKENS.eoc,), (), 1)


def test_another_format_and_another_number_of_images_are_errors() -> None:
    record = {"format": FORMAT, "caption": "A cat."}
    with pytest.raises(ValueError, match="it has 2 images"):
        Pairs(TOKENS).draft(sample_of("a", ["jpg", "png", "json"]), record, luck())
    with pytest.raises(ValueError, match="its format is None"):
        Pairs(TOKENS).draft(SAMPLE, {"caption": "A cat."}, luck())
