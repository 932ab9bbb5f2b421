"""Recipes: what to fetch, what to keep, how to write it; one TOML file each, validated before anything runs."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dags.recipe_file import load, names_in
from dom_parsing.settings import ExtractSettings
from filters.duplicates.duplicates import DuplicateSettings
from filters.images.image_signals import IMAGE_SIGNALS
from filters.images.references import URL_WORDS
from filters.rules import Bound, check_rules
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


class ImageSection(BaseModel):
    """`[image]`: rules on images."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Bound] = Field(default_factory=dict)
    url_words: tuple[Annotated[str, Field(pattern=r"^[a-z]+$")], ...] = Field(
        default=URL_WORDS, description="What the signal url_words counts: words of a URL's path, in small letters."
    )

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
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    images: ImageFetchSettings = Field(default_factory=ImageFetchSettings)
    document: DocumentSection = Field(default_factory=DocumentSection)
    image: ImageSection = Field(default_factory=ImageSection)
    duplicates: DuplicateSettings = Field(default_factory=DuplicateSettings)
    shards: ShardSettings = Field(default_factory=ShardSettings)

    @model_validator(mode="after")
    def _measures_what_it_asks(self) -> Recipe:
        if "qr_share" in self.image.rules and not self.images.qr_codes:
            raise ValueError("image.rules.qr_share: nothing looks for QR codes: set qr_codes = true under [images]")
        return self


def rules_of(recipe: Recipe) -> dict[str, Any]:
    """Return the rules on documents and images as plain values."""
    return {
        "document.rules": {name: bound.model_dump(mode="json") for name, bound in recipe.document.rules.items()},
        "image.rules": {name: bound.model_dump(mode="json") for name, bound in recipe.image.rules.items()},
        "image.url_words": list(recipe.image.url_words),
    }


def built_in_names() -> list[str]:
    """Return the names of the recipes that come with m3w."""
    return names_in(BUILT_IN)


def load_recipe(name_or_path: str) -> Recipe:
    """Read a recipe by the name of a built-in one or by path.

    Raises:
        RecipeError: There is none, it is no TOML, or a key or value in it is wrong.
    """
    return load(name_or_path, BUILT_IN, Recipe)
