"""The resampler: a fixed number of latents from any number of features."""

from __future__ import annotations

import pytest
import torch

from training.model.resampler import PerceiverResampler


def made() -> PerceiverResampler:
    torch.manual_seed(0)
    return PerceiverResampler(width=16, latents=5, layers=2, heads=4, max_frames=3, ffw_factor=2)


@pytest.mark.parametrize(("frames", "places"), [(1, 1), (1, 49), (3, 7)])
def test_however_many_features_there_are_the_latents_are_as_many(frames: int, places: int) -> None:
    assert made()(torch.randn(2, frames, places, 16)).shape == (2, 5, 16)


def test_places_have_no_order_and_frames_have_one() -> None:
    resampler, features = made(), torch.randn(1, 2, 7, 16)
    latents = resampler(features)
    torch.testing.assert_close(resampler(features[:, :, torch.randperm(7)]), latents)
    assert not torch.isclose(resampler(features.flip(1)), latents).all()


def test_each_image_is_resampled_by_itself() -> None:
    resampler, features = made(), torch.randn(3, 1, 7, 16)
    torch.testing.assert_close(resampler(features)[1:2], resampler(features[1:2]))


def test_heads_that_do_not_divide_the_width_are_named() -> None:
    with pytest.raises(ValueError, match="resampler_heads = 3"):
        PerceiverResampler(16, 5, 1, 3, 1, 2)


def test_more_frames_than_time_embeddings_are_refused() -> None:
    with pytest.raises(ValueError, match="max_frames = 3"):
        made()(torch.randn(1, 4, 7, 16))
