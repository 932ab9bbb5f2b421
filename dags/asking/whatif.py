"""`m3w whatif`: what a cut would hold under other rules, from what is stored of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rich.table import Table
from rich.text import Text as Styled

from dags.asking.changes import changed, parse
from dags.asking.edits import Editing, repeated_in
from dags.asking.reading import read_columns
from dags.asking.stored import QR_SHARE, LoadedCut, StoredCut, View
from dags.cutting import cut_recipe
from dags.cutting.entries import DECISIONS_KIND
from dags.extraction.extract import DOCUMENTS_KIND
from dags.recipe import Recipe, text_rules
from dags.report import console
from dags.showing.visible import visible
from dags.tables import paths_of, rows_in
from filters.columns.bounds import Codes
from filters.columns.cut import RuleSet, total
from filters.columns.outcome import REASONS, UNSEEN, Outcome, outcome
from filters.judgement import IMAGES, WORDS_PER_IMAGE
from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, IMAGE_MODEL_SIGNALS
from filters.needs import check_needs
from filters.rules import Rules
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS
from shards.dataset import Corpus

SHOWN = 20
CHARACTERS_A_TOKEN = 4
"""Characters of English text a token of common vocabularies: an estimate, as no tokenizer is asked."""


@dataclass(frozen=True)
class Difference:
    """A cut under its own rules and under others.

    Attributes:
        loaded: Its columns.
        rules: Its own rules, then the others.
        outcomes: What each makes of it.
    """

    loaded: LoadedCut
    rules: tuple[RuleSet, RuleSet]
    outcomes: tuple[Outcome, Outcome]

    @classmethod
    def of(cls, stored: StoredCut, then: View, now: View | None = None) -> Difference:
        """Compare a cut's own rules with others; `now` where its own ask for what is not stored."""
        loaded = stored.load([now or View(stored.rules), then])
        outcomes = [outcome(*each) for each in zip(loaded.views, (stored.rules, then.rules), strict=True)]
        return cls(loaded, (stored.rules, then.rules), (outcomes[0], outcomes[1]))

    def sums(self) -> list[tuple[str, int, int]]:
        """Return what is counted, with its number now and then."""
        counts = [
            (int(each.kept.sum()), int(each.images.sum()), total(view.signals["characters"], each.kept))
            for view, each in zip(self.loaded.views, self.outcomes, strict=True)
        ]
        names = ("documents", "images", "characters")
        return [(name, now, then) for name, now, then in zip(names, *counts, strict=True)]

    def by_reason(self) -> list[tuple[str, int, int]]:
        """Return how many documents each reason takes, now and then, where that differs."""
        now, then = (np.bincount(each.reason, minlength=len(REASONS)) for each in self.outcomes)
        return [(name, int(now[i]), int(then[i])) for i, name in enumerate(REASONS) if name and now[i] != then[i]]

    def changes(self) -> Codes:
        """Return the indices of the documents that come or go, by id."""
        now, then = self.outcomes
        found = np.flatnonzero(now.kept != then.kept)
        return found[np.argsort(self.loaded.views[0].ties.id[found])]

    def explained(self, document: int, side: int) -> str:
        """Return what becomes of a document now (0) or then (1): the rule with value and bound."""
        name = REASONS[int(self.outcomes[side].reason[document])]
        if not name:
            return f"kept with {self.outcomes[side].images[document]} images"
        signal = name.removeprefix("document.")
        bound = self.rules[side].document.get(signal)
        if bound is None or signal in (IMAGES, WORDS_PER_IMAGE):  # these are counted anew, for the images that are left
            return name
        value = self.loaded.views[side].signals[signal][document].as_py()
        return f"{name}: {f'{value:.6g}' if isinstance(value, float) else value} (bound: {bound})"


def show(corpus: Corpus, cut: str, said: Sequence[str]) -> None:
    """Print what changes of rules would do to a cut.

    Raises:
        ValueError: A change can't be made.
        DatasetError: The cut is not there, or lacks images.
    """
    stored = StoredCut.of(corpus, cut)
    rules = changed(stored.rules, [parse(each) for each in said])
    _refuse_scores(stored.rules, rules)
    difference = compared(corpus, cut, stored, rules)
    _print_table(f"cut {cut}, if {', '.join(said)}", "", [*difference.sums(), *_tokens(difference)])
    reasons_now = difference.by_reason()
    if reasons_now:
        _print_table("", "documents dropped by", reasons_now)
    if any(name == UNSEEN for name, _, _ in reasons_now):
        console.print(f"  {UNSEEN}: whether these would stay shows only when their images are fetched")
    found = difference.changes()
    if len(found):
        _print_examples(stored, difference, found[:SHOWN], len(found))
    else:
        console.print("  no document comes or goes")
    console.print("  duplicates are those of the present shortlist: a new cut may find others", style="dim")


def _refuse_scores(*rules: RuleSet) -> None:
    asked = {f"image.{name}" for each in rules for name in each.image if name in IMAGE_MODEL_SIGNALS}
    asked |= {f"document.{name}" for each in rules for name in each.document if name in DOCUMENT_MODEL_SIGNALS}
    if asked:
        names = ", ".join(sorted(asked))
        raise ValueError(
            f"{names}: what models say is not read by whatif; make a cut with another recipe instead: models are asked "
            f"only about what they have not seen"
        )


def compared(corpus: Corpus, cut: str, stored: StoredCut, rules: RuleSet) -> Difference:
    """Compare a cut's own rules with others; documents are measured again where what is stored does not answer.

    Raises:
        ValueError: A rule is on what the cut was made without: a model, a list, QR codes.
    """
    if not stored.asks_more(rules):
        return Difference.of(stored, View(rules))
    recipe = cut_recipe.load(corpus, cut, "shortlist")
    _require_given(recipe, stored, rules)
    texts = replace(text_rules(recipe), document={**stored.rules.document, **rules.document})
    repeated = repeated_in(paths_of(stored.shortlist, DECISIONS_KIND))
    paths, number = paths_of(stored.documents, DOCUMENTS_KIND), rows_in(stored.documents, DOCUMENTS_KIND)

    def measured(paragraph: Rules) -> pa.Table:
        console.print(f"  not all of these signals are stored: {number:,} documents are read and measured again")
        return Editing(replace(texts, paragraph=paragraph), repeated).measured(paths, number)

    then = View(rules, measured(rules.paragraph))
    if rules.paragraph == stored.rules.paragraph:
        return Difference.of(stored, then, View(stored.rules, then.edited))
    own = measured(stored.rules.paragraph) if stored.asks_more(stored.rules) else None
    return Difference.of(stored, then, View(stored.rules, own))


def _require_given(recipe: Recipe, stored: StoredCut, rules: RuleSet) -> None:
    given = recipe.signals.model_dump()
    late = {name: bound for name, bound in rules.document.items() if DOCUMENT_SIGNALS[name].needs in stored.unmeasured}
    check_needs(rules.paragraph, PARAGRAPH_SIGNALS, given, "paragraph.rules")
    check_needs(late, DOCUMENT_SIGNALS, given, "document.rules")
    if QR_SHARE in rules.image and not recipe.images.qr_codes:
        raise ValueError("image.qr_share: nothing looked for QR codes: give a cut a recipe with images.qr_codes = true")


def _tokens(difference: Difference) -> Iterator[tuple[str, int, int]]:
    name, now, then = difference.sums()[-1]
    yield f"tokens, about ({name} / {CHARACTERS_A_TOKEN})", now // CHARACTERS_A_TOKEN, then // CHARACTERS_A_TOKEN


def _print_table(title: str, heading: str, rows: Sequence[tuple[str, int, int]]) -> None:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None, padding=(0, 2))
    table.add_column(heading)
    for name in ("now", "then", "change"):
        table.add_column(name, justify="right")
    for name, now, then in rows:
        share = f" ({100 * (then - now) / now:+.1f} %)" if now and now != then else ""
        table.add_row(name, f"{now:,}", f"{then:,}", f"{then - now:+,}{share}" if now != then else "")
    console.print(table)


def _print_examples(stored: StoredCut, difference: Difference, shown: Codes, number: int) -> None:
    urls = _urls_of(stored, [difference.loaded.ids[int(document)].as_py() for document in shown])
    table = Table(
        title=f"{len(shown)} of {number:,} documents that come or go", title_justify="left", box=None, padding=(0, 2)
    )
    for heading in ("", "page", "now", "then"):
        table.add_column(heading)
    for document in shown.tolist():
        comes = bool(difference.outcomes[1].kept[document])
        url = Styled(visible(urls[difference.loaded.ids[document].as_py()]), overflow="fold")
        row = [Styled(visible(difference.explained(document, side))) for side in (0, 1)]
        table.add_row(Styled("+" if comes else "-", "green" if comes else "red"), url, *row)
    console.print(table)


def _urls_of(stored: StoredCut, ids: Sequence[str]) -> dict[str, str]:
    """Return the URLs of documents, read from as few tables as need be."""
    wanted, found = pa.array(ids, pa.string()), dict[str, str]()
    for path in paths_of(stored.documents, DOCUMENTS_KIND):
        if len(found) == len(wanted):
            break
        rows = read_columns([path], ["id", "url"])
        rows = rows.filter(pc.is_in(rows["id"], value_set=wanted))
        found |= dict(zip(rows["id"].to_pylist(), rows["url"].to_pylist(), strict=True))
    return found
