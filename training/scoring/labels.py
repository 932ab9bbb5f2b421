"""What a classifier's outputs mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

SEVERAL = "multi_label_classification"


@dataclass(frozen=True, slots=True)
class Output:
    """Which of a classifier's outputs counts, and as what.

    Attributes:
        index: The output.
        kind: `probability` among all labels, `yes` for one label by itself, or `number`, as it is.
    """

    index: int
    kind: str

    def values(self, logits_BL: Tensor) -> list[float]:
        """Return the value of each row of logits."""
        logits_BL = logits_BL.float().cpu()
        if self.kind == "probability":
            logits_BL = logits_BL.softmax(dim=-1)
        elif self.kind == "yes":
            logits_BL = logits_BL.sigmoid()
        return [float(value) for value in logits_BL[:, self.index]]


def output_of(config: Any, label: str, folder: Path) -> Output:
    """Return the output of a model that a label names.

    Args:
        config: The model's configuration.
        label: The label; empty for a model of one output.
        folder: Where the model is from, for the message.

    Raises:
        ValueError: The model has no such label, or several outputs and none is named.
    """
    names = [config.id2label[index] for index in range(config.num_labels)]
    if not label and len(names) == 1:
        return Output(0, "number")
    if label not in names:
        given = f"label {label!r} is none of its labels" if label else "it has several outputs and no label is given"
        raise ValueError(f"the model in {folder}: {given}: give one of {', '.join(map(repr, names))}")
    alone = config.problem_type == SEVERAL or len(names) == 1
    return Output(names.index(label), "yes" if alone else "probability")
