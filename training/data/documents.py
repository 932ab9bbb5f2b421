"""Samples that are documents: text and images interleaved (Flamingo, sections 2.4 and A.3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from dom_parsing.records import Element, Image, Text
from dom_parsing.sequence import stretches
from shards.sample import FORMAT
from training.data.chance import Luck
from training.data.drafts import Draft, without
from training.data.examples import Example, example, mended
from training.data.shard_index import Sample
from training.data.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Documents:
    """Makes examples of documents.

    Attributes:
        tokens: What turns text into token ids.
        max_tokens: Length of the subsequence that is taken of a document.
        max_images: Images in it that stay, the first ones.
        p_next: Probability that the text of a document looks at the next image in place of the last.
    """

    tokens: Tokens
    max_tokens: int = 256
    max_images: int = 5
    p_next: float = 0.5

    def draft(self, sample: Sample, record: Mapping[str, Any], luck: Luck) -> Draft:
        """Return a random contiguous subsequence of a document, after the token that begins a sequence.

        Args:
            sample: The sample; its members are named in the record.
            record: What is in its `KEY.json`.
            luck: Where it begins, and which way it looks.

        Raises:
            ValueError: The record is of another format.
        """
        if record.get("format") != FORMAT:
            raise ValueError(
                f"its format is {record.get('format')!r}, not {FORMAT!r}: documents come from `m3w shards`"
            )
        first = () if self.tokens.bos is None else (self.tokens.bos,)
        whole = sequence(record["elements"], self.tokens)
        part = window(whole, self.max_tokens - len(first), self.tokens.image, luck)
        beyond = range(self.max_images, len(part.members))
        if beyond:
            part = without(part, beyond, self.tokens)
        return replace(part, ids=first + part.ids, sees_next=luck.coin("next", self.p_next))

    def finish(self, key: str, draft: Draft, pictures: Sequence[Tensor | None]) -> Example:
        """Return the example; an image that could not be decoded is left out with its token."""
        return example(key, mended(draft, pictures, self.tokens), pictures, self.tokens)


def sequence(elements: Sequence[Mapping[str, Any]], tokens: Tokens) -> Draft:
    """Return a whole document: `dom_parsing.sequence.render`, in token ids."""
    parts = stretches([_element(each) for each in elements])
    texts = iter(tokens.encode([part for part in parts if isinstance(part, str)]))
    ids: list[int] = []
    for part in parts:
        if isinstance(part, str):
            ids.extend(next(texts))
        else:
            # Not by the part's number: a tokenizer that lacks all letters of a text makes nothing of it.
            ids.extend((tokens.eoc, tokens.image) if ids else (tokens.image,))
    if ids:
        ids.append(tokens.eoc)
    return Draft(tuple(ids), tuple(each["member"] for each in elements if each["type"] == "image"))


def window(draft: Draft, size: int, image: int, luck: Luck) -> Draft:
    """Return `size` neighbouring tokens, every beginning equally likely; the whole draft where it is no longer."""
    room = len(draft.ids) - size
    if room <= 0:
        return draft
    begin = int(luck.draw("window").integers(room + 1))
    ids = draft.ids[begin : begin + size]
    before = draft.ids[:begin].count(image)
    return replace(draft, ids=ids, members=draft.members[before : before + ids.count(image)])


def _element(record: Mapping[str, Any]) -> Element:
    return Text(record["text"]) if record["type"] == "text" else Image(record["url"])
