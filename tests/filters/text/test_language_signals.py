from __future__ import annotations

from pathlib import Path

from dom_parsing.records import Text
from filters.text.language import UNKNOWN, identify
from filters.text.language_signals import language, language_score
from filters.text.sample import Sample
from filters.text.settings import SignalSettings
from tests.tiny_fasttext import write_model


def test_language_and_score_of_a_sample() -> None:
    sample = Sample((Text("All human beings are born free and equal."), Text("In dignity and rights.")))
    assert language(sample) == "en"
    assert 0.5 < language_score(sample) <= 1
    assert (language(Sample(())), language_score(Sample(()))) == (UNKNOWN, 0.0)


def test_a_part_is_asked_for_its_own_language() -> None:
    sample = Sample((Text("Alle Menschen sind frei und gleich an Würde und Rechten geboren."),), within="en")
    assert language(sample) == "de"


def test_another_model_may_be_given(tmp_path: Path) -> None:
    model = write_model(tmp_path / "model.bin", {"nuqneH": [9, 0], "saluton": [0, 9]}, {"tlh": [9, 0], "eo": [0, 9]})
    sample = Sample((Text("nuqneH"),), SignalSettings(language_model=model))
    assert (language(sample), language_score(sample)) == ("tlh", 1.0)
    assert identify("words it never saw", model) == (UNKNOWN, 0.0)
