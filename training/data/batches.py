"""Examples -> padded tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from training.data.examples import Example
from training.data.tokens import Tokens
from training.labels import labels_of


@dataclass(frozen=True, slots=True)
class Batch:
    """What a Flamingo takes in, and what is to be predicted.

    Attributes:
        input_ids: Token ids [B, L], L that of the longest example.
        attention_mask: 1 for tokens, 0 for padding [B, L].
        labels: Ids to be predicted, each by the position before it; -100 for none [B, L].
        image_index: For each token the number of the image it looks at, from 1; 0 for none [B, L].
        pixel_values: Images [B, N, 1, 3, S, S]; where an example has fewer than N, zeros that no token looks at.
        images: Images that are none of these zeros [B].
        broken: Images that could not be decoded and were left out [B].
    """

    input_ids: Tensor
    attention_mask: Tensor
    labels: Tensor
    image_index: Tensor
    pixel_values: Tensor
    images: Tensor
    broken: Tensor

    def __len__(self) -> int:
        """Return the number of examples."""
        return len(self.input_ids)

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device."""
        return Batch(*(getattr(self, each.name).to(device, non_blocking=True) for each in fields(self)))

    def split(self, size: int) -> list[Batch]:
        """Return batches of at most `size` examples, for memory that holds no more at once."""
        parts = (getattr(self, each.name).split(size) for each in fields(self))
        return [Batch(*tensors) for tensors in zip(*parts, strict=True)]


@dataclass(frozen=True, slots=True)
class Term:
    """One dataset's part of an update: the name of the dataset, its lambda, and its batch in one or more pieces."""

    name: str
    weight: float
    batches: Sequence[Batch]


def collate(examples: Sequence[Example], tokens: Tokens, image_size: int) -> Batch:
    """Return the batch of one or more examples.

    It has place for one image at least: what is learnt takes part in every pass, as distributed training needs.

    Args:
        examples: The examples.
        tokens: What their ids mean.
        image_size: Side of their pictures (S).
    """
    size = (len(examples), max(len(each.ids) for each in examples))
    places = max(1, *(len(each.pictures) for each in examples))
    ids_BL = torch.full(size, tokens.pad)
    mask_BL, index_BL = (torch.zeros(size, dtype=torch.long) for _ in range(2))
    pixels = torch.zeros(len(examples), places, 1, 3, image_size, image_size)
    for row, each in enumerate(examples):
        ids_BL[row, : len(each.ids)] = torch.tensor(each.ids)
        mask_BL[row, : len(each.ids)] = 1
        index_BL[row, : len(each.ids)] = torch.tensor(each.image_index)
        for number, picture in enumerate(each.pictures):
            pixels[row, number, 0] = picture
    images, broken = ([len(each.pictures) for each in examples], [each.broken for each in examples])
    return Batch(
        input_ids=ids_BL,
        attention_mask=mask_BL,
        labels=labels_of(ids_BL, mask_BL, tokens.image),
        image_index=index_BL,
        pixel_values=pixels,
        images=torch.tensor(images),
        broken=torch.tensor(broken),
    )
