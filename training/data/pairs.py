"""Samples that are an image and its caption (Flamingo, section 2.4): `<BOS><image>caption<EOC><EOS>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from shards.pairs import FORMAT
from training.data.chance import Luck
from training.data.drafts import Draft
from training.data.examples import Example, example
from training.data.shard_index import Sample
from training.data.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Pairs:
    """Makes examples of pairs.

    Attributes:
        tokens: What turns text into token ids.
        max_tokens: Longest sequence; a longer caption is cut, `<EOC>` stays.
        p_space: Probability that the caption begins with a space ("a substantial improvement": paper, A.3.2).
    """

    tokens: Tokens
    max_tokens: int = 32
    p_space: float = 0.5

    def draft(self, sample: Sample, record: Mapping[str, Any], luck: Luck) -> Draft:
        """Return the sequence of a pair.

        Args:
            sample: The sample: `json`, and one member that is the image.
            record: What is in its `KEY.json`.
            luck: Whether a space comes first.

        Raises:
            ValueError: The record is of another format, or there is not one image.
        """
        if record.get("format") != FORMAT:
            raise ValueError(
                f"its format is {record.get('format')!r}, not {FORMAT!r}: pairs come from `m3w shards --pairs`"
            )
        images = [suffix for suffix in sample.members if suffix != "json"]
        if len(images) != 1:
            raise ValueError(f"it has {len(images)} images, a pair has one")
        tokens = self.tokens
        first = [token for token in (tokens.bos, tokens.image) if token is not None]
        last = [token for token in (tokens.eoc, tokens.eos) if token is not None]
        space = " " if luck.coin("space", self.p_space) else ""
        (caption,) = tokens.encode([space + record["caption"]])
        room = self.max_tokens - len(first) - len(last)
        return Draft((*first, *caption[:room], *last), tuple(images))

    def finish(self, key: str, draft: Draft, pictures: Sequence[Tensor | None]) -> Example:
        """Return the example; of a pair whose image could not be decoded nothing is learnt."""
        if None in pictures:
            return example(key, Draft((), (), broken=1), (), self.tokens)
        return example(key, draft, pictures, self.tokens)
