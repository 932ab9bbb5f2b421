from __future__ import annotations

from pathlib import Path

import pytest

from filters.text.segmentation import words_of
from filters.text.stop_words import FUNCTION_WORDS, STOP_WORDS, all_stop_words

# Article 1 of the Universal Declaration of Human Rights.
ARTICLE = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand",
    "ru": "все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا",
}


def test_every_short_list_has_eight_words_as_gophers_has() -> None:
    assert STOP_WORDS["en"] == {"the", "be", "to", "of", "and", "that", "have", "with"}
    assert {language: len(words) for language, words in STOP_WORDS.items()} == dict.fromkeys(STOP_WORDS, 8)


def test_words_are_written_as_the_signals_look_them_up() -> None:
    for words in STOP_WORDS.values():
        assert all(word == word.lower() and word.isalpha() for word in words)
    assert all(word == word.lower() for word in FUNCTION_WORDS)


@pytest.mark.parametrize("language", ARTICLE)
def test_prose_has_stop_words(language: str) -> None:
    words = {word.strip(".,").lower() for word in words_of(ARTICLE[language], language)}
    long = all_stop_words(language)
    assert long is not None
    assert len(words & long) >= 3
    assert words & STOP_WORDS[language]


@pytest.mark.parametrize("language", ["und", "tlh", "xx"])
def test_an_unknown_language_has_none(language: str) -> None:
    assert all_stop_words(language) is None


def test_a_folder_takes_the_place_of_all_lists(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("Only\nthese\n")
    assert all_stop_words("en", str(tmp_path)) == {"only", "these"}
    assert all_stop_words("de", str(tmp_path)) is None
