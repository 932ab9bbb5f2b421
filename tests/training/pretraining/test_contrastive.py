"""An encoder learns which caption goes with which picture, and nothing but that."""

from __future__ import annotations

import math
from itertools import repeat

import pytest
import torch
from torch.nn.functional import log_softmax
from transformers import ResNetModel

from tests.training.data.toy_tokens import byte_tokens
from training.data.examples import Example
from training.pretraining.contrastive import SMOOTHING, Comparison, contrast, two_way_loss, words_of
from training.pretraining.pacing import unwatched
from training.pretraining.settings import VisionEncoderSettings
from training.pretraining.vision_encoder import configuration

TOKENS = byte_tokens()
SETTINGS = VisionEncoderSettings(width=16, updates=30, learning_rate=5e-3, warmup_updates=2)
NAMES = ("red", "green", "blue")


def comparison() -> Comparison:
    torch.manual_seed(0)
    return Comparison(ResNetModel(configuration(SETTINGS)), SETTINGS.width, TOKENS.image)


def pair(colour: int) -> Example:
    """A picture of one colour, and its name."""
    picture = torch.full((3, 32, 32), -1.0)
    picture[colour] = 1.0
    (name,) = TOKENS.encode([NAMES[colour]])
    assert TOKENS.bos is not None
    ids = (TOKENS.bos, TOKENS.image, *name, TOKENS.eoc)
    return Example(NAMES[colour], ids, (0, *[1] * (len(ids) - 1)), (picture,))


def test_it_learns_to_tell_which_is_which() -> None:
    learner, batch = comparison(), [pair(number % 3) for number in range(6)]
    told: list[tuple[int, int, float]] = []
    last = contrast(learner, repeat(batch), TOKENS, SETTINGS, lambda *said: told.append(said))
    assert [done for done, _, _ in told] == list(range(1, 31))
    assert told[-1] == (30, 30, last)
    assert last < told[0][2]
    assert not learner.training
    pairs = [pair(colour) for colour in range(3)]
    with torch.no_grad():
        similar = learner(torch.stack([each.pictures[0] for each in pairs]), [words_of(each, TOKENS) for each in pairs])
    assert similar.argmax(1).tolist() == [0, 1, 2]


def test_a_caption_is_its_words_alone() -> None:
    assert TOKENS.tokenizer.decode(list(words_of(pair(1), TOKENS))) == "green"


def test_equal_captions_are_equally_right() -> None:
    torch.manual_seed(0)
    similar = torch.randn(3, 3)
    captions = [(1, 2), (3,), (1, 2)]
    wanted = torch.tensor([[0.5, 0, 0.5], [0, 1, 0], [0.5, 0, 0.5]]) * (1 - SMOOTHING) + SMOOTHING / 3
    expected = sum(-(wanted * log_softmax(each, -1)).sum(-1).mean() for each in (similar, similar.T))
    assert two_way_loss(similar, captions).item() == pytest.approx(float(expected), rel=1e-6)


def test_captions_of_any_length_are_read_by_themselves() -> None:
    learner, pictures = comparison().eval(), torch.stack([pair(colour).pictures[0] for colour in range(2)])
    with torch.no_grad():
        both = learner(pictures, [(1, 2, 3), (4,)])
        assert torch.allclose(both[:, 1], learner(pictures, [(4,), (1, 2, 3)])[:, 0])


def test_pairs_without_picture_or_words_are_passed_over() -> None:
    assert TOKENS.bos is not None
    blind = Example("a", (TOKENS.eoc,), (0,), ())
    mute = Example("b", (TOKENS.bos, TOKENS.image, TOKENS.eoc), (0, 1, 1), pair(0).pictures)
    settings = SETTINGS.model_copy(update={"updates": 2})
    assert contrast(comparison(), repeat([blind, mute, pair(0)]), TOKENS, settings, unwatched) == 0.0
    assert math.isfinite(contrast(comparison(), repeat([blind, pair(1), pair(0)]), TOKENS, settings, unwatched))
