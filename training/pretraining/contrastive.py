"""Which caption goes with which picture: contrastive learning of a vision encoder (paper, B.1.3; Radford et al. 2021).

The paper trains an NFNet and a BERT; here a small residual network and a bag of words will do. Captions that are equal
are all right for each of their pictures: on one site many are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize
from torch.optim.lr_scheduler import LambdaLR

from training.data.examples import Example
from training.data.tokens import Tokens
from training.optimizer import OptimizerSettings, clip, make_optimizer
from training.pretraining.pacing import Watch, rate
from training.pretraining.settings import VisionEncoderSettings

WIDTH = 64
"""Dimensions in which pictures and captions are compared."""
TEMPERATURE = 2.3
"""Logarithm of what similarities are multiplied by at the start; it is learnt."""
SMOOTHING = 0.1


class Comparison(nn.Module):
    """Says how well pictures and captions go together.

    Args:
        encoder: A convolutional encoder of transformers; its features are averaged over places.
        width: Of its features.
        vocabulary: Token ids there are.
    """

    def __init__(self, encoder: Any, width: int, vocabulary: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.pictures = nn.Linear(width, WIDTH)
        self.words = nn.EmbeddingBag(vocabulary, WIDTH, mode="mean")
        self.temperature = nn.Parameter(torch.tensor(TEMPERATURE))

    def forward(self, pixels_BCHW: Tensor, captions: Sequence[tuple[int, ...]]) -> Tensor:
        """Return similarities [B, B]: a row for each picture, a column for each caption."""
        features_BDHW = self.encoder(pixel_values=pixels_BCHW).last_hidden_state
        pictures = normalize(self.pictures(features_BDHW.mean((2, 3))), dim=-1)
        starts = torch.tensor([0, *(len(each) for each in captions[:-1])]).cumsum(0)
        words = normalize(self.words(torch.tensor([id for each in captions for id in each]), starts), dim=-1)
        return pictures @ words.T * self.temperature.exp()


def contrast(
    comparison: Comparison,
    updates: Iterable[Sequence[Example]],
    tokens: Tokens,
    settings: VisionEncoderSettings,
    watch: Watch,
) -> float:
    """Teach an encoder, in place; it is left in evaluation mode.

    Args:
        comparison: The encoder, and what is thrown away afterwards.
        updates: Pairs for each update, as `Pairs` makes them; those without picture or words are passed over.
        tokens: What their ids mean.
        settings: How it learns.
        watch: Is told after every update.

    Returns:
        The last loss in nats, of both directions together.

    Raises:
        FloatingPointError: The gradient is not finite.
    """
    rates = OptimizerSettings(learning_rate=settings.learning_rate)
    optimizer = make_optimizer(comparison, rates)
    schedule = LambdaLR(optimizer, lambda update: rate(update, settings.warmup_updates, settings.updates))
    comparison.train()
    last = 0.0
    for update, examples in zip(range(1, settings.updates + 1), updates, strict=False):
        read = [(each.pictures[0], words_of(each, tokens)) for each in examples if each.pictures]
        pairs = [(picture, words) for picture, words in read if words]
        if len(pairs) > 1:
            captions = [words for _, words in pairs]
            loss = two_way_loss(comparison(torch.stack([picture for picture, _ in pairs]), captions), captions)
            loss.backward()
            clip(comparison, rates)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            last = loss.item()
        watch(update, settings.updates, last)
    comparison.eval()
    return last


def two_way_loss(similarities_BB: Tensor, captions: Sequence[tuple[int, ...]]) -> Tensor:
    """Return the cross-entropy of captions given pictures and of pictures given captions, summed.

    Args:
        similarities_BB: A row for each picture, a column for each caption.
        captions: Token ids; equal ones are equally right.
    """
    alike = torch.tensor([[float(one == other) for other in captions] for one in captions])
    targets = alike / alike.sum(1, keepdim=True)
    return sum(
        (cross_entropy(each, targets, label_smoothing=SMOOTHING) for each in (similarities_BB, similarities_BB.T)),
        start=torch.zeros(()),
    )


def words_of(example: Example, tokens: Tokens) -> tuple[int, ...]:
    """Return the token ids of a caption: all but what every pair has."""
    others = {tokens.bos, tokens.eos, tokens.image, tokens.eoc}
    return tuple(id for id in example.ids if id not in others)
