"""A document in the shortlist: judged by paragraphs and as a whole, and the rows that tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import apache_beam as beam

from dags.blocklists import load_blocklist
from dags.cutting.document_rows import Repeats
from dags.recipe import ImageSection
from dags.write import Row
from dom_parsing.records import Image, RecordRef, Signal, Text
from dom_parsing.tables import element_from_row, ref_from_row
from dom_parsing.urls import hostname
from filters.duplicates.clustering import Signed, Signer
from filters.duplicates.duplicates import DuplicateSettings
from filters.editing import Edited, TextRules, edit, signals_of_left
from filters.judgement import Reference, judge_references, judge_text, text_breaches
from filters.records import SHORTLIST, Decision, dropped
from filters.safety.blocked import blocked_images, blocked_page
from filters.safety.blocklist import BlocklistSettings
from ingest.records import KEPT

DECISIONS_KIND, EDITED_KIND, BROKEN_KIND = "decisions", "edited", "broken"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the shortlist needs of a document: its text stays behind, a signature stands for it.

    Attributes:
        id: The document.
        page: Its page.
        fetched_at: When it was captured.
        source: Its WARC record.
        images: Its images.
        words: Words of the text that is left; None without images, and where words can't be told apart.
        characters: Characters of that text.
        decision: On the document, by the text rules.
        paragraphs: Decisions on its paragraphs; none where the recipe has no rules on them.
        remarks: Rows of other tables: signals after editing, all rules that are broken.
        signed: What stands for the text that is left; None where a rule drops the document.
        host: Host of the page.
        gone: Decisions on the images that are dropped by what the page says of them.
    """

    id: str
    page: str
    fetched_at: str
    source: RecordRef | None
    images: tuple[Reference, ...]
    words: int | None
    characters: int
    decision: Decision
    paragraphs: tuple[Decision, ...]
    remarks: tuple[Row, ...]
    signed: Signed | None
    host: str = ""
    gone: tuple[Decision, ...] = ()

    @property
    def in_question(self) -> tuple[Reference, ...]:
        """The images that are not gone."""
        gone = {decision.element for decision in self.gone}
        return tuple(image for image in self.images if image.element not in gone)


class JudgeText(beam.DoFn):
    """(row of documents, repeats) -> (id, Entry): decided by the text rules, and signed where it passes them."""

    def __init__(
        self, rules: TextRules, image: ImageSection, duplicates: DuplicateSettings, blocklists: BlocklistSettings
    ) -> None:
        self._rules, self._image, self._duplicates, self._blocklists = rules, image, duplicates, blocklists

    def setup(self) -> None:
        """Draw the hash functions and read the blocklists, once a worker."""
        self._signer = Signer(self._duplicates)
        self._listed = load_blocklist(self._blocklists)

    def process(self, judged: tuple[Mapping[str, Any], Repeats]) -> Iterator[tuple[str, Entry]]:
        """Judge one document."""
        row, repeats = judged
        id, page, elements = row["id"], row["page"], tuple(map(element_from_row, row["elements"]))
        edited = edit(id, elements, row["signals"]["language"], repeats, self._rules)
        signals = signals_of_left(edited, row["signals"], self._rules)
        blocked = list(blocked_page(id, row["url"], self._listed))
        decision = blocked[0] if blocked else judge_text(id, signals, self._rules.document)
        images = [(index, element) for index, element in enumerate(elements) if isinstance(element, Image)]
        text = "\n\n".join(element.text for element in edited.left if isinstance(element, Text))
        entry = Entry(
            id=id,
            page=page,
            fetched_at=row["fetched_at"],
            source=ref_from_row(row["source"]),
            images=tuple(Reference(index, image.url) for index, image in images),
            words=_words(signals.get("words_per_image"), len(images)),
            characters=len(text),
            decision=decision,
            paragraphs=edited.decisions,
            remarks=(*_edited_rows(id, signals, edited), *self._broken_rows(id, blocked, signals, edited)),
            signed=self._signer.sign(id, page, text) if decision.outcome == KEPT else None,
            host=hostname(row["url"]),
            gone=tuple(self._gone(id, images)),
        )
        yield id, entry

    def _gone(self, id: str, images: Sequence[tuple[int, Image]]) -> Iterator[Decision]:
        """Yield a decision on each image that is dropped by its URL or by what the page says of it."""
        blocked = {decision.element: decision for decision in blocked_images(id, images, self._listed)}
        yield from blocked.values()
        others = [pair for pair in images if pair[0] not in blocked]
        yield from judge_references(id, others, self._image.rules, self._image.url_words)

    def _broken_rows(
        self, id: str, blocked: Sequence[Decision], signals: Mapping[str, Signal], edited: Edited
    ) -> Iterator[Row]:
        if self._rules.every:
            for decision in (*blocked, *text_breaches(id, signals, self._rules.document), *edited.broken):
                yield BROKEN_KIND, asdict(decision)


def _words(an_image: Signal, images: int) -> int | None:
    return None if an_image is None else round(float(an_image) * images)


def _edited_rows(id: str, signals: Mapping[str, Signal], edited: Edited) -> Iterator[Row]:
    if edited.broken:
        yield EDITED_KIND, {"id": id, "signals": dict(signals)}


def rows_of_kept(entry: Entry, on_images: Sequence[Decision]) -> list[Row]:
    """Return the rows of a document that text rules keep: its decision, those on its elements in order, remarks."""
    on_elements = sorted([*entry.paragraphs, *on_images], key=lambda decision: decision.element or 0)
    return [*_decision_rows([entry.decision, *on_elements]), *entry.remarks]


def rows_of_dropped(entry: Entry) -> list[Row]:
    """Return the rows of a document that text rules drop: what no rule of its own drops goes with it."""
    own = {decision.element: decision for decision in entry.paragraphs if decision.outcome != KEPT}
    rows = [own.get(row.element, row) for row in _with_document(entry)]
    return [*_decision_rows([entry.decision, *rows]), *entry.remarks]


def rows_of_repeat(entry: Entry, decision: Decision) -> list[Row]:
    """Return the rows of a capture for which an identical one speaks: all of it goes."""
    return _decision_rows([decision, *_with_document(entry)])


def _with_document(entry: Entry) -> list[Decision]:
    paragraphs = [decision.element for decision in entry.paragraphs]
    images = [image.element for image in entry.images]
    elements = sorted(index for index in (*paragraphs, *images) if index is not None)
    return [dropped(entry.id, index, SHORTLIST, "document", "", "kept") for index in elements]


def _decision_rows(decisions: Sequence[Decision]) -> list[Row]:
    return [(DECISIONS_KIND, asdict(decision)) for decision in decisions]
