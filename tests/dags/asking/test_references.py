"""Images of documents as columns, with signals as one at a time."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dags.asking.references import columns_for, references_in
from dom_parsing.records import Image
from filters.columns.bounds import NONE
from filters.images.image_signals import REFERENCE_SIGNALS
from filters.images.references import URL_WORDS, Shown
from filters.rules import Bound
from filters.signals import measure_all

IMAGE = pa.struct([("url", pa.string()), ("alt", pa.string()), ("width", pa.int32()), ("height", pa.int32())])
ELEMENTS = pa.list_(pa.struct([("image", IMAGE)]))
NAMES = ("logo.png", "Logo2", "silicon", "my%6Cogo/icons.gif", "%6cogo", "photo", "xxxSEX", "ICON")
IMAGES = st.builds(
    Image,
    st.sampled_from(NAMES).map(lambda name: f"https://h.org/{name}"),
    alt=st.sampled_from(["", " a ", "Bild\u00a0"]),
    width=st.none() | st.integers(0, 9),
    height=st.none() | st.integers(0, 9),
)
DOCUMENTS = st.lists(st.lists(st.none() | IMAGES, max_size=3), max_size=5)
EVERY = {name: Bound(min=0) for name in REFERENCE_SIGNALS}
NOTHING = np.zeros(0, dtype=np.int64)


def as_elements(documents):
    fields = ("url", "alt", "width", "height")
    rows = [
        [{"image": None if image is None else {name: getattr(image, name) for name in fields}} for image in document]
        for document in documents
    ]
    return pa.chunked_array([pa.array(rows, ELEMENTS)])


def known(*urls):
    return pa.chunked_array([pa.array([f"https://h.org/{url}" for url in urls], pa.string())])


@given(DOCUMENTS, st.lists(st.booleans(), min_size=5, max_size=5))
def test_signals_are_those_of_each_image_alone(documents, passing):
    counts = np.array(passing[: len(documents)], dtype=bool)
    found, _ = references_in(as_elements(documents), counts, NOTHING, known(), EVERY, URL_WORDS)
    shown = [(i, image) for i, document in enumerate(documents) if passing[i] for image in document if image]
    assert found.document.tolist() == [i for i, _ in shown]
    alone = [measure_all(Shown(image), REFERENCE_SIGNALS) for _, image in shown]
    for name, values in found.signals.items():
        assert values.to_pylist() == [each[name] for each in alone]
    assert set(found.signals) == set(REFERENCE_SIGNALS)


def test_pictures_are_numbered_as_they_are_to_be_taken():
    shown = [
        [Image("https://h.org/b"), None, Image("https://h.org/x")],
        [Image("https://h.org/a"), Image("https://h.org/b")],
    ]
    facts = known("a", "unused", "b")
    found, used = references_in(as_elements(shown), np.ones(2, dtype=bool), NOTHING, facts, {}, ())
    taken = facts.take(pa.array(used)).to_pylist()
    urls = [taken[place] if place != NONE else None for place in found.picture.tolist()]
    assert urls == ["https://h.org/b", None, "https://h.org/a", "https://h.org/b"]
    assert found.url[0] == found.url[3]
    assert found.signals == {}


def test_blocked_elements_count_as_none():
    shown = [[Image("https://h.org/a"), Image("https://h.org/b")], [Image("https://h.org/a")]]
    found, _ = references_in(as_elements(shown), np.ones(2, dtype=bool), np.array([0, 2]), known("a", "b"), {}, ())
    assert found.document.tolist() == [0]
    assert found.picture.tolist() == [0]


def test_only_what_rules_ask_for_is_read():
    place = "elements.list.element.image."
    assert columns_for({}) == [f"{place}url"]
    assert columns_for({"alt_length": Bound(min=1), "entropy": Bound(min=1)}) == [f"{place}alt", f"{place}url"]
