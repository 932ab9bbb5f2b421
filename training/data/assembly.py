"""Settings -> a mixture that is ready to be learnt from."""

from __future__ import annotations

from shards import pairs
from training.data.documents import Documents
from training.data.mixture import Ingredient, Mixture
from training.data.pairs import Pairs
from training.data.pictures import Normalisation, Pictures
from training.data.samples import Samples
from training.data.share import Share
from training.data.streams import Maker, Pace, Stream
from training.data.tokens import Tokens
from training.settings import DataSettings, DocumentSettings, PairSettings


def open_mixture(settings: DataSettings, tokens: Tokens, normalisation: Normalisation, share: Share) -> Mixture:
    """Open all datasets.

    Args:
        settings: What to learn from.
        tokens: The language model's, with `<image>` and `<EOC>`.
        normalisation: The vision encoder's.
        share: Which worker this is.

    Raises:
        DatasetError: A dataset is not finished, or of the other kind.
        ValueError: A dataset is empty, or its batches are too small for the workers.
    """
    return Mixture(
        {
            name: Ingredient(
                _stream(each, settings, tokens, normalisation, share), each.weight, each.image_size, each.at_once
            )
            for name, each in settings.datasets.items()
        },
        tokens,
    )


def _stream(
    dataset: DocumentSettings | PairSettings,
    settings: DataSettings,
    tokens: Tokens,
    normalisation: Normalisation,
    share: Share,
) -> Stream:
    kind = "shards" if isinstance(dataset, DocumentSettings) else pairs.DATASET
    pictures = Pictures(dataset.image_size, normalisation, dataset.flip, dataset.colour_jitter)
    pace = Pace(dataset.batch_size, settings.seed, dataset.block, settings.threads)
    return Stream(Samples.open(dataset.path, kind), _maker(dataset, tokens), pictures, pace, share)


def _maker(dataset: DocumentSettings | PairSettings, tokens: Tokens) -> Maker:
    if isinstance(dataset, DocumentSettings):
        return Documents(tokens, dataset.max_tokens, dataset.max_images, dataset.p_next)
    return Pairs(tokens, dataset.max_tokens, dataset.p_space)
