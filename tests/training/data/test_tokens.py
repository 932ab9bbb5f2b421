from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from tests.dom_parsing.hostile import texts
from tests.training.data.toy_tokens import SPECIAL, VOCABULARY, byte_tokenizer, byte_tokens, letter_tokens
from training.data.tokens import load_tokens, tokens_of

TOKENS = byte_tokens()


@given(texts)
def test_text_that_spells_tokens_stays_text(text: str) -> None:
    (ids,) = TOKENS.encode([text])
    assert len(ids) == len(text.encode())
    assert not {TOKENS.image, TOKENS.eoc, TOKENS.bos, TOKENS.eos, TOKENS.pad} & set(ids)
    assert TOKENS.tokenizer.decode(ids) == text


def test_image_and_eoc_follow_the_vocabulary_of_the_language_model() -> None:
    assert (TOKENS.image, TOKENS.eoc) == (VOCABULARY, VOCABULARY + 1)


def test_a_tokenizer_without_special_tokens_has_none() -> None:
    plain = byte_tokens(special=False)
    assert (plain.bos, plain.eos, plain.pad) == (None, None, 0)


def test_the_given_tokenizer_is_left_as_it_is() -> None:
    given_one = byte_tokenizer(**SPECIAL)
    tokens_of(given_one, VOCABULARY)
    assert given_one("</s>", add_special_tokens=False).input_ids == [given_one.eos_token_id]


def test_what_parts_two_texts_takes_no_more_than_an_image_did() -> None:
    assert TOKENS.tokenizer.decode(TOKENS.joint) == "\n\n"
    assert letter_tokens(30).joint == ()


def test_more_tokens_than_embeddings_is_an_error() -> None:
    with pytest.raises(ValueError, match="id 258, the language model 258 embeddings"):
        tokens_of(byte_tokenizer(**SPECIAL), 258)


def test_it_is_read_from_a_folder(tmp_path: Path) -> None:
    byte_tokenizer(**SPECIAL).save_pretrained(tmp_path)
    loaded = load_tokens(tmp_path, VOCABULARY)
    assert (loaded.bos, loaded.eos, loaded.pad, loaded.joint) == (TOKENS.bos, TOKENS.eos, TOKENS.pad, TOKENS.joint)
    assert loaded.encode(["a <s> b"]) == TOKENS.encode(["a <s> b"])


def test_a_folder_without_a_tokenizer_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no tokenizer"):
        load_tokens(tmp_path, VOCABULARY)
    with pytest.raises(ValueError, match=r"is no folder.*tokenizer\.json"):
        load_tokens(tmp_path / "missing", VOCABULARY)
