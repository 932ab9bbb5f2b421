from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from training.labels import IGNORED, labels_of

BOS, IMAGE, EOC = 0, 50, 51


def test_text_and_eoc_are_learnt_images_padding_and_bos_are_not() -> None:
    ids = torch.tensor([[BOS, IMAGE, 7, 8, EOC, BOS, 2, 2]])
    mask = torch.tensor([[1, 1, 1, 1, 1, 1, 0, 0]])
    no = IGNORED
    assert labels_of(ids, mask, IMAGE).tolist() == [[no, no, 7, 8, EOC, BOS, no, no]]  # here it ends the sequence too


@given(st.lists(st.sampled_from([3, 4, IMAGE, EOC]), min_size=1, max_size=9), st.integers(0, 4))
def test_each_position_is_itself_or_none(tokens: list[int], padding: int) -> None:
    ids = torch.tensor([tokens + [IMAGE] * padding])
    mask = torch.tensor([[1] * len(tokens) + [0] * padding])
    labels = labels_of(ids, mask, IMAGE)[0].tolist()
    expected = [token if place and token != IMAGE else IGNORED for place, token in enumerate(tokens)]
    assert labels == expected + [IGNORED] * padding
