"""A trained model and a question -> its answer: the likeliest of all sentences that name one thing."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from examples.shapes import wording
from examples.shapes.questions import Question
from examples.shapes.things import THINGS, Thing
from training.captions import Trained
from training.data.documents import sequence
from training.data.tokens import Tokens
from training.labels import IGNORED

_IMAGE = {"type": "image", "url": "", "member": ""}


def choose(trained: Trained, question: Question) -> Thing:
    """Return the thing of which a model thinks that the last picture shows it."""
    answers = [wording.answer(thing) for thing in THINGS]
    return THINGS[int(likelihoods(trained, question, answers).argmax())]


@torch.inference_mode()
def likelihoods(trained: Trained, question: Question, answers: Sequence[str]) -> Tensor:
    """Return the log-likelihood of each answer after a question, in nats [B].

    Args:
        trained: The model.
        question: What comes before the answer.
        answers: What may follow.
    """
    rows = [written(question, answer, trained.tokens) for answer in answers]
    length = max(len(ids) for ids, _ in rows)
    ids_BL = torch.full((len(rows), length), trained.tokens.pad)
    labels_BL = torch.full((len(rows), length), IGNORED)
    for number, (ids, begin) in enumerate(rows):
        ids_BL[number, : len(ids)] = torch.tensor(ids)
        labels_BL[number, begin : len(ids)] = torch.tensor(ids[begin:])
    pictures = [trained.pictures.tensor(each) for each in question.pictures]
    pixels = torch.stack([each for each in pictures if each is not None])
    latents = trained.model.encode(pixels[None, :, None]).expand(len(rows), -1, -1, -1)
    logits = trained.model(input_ids=ids_BL, latents=latents, use_cache=False).logits[:, :-1]
    losses = torch.nn.functional.cross_entropy(
        logits.transpose(1, 2).float(), labels_BL[:, 1:], ignore_index=IGNORED, reduction="none"
    )
    return -losses.sum(1)


def written(question: Question, answer: str, tokens: Tokens) -> tuple[list[int], int]:
    """Return a question with an answer as token ids, as a page is learnt, and where the answer begins.

    Its last `<EOC>` belongs to the answer.
    """
    elements = [each for said in (*question.said, answer) for each in (_IMAGE, {"type": "text", "text": said})]
    first = [] if tokens.bos is None else [tokens.bos]
    ids = [*first, *sequence(elements, tokens).ids]
    before = max(place for place, token in enumerate(ids) if token == tokens.image)
    return ids, before + 1
