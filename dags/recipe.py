"""Recipes: what to fetch, what to keep, how to write it; one TOML file each, validated before anything runs."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dags.recipe_file import RecipeError, names_in, validated
from dags.recipe_inheritance import Tree, plain, resolve
from dom_parsing.settings import ExtractSettings
from filters.duplicates.duplicates import DuplicateSettings
from filters.editing import TextRules
from filters.images.image_signals import IMAGE_SIGNALS
from filters.images.references import URL_WORDS
from filters.judgement import LATE_SIGNALS
from filters.models.settings import ModelSettings, check_models
from filters.needs import check_needs
from filters.rules import Bound, Rules, check_rules
from filters.safety.blocklist import BlocklistSettings
from filters.safety.personal import PersonalSettings
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.settings import SignalSettings
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
        check_rules(self.rules, LATE_SIGNALS, "document.rules")
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
    all_broken: bool = Field(
        default=False, description="Write down every text rule that is broken, not only the first of each decision."
    )
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    images: ImageFetchSettings = Field(default_factory=ImageFetchSettings)
    signals: SignalSettings = Field(default_factory=SignalSettings)
    models: ModelSettings = Field(default_factory=ModelSettings)
    paragraph: ParagraphSection = Field(default_factory=ParagraphSection)
    document: DocumentSection = Field(default_factory=DocumentSection)
    image: ImageSection = Field(default_factory=ImageSection)
    blocklists: BlocklistSettings = Field(default_factory=BlocklistSettings)
    duplicates: DuplicateSettings = Field(default_factory=DuplicateSettings)
    personal: PersonalSettings = Field(default_factory=PersonalSettings)
    shards: ShardSettings = Field(default_factory=ShardSettings)

    @model_validator(mode="after")
    def _measures_what_it_asks(self) -> Recipe:
        if "qr_share" in self.image.rules and not self.images.qr_codes:
            raise ValueError("image.rules.qr_share: nothing looks for QR codes: set qr_codes = true under [images]")
        return self


def rules_of(recipe: Recipe) -> dict[str, Any]:
    """Return the rules on paragraphs, documents and images as plain values."""
    repeated = recipe.paragraph.repeated_in_site
    return {
        **{f"{name}.rules": _plain(getattr(recipe, name).rules) for name in ("paragraph", "document", "image")},
        "paragraph.repeated_in_site": repeated.model_dump(mode="json") if repeated else None,
        "image.url_words": list(recipe.image.url_words),
    }


def _plain(rules: Rules) -> dict[str, Any]:
    return {name: bound.model_dump(mode="json") for name, bound in rules.items()}


def text_rules(recipe: Recipe) -> TextRules:
    """Return what a recipe asks of texts."""
    return TextRules(
        document={name: bound for name, bound in recipe.document.rules.items() if name in DOCUMENT_SIGNALS},
        paragraph=recipe.paragraph.rules,
        repeated_in_site=recipe.paragraph.repeated_in_site,
        settings=recipe.signals,
        every=recipe.all_broken,
    )


def require_needs(recipe: Recipe) -> Recipe:
    """Return a recipe that gives every model and list that its rules need.

    Raises:
        RecipeError: It does not; says where to get them.
    """
    given = recipe.signals.model_dump()
    try:
        check_needs(recipe.paragraph.rules, PARAGRAPH_SIGNALS, given, "paragraph.rules")
        check_needs(recipe.document.rules, LATE_SIGNALS, given, "document.rules")
        check_needs(recipe.image.rules, IMAGE_SIGNALS, given, "image.rules")
        check_models(recipe.document.rules, recipe.models, "document.rules")
        check_models(recipe.image.rules, recipe.models, "image.rules")
    except ValueError as error:
        raise RecipeError(f"recipe {recipe.name} can't be used:\n  {error}") from error
    return recipe


def built_in_names() -> list[str]:
    """Return the names of the recipes that come with m3w."""
    return names_in(BUILT_IN)


def load_recipe(name_or_path: str) -> Recipe:
    """Read a recipe, with all it extends, by the name of a built-in one or by path.

    Raises:
        RecipeError: There is none, it is no TOML, or a key or value in it is wrong.
    """
    return recipe_of(resolve(name_or_path, BUILT_IN), name_or_path)


def recipe_of(tree: Tree, name: str) -> Recipe:
    """Return a resolved recipe as settings.

    Raises:
        RecipeError: A key or value in it is wrong; `name` is what it is called.
    """
    return validated(plain(tree), Recipe, name)
