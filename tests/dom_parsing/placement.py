"""Where images stand and what they show: in a browser's tree, and in ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dom_parsing.data_urls import read_picture
from dom_parsing.extract import extract
from dom_parsing.lazy import lazy_urls
from dom_parsing.records import Omission, Text
from dom_parsing.settings import ExtractSettings
from dom_parsing.srcset import parse_srcset
from dom_parsing.tags import DROPPED
from dom_parsing.urls import normalise
from tests.dom_parsing.chromium import WIDTH

RAW = ExtractSettings(
    keep_boilerplate=True, keep_hidden=True, keep_noscript=True, srcset="browser", viewport_width=WIDTH
)
"""As a browser without scripts: nothing left out but what is no content by its tag."""

COMPARED = 40
"""Characters of the text before an image that are compared."""

_UNSEEN = re.compile(r"[\s\u00ad\u200b\ufeff|]+")

# Text without white space and without the bars that part the cells of our tables.
_WALK = """(() => {
  const dropped = new Set(%s), silent = new Set([...dropped, "button", "svg", "object"]), found = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const within = (node, names) => {
    for (let e = node.parentElement; e; e = e.parentElement) if (names.has(e.localName)) return e.localName;
    return "";
  };
  const attributes = (e) => Object.fromEntries([...e.attributes].map((a) => [a.name, a.value]));
  const resolve = (url) => { try { return new URL(url, document.baseURI).href } catch { return "" } };
  const embedded = (e) => {
    const url = e.getAttribute(e.localName == "object" ? "data" : "src") || "";
    if (e.localName == "input") return e.type == "image" ? url : "";
    if (!["object", "embed"].includes(e.localName)) return "";
    const kind = e.type.split(";")[0].trim().toLowerCase();
    return (kind ? kind.startsWith("image/") : /\\.(jpe?g|png|gif|webp|avif|bmp)([?#]|$)/i.test(url)) ? url : "";
  };
  let before = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType == Node.TEXT_NODE) {
      if (!within(node, silent)) before += node.data.replace(/[\\s\\u00ad\\u200b\\ufeff|]+/g, "");
      if (before.length > 200) before = Array.from(before).slice(-%d).join("");
    } else if (embedded(node)) {
      found.push({
        before: Array.from(before).slice(-%d).join(""), within: within(node, dropped),
        current: resolve(embedded(node)), tags: [attributes(node)],
      });
    } else if (["img", "amp-img"].includes(node.localName)) {
      const picture = node.parentElement && node.parentElement.localName == "picture" ? node.parentElement : null;
      const sources = picture ? [...picture.children].filter((e) => e.localName == "source") : [];
      found.push({
        before: Array.from(before).slice(-%d).join(""), within: within(node, dropped),
        current: node.currentSrc ? resolve(node.currentSrc) : "",
        tags: [...sources, node].map(attributes),
      });
    }
  }
  return {base: document.baseURI, images: found};
})()"""
WALK = _WALK % (json.dumps(sorted(DROPPED)), COMPARED, COMPARED, COMPARED)
"""Expression whose value is what `Tree` holds, of the page that the browser shows."""


def bare(text: str) -> str:
    """Return a text without white space, unseen characters and the bars between cells of our tables."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Shown:
    """An image in the browser's tree.

    Attributes:
        url: Its `currentSrc` without fragment, empty where it has none.
        before: The last characters of all text before it, without white space.
        within: The element around it that is no content by its tag, if any: we do not look into those.
        lazy: What scripts might load in its place.
        laid_out: What it may show by `sizes=auto`, which is for layout to decide; empty where it has none.
    """

    url: str
    before: str
    within: str
    lazy: frozenset[str]
    laid_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """An image of ours: its URL, empty where it has none that could be fetched, and the text before it."""

    url: str
    before: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An image that the two do not agree on.

    Attributes:
        kind: In what: `url`, `position`, `count`, or the tag around it within which we do not look.
        browser: What the browser has.
        ours: What we have.
    """

    kind: str
    browser: str
    ours: str


def shown(tree: Mapping[str, Any]) -> list[Shown]:
    """Return the images of a browser's tree, in order; `tree` is the value of `WALK`."""
    return [_shown(image, tree["base"]) for image in tree["images"]]


def _shown(image: Mapping[str, Any], base: str) -> Shown:
    lazy = (normalise(url, base) for tag in image["tags"] for url in lazy_urls(tag, RAW))
    tag = image["tags"][-1]
    auto = tag.get("loading", "").lower() == "lazy" and any(_is_auto(each.get("sizes", "")) for each in image["tags"])
    srcsets = (each.get("srcset", "") for each in image["tags"]) if auto else ()
    candidates = (normalise(candidate.url, base) for srcset in srcsets for candidate in parse_srcset(srcset))
    url = image["current"].partition("#")[0] if not image["current"].startswith("data:") else image["current"]
    return Shown(
        url,
        image["before"],
        image["within"],
        frozenset(filter(None, lazy)),
        frozenset(filter(None, candidates)),
    )


def _is_auto(sizes: str) -> bool:
    return sizes.partition(",")[0].strip().lower() == "auto"


def placed(html: bytes, url: str) -> list[Placed]:
    """Return the images that we find, in order, those without a URL among them."""
    document = extract(html, url, settings=RAW)
    omitted: dict[int, list[Omission]] = {}
    for omission in document.omissions:
        if omission.reason != "svg":
            omitted.setdefault(omission.before, []).append(omission)
    found: list[Placed] = []
    before = ""
    for index, element in enumerate((*document.elements, Text(""))):
        found.extend(Placed(omission.url, before) for omission in omitted.get(index, ()))
        if isinstance(element, Text):
            before = (before + bare(element.text))[-COMPARED:]
        else:
            found.append(Placed(element.url, before))
    return found


def differences(browser: list[Shown], ours: list[Placed]) -> Iterator[Difference]:
    """Yield what differs among the images that have a `currentSrc`.

    A lazy URL of ours need only be in its place, an image with `sizes=auto` in its place and one of its candidates:
    which of them a browser shows depends on whether it has had time for a layout, and is another from run to run.
    """
    seen = [image for image in browser if not image.within]
    yield from (Difference(image.within, image.url, "") for image in browser if image.within and image.url)
    if len(seen) != len(ours):
        yield Difference("count", str(len(seen)), str(len(ours)))
        return
    for image, own in zip(seen, ours, strict=True):
        if not image.url:
            continue
        if not is_same(image, own) and own.url not in image.lazy and not {own.url, image.url} <= image.laid_out:
            yield Difference("url", image.url, own.url)
        elif own.before != image.before:
            yield Difference("position", f"{image.url} behind {image.before}", own.before)


def is_same(image: Shown, own: Placed) -> bool:
    """True of the same picture; one of inline data has with us the name of its bytes, or no URL if it is small."""
    held = read_picture(image.url)
    name = held.name if held is not None and len(held.data) >= RAW.inline_image_bytes else ""
    return own.url == (name if image.url.startswith("data:") else image.url)
