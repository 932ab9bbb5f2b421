from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from training.scoring.labels import output_of

LOGITS = torch.tensor([[1.0, 3.0], [0.0, 0.0]])
HERE = Path("folder")


def config(*labels: str, problem: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(id2label=dict(enumerate(labels)), num_labels=len(labels), problem_type=problem)


def test_one_of_several_labels_has_a_probability_among_them() -> None:
    values = output_of(config("normal", "nsfw"), "nsfw", HERE).values(LOGITS)
    assert values == pytest.approx([1 / (1 + torch.e**-2), 0.5])


def test_where_several_labels_may_hold_each_stands_for_itself() -> None:
    values = output_of(config("a", "b", problem="multi_label_classification"), "a", HERE).values(LOGITS)
    assert values == pytest.approx([1 / (1 + torch.e**-1), 0.5])


def test_a_single_output_is_a_number_or_with_its_label_a_probability() -> None:
    assert output_of(config("LABEL_0"), "", HERE).values(LOGITS) == [1, 0]
    assert output_of(config("LABEL_0"), "LABEL_0", HERE).values(LOGITS) == pytest.approx([1 / (1 + torch.e**-1), 0.5])


@pytest.mark.parametrize(("label", "message"), [("NSFW", "label 'NSFW' is none"), ("", "several outputs and no label")])
def test_a_label_that_the_model_has_not_is_refused_with_those_it_has(label: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"{message}.*'normal', 'nsfw'"):
        output_of(config("normal", "nsfw"), label, HERE)
