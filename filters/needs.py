"""Models and lists that rules need and that do not come with m3w."""

from __future__ import annotations

from collections.abc import Mapping

from filters.rules import Rules
from filters.signals import SignalSpec, Subject

WAYS: dict[str, str] = {
    "quality_model": "a supervised fasttext model: DCLM's is mlfoundations/fasttext-oh-eli5 on the Hugging Face Hub",
    "perplexity_model": "a KenLM model: OBELICS' is en.arpa.bin of edugp/kenlm (wikipedia/) on the Hugging Face Hub",
    "stop_words": "a folder of lists (en.txt, a word a line)",
    "flagged_words": "a folder of lists (en.txt, a word a line), such as those of LDNOOBW on GitHub",
    "common_words": "a folder of lists (en.txt, a word a line), made from a corpus that you trust",
}
"""How to get what a signal needs, by its key in the recipe's `[signals]` section."""


def check_needs(
    rules: Rules, specs: Mapping[str, SignalSpec[Subject]], given: Mapping[str, object], where: str
) -> None:
    """Hold the rules of a recipe against the models and lists it gives: without them, a rule would drop nothing.

    Args:
        rules: Bounds by signal.
        specs: The registry they are about.
        given: The recipe's `[signals]` section.
        where: What the recipe calls these rules, for the message.

    Raises:
        ValueError: A rule is on a signal whose model or list is not given.
    """
    for name in rules:
        need = specs[name].needs
        if need and not given.get(need):
            raise ValueError(
                f"{where}.{name} needs signals.{need}, which the recipe does not give: set it to the path of "
                f"{WAYS[need]}; or leave the rule out ({name} = false in a recipe that extends this one)"
            )
