from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, ResNetModel

from tests.training.data.making import document, write_shards
from training.data.tokens import load_tokens
from training.model.configuration import FlamingoConfig
from training.model.flamingo import Flamingo
from training.pretraining.language_model import make_language_model
from training.pretraining.settings import LanguageModelSettings, VisionEncoderSettings
from training.pretraining.texts import Source
from training.pretraining.vision_encoder import configuration

SETTINGS = LanguageModelSettings(
    vocabulary=300, width=32, layers=2, heads=2, context=16, updates=25, batch_size=4, learning_rate=1e-2
)
EYES = VisionEncoderSettings(width=16)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    records = {f"{n:03d}": document(f"{n}", [f"The {n} cats </s> sit.", None, "Die Katzen sitzen."]) for n in range(50)}
    shards = [{key: {"json": json.dumps(each).encode()} for key, each in records.items()}]
    return [Source(write_shards(tmp_path / "shards", shards), "documents")]


def test_it_learns_is_kept_and_is_loaded_by_transformers(sources: list[Source], tmp_path: Path) -> None:
    folder, seen = tmp_path / "lm", list[int]()
    report = make_language_model(folder, sources, SETTINGS, lambda done, of, loss: seen.append(done))
    assert seen == list(range(1, 26))
    assert report.loss_before is not None
    assert report.loss_after is not None
    assert report.loss_after < 0.8 * report.loss_before
    assert make_language_model(folder, sources, SETTINGS, lambda done, of, loss: seen.append(done)) == report
    assert len(seen) == 25
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    tokens = load_tokens(folder, model.config.vocab_size)
    assert report.vocabulary == model.config.vocab_size == tokens.image
    assert report.parameters == model.num_parameters()
    text = torch.tensor([[tokens.bos, *tokens.encode(["The 7 cats"])[0]]])
    said = model.generate(text, max_new_tokens=4, do_sample=False)[0, text.shape[1] :]
    assert len(said) == 4


def test_the_same_texts_give_the_same_bytes_and_leave_the_callers_chance_alone(
    sources: list[Source], tmp_path: Path
) -> None:
    torch.manual_seed(1)
    expected = torch.rand(2)
    torch.manual_seed(1)
    for name in ("a", "b"):
        make_language_model(tmp_path / name, sources, SETTINGS.model_copy(update={"updates": 3}))
    assert torch.equal(torch.rand(2), expected)
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_other_settings_or_texts_need_another_folder(sources: list[Source], tmp_path: Path) -> None:
    folder, short = tmp_path / "lm", SETTINGS.model_copy(update={"updates": 1})
    make_language_model(folder, sources, short)
    with pytest.raises(ValueError, match=r"settings\.updates is 1 there and 25 now"):
        make_language_model(folder, sources, SETTINGS)
    other = write_shards(tmp_path / "other", [{"a": {"json": json.dumps(document("a", ["one"])).encode()}}, {}])
    with pytest.raises(ValueError, match=r"datasets\.0\.digest is"):
        make_language_model(folder, [Source(other, "documents")], short)


def test_it_takes_a_text_shorter_than_a_sequence_and_refuses_none(tmp_path: Path) -> None:
    short, empty = (
        Source(write_shards(tmp_path / name, [{"a": {"json": json.dumps(document("a", parts)).encode()}}]), "documents")
        for name, parts in (("short", ["Hi."]), ("empty", [None]))
    )
    report = make_language_model(tmp_path / "lm", [short], SETTINGS.model_copy(update={"updates": 2}))
    assert (report.blocks, report.held_out, report.loss_after, report.tokens) == (1, 0, None, 4)  # <s> Hi . </s>
    with pytest.raises(ValueError, match="hold no text"):
        make_language_model(tmp_path / "none", [empty], SETTINGS)
    assert not (tmp_path / "none").exists()


def test_a_flamingo_is_made_of_both(sources: list[Source], tmp_path: Path) -> None:
    make_language_model(tmp_path / "lm", sources, SETTINGS.model_copy(update={"updates": 1}))
    language_model = AutoModelForCausalLM.from_pretrained(tmp_path / "lm", local_files_only=True)
    vision_encoder = ResNetModel(configuration(EYES))
    config = FlamingoConfig(
        language_model.config, vision_encoder.config, num_latents=4, resampler_layers=1, resampler_heads=4, max_frames=1
    )
    flamingo = Flamingo(config, language_model, vision_encoder)
    ids = torch.tensor([[0, config.image_token_id, 5, 6, config.eoc_token_id]])
    output = flamingo(ids, pixel_values=torch.zeros(1, 1, 1, 3, 32, 32), labels=ids)
    assert output.logits.shape == (1, 5, config.text_config.vocab_size + 2)
    output.loss.backward()
    assert language_model.get_input_embeddings().weight.grad is None
