from __future__ import annotations

from pathlib import Path

import pytest

from filters.text.given import SENTENCE, require_lists, try_out
from filters.text.settings import SignalSettings
from tests.tiny_fasttext import write_model


def test_without_any_there_is_nothing_to_refuse() -> None:
    try_out(SignalSettings())


def test_a_label_that_the_model_does_not_know(tmp_path: Path) -> None:
    model = write_model(tmp_path / "quality.bin", {SENTENCE.split()[0]: [1.0]}, {"good": [1.0], "bad": [0.0]})
    try_out(SignalSettings(quality_model=model, quality_label="good"))
    with pytest.raises(ValueError, match=r"signals\.quality_label = 'hq': .* knows bad, good"):
        try_out(SignalSettings(quality_model=model))


@pytest.mark.parametrize("name", ["language_model", "quality_model"])
def test_a_file_that_is_no_model(name: str, tmp_path: Path) -> None:
    path = tmp_path / "none.bin"
    path.write_text("no model at all")
    with pytest.raises(ValueError, match=r"none\.bin"):
        try_out(SignalSettings.model_validate({name: str(path)}))


def test_a_list_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_bytes("été".encode("latin-1"))
    with pytest.raises(ValueError, match=r"fr\.txt is no UTF-8 text"):
        try_out(SignalSettings(flagged_words=str(tmp_path)))


def test_lists_of_none_of_the_languages_that_are_kept(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("pfui\n")
    (tmp_path / "fr.txt").write_text("\n")
    given = SignalSettings(flagged_words=str(tmp_path))
    require_lists(given, ["en", "de"])
    require_lists(given, [])
    require_lists(SignalSettings(), ["en"])
    with pytest.raises(ValueError, match=r"flagged_words = .* has no words of en, fr, .*: .* add en\.txt"):
        require_lists(given, ["en", "fr"])
