from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from training.settings import DataSettings, DocumentSettings, PairSettings


def read(**datasets: dict[str, Any]) -> DataSettings:
    return DataSettings.model_validate({"datasets": datasets})


def test_defaults_are_the_papers() -> None:
    settings = read(m3w={"kind": "documents", "path": "a"}, captions={"kind": "pairs", "path": "b", "weight": 0.2})
    documents, pairs = settings.datasets["m3w"], settings.datasets["captions"]
    assert isinstance(documents, DocumentSettings)
    assert isinstance(pairs, PairSettings)
    assert (documents.max_tokens, documents.max_images, documents.p_next, documents.image_size) == (256, 5, 0.5, 320)
    assert (pairs.max_tokens, pairs.p_space, pairs.weight) == (32, 0.5, 0.2)
    assert settings.reduction == "token_mean"


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"weight": 0}, "weight", "a number above 0; leave out"),
        ({"weight": -1}, "weight", "a number above 0; leave out"),
        ({"weight": float("nan")}, "weight", "a number above 0"),
        ({"weight": float("inf")}, "weight", "a number above 0"),
        ({"batch_size": 0}, "batch_size", "greater than or equal to 1"),
        ({"p_next": 1.5}, "p_next", "less than or equal to 1"),
        ({"max_tokens": 2}, "max_tokens", "greater than or equal to 8"),
        ({"p_space": 0.5}, "p_space", "Extra inputs are not permitted"),
        ({"path": ""}, "path", "at least 1 character"),
        ({"kind": "videos"}, "m3w", "'documents', 'pairs'"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], where: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        read(m3w={"kind": "documents", "path": "a", **changes})
    (problem,) = caught.value.errors()
    assert problem["loc"][-1] == where


def test_no_dataset_is_an_error() -> None:
    with pytest.raises(ValidationError, match="there is no dataset to learn from; name one"):
        read()


def test_all_datasets_have_pictures_of_one_size() -> None:
    with pytest.raises(ValidationError, match=r"a\.image_size = 64, b\.image_size = 320: one vision encoder"):
        read(a={"kind": "pairs", "path": "a", "image_size": 64}, b={"kind": "pairs", "path": "b"})
