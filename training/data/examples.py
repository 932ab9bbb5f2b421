"""What a model learns from one sample: token ids, and pictures as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from training.data.drafts import Draft, image_index, without
from training.data.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence.

    Attributes:
        key: Key of its sample.
        ids: Token ids, one at least.
        image_index: For each token the number of the image it looks at, from 1; 0 for none.
        pictures: Its images, each [3, S, S], in the order of their tokens.
        broken: Images that could not be decoded and are left out.
    """

    key: str
    ids: tuple[int, ...]
    image_index: tuple[int, ...]
    pictures: tuple[Tensor, ...]
    broken: int = 0


def mended(draft: Draft, pictures: Sequence[Tensor | None], tokens: Tokens) -> Draft:
    """Return a draft without the images that could not be decoded."""
    gone = {number for number, picture in enumerate(pictures) if picture is None}
    return replace(without(draft, gone, tokens), broken=draft.broken + len(gone)) if gone else draft


def example(key: str, draft: Draft, pictures: Sequence[Tensor | None], tokens: Tokens) -> Example:
    """Return the example of a draft whose images are those that are there.

    A draft with nothing in it becomes a lone `<EOC>`, of which nothing is learnt: no token comes before it.
    """
    ids = draft.ids or (tokens.eoc,)
    kept = tuple(picture for picture in pictures if picture is not None)
    assert len(kept) == ids.count(tokens.image), "a picture for each <image>"
    return Example(key, ids, image_index(ids, tokens.image, draft.sees_next), kept, draft.broken)
