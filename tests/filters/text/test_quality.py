from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from dom_parsing.records import Text
from filters.text.quality import classify, quality
from filters.text.sample import Sample
from filters.text.settings import SignalSettings
from tests.tiny_fasttext import write_model


@pytest.fixture
def model(tmp_path: Path) -> str:
    """Odds of three to one for a text of `good`, one to three for one of `bad`."""
    labels = {"hq": [log(3), 0.0], "cc": [0.0, log(3)]}
    return write_model(tmp_path / "quality.bin", {"good": [1.0, 0.0], "bad": [0.0, 1.0]}, labels)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("good", 0.75),
        ("bad", 0.25),
        ("good\n\nbad", 0.5),
        ("good good unheard-of good bad", 0.634),  # logit ln 3 * (3 - 1) / 4
        ("unheard-of", None),
        ("", None),
    ],
)
def test_probability_of_the_label(text: str, expected: float | None, model: str) -> None:
    assert quality(Sample((Text(text),), SignalSettings(quality_model=model))) == expected


def test_another_label(model: str) -> None:
    assert classify("good", model, "cc") == 0.25
    with pytest.raises(ValueError, match=r"signals\.quality_label = 'best': .* knows cc, hq; name the one"):
        classify("good", model, "best")


def test_without_a_model_there_is_none() -> None:
    assert quality(Sample((Text("good"),))) is None
