from __future__ import annotations

from dom_parsing.records import Image, Text
from filters.text.extent import characters, images
from filters.text.sample import Sample


def test_what_a_page_has() -> None:
    sample = Sample((Text("one"), Image("https://a.example/1.jpg", alt="two"), Text("three")))
    assert characters(sample) == len("one\n\nthree")
    assert images(sample) == 1
