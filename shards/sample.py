"""A document as a sample of a shard: `KEY.json`, `KEY.txt`, and its images `KEY.000.jpg`, ... in sequence order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dom_parsing.records import Document, Element, Image
from dom_parsing.sequence import render

FORMAT = "m3w-sample/1"
SUFFIXES = {"jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp", "avif": "avif", "bmp": "bmp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image a sample keeps.

    Attributes:
        element: Index of its element in the document.
        sha256: Hex digest of the member's bytes.
        format: Of the member.
        width: Pixels.
        height: Pixels.
        phash: Perceptual hash of the original.
        original: Hex digest of the bytes that were fetched, where they were encoded anew; else empty.
    """

    element: int
    sha256: str
    format: str
    width: int
    height: int
    phash: str
    original: str = ""


def kept_elements(document: Document, pictures: Mapping[int, Picture], dropped: frozenset[int]) -> list[int]:
    """Return the indices of the elements that stay.

    Args:
        document: The whole document.
        pictures: The images that stay, by index of their element.
        dropped: Indices of the texts that go.

    Raises:
        ValueError: A picture stands where the document has no image.
    """
    for index in pictures:
        if not 0 <= index < len(document.elements) or not isinstance(document.elements[index], Image):
            raise ValueError(f"document {document.id} has no image at element {index}, but the selection keeps one")
    return [
        index
        for index, element in enumerate(document.elements)
        if (index in pictures if isinstance(element, Image) else index not in dropped)
    ]


def members(document: Document, kept: Sequence[int], pictures: Mapping[int, Picture]) -> dict[str, bytes]:
    """Return the members of a sample that are text, by suffix: `json` and `txt`.

    `json` carries provenance as WARC date and digests, never as paths or offsets: the same pages give the same bytes.
    """
    elements = [document.elements[index] for index in kept]
    record = {
        "format": FORMAT,
        "id": document.id,
        "page": document.page,
        "url": document.url,
        "fetched_at": document.fetched_at,
        "digest": document.digest,
        "title": document.title,
        "language": document.language,
        "signals": dict(document.signals),
        "elements": list(_elements(document.elements, kept, pictures)),
    }
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    return {"json": text.encode() + b"\n", "txt": render(elements).encode() + b"\n"}


def picture_suffixes(pictures: Mapping[int, Picture]) -> dict[int, str]:
    """Return the suffix of each image, such as `000.jpg`, by index of its element; text order is sequence order."""
    digits = max(3, len(str(len(pictures) - 1)))
    return {
        index: f"{number:0{digits}d}.{SUFFIXES[pictures[index].format]}"
        for number, index in enumerate(sorted(pictures))
    }


def _elements(
    elements: Sequence[Element], kept: Sequence[int], pictures: Mapping[int, Picture]
) -> Iterator[dict[str, Any]]:
    suffixes = picture_suffixes(pictures)
    for index in kept:
        element = elements[index]
        if isinstance(element, Image):
            declared = {key: value for key, value in asdict(element).items() if key not in ("width", "height")}
            facts = {key: value for key, value in asdict(pictures[index]).items() if key != "element"}
            if not facts["original"]:
                del facts["original"]
            yield {"type": "image", "member": suffixes[index], **declared, **facts}
        else:
            yield {"type": "text", "text": element.text}
