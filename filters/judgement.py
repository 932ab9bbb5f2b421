"""What the rules say of a document and of its images."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from dom_parsing.records import Image, Signal
from filters.duplicates.duplicates import Member
from filters.images.image_signals import IMAGE_SIGNALS, REFERENCE_SIGNALS
from filters.images.references import Shown
from filters.images.spread import NOWHERE, Spread
from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, IMAGE_MODEL_SIGNALS
from filters.models.scores import Score
from filters.records import SELECT, SHORTLIST, Decision, dropped, kept
from filters.rules import Bound, Rules, broken
from filters.signals import measure_all
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.records import KEPT, ImageFacts

IMAGES, WORDS_PER_IMAGE = "images", "words_per_image"
LATE_SIGNALS = {**DOCUMENT_SIGNALS, **DOCUMENT_MODEL_SIGNALS}


@dataclass(frozen=True, slots=True)
class Reference:
    """An image where a document shows it: index of the element, and the image's URL."""

    element: int
    url: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that text rules kept, with the images that are still in question.

    Attributes:
        member: The document within its component.
        component: All that is tied to it.
        images: The images that no rule has dropped yet.
        words: Words of its text, without the paragraphs that rules dropped; None where those an image are.
        characters: Characters of that text.
        host: Host of its page.
    """

    member: Member
    component: str
    images: tuple[Reference, ...]
    words: int | None = 0
    characters: int = 0
    host: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a referenced image.

    Attributes:
        element: Where the document shows it.
        facts: Its facts; None where it is not fetched yet.
        spread: How widely its bytes are shown.
        scores: What models say of it, as far as they were asked.
    """

    element: int
    facts: ImageFacts | None
    spread: Spread = NOWHERE
    scores: Mapping[str, Signal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the verdict on its images.

    Attributes:
        candidate: The candidate.
        decisions: One for each image, and one for the document where too few or too many are left; empty while open.
        passes: Whether the document breaks no rule but, perhaps, those on duplicates; None while images or scores are
            missing.
        missing: URLs of the images that have not been fetched.
        pictures: The images that no rule drops.
        unscored: Whether rules ask for what models have not been asked yet.
    """

    candidate: Candidate
    decisions: tuple[Decision, ...]
    passes: bool | None
    missing: tuple[str, ...] = ()
    pictures: tuple[Seen, ...] = ()
    unscored: bool = False


def signals_of_images(words: int | None, images: int) -> dict[str, Signal]:
    """Return the signals of a document that change with the number of its images."""
    return {IMAGES: images, WORDS_PER_IMAGE: None if words is None or not images else words / images}


def before_images(rules: Rules) -> dict[str, Bound]:
    """Return the part of the rules on the number of images that holds before all is known: there can only be fewer."""
    least = rules[IMAGES].min if IMAGES in rules else None
    most = rules[WORDS_PER_IMAGE].max if WORDS_PER_IMAGE in rules else None
    fewest = {} if least is None else {IMAGES: Bound(min=least)}
    return fewest if most is None else {**fewest, WORDS_PER_IMAGE: Bound(max=most)}


def text_breaches(subject: str, signals: Mapping[str, Signal], rules: Rules) -> Iterator[Decision]:
    """Yield a decision for every rule a document breaks by what is known before its images are, in order.

    Of a rule on the number of images only `min` counts here, of one on words an image only `max`: images can only get
    fewer.
    """
    early = {name: bound for name, bound in rules.items() if name not in (IMAGES, WORDS_PER_IMAGE)}
    for name, value, bound in broken(signals, early | before_images(rules), DOCUMENT_SIGNALS):
        yield dropped(subject, None, SHORTLIST, f"document.{name}", value, bound)


def judge_text(subject: str, signals: Mapping[str, Signal], rules: Rules) -> Decision:
    """Decide on a document by the first rule it breaks before its images are known: see `text_breaches`."""
    return next(text_breaches(subject, signals, rules), kept(subject, None, SHORTLIST))


def judge_references(
    subject: str, images: Iterable[tuple[int, Image]], rules: Rules, url_words: Collection[str]
) -> Iterator[Decision]:
    """Decide on images by what the page says of them; yield the decisions on those that are dropped.

    Args:
        subject: The document's id.
        images: Its images, each with the index of its element.
        rules: Image rules; only those on signals of references are asked.
        url_words: The words that the signal of that name counts.
    """
    asked = {name: spec for name, spec in REFERENCE_SIGNALS.items() if name in rules}
    for element, image in images:
        signals = measure_all(Shown(image, url_words), asked)
        for name, value, bound in islice(broken(signals, rules, IMAGE_SIGNALS), 1):
            yield dropped(subject, element, SHORTLIST, f"image.{name}", value, bound)


def judge_spread(subject: str, images: Sequence[tuple[Reference, Spread]], rules: Rules) -> tuple[Decision, ...]:
    """Decide on images by how widely their URL is shown: what too many show need not be fetched.

    Args:
        subject: The document's id.
        images: Its images, each with its spread.
        rules: Image rules; only those on signals of spread are asked.

    Returns:
        The decisions on those that are dropped.
    """
    return tuple(
        dropped(subject, reference.element, SHORTLIST, f"image.{name}", value, bound)
        for reference, spread in images
        for name, value, bound in islice(broken(spread.signals, rules, IMAGE_SIGNALS), 1)
    )


def judge_images(
    candidate: Candidate,
    seen: Iterable[Seen],
    image_rules: Rules,
    document_rules: Rules,
    scores: Collection[Score] = (),
) -> Judged:
    """Decide on a candidate's images, and on the candidate by the number that is left and by what models say of it.

    While images or scores are missing nothing is decided, unless the document shows too few to begin with.

    Args:
        candidate: The document.
        seen: Its images.
        image_rules: Bounds on IMAGE_SIGNALS.
        document_rules: Bounds on document signals; only those that were open so far are asked.
        scores: What models say of the document, and of its images where it shows them.
    """
    ordered = _with_scores(seen, scores)
    unknown = {image.element for image in ordered if image.facts is None}
    missing = tuple(sorted({reference.url for reference in candidate.images if reference.element in unknown}))
    if missing:
        at_best = signals_of_images(candidate.words, len(ordered))
        for name, value, bound in broken(at_best, before_images(document_rules), DOCUMENT_SIGNALS):
            hopeless = dropped(candidate.member.id, None, SELECT, f"document.{name}", value, bound)
            return Judged(candidate, (hopeless,), False)
        return Judged(candidate, (), None, missing)
    decisions = list(_decide_each(candidate.member.id, ordered, image_rules))
    left = tuple(image for image, decision in zip(ordered, decisions, strict=True) if decision.outcome == KEPT)
    own = {score.signal: score.judged_as for score in scores if score.element is None}
    unscored = _is_unscored(left, image_rules, own, document_rules)
    rules = before_images(document_rules) if unscored else document_rules
    for name, value, bound in broken({**signals_of_images(candidate.words, len(left)), **own}, rules, LATE_SIGNALS):
        decisions.append(dropped(candidate.member.id, None, SELECT, f"document.{name}", value, bound))
        return Judged(candidate, tuple(decisions), False)
    if unscored:
        return Judged(candidate, (), None, unscored=True)
    return Judged(candidate, tuple(decisions), True, pictures=left)


def _with_scores(seen: Iterable[Seen], scores: Iterable[Score]) -> list[Seen]:
    """Return images in the order of the document, with the scores they have there; equal bytes have equal ones."""
    ordered = sorted(seen, key=lambda image: image.element)
    pictures = {image.element: image.facts.sha256 for image in ordered if image.facts}
    found: dict[str, dict[str, Signal]] = {}
    for score in scores:
        if score.element is not None and score.element in pictures:
            found.setdefault(pictures[score.element], {})[score.signal] = score.judged_as
    if not found:
        return ordered
    known = [found.get(pictures.get(image.element, ""), {}) for image in ordered]
    return [replace(image, scores={**image.scores, **more}) for image, more in zip(ordered, known, strict=True)]


def _is_unscored(images: Iterable[Seen], image_rules: Rules, own: Mapping[str, Signal], document_rules: Rules) -> bool:
    of_images = [name for name in IMAGE_MODEL_SIGNALS if name in image_rules]
    of_document = [name for name in DOCUMENT_MODEL_SIGNALS if name in document_rules and name not in own]
    return bool(of_document) or any(name not in image.scores for image in images for name in of_images)


def _decide_each(subject: str, images: list[Seen], rules: Rules) -> Iterator[Decision]:
    first: dict[str, int] = {}
    for image in images:
        assert image.facts is not None
        decision = _decide(subject, image, image.facts, rules)
        if decision.outcome == KEPT and image.facts.sha256 in first:
            twin = f"element {first[image.facts.sha256]}"
            decision = dropped(subject, image.element, SELECT, "image.repeated", twin, "once a document")
        if decision.outcome == KEPT:
            first[image.facts.sha256] = image.element
        yield decision


def _decide(subject: str, image: Seen, facts: ImageFacts, rules: Rules) -> Decision:
    if facts.outcome != KEPT:
        return dropped(subject, image.element, SELECT, "image.fetch", facts.reason, "fetched")
    signals = {**facts.signals, **image.spread.signals, **image.scores}
    for name, value, bound in broken(signals, rules, IMAGE_SIGNALS):
        return dropped(subject, image.element, SELECT, f"image.{name}", value, bound)
    return kept(subject, image.element, SELECT)
