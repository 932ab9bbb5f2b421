"""Image-text pairs out of documents: every image with its caption, or with alt text that says something."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "m3w-pair/1"
DATASET = "pairs"
MIN_ALT_WORDS = 3  # "logo" and "Figure 3" describe nothing
NO_TEXT, SHORT_ALT = "no text", "short alt text"


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

    @property
    def content(self) -> str:
        """SHA-256 over picture and text: what two pages show with the same words is one pair."""
        return hashlib.sha256(f"{self.sha256} {self.caption}".encode()).hexdigest()


def pairs_of(record: Mapping[str, Any]) -> list[Pair]:
    """Return the pairs of a document, at most one an image.

    The text is the figure's caption where it has one, else the alt text where it has three words or more. Words are
    what whitespace parts, so alt text of a language that writes without spaces is left out.

    Args:
        record: What is in the document's `KEY.json`.
    """
    return [pair for pair, reason in judged(record) if not reason]


def judged(record: Mapping[str, Any]) -> list[tuple[Pair, str]]:
    """Return every image of a document as the pair it would be, and why it is none; an empty reason where it is one.

    Args:
        record: What is in the document's `KEY.json`.
    """
    found = []
    for element in record["elements"]:
        if element["type"] == "image":
            caption, source, reason = _text_about(element)
            number, _, suffix = element["member"].partition(".")
            key = f"{record['id']}-{number}"
            pair = Pair(key, element["member"], suffix, caption, source, record["id"], element["sha256"])
            found.append((pair, reason))
    return found


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


def _text_about(element: Mapping[str, Any]) -> tuple[str, str, str]:
    caption, alt = (" ".join(element[name].split()) for name in ("caption", "alt"))
    if caption:
        return caption, "caption", ""
    if len(alt.split()) >= MIN_ALT_WORDS:
        return alt, "alt", ""
    return "", "", SHORT_ALT if alt else NO_TEXT
