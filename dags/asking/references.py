"""The images that documents show, as columns, with the signals of these references that rules ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dags.asking.reading import places_of
from dom_parsing.records import Image
from filters.columns.bounds import NONE, Codes, Column, Mask, as_mask
from filters.columns.cut import References
from filters.images.references import Shown, url_words
from filters.rules import Rules

URL, ALT, SIDES = "url", "alt", ("width", "height")
FIELDS = {
    "url_words": (),
    "alt_length": (ALT,),
    "declared_shorter_side": SIDES,
    "declared_longer_side": SIDES,
}
"""What each signal of a reference is measured on, beside the URL."""
PLACE = "elements.list.element.image."


def columns_for(rules: Rules) -> list[str]:
    """Return the columns of documents that tell of their images what these rules ask."""
    fields = {URL, *(field for name in rules if name in FIELDS for field in FIELDS[name])}
    return [f"{PLACE}{field}" for field in sorted(fields)]


def references_in(
    elements: Column, passing: Mask, blocked: Codes, known: Column, rules: Rules, words: Collection[str]
) -> tuple[References, Codes]:
    """Return the images that some documents show, and which of the known ones they are, to be taken in this order.

    Args:
        elements: Elements of the documents: lists of structs with a struct `image`.
        passing: Which documents count.
        blocked: Places of elements, counted through all documents, that don't count.
        known: URLs whose facts there are.
        rules: Rules on images; signals that they don't ask for are not measured.
        words: What the signal `url_words` counts.
    """
    parents = np.asarray(pc.list_parent_indices(elements.combine_chunks()), dtype=np.int64)
    images = pc.struct_field(pc.list_flatten(elements), ["image"])
    counts = as_mask(pc.struct_field(images, [URL]).is_valid()) & passing[parents]
    counts[blocked] = False
    shown = np.flatnonzero(counts)
    images = images.take(pa.array(shown))
    encoded = pc.struct_field(images, [URL]).combine_chunks().dictionary_encode()
    url = np.asarray(encoded.indices, dtype=np.int64)
    places = places_of(pa.chunked_array([encoded.dictionary]), known)
    taken = np.where(places == NONE, NONE, np.cumsum(places != NONE) - 1)
    signals = _signals(images, encoded, rules, words)
    return References(parents[shown], url, taken[url] if len(url) else url, signals), places[places != NONE]


def _signals(images: Column, urls: pa.DictionaryArray, rules: Rules, words: Collection[str]) -> Mapping[str, Column]:
    found: dict[str, Column] = {}
    if "url_words" in rules:
        found["url_words"] = _chunked(_words_in(urls.dictionary, words).take(urls.indices))
    if "alt_length" in rules:
        alts = pc.struct_field(images, [ALT]).combine_chunks().dictionary_encode()
        lengths = pa.array([len(alt.strip()) for alt in alts.dictionary.to_pylist()], pa.int64())
        found["alt_length"] = _chunked(lengths.take(alts.indices))
    sides = (
        [pc.struct_field(images, [side]) for side in SIDES] if any(FIELDS.get(name) == SIDES for name in rules) else []
    )
    for name, choose in (("declared_shorter_side", pc.min_element_wise), ("declared_longer_side", pc.max_element_wise)):
        if name in rules:
            found[name] = choose(*sides)
    return found


def _words_in(urls: pa.Array, words: Collection[str]) -> pa.Array:
    """Return the signal `url_words` of URLs; only those that hold one of the words anywhere are looked at closely."""
    counts = np.zeros(len(urls), dtype=np.int64)
    if words:
        # A word may be written as %6c%6f..., so what has a percent sign is looked at too.
        near = pc.match_substring_regex(urls, "|".join(["%", *words]), ignore_case=True)
        for place in np.flatnonzero(as_mask(near)):
            counts[place] = url_words(Shown(Image(urls[int(place)].as_py()), words))
    return pa.array(counts)


def _chunked(values: pa.Array) -> Column:
    return pa.chunked_array([values])
