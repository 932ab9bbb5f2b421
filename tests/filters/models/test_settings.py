from __future__ import annotations

import pytest
from pydantic import ValidationError

from filters.models.model_signals import DOCUMENT_MODEL_SIGNALS, IMAGE_MODEL_SIGNALS
from filters.models.settings import WAYS, ModelSettings, asked_of_models, check_models
from filters.rules import Bound

GIVEN = ModelSettings.model_validate({"nsfw": {"path": "/m", "label": "nsfw"}, "toxicity": {"path": "/t"}})


def test_models_are_given_by_their_signals() -> None:
    assert [(signal, section.path) for signal, section in GIVEN.given()] == [("nsfw", "/m"), ("toxicity", "/t")]


@pytest.mark.parametrize("signal", [*IMAGE_MODEL_SIGNALS, *DOCUMENT_MODEL_SIGNALS])
def test_a_rule_without_its_model_is_refused_with_the_way_to_get_it(signal: str) -> None:
    with pytest.raises(ValueError, match=rf"image\.rules\.{signal} needs a model.*\[models\.{signal}\]") as refusal:
        check_models({signal: Bound(max=0.5)}, ModelSettings(), "image.rules")
    assert WAYS[signal] in str(refusal.value)


def test_rules_whose_models_are_there_pass_and_others_need_none() -> None:
    check_models({"nsfw": Bound(max=0.5), "shorter_side": Bound(min=64)}, GIVEN, "image.rules")
    assert asked_of_models({"shorter_side": Bound(min=1), "nsfw": Bound(max=1), "toxicity": Bound(max=1)}) == [
        "nsfw",
        "toxicity",
    ]


@pytest.mark.parametrize("section", [{"nsfw": {}}, {"nsfw": {"path": ""}}, {"nude": {"path": "/m"}}, {"batch": 0}])
def test_sections_are_checked(section: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ModelSettings.model_validate(section)
