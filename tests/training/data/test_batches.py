from __future__ import annotations

import torch

from tests.training.data.toy_tokens import byte_tokens
from training.data.batches import Batch, collate
from training.data.examples import Example

TOKENS = byte_tokens()
IMAGE, EOC = TOKENS.image, TOKENS.eoc


def picture(value: float) -> torch.Tensor:
    return torch.full((3, 4, 4), value)


EXAMPLES = [
    Example("a", (1, IMAGE, 2, EOC, IMAGE, 3, EOC), (0, 1, 1, 1, 2, 2, 2), (picture(1), picture(2))),
    Example("b", (5, EOC), (0, 0), (), broken=1),
    Example("c", (IMAGE, 6, EOC), (1, 1, 1), (picture(3),)),
]
BATCH = collate(EXAMPLES, TOKENS, 4)


def test_examples_are_padded_to_the_longest_and_masked() -> None:
    assert BATCH.input_ids.tolist()[2] == [IMAGE, 6, EOC, *[TOKENS.pad] * 4]
    assert BATCH.attention_mask.sum(1).tolist() == [7, 2, 3]
    assert BATCH.image_index.tolist() == [[0, 1, 1, 1, 2, 2, 2], [0] * 7, [1, 1, 1, 0, 0, 0, 0]]
    assert BATCH.labels.tolist()[1] == [-100, EOC, *[-100] * 5]


def test_there_is_place_for_the_most_images_and_zeros_elsewhere() -> None:
    assert BATCH.pixel_values.shape == (3, 2, 1, 3, 4, 4)
    assert BATCH.pixel_values[:, :, 0, 0, 0, 0].tolist() == [[1, 2], [0, 0], [3, 0]]
    assert (BATCH.images.tolist(), BATCH.broken.tolist()) == ([2, 0, 1], [0, 1, 0])


def test_a_batch_without_images_has_place_for_one() -> None:
    assert collate(EXAMPLES[1:2], TOKENS, 4).pixel_values.shape == (1, 1, 1, 3, 4, 4)


def test_pieces_make_up_the_batch() -> None:
    pieces = BATCH.split(2)
    assert [len(piece) for piece in pieces] == [2, 1]
    for name in Batch.__slots__:
        assert torch.equal(torch.cat([getattr(piece, name) for piece in pieces]), getattr(BATCH, name))


def test_it_moves_to_a_device() -> None:
    assert BATCH.to(torch.device("meta")).pixel_values.device.type == "meta"
