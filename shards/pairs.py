"""Image-text pairs out of documents: every image with its caption, or with alt text that says something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "m3w-pair/1"
DATASET = "pairs"
MIN_ALT_WORDS = 3  # "logo" and "Figure 3" describe nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """An image of a document and a text about it.

    Attributes:
        key: Key of its own sample: the document's and the number of the image's member.
        member: Suffix of the image's member in the document's sample, such as `003.jpg`.
        suffix: Suffix of the image's member in its own sample, such as `jpg`.
        caption: The text, in one line.
        source: Where it is from: `caption` or `alt`.
        document: Id of the document.
        sha256: Digest of the image's bytes.
    """

    key: str
    member: str
    suffix: str
    caption: str
    source: str
    document: str
    sha256: str


def pairs_of(record: Mapping[str, Any]) -> list[Pair]:
    """Return the pairs of a document, at most one an image.

    The text is the figure's caption where it has one, else the alt text where it has three words or more. Words are
    what whitespace parts, so alt text of a language that writes without spaces is left out.

    Args:
        record: What is in the document's `KEY.json`.
    """
    pairs = []
    for element in record["elements"]:
        if element["type"] != "image":
            continue
        caption, source = _text_about(element)
        if caption:
            number, _, suffix = element["member"].partition(".")
            key = f"{record['id']}-{number}"
            pairs.append(Pair(key, element["member"], suffix, caption, source, record["id"], element["sha256"]))
    return pairs


def pair_members(pair: Pair, picture: bytes) -> dict[str, bytes]:
    """Return the members of a pair's own sample, by suffix: `json` and the image."""
    record = {
        "format": FORMAT,
        "caption": pair.caption,
        "source": pair.source,
        "document": pair.document,
        "sha256": pair.sha256,
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    return {"json": text.encode() + b"\n", pair.suffix: picture}


def _text_about(element: Mapping[str, Any]) -> tuple[str, str]:
    caption, alt = (" ".join(element[name].split()) for name in ("caption", "alt"))
    if caption:
        return caption, "caption"
    return (alt, "alt") if len(alt.split()) >= MIN_ALT_WORDS else ("", "")
