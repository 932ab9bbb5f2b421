"""The scores that a cut knows of, and whether they are all it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apache_beam import Filter

from dags.imaging import views
from dags.recipe import Recipe, rules_of
from dags.tables import ReadTables, inputs_of, paths_of
from filters.models.scores import SCORES, Score, score_from_row
from filters.models.settings import ModelSettings, asked_of_models
from shards import storage
from shards.dataset import Corpus, Generation
from shards.fingerprint import canonical_json, digest_of
from training.folders import digest_of_folder

HEAD = "scores"
UNIT = "scores"
VIEW = "scores.json"
COLUMNS = tuple(name for name in SCORES.names if name not in ("paragraphs", "similarities"))


@dataclass(frozen=True, slots=True)
class KnownScores:
    """Scores that rules may be asked about.

    Attributes:
        generations: Where they lie.
        models: Digest of the model of each signal; what others gave does not count.
    """

    generations: tuple[Generation, ...] = ()
    models: Mapping[str, str] = field(default_factory=dict)

    def join(self, pipeline: Any) -> dict[str, Any]:
        """Return what `JudgeComponents` is to be given of them beside candidates and facts."""
        if not self.models:
            return {}
        return {"scores": self.read(pipeline)}

    def read(self, pipeline: Any) -> Any:
        """Return the scores of these models, without matrices."""
        paths = paths_of(self.generations, HEAD)
        return (
            pipeline
            | "ReadScores" >> ReadTables(paths, score_from_row, COLUMNS)
            | "OfTheseModels" >> Filter(self._counts)
        )

    def _counts(self, score: Score) -> bool:
        return self.models.get(score.signal) == score.model


def digests(models: ModelSettings) -> dict[str, str]:
    """Return what stands for each model that is given: of its folder, and of what steers it.

    Raises:
        ValueError: A folder is not there.
    """
    more = {"max_paragraphs": models.max_paragraphs}
    return {
        signal: digest_of(
            digest_of_folder(section.path),
            section.model_dump(mode="json", exclude={"path"}),
            more if signal == "clip_similarity" else {},
        )
        for signal, section in models.given()
    }


def asked(recipe: Recipe) -> bool:
    """Tell whether a recipe has rules on what models say."""
    return bool(asked_of_models(recipe.image.rules) or asked_of_models(recipe.document.rules))


def known_scores(corpus: Corpus, recipe: Recipe, cut: str) -> KnownScores:
    """Return the scores that a cut goes by: those there were when it was scored last; none where no rule asks.

    Raises:
        ValueError: The folder of a model is not there.
    """
    if not asked(recipe):
        return KnownScores()
    number = views.generations_in(corpus, cut, VIEW)
    return KnownScores(tuple(corpus.scores.generations()[:number]), digests(recipe.models))


def is_scored(corpus: Corpus, recipe: Recipe, cut: str) -> bool:
    """Tell whether a cut has all the scores that it needs with the images it has now."""
    path = storage.join(corpus.cut_folder(cut), VIEW)
    if not storage.exists(path):
        return False
    return bool(json.loads(storage.read_bytes(path))["made_from"] == _made_from(corpus, recipe, cut))


def save_view(corpus: Corpus, recipe: Recipe, cut: str) -> None:
    """Note that the cut has all the scores it needs in the generations there are now."""
    view = {"generations": len(corpus.scores.generations()), "made_from": _made_from(corpus, recipe, cut)}
    with storage.published(storage.join(corpus.cut_folder(cut), VIEW)) as stream:
        stream.write(canonical_json(view).encode())


def _made_from(corpus: Corpus, recipe: Recipe, cut: str) -> str:
    images = corpus.images.generations()[: views.generations_in(corpus, cut, views.IMAGES)]
    return digest_of(inputs_of(corpus.shortlist(cut).require(), images), rules_of(recipe), digests(recipe.models))
