"""Folders of weights become a Flamingo: the frozen parts as they were saved, the learnt ones by the seed alone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, CLIPConfig, CLIPModel, CLIPTextConfig, CLIPVisionModel

from tests.training.model.tiny import VISION
from tests.training.tiny_weights import Weights, save_weights
from training.model.assembly import assemble, read_config, shape_of
from training.model.flamingo import Flamingo
from training.optimizer import trainable

SETTINGS = {"num_latents": 6, "resampler_layers": 2, "resampler_heads": 4, "max_frames": 1}


def made(weights: Weights, seed: int = 0, **changes: Any) -> Flamingo:
    return assemble(weights.language_model, weights.vision_encoder, {**SETTINGS, **changes}, seed)


def same(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    first, second = one.state_dict(), other.state_dict()
    return first.keys() == second.keys() and all(torch.equal(each, second[name]) for name, each in first.items())


def test_frozen_weights_are_those_of_the_folders(weights: Weights) -> None:
    model = made(weights)
    assert same(model.language_model, AutoModelForCausalLM.from_pretrained(weights.language_model))
    assert same(model.vision_encoder, CLIPVisionModel.from_pretrained(weights.vision_encoder))
    assert {name.split(".")[0] for name in trainable(model)} == {"resampler", "cross_attention", "new_tokens"}


def test_equal_seeds_give_equal_learnt_weights_and_others_do_not(weights: Weights) -> None:
    first, again, other = (trainable(made(weights, seed)) for seed in (3, 3, 4))
    assert all(torch.equal(each, again[name]) for name, each in first.items())
    assert not torch.equal(first["resampler.latents"], other["resampler.latents"])


def test_the_random_state_of_the_process_is_left_alone_and_does_not_matter(weights: Weights) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = trainable(made(weights))
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert all(torch.equal(each, first[name]) for name, each in trainable(made(weights)).items())


def test_a_folder_with_both_towers_of_clip_gives_its_vision_tower(weights: Weights, tmp_path: Path) -> None:
    text = CLIPTextConfig(
        vocab_size=60, hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2
    )
    both = CLIPModel(CLIPConfig(text_config=text.to_dict(), vision_config=VISION.to_dict(), projection_dim=8))
    both.save_pretrained(tmp_path / "clip")
    model = made(Weights(weights.language_model, tmp_path / "clip"))
    found = model.vision_encoder.state_dict()
    saved = both.vision_model.state_dict()
    assert found.keys() == {name.removeprefix("vision_model.") for name in found} & saved.keys()
    assert all(torch.equal(found[name], saved[name]) for name in found)
    assert model.config.vision_config.hidden_size == VISION.hidden_size
    assert model.encode(torch.zeros(1, 2, 1, 3, 32, 32)).shape == (1, 2, 6, 24)


def test_weights_keep_the_precision_they_were_saved_in_and_learnt_ones_have_float32(tmp_path: Path) -> None:
    model = made(save_weights(tmp_path, dtype=torch.bfloat16))
    assert {each.dtype for each in model.language_model.parameters()} == {torch.bfloat16}
    assert {each.dtype for each in model.vision_encoder.parameters()} == {torch.bfloat16}
    assert {each.dtype for each in trainable(model).values()} == {torch.float32}


def test_a_shape_takes_no_memory_and_has_all_parameters(weights: Weights) -> None:
    shape = shape_of(read_config(weights.language_model, weights.vision_encoder, SETTINGS))
    assert {each.device.type for each in shape.parameters()} == {"meta"}
    found = {name: each.shape for name, each in shape.named_parameters()}
    assert found == {name: each.shape for name, each in made(weights).named_parameters()}


def test_settings_that_do_not_go_together_are_named(weights: Weights) -> None:
    config = read_config(weights.language_model, weights.vision_encoder, {**SETTINGS, "resampler_heads": 5})
    with pytest.raises(ValueError, match="resampler_heads = 5 does not divide the vision encoder's width of 24"):
        shape_of(config)


def test_folders_that_were_mixed_up_are_refused(weights: Weights) -> None:
    language_model, vision_encoder = weights.language_model, weights.vision_encoder
    with pytest.raises(ValueError, match=f"{vision_encoder} holds no language model but a clip_vision_model"):
        read_config(vision_encoder, vision_encoder, SETTINGS)
    with pytest.raises(ValueError, match="the vision encoder is a LlamaModel, which reads no pictures"):
        shape_of(read_config(language_model, language_model, SETTINGS))


@pytest.mark.parametrize("part", ["language_model", "vision_encoder"])
def test_a_folder_that_is_none_or_empty_or_has_no_weights_is_named(part: str, weights: Weights, tmp_path: Path) -> None:
    what = part.replace("_", " ")
    folder = tmp_path / "weights"
    broken = replace(weights, **{part: folder})
    with pytest.raises(ValueError, match=rf"{folder} is no folder: give the one of the {what}, with its config\.json"):
        made(broken)
    folder.mkdir()
    with pytest.raises(ValueError, match=rf"{folder} holds no {what} that .*: \S"):
        made(broken)
    shutil.copy(getattr(weights, part) / "config.json", folder)
    read_config(broken.language_model, broken.vision_encoder, SETTINGS)
    with pytest.raises(ValueError, match=rf"{folder} holds no {what} that .*: \S"):
        made(broken)
    (folder / "model.safetensors").write_bytes(b"no tensors at all")
    with pytest.raises(ValueError, match=rf"{folder} holds no {what} that .*: \S"):
        made(broken)


def test_weights_of_another_size_than_the_configuration_says_are_refused(weights: Weights, tmp_path: Path) -> None:
    folder = shutil.copytree(weights.language_model, tmp_path / "weights")
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"intermediate_size": 64', '"intermediate_size": 80'))
    with pytest.raises(ValueError, match=rf"{folder} lacks weights of the language model.*\(and 11 more\).*belong"):
        made(Weights(folder, weights.vision_encoder))


@pytest.mark.parametrize("part", ["language_model", "vision_encoder"])
def test_weights_that_lack_some_are_refused_and_not_made_up(part: str, weights: Weights, tmp_path: Path) -> None:
    folder = shutil.copytree(getattr(weights, part), tmp_path / "weights")
    tensors = load_file(folder / "model.safetensors")
    lost = max(tensors)
    del tensors[lost]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(ValueError, match=rf"{folder} lacks weights of the .*, {lost} of the right shape \(and 0 more"):
        made(replace(weights, **{part: folder}))


def test_weights_that_could_hold_code_are_not_read(weights: Weights, tmp_path: Path) -> None:
    shutil.copytree(weights.language_model, tmp_path / "lm")
    torch.save(load_file(tmp_path / "lm" / "model.safetensors"), tmp_path / "lm" / "pytorch_model.bin")
    (tmp_path / "lm" / "model.safetensors").unlink()
    with pytest.raises(ValueError, match="safetensors files"):
        made(replace(weights, language_model=tmp_path / "lm"))
    shutil.copytree(weights.language_model, tmp_path / "code")
    config = json.loads((tmp_path / "code" / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForCausalLM": "own.Own"}}
    (tmp_path / "code" / "config.json").write_text(json.dumps(config))
    (tmp_path / "code" / "own.py").write_text("raise SystemExit(9)")
    with pytest.raises(ValueError, match="holds no language model"):
        made(replace(weights, language_model=tmp_path / "code"))
