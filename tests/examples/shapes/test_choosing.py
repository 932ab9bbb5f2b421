from __future__ import annotations

from pathlib import Path

import pytest
import torch

from examples.shapes import wording
from examples.shapes.choosing import choose, likelihoods, written
from examples.shapes.questions import alone, exchanged, held_out_pages, in_place
from examples.shapes.things import THINGS
from tests.training.data.toy_tokens import byte_tokens, structure
from tests.training.tiny_weights import save_weights
from training.captions import Trained
from training.data.pictures import Pictures
from training.data.tokens import load_tokens
from training.model.assembly import assemble

PAGE = next(held_out_pages(1, 2))
ANSWERS = ["A red circle.", "A blue one, which is longer."]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Random weights with open gates."""
    weights = save_weights(Path(tmp_path_factory.mktemp("weights")))
    settings = {"num_latents": 4, "resampler_layers": 1, "resampler_heads": 2, "max_frames": 1}
    model = assemble(weights.language_model, weights.vision_encoder, settings, 0).eval()
    with torch.no_grad():
        for block in model.cross_attention:
            block.attn_gate.fill_(1.0)
    return Trained(model, load_tokens(weights.language_model, model.config.image_token_id), Pictures(32), 0)


def test_a_question_is_written_as_a_page_is_learnt() -> None:
    tokens = byte_tokens()
    ids, begin = written(in_place(PAGE, 1), "Right.", tokens)
    said = f"text {PAGE[0].caption}"
    assert structure(ids, tokens) == ["<BOS>", "<image>", said, "<EOC>", "<image>", "text Right.", "<EOC>"]
    assert structure(ids[begin:], tokens) == ["text Right.", "<EOC>"]


def test_likelihoods_are_those_of_each_token_after_the_other(trained: Trained) -> None:
    question = in_place(PAGE, 1)
    pixels = torch.stack([t for t in map(trained.pictures.tensor, question.pictures) if t is not None])[None, :, None]
    expected = []
    for answer in ANSWERS:
        ids, begin = written(question, answer, trained.tokens)
        total = 0.0
        for place in range(begin, len(ids)):
            with torch.no_grad():
                logits = trained.model(input_ids=torch.tensor([ids[:place]]), pixel_values=pixels).logits[0, -1]
            total += float(logits.log_softmax(-1)[ids[place]])
        expected.append(total)
    assert likelihoods(trained, question, ANSWERS).tolist() == pytest.approx(expected, rel=1e-4)


def test_the_picture_decides_and_the_choice_is_the_likeliest(trained: Trained) -> None:
    answers = [wording.answer(thing) for thing in THINGS]
    one, other = (likelihoods(trained, question, answers) for question in (alone(PAGE[0]), exchanged(PAGE, 0)))
    assert not torch.allclose(one, other)
    assert choose(trained, alone(PAGE[0])) == THINGS[int(one.argmax())]
