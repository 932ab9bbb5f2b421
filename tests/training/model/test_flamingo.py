"""Flamingo as a whole: what it must not change, what it must see, what it must not."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM

from tests.training.model.tiny import LANGUAGE_MODELS, VISION, VOCABULARY, pixels, tiny
from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo

IMAGE, EOC = VOCABULARY, VOCABULARY + 1


def ids(batch: int = 2, length: int = 12) -> torch.Tensor:
    """Random text with images at 2 and 7."""
    tokens = torch.randint(3, VOCABULARY, (batch, length), generator=torch.Generator().manual_seed(5))
    tokens[:, 2] = tokens[:, 7] = IMAGE
    tokens[:, 6] = EOC
    return tokens


@pytest.mark.parametrize("name", LANGUAGE_MODELS)
def test_with_gates_at_zero_the_logits_are_those_of_the_language_model_exactly(name: str) -> None:
    model = tiny(name)
    text = torch.randint(3, VOCABULARY, (2, 12))
    alone = model.language_model(text).logits
    seeing = model(text, pixel_values=pixels(2, 2), image_index=torch.ones_like(text)).logits
    assert torch.equal(seeing[..., :VOCABULARY], alone)
    assert seeing.shape[-1] == VOCABULARY + 2


@pytest.mark.parametrize("name", LANGUAGE_MODELS)
def test_text_before_the_first_image_sees_none_and_text_after_it_sees_it(name: str) -> None:
    model = tiny(name, open_gates=True)
    one, other = (model(ids(), pixel_values=pixels(2, 2, seed=seed)).logits for seed in (1, 2))
    assert torch.equal(one[:, :2], other[:, :2])
    assert not torch.isclose(one[:, 2:], other[:, 2:]).all(-1).any()


def test_a_language_model_handed_over_with_its_own_config_still_looks_at_no_later_token() -> None:
    torch.manual_seed(0)
    language_model = AutoModelForCausalLM.from_config(deepcopy(LANGUAGE_MODELS["llama"]))
    model = Flamingo(FlamingoConfig(language_model.config, VISION, 6, 2, 4), language_model).eval()
    ids = torch.tensor([[3, 4, 5, 6]])
    later = torch.tensor([[3, 4, 5, 7]])
    with torch.no_grad():
        assert torch.equal(model(input_ids=ids).logits[:, :3], model(input_ids=later).logits[:, :3])


def test_an_image_has_no_effect_before_it_stands() -> None:
    model = tiny(open_gates=True)
    both = pixels(2, 2)
    exchanged = both.clone()
    exchanged[:, 1] = pixels(2, 1, seed=9)[:, 0]
    one, other = model(ids(), pixel_values=both).logits, model(ids(), pixel_values=exchanged).logits
    assert torch.equal(one[:, :7], other[:, :7])
    assert not torch.isclose(one[:, 7:], other[:, 7:]).all(-1).any()


@pytest.mark.parametrize("name", LANGUAGE_MODELS)
def test_frozen_weights_do_not_move_and_the_others_do(name: str) -> None:
    model = tiny(name, open_gates=True).train()
    before = {key: value.clone() for key, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=0.1)
    model(ids(), pixel_values=pixels(2, 2), labels=ids()).loss.backward()
    optimizer.step()
    moved = {key for key, value in model.state_dict().items() if not torch.equal(value, before[key])}
    assert moved == {key for key in before if key.startswith(("resampler", "cross_attention", "new_tokens"))}


def test_what_is_learnt_gets_gradients_without_images_too() -> None:
    model = tiny(open_gates=True).train()
    text = torch.randint(3, VOCABULARY, (2, 8))
    model(text, labels=text).loss.backward()
    missing = [name for name, each in model.cross_attention.named_parameters() if each.grad is None]
    assert not [name for name in missing if "ff" in name]


@pytest.mark.parametrize("name", LANGUAGE_MODELS)
@pytest.mark.parametrize("cache", [True, False])
def test_generation_gives_what_one_pass_after_the_other_gives(name: str, cache: bool) -> None:
    model = tiny(name, open_gates=True)
    prompt, images = ids(), pixels(2, 2)
    expected = prompt
    for _ in range(5):
        logits = model(expected, pixel_values=images, use_cache=False).logits[:, -1]
        logits[:, IMAGE] = -torch.inf
        expected = torch.cat([expected, logits.argmax(-1, keepdim=True)], dim=1)
    made = model.generate(
        prompt,
        pixel_values=images,
        attention_mask=torch.ones_like(prompt),
        max_new_tokens=5,
        do_sample=False,
        use_cache=cache,
        eos_token_id=None,
        pad_token_id=2,
    )
    assert torch.equal(made, expected)


def test_beam_search_runs_and_keeps_each_sample_with_its_images() -> None:
    model = tiny(open_gates=True)
    prompt, images = ids(), pixels(2, 2)
    arguments = {"max_new_tokens": 4, "num_beams": 3, "do_sample": False, "eos_token_id": None, "pad_token_id": 2}
    both = model.generate(prompt, pixel_values=images, attention_mask=torch.ones_like(prompt), **arguments)
    alone = model.generate(prompt[1:], pixel_values=images[1:], attention_mask=torch.ones_like(prompt[1:]), **arguments)
    assert torch.equal(both[1:], alone)


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    model = tiny(open_gates=True)
    model.save_pretrained(tmp_path)
    loaded = Flamingo.from_pretrained(tmp_path).eval()
    arguments = {"input_ids": ids(), "pixel_values": pixels(2, 2)}
    assert torch.equal(loaded(**arguments).logits, model(**arguments).logits)
    assert not any(each.requires_grad for each in loaded.language_model.parameters())
    assert loaded.config.image_token_id == IMAGE


def test_more_tokens_than_images_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"image 2.*there are 1"):
        tiny()(ids(), pixel_values=pixels(2, 1))


def test_videos_have_frames_up_to_a_number() -> None:
    model = tiny(open_gates=True)
    assert model(ids(), pixel_values=pixels(2, 2, frames=2)).logits.isfinite().all()
    with pytest.raises(ValueError, match="max_frames = 2"):
        model(ids(), pixel_values=pixels(2, 2, frames=3))
