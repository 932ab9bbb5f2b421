from __future__ import annotations

from pathlib import Path

import pytest

from filters.text.fasttext_model import load_model, probability
from tests.tiny_fasttext import write_model


def test_a_model_is_loaded_once(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.bin", {"a": [1.0]}, {"x": [1.0], "y": [2.0]})
    assert load_model(path) is load_model(path)


@pytest.mark.parametrize("content", [None, b"no model at all"])
def test_what_is_no_model_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"model\.bin"):
        load_model(str(path))


@pytest.mark.parametrize(("score", "expected"), [(1.00001, 1.0), (-1e-9, 0.0), (0.123449, 0.1234), (0.5, 0.5)])
def test_probabilities_have_four_digits(score: float, expected: float) -> None:
    assert probability(score) == expected
