"""Recipes: what to fetch, what to keep, how to write it; one TOML file each, validated before anything runs."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dags.recipe_file import load, names_in
from dom_parsing.settings import ExtractSettings
from filters.duplicates.duplicates import DuplicateSettings
from filters.editing import ParagraphRules
from filters.images.image_signals import IMAGE_SIGNALS
from filters.rules import Bound, Rules, check_rules
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.settings import CrawlSettings, ImageFetchSettings
from shards.settings import ShardSettings

BUILT_IN = files("recipes")


class DocumentSection(BaseModel):
    """`[document]`: rules on documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _know_signals(self) -> DocumentSection:
        check_rules(self.rules, DOCUMENT_SIGNALS, "document.rules")
        return self


class ParagraphSection(BaseModel):
    """`[paragraph]`: rules on paragraphs, asked before those on documents; what breaks one leaves its document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)
    repeated_in_site: Bound | None = Field(
        default=None, description="Documents of a site that may say a paragraph; said by more, it is dropped from all."
    )

    @model_validator(mode="after")
    def _know_signals(self) -> ParagraphSection:
        check_rules(self.rules, PARAGRAPH_SIGNALS, "paragraph.rules")
        repeated = self.repeated_in_site
        if repeated is not None and (repeated.max is None or repeated.max < 1 or repeated.min is not None):
            raise ValueError(f"paragraph.repeated_in_site is {repeated}: give it a max of 1 or more, and no min")
        return self

    @property
    def all_rules(self) -> ParagraphRules:
        """What a paragraph must keep to; false where there is nothing of it."""
        return ParagraphRules(self.rules, self.repeated_in_site)


class ImageSection(BaseModel):
    """`[image]`: rules on images."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _know_signals(self) -> ImageSection:
        check_rules(self.rules, IMAGE_SIGNALS, "image.rules")
        return self


class Recipe(BaseModel):
    """A whole recipe; every section has defaults but a recipe has a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="Name of the recipe, and of its cut by default."
    )
    description: str = ""
    max_failed_share: float = Field(default=0.5, ge=0, le=1, description="Failed share of its input that fails a job.")
    all_broken: bool = Field(
        default=False, description="Write down every text rule that is broken, not only the first of each decision."
    )
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    images: ImageFetchSettings = Field(default_factory=ImageFetchSettings)
    paragraph: ParagraphSection = Field(default_factory=ParagraphSection)
    document: DocumentSection = Field(default_factory=DocumentSection)
    image: ImageSection = Field(default_factory=ImageSection)
    duplicates: DuplicateSettings = Field(default_factory=DuplicateSettings)
    shards: ShardSettings = Field(default_factory=ShardSettings)


def rules_of(recipe: Recipe) -> dict[str, Any]:
    """Return the rules on paragraphs, documents and images as plain values."""
    repeated = recipe.paragraph.repeated_in_site
    return {
        **{f"{name}.rules": _plain(getattr(recipe, name).rules) for name in ("paragraph", "document", "image")},
        "paragraph.repeated_in_site": repeated.model_dump(mode="json") if repeated else None,
    }


def _plain(rules: Rules) -> dict[str, Any]:
    return {name: bound.model_dump(mode="json") for name, bound in rules.items()}


def built_in_names() -> list[str]:
    """Return the names of the recipes that come with m3w."""
    return names_in(BUILT_IN)


def load_recipe(name_or_path: str) -> Recipe:
    """Read a recipe by the name of a built-in one or by path.

    Raises:
        RecipeError: There is none, it is no TOML, or a key or value in it is wrong.
    """
    return load(name_or_path, BUILT_IN, Recipe)
