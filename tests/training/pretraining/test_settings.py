from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from training.pretraining.settings import LanguageModelSettings, VisionEncoderSettings


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"vocabulary": 257}, "greater than or equal to 258"),
        ({"width": 36, "heads": 4}, "width = 36 can't be shared by heads = 4.*multiple of 8"),
        ({"context": 1}, "greater than or equal to 8"),
        ({"learning_rate": 0}, "greater than 0"),
        ({"depth": 3}, "Extra inputs are not permitted"),
    ],
)
def test_a_language_model_that_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        LanguageModelSettings(**changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"width": 18}, "multiple of 4"),
        ({"width": 8}, "greater than or equal to 16"),
        ({"batch_size": 1}, "greater than or equal to 2"),
        ({"updates": -1}, "greater than or equal to 0"),
    ],
)
def test_a_vision_encoder_that_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        VisionEncoderSettings(**changes)
