"""Models and word lists of others that signals of text may use: given by path, and known by their contents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

LISTS = ("stop_words", "flagged_words", "common_words")
"""Folders of word lists; the other paths are files."""
REPLACING = ("language_model", "stop_words")
"""What takes the place of something that comes with m3w: without it, signals are measured all the same."""


class SignalSettings(BaseModel):
    """`[signals]`: paths on the machine that measures. A signal whose model or list isn't given is None everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language_model: str | None = Field(default=None, min_length=1)
    """A fasttext model of languages (`lid.176.bin`) in place of the compressed one that comes with m3w."""

    quality_model: str | None = Field(default=None, min_length=1)
    """A supervised fasttext model of good and bad pages; `quality` is the probability of its `quality_label`."""

    quality_label: str = Field(default="hq", min_length=1)
    """The label, without `__label__`, that the quality model gives to good pages (`hq` in DCLM's)."""

    perplexity_model: str | None = Field(default=None, min_length=1)
    """A KenLM model, `.arpa` or binary; needs the package kenlm."""

    perplexity_tokens: str | None = Field(default=None, min_length=1)
    """The SentencePiece model that the KenLM model's text was cut by; needs the package sentencepiece."""

    stop_words: str | None = Field(default=None, min_length=1)
    """A folder of lists (`en.txt`, a word a line) for `stop_word_share`, in place of those that come with m3w."""

    flagged_words: str | None = Field(default=None, min_length=1)
    """A folder of lists (`en.txt`, a word a line) for `flagged_words`; none come with m3w."""

    common_words: str | None = Field(default=None, min_length=1)
    """A folder of lists (`en.txt`, a word a line) for `common_words`; none come with m3w."""


PACKAGES = {"perplexity_model": "kenlm", "perplexity_tokens": "sentencepiece"}
"""What is needed to use them and does not come with m3w."""
PATHS = tuple(name for name in SignalSettings.model_fields if name != "quality_label")


def fingerprint(settings: SignalSettings) -> dict[str, str]:
    """Return what the signals depend on: a digest of the contents of each path given, wherever it lies.

    Raises:
        ValueError: A path is not there, or is a file where a folder of lists is wanted, or the reverse; or the package
            that reads it is not installed.
    """
    given = {name: getattr(settings, name) for name in PATHS if getattr(settings, name) is not None}
    for name in given.keys() & PACKAGES.keys():
        if find_spec(PACKAGES[name]) is None:
            raise ValueError(
                f"signals.{name} needs the package {PACKAGES[name]}, which is not installed: "
                "pip install 'm3w[perplexity]' (kenlm is built on the spot, by a C++ compiler and cmake)"
            )
    digests = {name: _digest(name, Path(path)) for name, path in given.items()}
    return digests | ({"quality_label": settings.quality_label} if "quality_model" in digests else {})


def require_same(measured: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Hold the models and lists of a recipe against those that documents were measured with.

    What documents were measured without can be measured later; what was measured otherwise would be judged unseen.

    Args:
        measured: Fingerprint of the settings that documents were measured with.
        given: Fingerprint of the recipe's.

    Raises:
        ValueError: The recipe gives one that the documents' signals were not measured with.
    """
    for name, digest in given.items():
        if measured.get(name, "" if name in REPLACING else digest) != digest:
            raise ValueError(
                f"signals.{name} is not what the documents were measured with: leave it out of the recipe to judge by "
                "their signals as they are, or extract with this recipe into another --corpus"
            )


def _digest(name: str, path: Path) -> str:
    if name not in LISTS:
        if not path.is_file():
            raise ValueError(
                f"signals.{name} = {str(path)!r}: there is no such file; give the path of one, or leave it out"
            )
        return _file_digest(path)
    lists = sorted(path.glob("*.txt")) if path.is_dir() else []
    if not lists:
        raise ValueError(
            f"signals.{name} = {str(path)!r}: no folder with a list in it; "
            "give one that holds a text file a language (en.txt, a word a line), or leave it out"
        )
    return hashlib.sha256("".join(f"{each.name} {_file_digest(each)}\n" for each in lists).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
