"""A lower precision of what is frozen leaves alone what would suffer from it."""

from __future__ import annotations

import pytest
import torch
from transformers import ResNetModel

from tests.training.model.tiny import LANGUAGE_MODELS, pixels, tiny
from training.model.flamingo import Flamingo
from training.model.precision import lower
from training.optimizer import trainable
from training.pretraining.settings import VisionEncoderSettings
from training.pretraining.vision_encoder import configuration


def lowered(language_model: str) -> Flamingo:
    model = tiny(language_model, open_gates=True)
    for frozen in (model.language_model, model.vision_encoder):
        lower(frozen, torch.bfloat16)
    return model


def logits(model: Flamingo) -> torch.Tensor:
    text = torch.tensor([[3, model.config.image_token_id, 4, 5, 6]])
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=model.language_model.dtype == torch.bfloat16):
        found: torch.Tensor = model(text, pixel_values=pixels(1, 1)).logits.float()
    return found


@pytest.mark.parametrize("name", LANGUAGE_MODELS)
def test_every_kind_of_language_model_computes_in_bfloat16_on_a_cpu(name: str) -> None:
    model, exact = lowered(name), logits(tiny(name, open_gates=True))
    found = logits(model)
    assert not torch.equal(found, exact)
    assert (found - exact).abs().max() < 0.03 * exact.abs().max()


def test_what_is_learnt_and_norms_stay_in_float32() -> None:
    model = lowered("opt")
    assert {each.dtype for each in trainable(model).values()} == {torch.float32}
    norms = {name: each.dtype for name, each in model.language_model.named_parameters() if "layer_norm" in name}
    others = {name: each.dtype for name, each in model.language_model.named_parameters() if "layer_norm" not in name}
    assert set(norms.values()) == {torch.float32}
    assert set(others.values()) == {torch.bfloat16}


def test_frequencies_of_rotary_embeddings_are_not_rounded() -> None:
    before = dict(tiny("llama").language_model.named_buffers())
    after = dict(lowered("llama").language_model.named_buffers())
    assert before.keys() == after.keys()
    assert before
    assert all(torch.equal(each, before[name]) for name, each in after.items())


def test_tied_weights_stay_tied() -> None:
    model = lowered("llama-tied").language_model
    assert model.get_input_embeddings().weight.data_ptr() == model.get_output_embeddings().weight.data_ptr()


def test_a_convolutional_vision_encoder_computes_in_it_as_well() -> None:
    encoder = ResNetModel(configuration(VisionEncoderSettings(width=16))).eval()
    pictures = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        exact = encoder(pixel_values=pictures).last_hidden_state
        lower(encoder, torch.bfloat16)
        with torch.autocast("cpu", torch.bfloat16):
            found = encoder(pixel_values=pictures.to(torch.bfloat16)).last_hidden_state
    assert (found.float() - exact).abs().max() < 0.05 * exact.abs().max()
