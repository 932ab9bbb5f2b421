from __future__ import annotations

import pytest

from filters.images.image_signals import IMAGE_SIGNALS
from filters.needs import WAYS, check_needs
from filters.rules import Bound
from filters.signals import SignalSpec
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.settings import SignalSettings
from filters.text.text_signals import DOCUMENT_SIGNALS

SPECS: dict[str, SignalSpec[str]] = {
    "length": SignalSpec("length", int, 0, 9, len),
    "perplexity": SignalSpec("perplexity", float, 0, 9, None, needs="perplexity_model"),
}
RULES = {"length": Bound(min=1), "perplexity": Bound(max=1500)}


def test_a_rule_whose_model_is_not_given_is_refused_with_the_way_to_get_it() -> None:
    said = r"document\.rules\.perplexity needs signals\.perplexity_model.*a KenLM model.*perplexity = false"
    for given in ({}, {"perplexity_model": None}):
        with pytest.raises(ValueError, match=said):
            check_needs(RULES, SPECS, given, "document.rules")


def test_what_is_given_or_not_ruled_on_is_not_missed() -> None:
    check_needs(RULES, SPECS, {"perplexity_model": "en.arpa.bin"}, "document.rules")
    check_needs({"length": Bound(min=1)}, SPECS, {}, "document.rules")


def test_every_need_is_a_key_of_the_section_with_a_way_to_get_it() -> None:
    specs = [*DOCUMENT_SIGNALS.values(), *PARAGRAPH_SIGNALS.values(), *IMAGE_SIGNALS.values()]
    needs = {spec.needs for spec in specs if spec.needs}
    assert needs <= set(WAYS) <= set(SignalSettings.model_fields)
