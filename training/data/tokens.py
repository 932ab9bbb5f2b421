"""Text -> token ids, and the ids of the two tokens that no text can ever become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerFast

PARAGRAPHS = "\n\n"
LONGEST_JOINT = 2  # as many tokens as an image takes with the <EOC> before it


@dataclass(frozen=True, slots=True)
class Tokens:
    """What turns text into token ids.

    Attributes:
        tokenizer: Reads every text as text, even one that spells a special token.
        image: Id of `<image>`.
        eoc: Id of `<EOC>`.
        bos: Id of the token that begins a sequence, where the tokenizer has one.
        eos: Id of the token that ends one, likewise.
        pad: Id that fills a batch; the mask leaves it out, so any will do.
        joint: Ids that part two texts where an image between them went.
    """

    tokenizer: Tokenizer
    image: int
    eoc: int
    bos: int | None
    eos: int | None
    pad: int
    joint: tuple[int, ...]

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text, without special tokens."""
        return [encoding.ids for encoding in self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def tokens_of(tokenizer: PreTrainedTokenizerFast, vocabulary: int) -> Tokens:
    """Return the tokens of a Flamingo.

    Args:
        tokenizer: The language model's; it is left as it is.
        vocabulary: Rows of the language model's embeddings; `<image>` and `<EOC>` follow them.

    Raises:
        ValueError: The tokenizer knows more tokens than the language model.
    """
    highest = max(tokenizer.get_vocab().values(), default=-1)
    if highest >= vocabulary:
        raise ValueError(
            f"the tokenizer has a token of id {highest}, the language model {vocabulary} embeddings: "
            f"give the tokenizer that the language model was trained with"
        )
    own = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    own.no_truncation()
    own.no_padding()
    own.encode_special_tokens = True  # "</s>" in a page is four characters
    bos, eos, pad = tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id
    joint = own.encode(PARAGRAPHS, add_special_tokens=False).ids[:LONGEST_JOINT]
    return Tokens(own, vocabulary, vocabulary + 1, bos, eos, 0 if pad is None else pad, tuple(joint))


def load_tokens(folder: Path, vocabulary: int) -> Tokens:
    """Read a tokenizer of transformers from a folder; nothing is downloaded.

    Raises:
        ValueError: There is none, it is of the slow kind, or it does not fit the language model.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder: give one with the tokenizer.json of the language model")
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise ValueError(f"{folder} holds no tokenizer that transformers reads ({error})") from error
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise ValueError(f"the tokenizer in {folder} is of the slow kind: save it with its tokenizer.json")
    return tokens_of(tokenizer, vocabulary)
