"""What a cut made of a document, beside what it asked for."""

import re

from tests.dags.little_site import RECIPE, page, photo, prose
from tests.dags.running import m3w
from tests.dags.small_corpus import SmallCorpus

RULES = (
    RECIPE
    + """
[paragraph.rules]
words = { min = 12 }
"""
)


def test_paragraphs_and_what_is_left_stand_beside_their_bounds(tmp_path):
    corpus = SmallCorpus(tmp_path, RULES.replace("images = { min = 1 }", "words = { min = 10, max = 100 }"))
    url = "https://site.example/page"
    corpus.extract(
        {url: page("too short", prose(1, words=40), images=("/a.jpg",)), "https://site.example/a.jpg": photo(1)}
    )
    corpus.run("shortlist")
    said = m3w("explain", url, "--corpus", corpus.root)
    assert "kept at shortlist" in said
    assert re.search(r"words\s+42\s+40\s+>= 10 and <= 100", said)
    assert re.search(r"dropped at shortlist by paragraph.words: 2 \(bound: >= 12\)\s+words 2 \(>= 12\)", said)
    assert re.search(r"\n\s+words 40 \(>= 12\)", said)
