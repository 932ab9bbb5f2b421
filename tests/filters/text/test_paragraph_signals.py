from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Signal, Text
from filters.signals import measure_all
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.sample import Sample
from filters.text.settings import SignalSettings
from filters.text.text_signals import DOCUMENT_SIGNALS
from tests.tiny_fasttext import write_model

MIXED = "Кошка cat 猫 قطة γάτα ✂️ แมว 고양이 "


def of(text: str, language: str | None = None) -> dict[str, Signal]:
    return measure_all(Sample((Text(text),), within=language), PARAGRAPH_SIGNALS)


def test_every_one_is_a_documents_signal_too() -> None:
    for name, spec in PARAGRAPH_SIGNALS.items():
        of_document = DOCUMENT_SIGNALS[name]
        assert (spec.name, spec.kind, spec.low) == (name, of_document.kind, of_document.low)


def test_word_lists_are_those_of_the_documents_language() -> None:
    assert of("the cat", "de")["stop_word_share"] == 0.0
    assert of("the cat", "en")["stop_word_share"] == 0.5


@pytest.mark.parametrize("language", [None, "en", "zh", "ja", "bo", "und"])
@pytest.mark.parametrize(
    "text", ["", "word", "!!! ??? ...", " \n\t ", "\x00\x1b[0m\x85\u2028", MIXED, "\ufffd\ufeff", "1"]
)
def test_strange_texts_stay_finite_and_within_their_ranges(text: str, language: str | None) -> None:
    assert_in_range(of(text, language))
    assert of(text, language) == of(text, language)


@pytest.mark.parametrize("length", [100_000, pytest.param(10_000_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("character", "a.1我😀 \x00")
def test_an_endless_run_of_one_character(character: str, language: str, length: int) -> None:
    found = of(character * length, language)
    assert_in_range(found)
    assert found["character_repetition"] == 1.0


@pytest.mark.parametrize("times", [1, pytest.param(160, marks=pytest.mark.slow)])
def test_many_different_characters_and_words(times: int) -> None:
    alphabet = [chr(code) for code in range(0x4E00, 0x9F00)]
    assert_in_range(of("".join(alphabet) * times, "zh"))
    assert_in_range(of(" ".join(f"word{number}" for number in range(6_000 * times)), "en"))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200) | st.text(MIXED + "12:.,'", max_size=200), st.sampled_from([None, "en", "zh", "bo"]))
def test_every_signal_stays_within_its_range(text: str, language: str | None) -> None:
    found = of(text, language)
    assert list(found) == list(PARAGRAPH_SIGNALS)
    assert_in_range(found)


def test_models_and_lists_given_by_path_count(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("cat\n")
    model = write_model(tmp_path / "quality.bin", {"cat": [1.0]}, {"hq": [0.0], "cc": [0.0]})
    given = SignalSettings(flagged_words=str(tmp_path), quality_model=model)
    sample = Sample((Text("the cat"),), given, "en")
    found = measure_all(sample, PARAGRAPH_SIGNALS)
    assert (found["flagged_words"], found["quality"]) == (0.5, 0.5)


def assert_in_range(found: dict[str, Signal]) -> None:
    for name, value in found.items():
        spec = PARAGRAPH_SIGNALS[name]
        if value is None or isinstance(value, str):
            assert value is None or spec.kind is str
            continue
        assert type(value) is spec.kind
        assert math.isfinite(value)
        assert spec.low <= value <= spec.high
