from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dags.scoring.items import Item
from dags.scoring.scorers import Origin, PictureScorer, SimilarityScorer, check_labels, load_scorer
from dom_parsing.records import RecordRef
from filters.models.settings import ModelSettings
from ingest.records import FAILED, KEPT
from ingest.warc.warc_reader import read_records
from tests.dags.little_site import Answer, photo
from tests.dags.warcs import Captured, write_archive
from tests.training.scoring.tiny_scorers import save_clip, save_image_classifier

DAMAGED = Answer(b"\xff\xd8\xff no picture", "image/jpeg")


@pytest.fixture
def places(tmp_path: Path) -> list[RecordRef]:
    """Where three records lie: a picture, one that is damaged, and another picture."""
    found: list[RecordRef] = []
    for number, answer in enumerate((photo(1), DAMAGED, photo(2))):
        path = write_archive(tmp_path / f"{number}.warc.gz", [Captured("https://one.example/", answer)])
        with path.open("rb") as stream:
            found += [each.source for each in read_records(stream, str(path)) if each.type == "response"]
    return found


def origin(signal: str) -> Origin:
    return Origin(signal, "digest", lambda path: path)


class Widths:
    """What a classifier is here: it says how wide pictures are, and notes how many it was given at once."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def scores(self, pictures: Sequence[Image.Image]) -> list[float]:
        self.given.append(len(pictures))
        return [float(picture.width) for picture in pictures]


def test_damaged_pictures_fail_and_the_others_keep_their_scores(places: list[RecordRef], tmp_path: Path) -> None:
    folder = save_image_classifier(tmp_path / "model", "normal", "nsfw")
    models = ModelSettings.model_validate({"nsfw": {"path": str(folder), "label": "nsfw"}, "batch": 2})
    assert models.nsfw is not None
    scorer = load_scorer(origin("nsfw"), models.nsfw, models)
    items = [Item(f"{number}", ((-1, place),)) for number, place in enumerate(places)]
    found = list(scorer.scores(items))
    assert [(each.subject, each.outcome, each.reason) for each in found] == [
        ("0", KEPT, ""),
        ("1", FAILED, "damaged"),
        ("2", KEPT, ""),
    ]
    (alone,) = scorer.scores(items[2:])
    assert found[2].value == pytest.approx(alone.value, abs=1e-5)
    assert [each.value for each in scorer.scores(items)] == [each.value for each in found]


def test_the_model_is_given_batches_of_neighbours(places: list[RecordRef]) -> None:
    model: Any = Widths()
    items = [Item(str(number), ((-1, places[0]),)) for number in range(5)]
    found = list(PictureScorer(origin("nsfw"), model, 2).scores(items))
    assert model.given == [2, 2, 1]
    assert [each.value for each in found] == [80.0] * 5


def test_an_image_is_compared_with_each_paragraph_that_says_something(places: list[RecordRef], tmp_path: Path) -> None:
    models = ModelSettings.model_validate({"clip_similarity": {"path": str(save_clip(tmp_path / "clip"))}})
    assert models.clip_similarity is not None
    scorer = load_scorer(origin("clip_similarity"), models.clip_similarity, models)
    pictures = tuple(enumerate(places))
    texts = ((3, "a pier"), (4, " "), (5, "a gull"))
    first, damaged, last = scorer.scores([Item("d", pictures, texts)])
    assert first.paragraphs == last.paragraphs == (3, 5)
    assert first.value == max(first.similarities)
    assert (damaged.outcome, damaged.element, damaged.similarities) == (FAILED, 1, ())
    silent = list(scorer.scores([Item("d", pictures[:1], ((4, " "),))]))
    assert [(each.value, each.outcome) for each in silent] == [(None, KEPT)]
    assert isinstance(scorer, SimilarityScorer)
    (short,) = SimilarityScorer(scorer.origin, scorer.model, 1).scores([Item("d", pictures[:1], texts)])
    assert short.paragraphs == (3,)


def test_labels_are_held_against_the_folder(tmp_path: Path) -> None:
    folder = save_image_classifier(tmp_path / "model", "normal", "nsfw")
    check_labels(ModelSettings.model_validate({"nsfw": {"path": str(folder), "label": "nsfw"}}))
    with pytest.raises(ValueError, match="'NSFW' is none of its labels"):
        check_labels(ModelSettings.model_validate({"nsfw": {"path": str(folder), "label": "NSFW"}}))
    with pytest.raises(ValueError, match="holds no classifier"):
        check_labels(ModelSettings.model_validate({"nsfw": {"path": str(tmp_path), "label": "nsfw"}}))
