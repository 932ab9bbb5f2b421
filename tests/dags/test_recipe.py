"""Recipes load whole or say what is wrong, before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dags.recipe import Recipe, built_in_names, load_recipe, require_needs, rules_of
from dags.recipe_file import RecipeError
from filters.rules import Bound
from shards.dataset import Corpus
from shards.fingerprint import canonical_json
from tests.dags.running import ROOT


@pytest.mark.parametrize("name", built_in_names())
def test_every_built_in_recipe_loads_under_its_name(name: str) -> None:
    recipe = load_recipe(name)
    assert recipe.name == name
    assert recipe.description


EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.toml") if not path.stem.endswith("-train"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_loads(path: Path) -> None:
    assert load_recipe(str(path)).document.rules


def test_m3w_has_the_bounds_of_its_sources() -> None:
    rules = load_recipe("m3w").document.rules
    assert (rules["words"].min, rules["words"].max) == (50, 100_000)
    assert rules["language"].any_of == ("en",)


@pytest.mark.parametrize(
    ("name", "section", "bounds"),
    [
        (
            "gopher",
            "document",
            {"bullet_lines": (None, 0.9), "top_3gram": (None, 0.18), "duplicate_7gram": (None, 0.13)},
        ),
        ("m3w", "document", {"duplicate_10gram": (None, 0.1), "language_score": (0.65, None), "images": (1, None)}),
        ("m3w", "image", {"shorter_side": (64, None), "aspect_ratio": (None, 3)}),
        ("obelics", "paragraph", {"words": (4, 1000), "stop_word_share": (0.3, None), "punctuation": (0.001, None)}),
        ("obelics", "document", {"words": (10, 2000), "special_characters": (None, 0.275), "images": (1, 30)}),
        ("obelics", "image", {"shorter_side": (150, None), "documents": (None, 10), "longer_side": (None, 20_000)}),
        ("c4", "document", {"c4_sentences": (5, None), "flagged_words": (None, 0)}),
        ("mmc4", "image", {"shorter_side": (150, None), "aspect_ratio": (None, 2), "url_words": (None, 0)}),
        (
            "fineweb",
            "document",
            {"punctuated_lines": (0.12, None), "short_lines": (None, 0.67), "words": (50, 100_000)},
        ),
        ("omnicorpus", "paragraph", {"words": (5, None), "uppercase": (None, 0.8), "dates": (None, 0.05)}),
        ("mint1t", "document", {"images": (1, 30), "language_score": (0.65, None)}),
    ],
)
def test_bounds_are_those_that_were_published(
    name: str, section: str, bounds: dict[str, tuple[float | None, float | None]]
) -> None:
    rules = getattr(load_recipe(name), section).rules
    assert {signal: (rules[signal].min, rules[signal].max) for signal in bounds} == bounds


def test_what_recipes_do_beside_rules() -> None:
    assert load_recipe("obelics").paragraph.repeated_in_site == Bound(max=2)
    assert load_recipe("mint1t").image.url_words == ("logo", "avatar", "porn", "xxx")
    assert "alphabetic_words" not in load_recipe("fineweb").document.rules


@pytest.mark.parametrize("name", built_in_names())
def test_every_recipe_says_what_it_leaves_out(name: str) -> None:
    head = (ROOT / "recipes" / f"{name}.toml").read_text().split("\nname = ")[0]
    assert "arXiv" in head
    assert "ot here" in head or "ot reproduced" in head


@pytest.mark.parametrize("name", ["gopher", "m3w", "fineweb", "mint1t"])
def test_recipes_that_need_nothing_are_ready(name: str) -> None:
    assert require_needs(load_recipe(name)).name == name


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("m3w", {"nsfw": {"max": 0.8}}),
        ("mmc4", {"clip_similarity": {"min": 0.15}, "nsfw": {"max": 0.1}}),
        ("omnicorpus", {"aesthetic": {"min": 3.7}, "nsfw": {"max": 0.8}}),
    ],
)
def test_what_a_head_says_of_models_can_be_copied(name: str, rules: dict[str, Any], tmp_path: Path) -> None:
    lines = (ROOT / "recipes" / f"{name}.toml").read_text().splitlines()
    said = "\n".join(line[6:] for line in lines if line.startswith("#     "))
    path = tmp_path / "mine.toml"
    path.write_text(f'name = "mine"\nextends = "{name}"\n{said}')
    recipe = load_recipe(str(path))
    plain = rules_of(recipe)["image.rules"]
    for signal, bound in rules.items():
        assert {side: value for side, value in plain[signal].items() if value is not None} == bound
    flagged = recipe.signals.model_copy(update={"flagged_words": "lists"})
    assert require_needs(recipe.model_copy(update={"signals": flagged})).models.nsfw is not None


@pytest.mark.parametrize("name", ["fineweb", "mint1t"])
def test_recipes_of_corpora_that_masked_mail_and_addresses_do_so(name: str) -> None:
    personal = load_recipe(name).personal
    assert personal.mail
    assert personal.ip_address
    assert personal.phone_number is personal.card_number is None


@pytest.mark.parametrize(
    ("name", "missing"),
    [("obelics", "flagged_words"), ("c4", "flagged_words"), ("mmc4", "flagged_words"), ("omnicorpus", "flagged_words")],
)
def test_recipes_that_need_lists_of_others_say_so(name: str, missing: str) -> None:
    with pytest.raises(RecipeError, match=rf"rules\.flagged_words needs signals\.{missing}, which the recipe does not"):
        require_needs(load_recipe(name))


def test_a_recipe_that_extends_another_gives_what_that_needs(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nextends = "omnicorpus"\n[signals]\nflagged_words = "lists"')
    assert require_needs(load_recipe(str(path))).signals.flagged_words == "lists"
    path.write_text('name = "mine"\nextends = "omnicorpus"\n[document.rules]\nflagged_words = false')
    assert require_needs(load_recipe(str(path))).name == "mine"


@pytest.mark.parametrize(
    "given", ["{ max = 0 }", "{ min = 1 }", "{ min = 1, max = 2 }", '{ any_of = ["a"] }', "{ max = 0.5 }"]
)
def test_a_paragraph_may_be_said_once_at_least(given: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'name = "mine"\n[paragraph]\nrepeated_in_site = {given}')
    with pytest.raises(RecipeError, match=r"paragraph\.repeated_in_site is .*: give it a max of 1 or more, and no min"):
        load_recipe(str(path))


def test_rules_on_paragraphs_name_signals_of_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[paragraph.rules]\nimages = { min = 1 }')
    with pytest.raises(RecipeError, match=r"paragraph\.rules\.images: there is no such signal"):
        load_recipe(str(path))


@given(st.text(max_size=70))
def test_a_name_that_a_recipe_may_have_is_one_that_a_cut_may_have(name: str) -> None:
    try:
        recipe = Recipe(name=name)
    except ValidationError:
        with pytest.raises(ValueError):
            Corpus("/corpus").cut_folder(name)
    else:
        assert Corpus("/corpus").cut_folder(recipe.name).endswith(name)


def test_a_name_of_two_words_is_refused_though_one_of_them_would_do(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "My recipe"')
    with pytest.raises(RecipeError, match="My recipe"):
        load_recipe(str(path))


def test_a_recipe_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(RecipeError, match=r"recipe\.toml.*UTF-8"):
        load_recipe(str(path))


def test_a_folder_is_no_recipe(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="one of c4, fineweb, gopher, m3w"):
        load_recipe(str(tmp_path))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[crawl]\ndelay = -1\n[images]\nbukets = 3\n[shards]\ntarget_bytes = "much"')
    with pytest.raises(RecipeError) as refusal:
        load_recipe(str(path))
    said = str(refusal.value)
    assert "crawl.delay = -1" in said
    assert "images.bukets: unknown key; did you mean 'buckets'?" in said
    assert "shards.target_bytes = 'much'" in said


def test_a_key_like_no_other_brings_the_list_of_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\nzzz = 1')
    with pytest.raises(RecipeError, match="known keys: name, description"):
        load_recipe(str(path))


def test_a_rule_on_qr_codes_needs_someone_to_look_for_them(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[image.rules]\nqr_share = { max = 0.05 }')
    with pytest.raises(RecipeError, match=r"qr_share.*set qr_codes = true under \[images\]"):
        load_recipe(str(path))
    path.write_text(path.read_text() + "\n[images]\nqr_codes = true")
    assert load_recipe(str(path)).image.rules["qr_share"].max == 0.05


def test_words_of_urls_are_given_in_small_letters(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('name = "x"\n[image]\nurl_words = ["logo", "Icon"]')
    with pytest.raises(RecipeError, match=r"image\.url_words.*Icon"):
        load_recipe(str(path))


def test_equal_rules_are_equal_as_json_and_others_are_not() -> None:
    first, same = load_recipe("m3w"), load_recipe("m3w")
    assert canonical_json(rules_of(first)) == canonical_json(rules_of(same))
    other = Recipe.model_validate({"name": "m3w", "document": {"rules": {"words": {"min": 51}}}})
    assert canonical_json(rules_of(first)) != canonical_json(rules_of(other))
