from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.data.toy_tokens import byte_tokens
from training.pretraining.blocks import pack

TOKENS = byte_tokens()


@given(st.lists(st.text("abé<s>", max_size=30), min_size=1, max_size=12), st.integers(2, 16))
def test_blocks_are_the_texts_end_to_end(texts: list[str], length: int) -> None:
    blocks = pack(texts, TOKENS, length)
    stream = [token for ids in TOKENS.encode(texts) for token in (TOKENS.bos, *ids, TOKENS.eos)]
    size = min(length, len(stream))
    expected = [stream[begin : begin + size] for begin in range(0, len(stream) - size + 1, size)]
    assert blocks.tokens == len(stream)
    assert blocks.held_out.tolist() == expected[19::20]
    assert blocks.learnt.tolist() == [each for number, each in enumerate(expected) if number % 20 != 19]


def test_a_tokenizer_without_special_tokens_adds_none() -> None:
    plain = byte_tokens(special=False)
    assert pack(["ab", "cd"], plain, 4).learnt.tolist() == [plain.encode(["abcd"])[0]]


def test_many_texts_are_encoded_in_their_order() -> None:
    texts = [chr(97 + number % 26) for number in range(600)]
    blocks = pack(texts, byte_tokens(special=False), 600)
    assert TOKENS.tokenizer.decode(blocks.learnt[0].tolist()) == "".join(texts)


def test_no_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="hold no text"):
        pack([], TOKENS, 8)
