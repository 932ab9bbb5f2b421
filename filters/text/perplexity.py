"""Perplexity under a KenLM model, as CCNet and OBELICS measure it (Wenzek et al. 2020, arXiv 1911.00359).

kenlm has no wheels, so it is no dependency of m3w: whoever asks for the signal installs it. SentencePiece likewise.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from filters.signals import SignalSpec
from filters.text.sample import Sample
from filters.text.settings import SignalSettings

INFINITE = float("inf")
MAX_CHARACTERS = 1_000_000
MAX_EXPONENT = 300.0
NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f]")
DIGIT = re.compile(r"\d")
PLAIN = str.maketrans(
    dict(zip("，。、∶：？！（）；～％’´–━►〈〉【】", ",.,::?!();~%''---<>[]", strict=True))
    | dict.fromkeys("„”“«»」「《》", '"')
    | {"—": " - ", "．": ". ", "…": "..."}
)
"""Punctuation as the models' texts have it."""


def normalise(paragraph: str) -> str:
    """Return a paragraph as CCNet's models were trained on it: printable, digits all 0, plain punctuation."""
    line = " ".join(NOT_PRINTED.sub(" ", paragraph).split())
    return DIGIT.sub("0", line).translate(PLAIN)


def perplexity_of(text: str, settings: SignalSettings) -> float | None:
    """Return the perplexity of a text: 10 to the power of minus the mean log10 probability of a token.

    Each paragraph is a sentence of the model, whose end counts as a token. None for a text without tokens.

    Raises:
        ValueError: A model can't be read.
    """
    assert settings.perplexity_model is not None
    model = _model(settings.perplexity_model)
    log10, tokens = 0.0, 0
    for paragraph in text[:MAX_CHARACTERS].split("\n\n"):
        line = _tokens(normalise(paragraph), settings.perplexity_tokens)
        if line:
            log10 += model.score(" ".join(line))
            tokens += len(line) + 1
    return round(10.0 ** min(-log10 / tokens, MAX_EXPONENT), 1) if tokens else None


def _tokens(line: str, model: str | None) -> list[str]:
    return line.split() if model is None else list(_cutter(model).encode_as_pieces(line))


@cache
def _model(path: str) -> Any:
    import kenlm

    try:
        return kenlm.Model(path)
    except OSError as error:
        raise ValueError(
            f"signals.perplexity_model = {path!r}: {error}; give an ARPA or binary file of KenLM"
        ) from error


@cache
def _cutter(path: str) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=path)
    except (OSError, RuntimeError) as error:
        raise ValueError(f"signals.perplexity_tokens = {path!r}: {error}; give a model of SentencePiece") from error


def perplexity(sample: Sample) -> float | None:
    """Perplexity by `signals.perplexity_model`, to one decimal: the lower, the more the text is like the model's.

    10 ** (-log10 p(text) / tokens), 0 and more; None without a model or without tokens. OBELICS keeps documents up to
    1500 under a model of the English Wikipedia; where it glues paragraphs into one sentence, ours stay apart, as in
    CCNet.
    """
    return None if sample.settings.perplexity_model is None else perplexity_of(sample.text, sample.settings)


SPECS: tuple[SignalSpec[Sample], ...] = (
    SignalSpec("perplexity", float, 0, INFINITE, perplexity, needs="perplexity_model"),
)
