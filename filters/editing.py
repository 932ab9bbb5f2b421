"""Rules on paragraphs: what they leave of a document, and the signals of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dom_parsing.records import Element, Signal, Text
from filters.records import SHORTLIST, Decision, dropped, kept
from filters.rules import Bound, Rules
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS, Sample, measure

REPEATED = "repeated_in_site"


@dataclass(frozen=True, slots=True)
class ParagraphRules:
    """What a paragraph must keep to.

    Attributes:
        rules: Bounds on PARAGRAPH_SIGNALS.
        repeated_in_site: Bound on the number of documents of its site that say it; None for any.
    """

    rules: Rules
    repeated_in_site: Bound | None = None

    def __bool__(self) -> bool:
        return bool(self.rules) or self.repeated_in_site is not None


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
    subject: str, elements: Sequence[Element], rules: ParagraphRules, repeats: Mapping[int, int], *, every: bool = False
) -> Edited:
    """Judge each paragraph of a document.

    Args:
        subject: The document's id.
        elements: Its elements.
        rules: What paragraphs must keep to.
        repeats: How many documents of the site say a paragraph, by its index; 1 for those not named.
        every: Find every rule a paragraph breaks, not only the first.
    """
    decisions: list[Decision] = []
    found: list[Decision] = []
    left: list[Element] = []
    for index, element in enumerate(elements):
        if isinstance(element, Text):
            breaches = paragraph_breaches(subject, index, element, rules, repeats.get(index, 1))
            first = next(breaches, None)
            decisions.append(first or kept(subject, index, SHORTLIST))
            if first is not None:
                found += [first, *(breaches if every else ())]
                continue
        left.append(element)
    return Edited(tuple(decisions), tuple(found), tuple(left))


def paragraph_breaches(
    subject: str, index: int, paragraph: Text, rules: ParagraphRules, documents: int
) -> Iterator[Decision]:
    """Yield a decision for every rule a paragraph breaks: those on signals in the registry's order, then repetition.

    A signal is measured when its rule is asked: who wants only the first decision pays for no more.
    """
    sample = Sample((paragraph,))
    for name, spec in PARAGRAPH_SIGNALS.items():
        if name in rules.rules and spec.measure is not None:
            value = spec.measure(sample)
            side = rules.rules[name].broken_by(value)
            if side:
                yield dropped(subject, index, SHORTLIST, f"paragraph.{name}", value, side)
    side = rules.repeated_in_site.broken_by(documents) if rules.repeated_in_site else ""
    if side:
        yield dropped(subject, index, SHORTLIST, f"paragraph.{REPEATED}", documents, side)


def measure_again(left: Sequence[Element], rules: Rules) -> dict[str, Signal]:
    """Return every document signal of what is left of a document, those that only its rules ask for included."""
    return measured_for(rules, left, measure(left))


def measured_for(rules: Rules, elements: Sequence[Element], known: Mapping[str, Signal]) -> dict[str, Signal]:
    """Return the known signals with those that rules ask for and nobody has measured: no rule passes unasked."""
    sample = Sample(tuple(elements))
    asked = (DOCUMENT_SIGNALS[name] for name in rules if name not in known)
    return {**known, **{spec.name: spec.measure(sample) for spec in asked if spec.measure is not None}}
