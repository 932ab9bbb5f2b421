"""Several datasets at once: every update has one batch of each (paper, section 2.4: better than taking turns)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from training.data.batches import Term, collate
from training.data.streams import Stream
from training.data.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A stream in a mixture.

    Attributes:
        stream: Where its examples come from.
        weight: Lambda: what its loss is multiplied by.
        image_size: Side of its pictures.
        at_once: Most examples that go through the model at once on one worker; 0 for all.
    """

    stream: Stream
    weight: float
    image_size: int
    at_once: int = 0


class Mixture:
    """Gives updates, for ever.

    Args:
        ingredients: The streams, by name of their dataset.
        tokens: What their token ids mean.

    Raises:
        ValueError: There is no dataset, or a weight is not above 0.
    """

    def __init__(self, ingredients: Mapping[str, Ingredient], tokens: Tokens) -> None:
        if not ingredients:
            raise ValueError("there is no dataset to learn from: name one at least")
        for name, each in ingredients.items():
            if not each.weight > 0:
                raise ValueError(f"{name}.weight = {each.weight} must be above 0: leave out what is not to be learnt")
        self._ingredients, self._tokens = dict(ingredients), tokens

    def update(self) -> list[Term]:
        """Return this worker's part of the next update: a term for each dataset, in the order they were given."""
        return [self._term(name, each) for name, each in self._ingredients.items()]

    def state(self) -> dict[str, dict[str, int]]:
        """Return where each stream is, by name of its dataset."""
        return {name: each.stream.state() for name, each in self._ingredients.items()}

    def restore(self, state: Mapping[str, Mapping[str, int]]) -> None:
        """Go on from a state.

        Raises:
            ValueError: It is of other datasets.
        """
        if state.keys() != self._ingredients.keys():
            raise ValueError(
                f"the checkpoint was made with the datasets {', '.join(sorted(state))}, the recipe names "
                f"{', '.join(sorted(self._ingredients))}: continue with the recipe it was made with"
            )
        for name, each in self._ingredients.items():
            each.stream.restore(state[name])

    def _term(self, name: str, ingredient: Ingredient) -> Term:
        batch = collate(ingredient.stream.take(), self._tokens, ingredient.image_size)
        return Term(name, ingredient.weight, batch.split(ingredient.at_once or len(batch)))
