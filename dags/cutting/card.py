"""The dataset cards of a cut and of its pairs, as the Hugging Face Hub reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dags.cutting.shards import PERSONAL
from dags.recipe import Recipe
from shards import storage
from shards.dataset import Corpus, Dataset
from shards.ledger import Ledger
from shards.manifest import Manifest

FILE = "README.md"
SAMPLE = """\
## A sample

`KEY.json` holds the elements of a page in the order in which it shows them, with where they come from and the page's
signals. `KEY.txt` is the same as people read it: `<image>` where an image stands, `<EOC>` before every image that has
something before it, and at the end. `KEY.000.jpg`, ... are the images in that order. KEY is the document's id. Beside
each tar a Parquet index names every member with its offset and size.
"""
PAIR = """\
## A sample

`KEY.json` holds the caption, whether it is the figure's caption or the image's alt text, and the document it is from;
`KEY.jpg` (or png, gif, webp) is the image. Of the same image with the same caption there is one pair. Beside each tar a
Parquet index names every member with its offset and size, and a table what became of every image of the documents.
"""
MAKING = """\
## How it was made

Pages and images belong to those who published them. Consent signals (robots.txt and Content-Usage, tdmrep.json, ai.txt,
X-Robots-Tag, TDM-Reservation, robots metas) were honoured when pages and images were fetched; what was read from
others' archives was judged by the headers and metas in them. Later wishes are the publishers' to make and the holder's
to honour.
"""


def size_category(documents: int) -> str:
    """Return the Hub's name for a number of rows."""
    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    larger = ((10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B"))
    return next((name for bound, name in (*bounds, *larger) if documents < bound), "n>1B")


def write_card(corpus: Corpus, recipe: Recipe, cut: str, shards: Manifest) -> str:
    """Write the card beside the shards; return its path."""
    selection = corpus.selection(cut).require()[0].manifest
    return _publish(corpus.shards(cut), render_card(recipe, cut, selection, shards))


def write_pairs_card(corpus: Corpus, recipe: Recipe, cut: str, pairs: Manifest) -> str:
    """Write the card beside the pairs; return its path."""
    return _publish(corpus.pairs(cut), render_pairs_card(recipe, cut, pairs))


def _publish(dataset: Dataset, text: str) -> str:
    path = storage.join(dataset.folder, FILE)
    with storage.published(path) as stream:
        stream.write(text.encode())
    return path


def render_card(recipe: Recipe, cut: str, selection: Manifest, shards: Manifest) -> str:
    """Return the card as Markdown with its YAML head."""
    documents, pictures = selection.totals.get("documents", 0), selection.totals.get("pictures", 0)
    tasks, tags = ("image-to-text", "text-generation"), ("interleaved", "multimodal", "webdataset", "m3w")
    summary = (
        f"{documents:,} documents and {pictures:,} images in {shards.totals.get('shards', 0):,} shards "
        f"(fingerprint `{shards.provenance.fingerprint}`)."
    )
    about = recipe.description or f"Web pages as text with images in place, cut by the recipe `{recipe.name}`."
    body = [
        f"# {cut}\n",
        about + "\n",
        summary + "\n",
        SAMPLE,
        *_left_out(selection.ledgers),
        *_replaced(shards),
        *_making(shards),
    ]
    return "\n".join([*_head(recipe, cut, documents, tasks, tags), "", *body])


def render_pairs_card(recipe: Recipe, cut: str, pairs: Manifest) -> str:
    """Return the card of the pairs of a cut, as Markdown with its YAML head."""
    number = sum(ledger.tally.kept for ledger in pairs.ledgers)
    summary = (
        f"{number:,} image-text pairs in {pairs.totals.get('shards', 0):,} shards "
        f"(fingerprint `{pairs.provenance.fingerprint}`), out of the documents of the cut."
    )
    head = _head(recipe, f"{cut}, pairs", number, ("image-to-text",), ("image-text", "multimodal", "webdataset", "m3w"))
    body = [f"# {cut}, pairs\n", summary + "\n", PAIR, *_left_out(pairs.ledgers), *_making(pairs)]
    return "\n".join([*head, "", *body])


def _head(recipe: Recipe, name: str, rows: int, tasks: Sequence[str], tags: Sequence[str]) -> list[str]:
    languages = recipe.document.rules.get("language")
    return [
        "---",
        f"pretty_name: {json.dumps(name)}",
        f"license: {json.dumps(recipe.shards.licence)}",
        *_yaml_list("language", languages.any_of if languages and languages.any_of else ()),
        *_yaml_list("task_categories", tasks),
        *_yaml_list("tags", tags),
        *_yaml_list("size_categories", (size_category(rows),)),
        "configs:",
        "- config_name: default",
        "  data_files: shard-*.tar",
        "---",
    ]


def _left_out(ledgers: Sequence[Ledger]) -> list[str]:
    return ["## What was left out, and why\n", *(line for ledger in ledgers for line in _ledger_lines(ledger))]


def _replaced(shards: Manifest) -> list[str]:
    found = {name.removeprefix(PERSONAL): number for name, number in shards.totals.items() if name.startswith(PERSONAL)}
    rows = [f"| {kind.replace('_', ' ')} | {number:,} |" for kind, number in sorted(found.items())]
    return ["## Personal data that placeholders stand for\n", "| | |\n|---|---|", *rows, ""] if rows else []


def _making(manifest: Manifest) -> list[str]:
    versions = sorted(manifest.provenance.versions.items())
    return [MAKING, "| | |\n|---|---|", *(f"| {name} | {version} |" for name, version in versions), ""]


def _yaml_list(key: str, values: Sequence[str]) -> list[str]:
    # Quoted, as JSON is YAML: a bare `no` (Norwegian) is false and a cut named 1.10 a number.
    return [f"{key}:", *(f"- {json.dumps(value)}" for value in values)] if values else []


def _ledger_lines(ledger: Ledger) -> list[str]:
    rows = [f"| dropped | `{rule}` | {number:,} |" for rule, number in ledger.tally.dropped.items()]
    return [
        f"| {ledger.unit} | rule | {ledger.taken:,} |",
        "|---|---|---|",
        f"| kept | | {ledger.tally.kept:,} |",
        *rows,
        "",
    ]
