"""The dataset card: a YAML head that the Hub reads, and the numbers of the manifests."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dags.cutting.card import render_card, render_pairs_card, size_category
from dags.recipe import Recipe, load_recipe
from shards.dataset import Corpus
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import Manifest
from tests.dags.conftest import Made

yaml = importlib.import_module("yaml")  # comes with webdataset, without type stubs
CATEGORY = re.compile(r"(?:(\d+[KMB])<)?n(?:([<>])(\d+[KMB]))")
TIMES = {"K": 10**3, "M": 10**6, "B": 10**9}


def head_of(card: str) -> Any:
    """Return the YAML head of a card."""
    _, head, _ = card.split("---\n", 2)
    return yaml.safe_load(head)


def rendered(recipe: Recipe, cut: str = "cut") -> str:
    """Return the card of a cut that keeps one document of two."""
    provenance = Provenance("select", {}, {"m3w": "0"}, [])
    ledger = Ledger("documents", 2, Tally(1, {"document.words": 1}))
    selection = Manifest("selection", provenance, [], [ledger], {"documents": 1, "pictures": 3})
    return render_card(recipe, cut, selection, Manifest("shards", provenance, [], [], {"shards": 1}))


def test_the_card_of_a_real_cut_says_what_its_manifests_say(made: Made) -> None:
    corpus = Corpus(str(made.corpus))
    card = Path(corpus.shards("demo").folder, "README.md").read_text()
    selection = corpus.selection("demo").require()[0].manifest
    shards = corpus.shards("demo").require()[0].manifest
    ledgers = {ledger.unit: ledger for ledger in shards.ledgers}
    documents, pictures = ledgers["documents"].tally.kept, ledgers["members"].tally.kept
    pictures -= 2 * documents
    assert f"{documents:,} documents and {pictures:,} images in {len(shards.parts)} shards" in card
    assert shards.provenance.fingerprint in card
    for ledger in selection.ledgers:
        assert f"| {ledger.unit} | rule | {ledger.taken:,} |" in card
        for rule, number in ledger.tally.dropped.items():
            assert f"| dropped | `{rule}` | {number:,} |" in card
    for name, version in shards.provenance.versions.items():
        assert f"| {name} | {version} |" in card


def test_the_head_of_a_real_cut_is_yaml_and_its_pattern_finds_the_shards(made: Made) -> None:
    folder = made.corpus / "cuts/demo/shards"
    head = head_of((folder / "README.md").read_text())
    assert head["pretty_name"] == "demo"
    assert head["language"] == ["en", "de"]
    assert head["size_categories"] == ["n<1K"]
    (config,) = head["configs"]
    assert sorted(folder.glob(config["data_files"])) == sorted(folder.glob("*.tar"))


def test_the_card_of_real_pairs_says_what_their_manifest_says_and_its_pattern_finds_them(made: Made) -> None:
    (generation,) = Corpus(str(made.corpus)).pairs("demo").require()
    card = Path(generation.folder, "README.md").read_text()
    (ledger,) = generation.manifest.ledgers
    assert f"{ledger.tally.kept:,} image-text pairs in {len(generation.manifest.parts)} shards" in card
    assert generation.manifest.provenance.fingerprint in card
    for reason, number in ledger.tally.dropped.items():
        assert f"| dropped | `{reason}` | {number:,} |" in card
    (config,) = head_of(card)["configs"]
    assert sorted(map(str, Path(generation.folder).glob(config["data_files"]))) == sorted(generation.paths("shard"))


def test_the_size_of_pairs_is_their_number() -> None:
    manifest = Manifest("pairs", Provenance("pairs", {}, {}, []), [], [Ledger("images", 5000, Tally(2000))], {})
    head = head_of(render_pairs_card(Recipe(name="x"), "no", manifest))
    assert head["size_categories"] == ["1K<n<10K"]
    assert head["pretty_name"] == "no, pairs"


@pytest.mark.parametrize("cut", ["no", "1.10", "null", "2026-01-01", "0x1f", "1e3"])
def test_a_cut_is_a_name_and_no_number_date_or_truth(cut: str) -> None:
    assert head_of(rendered(load_recipe("m3w"), cut))["pretty_name"] == cut


def test_norwegian_is_a_language() -> None:
    rules = {"language": {"any_of": ["no", "en"]}}
    recipe = Recipe.model_validate({"name": "x", "document": {"rules": rules}, "shards": {"licence": "1.0"}})
    head = head_of(rendered(recipe))
    assert head["language"] == ["no", "en"]
    assert head["license"] == "1.0"


def test_a_recipe_without_a_rule_on_language_claims_none() -> None:
    assert "language" not in head_of(rendered(Recipe(name="x")))


def test_the_description_is_the_recipes() -> None:
    assert "What it is for." in rendered(Recipe(name="x", description="What it is for."))
    assert "cut by the recipe `x`" in rendered(Recipe(name="x"))


@given(st.integers(0, 10**11))
def test_a_size_lies_within_its_category(documents: int) -> None:
    name = size_category(documents)
    found = CATEGORY.fullmatch(name)
    assert found
    low, sign, high = found.groups()
    bound = int(high[:-1]) * TIMES[high[-1]]
    assert documents >= bound if sign == ">" else documents < bound
    assert not low or documents >= int(low[:-1]) * TIMES[low[-1]]
