from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.scoring.tiny_scorers import LONGEST, save_text_classifier
from training.scoring.text_classifier import TextClassifier

TEXT = "The tide comes in at six, and the boats with it. Nobody on the pier looks up. "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    labels = ("toxic", "insult")
    return save_text_classifier(
        tmp_path_factory.mktemp("classifier"), *labels, problem_type="multi_label_classification"
    )


def classifier(folder: Path, stretches: int = 32, batch: int = 32) -> TextClassifier:
    return TextClassifier(folder, "toxic", LONGEST, stretches, batch)


def test_a_long_text_has_the_highest_value_of_its_stretches(folder: Path) -> None:
    model = classifier(folder)
    long = TEXT * 5
    stretches = [long[begin : begin + LONGEST] for begin in range(0, len(long), LONGEST)]  # a byte is a token
    values = [model.score(each) for each in stretches]
    assert model.score(long) == pytest.approx(max(value for value in values if value is not None), abs=1e-5)
    assert len({round(value, 6) for value in values if value is not None}) > 1


def test_what_lies_beyond_the_last_stretch_is_not_looked_at(folder: Path) -> None:
    model = classifier(folder, stretches=2)
    assert model.score(TEXT * 50) == pytest.approx(model.score((TEXT * 2)[: 2 * LONGEST]), abs=1e-5)


def test_batches_do_not_matter(folder: Path) -> None:
    assert classifier(folder, batch=1).score(TEXT * 9) == pytest.approx(classifier(folder).score(TEXT * 9), abs=1e-5)


def test_an_empty_text_has_no_value(folder: Path) -> None:
    assert classifier(folder).score(" \n\n ") is None


def test_any_text_is_read(folder: Path) -> None:
    for text in ("\x00", "\ud7ff\U0010ffff", "<pad><s>", "a" * 100_000):
        value = classifier(folder, stretches=3).score(text)
        assert value is not None
        assert 0 <= value <= 1
