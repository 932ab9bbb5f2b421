"""Rules on paragraphs: what they leave of a document, and the signals of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dom_parsing.records import Element, Signal, Text
from filters.records import SHORTLIST, Decision, dropped, kept
from filters.rules import Bound, Rules
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.sample import Sample
from filters.text.settings import SignalSettings
from filters.text.text_signals import DOCUMENT_SIGNALS, measure

REPEATED = "repeated_in_site"


@dataclass(frozen=True, slots=True)
class TextRules:
    """What a recipe asks of texts.

    Attributes:
        document: Bounds on DOCUMENT_SIGNALS.
        paragraph: Bounds on PARAGRAPH_SIGNALS, asked before those.
        repeated_in_site: Bound on the number of documents of a site that say a paragraph; None for any.
        settings: Models and lists to measure with what is not measured yet.
        every: Find every rule that is broken, not only the first.
    """

    document: Rules = field(default_factory=dict)
    paragraph: Rules = field(default_factory=dict)
    repeated_in_site: Bound | None = None
    settings: SignalSettings = field(default_factory=SignalSettings)
    every: bool = False

    @property
    def edit(self) -> bool:
        """Whether documents may lose paragraphs."""
        return bool(self.paragraph) or self.repeated_in_site is not None


@dataclass(frozen=True, slots=True)
class Edited:
    """A document after the rules on paragraphs.

    Attributes:
        decisions: One for each paragraph, in order.
        broken: The rules that paragraphs break: the first of each, or all.
        left: The elements that stay, the images among them.
    """

    decisions: tuple[Decision, ...]
    broken: tuple[Decision, ...]
    left: tuple[Element, ...]


def edit(
    subject: str, elements: Sequence[Element], language: str | None, repeats: Mapping[int, int], rules: TextRules
) -> Edited:
    """Judge each paragraph of a document.

    Args:
        subject: The document's id.
        elements: Its elements.
        language: Its language, whose words and lists count for each paragraph.
        repeats: How many documents of the site say a paragraph, by its index; 1 for those not named.
        rules: What paragraphs must keep to; where it says nothing of them, there are no decisions.
    """
    if not rules.edit:
        return Edited((), (), tuple(elements))
    decisions: list[Decision] = []
    found: list[Decision] = []
    left: list[Element] = []
    for index, element in enumerate(elements):
        if isinstance(element, Text):
            sample = Sample((element,), rules.settings, language)
            breaches = _breaches(subject, index, sample, repeats.get(index, 1), rules)
            first = next(breaches, None)
            decisions.append(first or kept(subject, index, SHORTLIST))
            if first is not None:
                found += [first, *(breaches if rules.every else ())]
                continue
        left.append(element)
    return Edited(tuple(decisions), tuple(found), tuple(left))


def _breaches(subject: str, index: int, sample: Sample, documents: int, rules: TextRules) -> Iterator[Decision]:
    """Yield a decision for every rule a paragraph breaks: those on signals in the registry's order, then repetition.

    A signal is measured when its rule is asked: who wants only the first decision pays for no more.
    """
    for name, spec in PARAGRAPH_SIGNALS.items():
        if name in rules.paragraph and spec.measure is not None:
            value = spec.measure(sample)
            side = rules.paragraph[name].broken_by(value)
            if side:
                yield dropped(subject, index, SHORTLIST, f"paragraph.{name}", value, side)
    side = rules.repeated_in_site.broken_by(documents) if rules.repeated_in_site else ""
    if side:
        yield dropped(subject, index, SHORTLIST, f"paragraph.{REPEATED}", documents, side)


def signals_of_left(edited: Edited, stored: Mapping[str, Signal], rules: TextRules) -> Mapping[str, Signal]:
    """Return the document signals that rules judge: the stored ones, or of a shorter document all of them anew.

    What rules ask for and was never measured, or not with the model it needs, is measured now: no rule passes unasked.
    """
    known = measure(edited.left, rules.settings) if edited.broken else stored
    sample = Sample(edited.left, rules.settings)
    asked = (DOCUMENT_SIGNALS[name] for name in rules.document)
    unknown = (spec for spec in asked if spec.name not in known or (spec.needs and known[spec.name] is None))
    return {**known, **{spec.name: spec.measure(sample) for spec in unknown if spec.measure is not None}}
