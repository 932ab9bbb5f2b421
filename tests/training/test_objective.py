"""An update's gradient is the lambda-weighted sum of its datasets' own, however many workers share it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel

from tests.training.data.toy_tokens import letter_tokens
from tests.training.model.tiny import VOCABULARY, tiny
from tests.training.workers import together
from training.data.batches import Batch, Term, collate
from training.data.drafts import image_index
from training.data.examples import Example
from training.data.share import Share
from training.model.flamingo import Flamingo
from training.model.precision import lower
from training.objective import Losses, Reduction, accumulate

SIZES = (1, 2, 4)
PRECISIONS = {torch.float32: 1e-5, torch.float64: 1e-12}
WEIGHTS = {"m3w": 1.0, "captions": 0.2, "text": 0.03}
COUNTS = {"m3w": 5, "captions": 9, "text": 4}
TOKENS = letter_tokens(VOCABULARY)
REDUCTIONS: tuple[Reduction, ...] = get_args(Reduction)
Gradients = dict[str, Tensor]


def examples(name: str) -> list[Example]:
    """Documents of many lengths with up to three images, captions, and text without any image."""
    chance = np.random.default_rng(COUNTS[name])
    made = []
    for number in range(COUNTS[name]):
        images = {"m3w": number % 4, "captions": 1, "text": 0}[name]
        ids = chance.integers(3, VOCABULARY, int(chance.integers(2, 20))).tolist()
        for place in sorted(chance.integers(0, len(ids), images).tolist(), reverse=True):
            ids[place:place] = [TOKENS.image]
        pictures = tuple(torch.from_numpy(chance.normal(size=(3, 32, 32))) for _ in range(images))
        looks = image_index((*ids, TOKENS.eoc), TOKENS.image, sees_next=number % 2 == 1)
        made.append(Example(str(number), (*ids, TOKENS.eoc), looks, pictures))
    return made


def terms(share: Share, at_once: int = 0) -> list[Term]:
    """A worker's part of the update."""
    found = []
    for name, weight in WEIGHTS.items():
        mine = [examples(name)[number] for number in share.of(COUNTS[name])]
        batch = collate(mine, TOKENS, 32)
        found.append(Term(name, weight, batch.split(at_once or len(batch))))
    return found


def flamingo(dtype: torch.dtype) -> Flamingo:
    """A tiny model whose every layer computes in the precision of its weights (OPT's do, Llama's norm does not)."""
    return tiny("opt", open_gates=True).to(dtype).train()


def gradients(model: torch.nn.Module) -> Gradients:
    return {name: each.grad for name, each in model.named_parameters() if each.grad is not None}


def exactly(batch: Batch, dtype: torch.dtype) -> Batch:
    return replace(batch, pixel_values=batch.pixel_values.to(dtype))


def of_one_dataset(name: str, reduction: Reduction, dtype: torch.dtype) -> tuple[Gradients, float]:
    """Gradient and loss of one dataset's whole batch, written out by the definition, sequence by sequence."""
    model = flamingo(dtype)
    losses, targets = [], 0
    for example in examples(name):
        batch = exactly(collate([example], TOKENS, 32), dtype)
        logits = model(
            batch.input_ids, pixel_values=batch.pixel_values, image_index=batch.image_index, use_cache=False
        ).logits[0]
        for place, token in enumerate(example.ids[1:]):
            if token != TOKENS.image:
                losses.append(cross_entropy(logits[place], torch.tensor(token)))
                targets += 1
    loss = torch.stack(losses).sum() / (targets if reduction == "token_mean" else COUNTS[name])
    loss.backward()
    return gradients(model), loss.item()


def expected(reduction: Reduction, dtype: torch.dtype) -> tuple[Gradients, list[float]]:
    total: Gradients = {}
    losses = []
    for name, weight in WEIGHTS.items():
        found, loss = of_one_dataset(name, reduction, dtype)
        losses.append(loss)
        for key, each in found.items():
            total[key] = total.get(key, torch.zeros_like(each)) + weight * each
    return total, losses


def distance(one: Gradients, other: Gradients) -> float:
    """Relative L2 distance over all that is learnt."""
    assert one.keys() == other.keys()
    apart, size = (
        sum(float(each.double().square().sum()) for each in values)
        for values in (
            [one[key] - other[key] for key in one],
            other.values(),
        )
    )
    return float((apart / size) ** 0.5)


def update(model: torch.nn.Module, share: Share, reduction: Reduction, dtype: torch.dtype, at_once: int = 0) -> Losses:
    mine = [
        Term(term.name, term.weight, [exactly(batch, dtype) for batch in term.batches])
        for term in terms(share, at_once)
    ]
    return accumulate(model, mine, reduction)


def learn(rank: int, world_size: int, folder: Path) -> None:
    """What a worker does: two updates for each precision and reduction, the gradient of the second to a file."""
    for dtype in PRECISIONS:
        for reduction in REDUCTIONS:
            model = DistributedDataParallel(flamingo(dtype))
            for at_once in (2, 0):  # a second update shows what the first left behind
                model.zero_grad()
                losses = update(model, Share(rank, world_size), reduction, dtype, at_once)
            found = {name.removeprefix("module."): each for name, each in gradients(model).items()}
            save_file({**found, "losses": losses.each}, folder / f"{world_size}-{rank}-{dtype}-{reduction}")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What 1, 2 and 4 workers found."""
    folder = tmp_path_factory.mktemp("learnt")
    together(learn, SIZES, folder)
    return folder


@pytest.mark.parametrize("dtype", PRECISIONS)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_workers_find_the_weighted_sum_of_single_gradients(
    reduction: Reduction, dtype: torch.dtype, learnt: Path
) -> None:
    wanted, losses = expected(reduction, dtype)
    for size in SIZES:
        for rank in range(size):
            found = load_file(learnt / f"{size}-{rank}-{dtype}-{reduction}")
            assert found.pop("losses").tolist() == pytest.approx(losses, rel=PRECISIONS[dtype])
            assert distance(found, wanted) < PRECISIONS[dtype]


@pytest.mark.parametrize("at_once", [0, 1, 3])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_pieces_of_a_batch_change_nothing(reduction: Reduction, at_once: int) -> None:
    model = flamingo(torch.float64)
    losses = update(model, Share(), reduction, torch.float64, at_once)
    wanted, single = expected(reduction, torch.float64)
    assert distance(gradients(model), wanted) < 1e-12
    assert losses.each.tolist() == pytest.approx(single, rel=1e-12)
    assert losses.total.item() == pytest.approx(sum(map(float.__mul__, WEIGHTS.values(), single)), rel=1e-12)


def test_what_was_learnt_from_is_counted() -> None:
    losses = update(flamingo(torch.float32), Share(), "token_mean", torch.float32)
    targets = [
        sum(token != TOKENS.image for example in examples(name) for token in example.ids[1:]) for name in WEIGHTS
    ]
    assert losses.names == tuple(WEIGHTS)
    assert losses.targets.tolist() == targets
    assert losses.sequences.tolist() == list(COUNTS.values())


def test_everything_learnt_has_a_gradient_even_where_no_image_is() -> None:
    model = flamingo(torch.float32)
    (text,) = [term for term in terms(Share()) if term.name == "text"]
    accumulate(model, [Term(text.name, 1.0, [exactly(each, torch.float32) for each in text.batches])], "token_mean")
    missing = [name for name, each in model.named_parameters() if each.requires_grad and each.grad is None]
    assert missing == []


def test_a_batch_that_teaches_nothing_gives_zero_and_no_nan() -> None:
    model = flamingo(torch.float32)
    batch = collate([Example("a", (TOKENS.eoc,), (0,), ())] * 2, TOKENS, 32)
    losses = accumulate(model, [Term("m3w", 1.0, [batch])], "sequence_sum")
    assert (losses.each.tolist(), losses.targets.tolist(), losses.sequences.tolist()) == ([0], [0], [0])
    assert all(not each.any() for each in gradients(model).values())


def test_in_bfloat16_losses_are_close_and_gradients_are_summed_in_float32() -> None:
    exact, low = flamingo(torch.float32), flamingo(torch.float32)
    for frozen in (low.language_model, low.vision_encoder):
        lower(frozen, torch.bfloat16)
    mine = [
        Term(term.name, term.weight, [exactly(batch, torch.float32) for batch in term.batches])
        for term in terms(Share(), 2)
    ]
    wanted = accumulate(exact, mine, "token_mean")
    found = accumulate(low, mine, "token_mean", torch.bfloat16)
    assert found.each.tolist() == pytest.approx(wanted.each.tolist(), rel=0.01)
    assert found.each.tolist() != wanted.each.tolist()
    assert {each.dtype for each in gradients(low).values()} == {torch.float32}
    assert distance(gradients(low), gradients(exact)) < 0.05
