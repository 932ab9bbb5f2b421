"""What commands say at their end: hints that are commands that run, and what there is to know besides."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from dags.command_line.commands import Request
from dags.job import Launch
from dags.recipe_file import RecipeError
from filters.judgement import LATE_SIGNALS
from shards.dataset import Corpus
from tests.dags.conftest import Made
from tests.dags.little_site import RECIPE, little_site, page, photo, prose
from tests.dags.running import m3w

PAGES = {
    "/": page(prose(0), images=("/0.jpg",), links=("/a",)),
    "/a": page(prose(1), images=("/1.jpg",)),
    "/0.jpg": photo(0),
    "/1.jpg": photo(1),
}


def hints_in(said: str) -> list[str]:
    """Return the commands that are suggested."""
    return re.findall(r"^  next: (m3w .*)$", said, re.MULTILINE)


def test_whoever_follows_the_hints_gets_to_a_verified_corpus(tmp_path: Path) -> None:
    """In folders with a space, a bracket and a quote, as people have them."""
    folder = tmp_path / "it's my folder"
    folder.mkdir()
    recipe = tmp_path / "re[ci]pe 1.toml"
    recipe.write_text(RECIPE)
    done = []
    with little_site(PAGES) as site:
        said = m3w("crawl", "--corpus", folder / "corpus", "--recipe", recipe, "--seeds", site.url)
        while hints := hints_in(said):
            _, *words = shlex.split(hints[0])
            done.append(words[0])
            said = m3w(*words)
            if words[0] == "extract":
                _, explain, *rest = shlex.split(hints_in(said)[1])
                assert "kept" in m3w(explain, *(site.url if word == "URL" else word for word in rest))
            if words[0] == "shards":
                reading = re.search(r"webdataset\.WebDataset\(glob\.glob\((.*)\)\)", said)
    assert done == ["extract", "shortlist", "images", "select", "shards", "verify"]
    assert said.endswith("0 problems\n")
    assert reading
    assert reading[1] == repr(f"{folder}/corpus/cuts/little/shards/*.tar")


def test_pairs_are_the_last_step_and_what_comes_next_is_said_once(made: Made, copied: Path) -> None:
    words = ("shards", "--pairs", "--corpus", copied, "--recipe", made.recipe, "--overwrite")
    said = m3w(*words)
    assert hints_in(said) == [f"m3w verify --corpus {copied}"]
    assert f"glob.glob('{copied}/cuts/demo/pairs/*.tar')" in said
    assert said.index("shards/README.md") < said.index("pairs/README.md")


def request_of(recipe: str, cut: str | None = None) -> Request:
    return Request.of(Corpus("/corpus"), recipe, cut, Launch(), dry_run=False)


def test_a_hint_names_the_cut_where_it_is_not_the_recipes_own() -> None:
    assert request_of("m3w").hint("select") == "m3w select --corpus /corpus --recipe m3w"
    assert request_of("m3w", "other").hint("select") == "m3w select --corpus /corpus --recipe m3w --cut other"
    assert request_of("m3w", "other").hint("extract") == "m3w extract --corpus /corpus --recipe m3w"


def test_a_hint_that_leads_to_public_hosts_asks_for_a_contact(tmp_path: Path) -> None:
    assert request_of("m3w").hint("images").endswith(" --contact MAIL")
    for line in ("allow_private_hosts = true", 'contact = "me@site.example"'):
        path = tmp_path / "recipe.toml"
        path.write_text(f'name = "x"\n[images]\n{line}\n')
        assert "--contact" not in request_of(str(path)).hint("images")


def test_the_command_line_changes_what_it_names_and_nothing_else() -> None:
    request = request_of("m3w")
    changed = request.with_crawl({"max_depth": 9, "contact": None})
    assert changed.recipe.crawl == request.recipe.crawl.model_copy(update={"max_depth": 9})
    assert changed.recipe.images == request.recipe.images
    contact = request.with_images({"contact": "me@site.example"})
    assert contact.recipe.images.user_agent.endswith("(+me@site.example)")
    assert contact.recipe.crawl == request.recipe.crawl


@pytest.mark.parametrize(("key", "value"), [("max_depth", -1), ("contact", "no address"), ("max_pages", 0)])
def test_a_value_of_the_command_line_is_checked_and_named(key: str, value: object) -> None:
    with pytest.raises(RecipeError, match=rf"{key} = {value!r}: "):
        request_of("m3w").with_crawl({key: value})


def test_nothing_that_could_be_had_is_said_loudly(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    with little_site({"/robots.txt": page("x"), "/": page("x", head='<meta name="robots" content="noai">')}) as site:
        said = m3w("crawl", "--corpus", tmp_path / "corpus", "--recipe", recipe, "--seeds", site.url)
    assert "nothing could be had" in said


def test_a_recipe_without_a_model_that_it_needs_is_refused_before_work_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needing = replace(LATE_SIGNALS["words"], needs="common_words")
    monkeypatch.setitem(LATE_SIGNALS, "words", needing)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    assert request_of(str(recipe)).recipe.name == "little"
    rule = "[document.rules]\nwords = { min = 3 }"
    recipe.write_text(RECIPE.replace("[document.rules]", rule))
    with pytest.raises(RecipeError, match=r"document\.rules\.words needs signals\.common_words.*a folder of lists"):
        request_of(str(recipe))
    recipe.write_text(RECIPE.replace("[document.rules]", f'[signals]\ncommon_words = "lists"\n{rule}'))
    assert request_of(str(recipe)).recipe.signals.common_words == "lists"
