from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shards.manifest import DatasetError
from shards.pairs import FORMAT
from tests.training.data.making import document, png, write_shards
from tests.training.data.toy_tokens import byte_tokens
from training.data.assembly import open_mixture
from training.data.pictures import Normalisation
from training.data.share import Share
from training.settings import DataSettings

TOKENS = byte_tokens()


def settings(folder: Path, **pairs: Any) -> DataSettings:
    return DataSettings.model_validate(
        {
            "datasets": {
                "m3w": {"kind": "documents", "path": str(folder / "d"), "batch_size": 2, "image_size": 16, "p_next": 0},
                "captions": {
                    "kind": "pairs",
                    "path": str(folder / "p"),
                    "batch_size": 2,
                    "image_size": 16,
                    "weight": 0.2,
                    "flip": False,
                    "colour_jitter": 0,
                    **pairs,
                },
            }
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of documents and one of pairs."""
    record = json.dumps(document("a", ["text", None])).encode()
    write_shards(tmp_path / "d", [{"a": {"json": record, "000.png": png()}}])
    pair = json.dumps({"format": FORMAT, "caption": "c" * 50}).encode()
    write_shards(tmp_path / "p", [{"b": {"json": pair, "png": png((255, 0, 0), (9, 9))}}], "pairs")
    return tmp_path


def test_settings_become_a_mixture(folder: Path) -> None:
    mixture = open_mixture(settings(folder, max_tokens=20), TOKENS, Normalisation(), Share())
    documents, pairs = mixture.update()
    assert (documents.name, documents.weight, pairs.name, pairs.weight) == ("m3w", 1.0, "captions", 0.2)
    assert pairs.batches[0].input_ids.shape == (2, 20)
    assert pairs.batches[0].pixel_values[0, 0, 0, :, 0, 0].tolist() == [1, -1, -1]
    assert documents.batches[0].image_index.max() == 1


def test_a_dataset_of_the_other_kind_is_an_error(folder: Path) -> None:
    with pytest.raises(DatasetError, match="describes 'shards', not 'pairs'"):
        open_mixture(settings(folder, path=str(folder / "d")), TOKENS, Normalisation(), Share())
