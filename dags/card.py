"""The dataset card of a cut, as the Hugging Face Hub reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dags.recipe import Recipe
from shards import storage
from shards.dataset import Corpus
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
MAKING = """\
## How it was made

Pages and images belong to those who published them. Consent signals (robots.txt, X-Robots-Tag, robots meta) were
honoured when pages and images were fetched; later wishes are the publishers' to make and the holder's to honour.
"""


def size_category(documents: int) -> str:
    """Return the Hub's name for a number of rows."""
    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    larger = ((10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B"))
    return next((name for bound, name in (*bounds, *larger) if documents < bound), "n>1B")


def write_card(corpus: Corpus, recipe: Recipe, cut: str, shards: Manifest) -> str:
    """Write the card beside the shards; return its path."""
    selection = corpus.selection(cut).require()[0].manifest
    path = storage.join(corpus.shards(cut).folder, FILE)
    with storage.published(path) as stream:
        stream.write(render_card(recipe, cut, selection, shards).encode())
    return path


def render_card(recipe: Recipe, cut: str, selection: Manifest, shards: Manifest) -> str:
    """Return the card as Markdown with its YAML head."""
    documents, pictures = selection.totals.get("documents", 0), selection.totals.get("pictures", 0)
    languages = recipe.document.rules.get("language")
    head = [
        "---",
        f"pretty_name: {json.dumps(cut)}",
        f"license: {json.dumps(recipe.shards.licence)}",
        *_yaml_list("language", languages.any_of if languages and languages.any_of else ()),
        *_yaml_list("task_categories", ("image-to-text", "text-generation")),
        *_yaml_list("tags", ("interleaved", "multimodal", "webdataset", "m3w")),
        *_yaml_list("size_categories", (size_category(documents),)),
        "configs:",
        "- config_name: default",
        "  data_files: shard-*.tar",
        "---",
    ]
    summary = (
        f"{documents:,} documents and {pictures:,} images in {shards.totals.get('shards', 0):,} shards "
        f"(fingerprint `{shards.provenance.fingerprint}`)."
    )
    body = [
        f"# {cut}\n",
        (recipe.description or f"Web pages as text with images in place, cut by the recipe `{recipe.name}`.") + "\n",
        summary + "\n",
        SAMPLE,
        "## What was left out, and why\n",
        *(line for ledger in selection.ledgers for line in _ledger_lines(ledger)),
        MAKING,
        "| | |\n|---|---|",
        *(f"| {name} | {version} |" for name, version in sorted(shards.provenance.versions.items())),
        "",
    ]
    return "\n".join([*head, "", *body])


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
