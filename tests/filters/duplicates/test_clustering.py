from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import combinations

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

from filters.duplicates.clustering import ClusterDuplicates, Clusters, Signed, Signer
from filters.duplicates.components import components
from filters.duplicates.duplicates import DuplicateSettings
from filters.duplicates.minhash import normalised_words

SETTINGS = DuplicateSettings()
Page = tuple[str, str, str]
"""Id, page, text."""


FOUND: list[tuple[str, Clusters]] = []
"""What a pipeline of this process gave: Beam finds a module's functions by name, but would copy a closure's list."""


def clustered(documents: Iterable[Signed], settings: DuplicateSettings = SETTINGS) -> dict[str, Clusters]:
    FOUND.clear()
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create(list(documents)) | ClusterDuplicates(settings) | "Keep" >> beam.Map(_keep)
    assert len({id for id, _ in FOUND}) == len(FOUND)
    return dict(FOUND)


def _keep(entry: tuple[str, Clusters]) -> None:
    FOUND.append(entry)


def signed(pages: Iterable[Page], settings: DuplicateSettings = SETTINGS) -> list[Signed]:
    signer = Signer(settings)
    return [signer.sign(*page) for page in pages]


def shingle_set(text: str) -> set[tuple[str, ...]]:
    words = normalised_words(text)
    return {tuple(words[start : start + SETTINGS.shingle]) for start in range(max(1, len(words) - 4))}


def brute_force(pages: list[Page]) -> dict[str, Clusters]:
    """Compare every two documents by their exact Jaccard similarity."""
    sets = {id: shingle_set(text) for id, _, text in pages}
    by_text = [
        (one, other)
        for one, other in combinations(sets, 2)
        if len(sets[one] & sets[other]) >= SETTINGS.similarity * len(sets[one] | sets[other])
    ]
    by_page = [(one, other) for (one, page, _), (other, same, _) in combinations(pages, 2) if page == same]
    texts = components(by_text)
    return {id: Clusters(texts.get(id, id), root) for id, root in components([*by_text, *by_page]).items()}


def clear_cut_pages(seed: int) -> list[Page]:
    """Families of texts that differ in one word of 400 or in nothing; between families nothing is shared."""
    chance = random.Random(seed)
    pages = []
    for family in range(12):
        words = [f"w{family}x{chance.randrange(10**9)}" for _ in range(400)]
        for _ in range(chance.choice([1, 1, 2, 3, 5])):
            copy = list(words)
            if chance.random() < 0.6:
                copy[chance.randrange(400)] = f"changed{chance.randrange(10**9)}"
            pages.append((f"{chance.randrange(16**8):08x}", f"page{chance.randrange(120)}", " ".join(copy)))
    chance.shuffle(pages)
    return pages


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_clear_cut_texts_are_clustered_as_brute_force_does(seed: int) -> None:
    pages = clear_cut_pages(seed)
    expected = brute_force(pages)
    assert len({clusters.component for clusters in expected.values()}) > 3
    found = clustered(signed(pages))
    assert found == expected
    assert clustered(signed(reversed(pages))) == found


def test_text_and_page_ties_are_kept_apart() -> None:
    pages = [("d", "p", "one text"), ("c", "p", "another text"), ("b", "q", "another text!"), ("a", "r", "alone")]
    assert clustered(signed(pages)) == {
        "b": Clusters("b", "b"),
        "c": Clusters("b", "b"),
        "d": Clusters("d", "b"),
    }


def test_without_near_duplicates_only_equal_words_are_tied() -> None:
    exact = SETTINGS.model_copy(update={"near_text": False})
    base = " ".join(f"w{number}" for number in range(300))
    pages = [("a", "p", base), ("b", "q", base.upper() + "!"), ("c", "r", base + " more")]
    documents = signed(pages, exact)
    assert {document.signature for document in documents} == {b""}
    assert clustered(documents, exact) == {"a": Clusters("a", "a"), "b": Clusters("a", "a")}
    assert set(clustered(signed(pages))) == {"a", "b", "c"}


def test_pages_without_words_are_no_copies_of_one_another() -> None:
    pages = [("a", "p", ""), ("b", "q", " !!! "), ("c", "r", "…"), ("d", "r", "")]
    assert clustered(signed(pages)) == {"c": Clusters("c", "c"), "d": Clusters("d", "c")}


def test_many_copies_of_one_text_meet_in_one_cluster() -> None:
    pages = [(f"{number:04x}", f"page{number}", "the very same words") for number in range(500)]
    assert set(clustered(signed(pages)).values()) == {Clusters("0000", "0000")}


def test_a_page_alone_is_in_no_cluster() -> None:
    assert clustered(signed([("a", "p", "some text")])) == {}
    assert clustered([]) == {}
