"""A trained Flamingo says something of a picture: always the same, and as the model in memory does."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.data.making import png
from tests.training.tiny_run import Alone, Tiny, run_alone, tiny_recipe
from tests.training.tiny_weights import Weights, save_weights
from training.captions import Trained, caption, load_trained, read_picture
from training.checkpoint import LEARNT, STATE, CheckpointError
from training.optimizer import trainable
from training.recipe import TrainRecipe
from training.runs.checkpoints import Checkpoints
from training.runs.examination import digests
from training.runs.folder import RunFolder
from training.runs.learner import Learner
from training.runs.worker import make_learner

PICTURE = png((200, 0, 0))
UPDATES = 80
CHANGES = {
    "run.updates": UPDATES,
    "run.log_every": UPDATES,
    "run.checkpoint_every": UPDATES,
    "optimizer.learning_rate": 0.02,
}


@pytest.fixture(scope="module")
def checkpoint(tiny_training: Tiny, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The checkpoint of a tiny model that has learnt for a while."""
    folder = str(tmp_path_factory.mktemp("run"))
    run_alone(tiny_recipe(tiny_training, CHANGES), folder)
    return Checkpoints(RunFolder(folder).checkpoints).path(UPDATES)


@pytest.fixture(scope="module")
def trained(checkpoint: str) -> Trained:
    return load_trained(checkpoint)


def learner_of(recipe: TrainRecipe) -> Learner:
    return make_learner(recipe, digests(recipe), Alone(), torch.float32)


def test_a_trained_model_says_a_text(trained: Trained) -> None:
    said = caption(trained, PICTURE)
    assert said
    assert "<image>" not in said
    assert said == said.strip()
    assert trained.update == UPDATES
    assert not trained.model.training


def test_it_has_learnt_what_captions_say(trained: Trained) -> None:
    assert caption(trained, PICTURE).startswith("a thing of redness")


def test_it_always_says_the_same(trained: Trained, checkpoint: str) -> None:
    torch.manual_seed(1)
    said = [caption(trained, PICTURE, beams=beams) for beams in (1, 3)]
    torch.manual_seed(2)
    assert [caption(load_trained(checkpoint), PICTURE, beams=beams) for beams in (1, 3)] == said


def test_a_loaded_model_is_the_one_that_was_saved(tiny_training: Tiny, tmp_path: Path) -> None:
    learner = learner_of(tiny_recipe(tiny_training, CHANGES))
    for _ in range(5):
        learner.step()
    learner.save(tmp_path / "c")
    loaded = load_trained(str(tmp_path / "c"))
    found = trainable(loaded.model)
    assert all(torch.equal(each, found[name]) for name, each in trainable(learner.model).items())
    in_memory = replace(loaded, model=learner.model.eval())
    for picture in (PICTURE, png((0, 0, 250), (9, 30))):
        assert caption(in_memory, picture) == caption(loaded, picture)


def test_it_is_cut_off_where_it_does_not_end(trained: Trained) -> None:
    whole = caption(trained, PICTURE, max_tokens=32, beams=1)
    assert whole.startswith(caption(trained, PICTURE, max_tokens=3, beams=1))
    assert len(caption(trained, PICTURE, max_tokens=3, beams=1)) <= 3


@pytest.mark.parametrize("data", [b"", b"no picture", PICTURE[:40]])
def test_what_is_no_picture_is_refused(data: bytes, trained: Trained) -> None:
    with pytest.raises(ValueError, match="the picture can't be read: give a JPEG"):
        caption(trained, data)


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PICTURE)
    assert read_picture(tmp_path / "a.png") == PICTURE
    for path in (tmp_path / "b.png", tmp_path):
        with pytest.raises(ValueError, match=rf"{path} is no file: give the path of a picture"):
            read_picture(path)


def test_a_checkpoint_that_is_missing_or_damaged_is_named(checkpoint: str, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=rf"{tmp_path} holds no checkpoint"):
        load_trained(str(tmp_path))
    for name in (LEARNT, STATE):
        copy = shutil.copytree(checkpoint, tmp_path / name)
        (copy / name).write_bytes((copy / name).read_bytes()[:-100])
        with pytest.raises(CheckpointError, match=rf"{copy / name} is damaged"):
            load_trained(str(copy))


@pytest.mark.parametrize("part", ["language_model", "vision_encoder"])
def test_frozen_weights_that_have_gone_are_named(part: str, tiny_training: Tiny, tmp_path: Path) -> None:
    weights = Weights(
        *(shutil.copytree(each, tmp_path / each.name) for each in (
            tiny_training.weights.language_model, tiny_training.weights.vision_encoder,
        ))
    )  # fmt: skip
    tiny = replace(tiny_training, weights=weights)
    learner_of(tiny_recipe(tiny)).save(tmp_path / "c")
    shutil.rmtree(getattr(weights, part))
    with pytest.raises(ValueError, match=rf"{getattr(weights, part)} is no folder: give the one of the"):
        load_trained(str(tmp_path / "c"))


def test_weights_that_were_saved_in_bfloat16_speak_too(tiny_training: Tiny, tmp_path: Path) -> None:
    tiny = replace(tiny_training, weights=save_weights(tmp_path / "weights", dtype=torch.bfloat16))
    learner_of(tiny_recipe(tiny)).save(tmp_path / "c")
    trained = load_trained(str(tmp_path / "c"))
    assert {each.dtype for each in trained.model.parameters()} == {torch.float32}
    assert isinstance(caption(trained, PICTURE), str)


def test_other_frozen_weights_in_the_same_place_are_refused(tiny_training: Tiny, tmp_path: Path) -> None:
    tiny = replace(tiny_training, weights=save_weights(tmp_path / "weights"))
    learner_of(tiny_recipe(tiny)).save(tmp_path / "c")
    load_trained(str(tmp_path / "c"))
    shutil.rmtree(tmp_path / "weights")
    save_weights(tmp_path / "weights", seed=1)
    with pytest.raises(CheckpointError, match=r"trained with another language model than lies in .* now"):
        load_trained(str(tmp_path / "c"))


def test_weights_made_for_a_run_move_with_it(tiny_training: Tiny, tmp_path: Path) -> None:
    run = tmp_path / "run"
    tiny = replace(tiny_training, weights=save_weights(run))
    learner_of(tiny_recipe(tiny)).save(run / "checkpoints" / "00000000")
    run.rename(tmp_path / "moved")
    assert load_trained(str(tmp_path / "moved" / "checkpoints" / "00000000")).update == 0
