"""Pictures that are no `<img>`: picture buttons, embedded objects, backgrounds of style attributes."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from dom_parsing.inline import enter_image, enter_muted
from dom_parsing.lazy import Attributes, names_picture
from dom_parsing.reader import Leave, Reader, skip

MAX_STYLE = 2_000
"""Characters of a style attribute that are looked at for a background."""

_BACKGROUND = re.compile(
    r"""background(?:-image)?\s*:(?:(?!background)[^;])*?url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^"'()\s]*+))\s*+\)""",
    re.IGNORECASE,
)
_DESCRIBING = frozenset({"title", "width", "height"})


def enter_input(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Put the picture of a picture button where it stands; other controls are no content."""
    if (attributes.get("type") or "").strip().lower() == "image" and attributes.get("src"):
        enter_image(reader, node, tag, attributes)
    elif (attributes.get("type") or "").strip().lower() != "hidden":
        reader.part_words()
    return skip


def enter_embedded(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> Leave:
    """Put an embedded picture where it stands; of other objects read the pictures shown in their place."""
    url = attributes.get("data" if tag == "object" else "src") or ""
    if _is_picture(attributes.get("type"), url):
        described = {name: value for name, value in attributes.items() if name in _DESCRIBING}
        enter_image(reader, node, tag, {**described, "alt": attributes.get("aria-label"), "src": url})
        return skip
    reader.part_words()
    return enter_muted(reader, node, tag, attributes)


def _is_picture(kind: str | None, url: str) -> bool:
    """By the type it declares, else by its file's name."""
    named = (kind or "").partition(";")[0].strip().lower()
    return bool(url) and (named.startswith("image/") if named else names_picture(url))


def read_background(reader: Reader, node: LexborNode, tag: str, attributes: Attributes) -> None:
    """Put the background picture of an element that has begun before all that the element holds."""
    url = background_of(attributes)
    if url is not None:
        described = {"alt": attributes.get("aria-label"), "title": attributes.get("title")}
        enter_image(reader, node, tag, {**described, "src": url})


def background_of(attributes: Attributes) -> str | None:
    """Return the URL of the background picture that a style attribute names, as written; None where it names none."""
    found = _BACKGROUND.search((attributes.get("style") or "")[:MAX_STYLE])
    return found[1] or found[2] or found[3] or "" if found else None
