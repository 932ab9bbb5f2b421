from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.tokens import load_tokens, tokens_of
from training.pretraining.tokenizer import make_tokenizer

TEXTS = [f"Der Hund und the dog number {number} saw <s>a cat</s> {'x' * (number % 7)}ly." for number in range(300)]
TOKENIZER = make_tokenizer(TEXTS, 400)
TOKENS = tokens_of(TOKENIZER, len(TOKENIZER))
PROGRAM = """
import sys
from pathlib import Path
from tests.training.pretraining.test_tokenizer import TOKENIZER
TOKENIZER.save_pretrained(sys.argv[1])
"""


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("<s>/ \n"), max_size=40))
def test_every_text_comes_back_and_never_holds_a_special_token(text: str) -> None:
    (ids,) = TOKENS.encode([text])
    assert TOKENS.tokenizer.decode(ids, skip_special_tokens=False) == text
    assert not {TOKENS.bos, TOKENS.eos} & set(ids)


def test_what_spells_a_special_token_is_never_merged_to_one_however_frequent() -> None:
    tokenizer = make_tokenizer(["<s></s> " * 50] * 50, 300)
    (ids,) = tokens_of(tokenizer, len(tokenizer)).encode(["<s></s>"])
    assert not {tokenizer.bos_token_id, tokenizer.eos_token_id} & set(ids)


def test_frequent_words_are_tokens() -> None:
    assert [len(ids) for ids in TOKENS.encode([" dog", " und", " Zebra"])][:2] == [1, 1]
    assert len(TOKENS.encode([" Zebra"])[0]) > 3


def test_little_text_gives_fewer_tokens_than_asked_for() -> None:
    assert len(TOKENIZER) == 400
    assert len(make_tokenizer(["aa"], 5000)) == 259
    assert len(make_tokenizer([], 5000)) == 258


def test_it_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    TOKENIZER.save_pretrained(tmp_path)
    loaded = load_tokens(tmp_path, len(TOKENIZER))
    assert (loaded.bos, loaded.eos) == (0, 1)
    assert loaded.encode(TEXTS) == TOKENS.encode(TEXTS)


@pytest.mark.parametrize("parallel", ["true", "false"])
def test_the_same_texts_give_the_same_bytes_in_every_process(parallel: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    TOKENIZER.save_pretrained(here)
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": parallel, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", PROGRAM, str(there)], check=True, env=environment, timeout=120)
    assert (here / "tokenizer.json").read_bytes() == (there / "tokenizer.json").read_bytes()
