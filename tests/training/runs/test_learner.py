"""Who learns changes what is to be learnt and nothing else, and goes on from a checkpoint only where it fits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.distributed as dist

from tests.training.tiny_run import INPUTS, Alone, Tiny, save_datasets, tiny_recipe
from tests.training.tiny_weights import Weights, save_weights
from tests.training.workers import together
from training.checkpoint import CheckpointError, read_progress
from training.data.share import Share
from training.optimizer import trainable
from training.runs.learner import Learner, origin, require_same_origin
from training.runs.worker import make_learner


def learner(tiny: Tiny, changes: Mapping[str, Any] | None = None, inputs: Mapping[str, str] | None = None) -> Learner:
    recipe = tiny_recipe(tiny, changes)
    return make_learner(recipe, inputs or INPUTS, Alone(), torch.float32)


def learnt(one: Learner) -> dict[str, torch.Tensor]:
    return {name: each.detach().clone() for name, each in trainable(one.model).items()}


def test_an_update_moves_what_is_learnt_and_nothing_frozen(tiny_training: Tiny) -> None:
    one = learner(tiny_training)
    before = {name: each.clone() for name, each in one.model.state_dict().items()}
    for _ in range(3):
        one.step()
    moved = {name for name, each in one.model.state_dict().items() if not torch.equal(each, before[name])}
    assert moved == trainable(one.model).keys()
    assert one.update == 3


def test_an_update_says_what_it_came_to(tiny_training: Tiny) -> None:
    outcome = learner(tiny_training).step()
    assert outcome.losses.names == ("corpus", "captions")
    assert [len(term.batches[0]) for term in outcome.terms] == [3, 3]
    each = outcome.losses.each.tolist()
    assert outcome.losses.total.item() == pytest.approx(each[0] + 0.2 * each[1], rel=1e-12)
    assert outcome.norm.item() > 0


def test_losses_fall(tiny_training: Tiny) -> None:
    one = learner(tiny_training, {"optimizer.learning_rate": 0.02})
    first, *_, last = [one.step().losses.total.item() for _ in range(12)]
    assert last < first - 1


def test_the_rate_rises_with_the_updates(tiny_training: Tiny) -> None:
    one = learner(tiny_training)
    rates = []
    for _ in range(4):
        rates += one.schedule.get_last_lr()[:1]
        one.step()
    assert rates == pytest.approx([0.001, 0.002, 0.003, 0.003])


def test_a_restored_learner_is_the_one_that_was_saved(tiny_training: Tiny, tmp_path: Path) -> None:
    whole = learner(tiny_training)
    for _ in range(2):
        whole.step()
    whole.save(tmp_path / "c")
    assert read_progress(tmp_path / "c").update == 2
    after = [whole.step().losses.total.item() for _ in range(3)]
    resumed = learner(tiny_training)
    resumed.step()
    resumed.restore(tmp_path / "c")
    assert resumed.update == 2
    assert [resumed.step().losses.total.item() for _ in range(3)] == after
    found = learnt(resumed)
    assert all(torch.equal(each, found[name]) for name, each in learnt(whole).items())


def test_workers_threads_and_pieces_may_change_in_between(tiny_training: Tiny, tmp_path: Path) -> None:
    learner(tiny_training).save(tmp_path / "c")
    free = {"data.threads": 1, "data.datasets.corpus.at_once": 1, "run.updates": 99, "name": "other", "ray.workers": 2}
    learner(tiny_training, free).restore(tmp_path / "c")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"optimizer.learning_rate": 0.5}, r"optimizer\.learning_rate: then 0\.003, now 0\.5"),
        ({"data.datasets.captions.weight": 0.3}, r"data\.datasets\.captions\.weight: then 0\.2, now 0\.3"),
        ({"data.datasets.corpus.p_next": 0.25}, r"data\.datasets\.corpus\.p_next: then 0\.5, now 0\.25"),
        ({"model.resampler_layers": 1, "seed": 4}, r"model\.resampler_layers: then 2, now 1; seed: then 0, now 4"),
    ],
)
def test_a_checkpoint_of_another_recipe_is_refused_and_the_keys_are_named(
    changes: dict[str, Any], words: str, tiny_training: Tiny, tmp_path: Path
) -> None:
    learner(tiny_training).save(tmp_path / "c")
    other = learner(tiny_training, changes)
    before = learnt(other)
    with pytest.raises(CheckpointError, match=rf"{words}\): go on with .*--run NAME.*--overwrite"):
        other.restore(tmp_path / "c")
    assert other.update == 0
    assert all(torch.equal(each, before[name]) for name, each in learnt(other).items())


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_a_checkpoint_of_other_data_or_weights_is_refused(name: str, tiny_training: Tiny, tmp_path: Path) -> None:
    learner(tiny_training).save(tmp_path / "c")
    with pytest.raises(CheckpointError, match=rf"inputs\.{name}: then '{INPUTS[name]}', now 'new'"):
        learner(tiny_training, inputs={**INPUTS, name: "new"}).restore(tmp_path / "c")


def test_how_far_a_checkpoint_of_the_same_is(tiny_training: Tiny, tmp_path: Path) -> None:
    one = learner(tiny_training)
    one.step()
    one.save(tmp_path / "c")
    assert require_same_origin(tmp_path / "c", origin(tiny_recipe(tiny_training), INPUTS)).update == 1


def test_a_gradient_that_is_not_finite_stops_before_it_does_harm(tiny_training: Tiny) -> None:
    one = learner(tiny_training)
    with torch.no_grad():
        next(iter(one.model.new_tokens.parameters())).fill_(torch.inf)
    before = learnt(one)
    with pytest.raises(FloatingPointError, match="learning_rate"):
        one.step()
    assert all(torch.equal(each, before[name]) for name, each in learnt(one).items())


def resume(rank: int, world_size: int, folder: Path) -> None:
    """What a worker does: six updates in one go, or three, and three more in another process group's model."""
    weights = Weights(folder / "language-model", folder / "vision-encoder")
    recipe = tiny_recipe(Tiny(weights, folder / "documents", folder / "pairs"))
    alone = Alone(share=Share(rank, world_size))
    whole = make_learner(recipe, INPUTS, alone, torch.float32)
    for update in range(6):
        if update == 3 and rank == 0:
            whole.save(folder / "c")
        whole.step()
    dist.barrier()
    resumed = make_learner(recipe, INPUTS, alone, torch.float32)
    resumed.restore(folder / "c")
    for _ in range(3):
        resumed.step()
    pairs = zip(trainable(whole.model).values(), trainable(resumed.model).values(), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


def test_three_workers_that_go_on_round_as_if_never_stopped(tmp_path: Path) -> None:
    save_datasets(tmp_path, save_weights(tmp_path))
    together(resume, (3,), tmp_path)
