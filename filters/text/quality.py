"""Quality by a fasttext classifier of one's own choice."""

from __future__ import annotations

from filters.signals import SignalSpec
from filters.text.fasttext_model import LABEL, load_model, probability
from filters.text.sample import Sample

ALL_LABELS = -1
MAX_CHARACTERS = 1_000_000


def classify(text: str, model: str, label: str) -> float | None:
    """Return the probability that a supervised fasttext model gives to a label, to four digits.

    None where the model knows nothing of the text.

    Args:
        text: Any text; its first MAX_CHARACTERS characters count, as one line.
        model: Path of the model.
        label: Without `__label__`.

    Raises:
        ValueError: The model has no such label.
    """
    labels, scores = load_model(model).predict(" ".join(text[:MAX_CHARACTERS].split()), k=ALL_LABELS)
    if not labels:
        return None
    names = [str(each).removeprefix(LABEL) for each in labels]
    if label not in names:
        known = ", ".join(sorted(names))
        raise ValueError(
            f"signals.quality_label = {label!r}: the model {model} knows {known}; name the one of good pages"
        )
    return probability(scores[names.index(label)])


def quality(sample: Sample) -> float | None:
    """Probability that `signals.quality_model` gives to its label of good pages, 0 to 1.

    None without a model, and where the model knows nothing of the text.
    Such models: DCLM's of instruction-like pages (Li et al. 2024); OBELICS' of Wikipedia and OpenWebText against Common
    Crawl, which keeps 0.5 and more and was not released.
    """
    settings = sample.settings
    if settings.quality_model is None:
        return None
    return classify(sample.text, settings.quality_model, settings.quality_label)


SPECS: tuple[SignalSpec[Sample], ...] = (SignalSpec("quality", float, 0, 1, quality, needs="quality_model"),)
