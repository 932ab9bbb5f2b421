from __future__ import annotations

from dom_parsing.records import Text
from filters.text.known_words import where_words_are_known
from filters.text.sample import Sample


@where_words_are_known
def tokens(sample: Sample) -> int:
    """Count the tokens."""
    return len(sample.tokens)


def test_what_counts_words_needs_words() -> None:
    assert tokens(Sample((Text("a b"),), within="en")) == 2
    assert tokens(Sample((Text("a b"),), within="bo")) is None
    assert tokens.__doc__ == "Count the tokens."
