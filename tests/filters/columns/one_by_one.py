"""A cut judged document by document with the functions the jobs use: what columns are held against."""

from collections import defaultdict
from typing import NamedTuple

from dom_parsing.records import Image
from filters.columns.outcome import UNSEEN
from filters.duplicates.duplicates import Member, in_order, survivors
from filters.images.spread import Spread
from filters.judgement import (
    Candidate,
    Reference,
    Seen,
    judge_images,
    judge_references,
    judge_spread,
    judge_text,
    signals_of_images,
)
from ingest.records import FAILED, KEPT, ImageFacts


class Page(NamedTuple):
    """A document of a test: its signals, what ties it to others, its host, the images it shows with their alt."""

    words: int
    language: str
    page: int
    text: int
    date: int
    host: int
    images: list[tuple[int, str]]


class Fact(NamedTuple):
    """An image of a test; the bytes of several can be the same."""

    fetched: bool
    had: bool
    bytes: int
    side: int


def name_of(number):
    return f"{number:032x}"


def url_of(number):
    return f"http://x/{number}"


def facts_of(url, facts):
    fact = facts[int(url[-1])]
    if not fact.fetched:
        return None
    if not fact.had:
        return ImageFacts(url, FAILED, "dns")
    return ImageFacts(url, KEPT, sha256=f"{fact.bytes}", signals={"shorter_side": fact.side})


def spread_of(entries):
    """Return the Spread of each picture, from (picture, component, host)."""
    hosts = defaultdict(dict)
    for picture, component, host in entries:
        hosts[picture][component] = min(host, hosts[picture].get(component, host))
    return {picture: Spread(len(each), len(set(each.values()))) for picture, each in hosts.items()}


def candidates_of(pages, rules, component):
    """Return the reason of each document that text rules drop, and the candidates."""
    reasons, images = {}, {}
    for i, page in enumerate(pages):
        known = {"words": page.words, "language": page.language} | signals_of_images(page.words, len(page.images))
        reasons[i] = judge_text(name_of(i), known, rules.document).rule
        if not reasons[i]:
            shown = [(element, Image(url_of(url), alt=alt)) for element, (url, alt) in enumerate(page.images)]
            gone = {each.element for each in judge_references(name_of(i), shown, rules.image, ())}
            images[i] = [Reference(element, image.url) for element, image in shown if element not in gone]
    spread = spread_of((each.url, component[i], pages[i].host) for i in images for each in images[i])
    found = {}
    for i, references in images.items():
        shown = [(each, spread[each.url]) for each in references]
        gone = {each.element for each in judge_spread(name_of(i), shown, rules.image)}
        left = tuple(each for each in references if each.element not in gone)
        page = pages[i]
        member = Member(name_of(i), str(page.page), str(page.text), str(page.date))
        words = page.words if page.images else None
        found[i] = Candidate(member, str(component[i]), left, words, host=str(page.host))
    return reasons, found


def one_by_one(pages, facts, rules, component):
    """Return reason and number of images of each document."""
    reasons, candidates = candidates_of(pages, rules, component)
    seen = {i: [(each, facts_of(each.url, facts)) for each in candidates[i].images] for i in candidates}
    spread = spread_of(
        (known.sha256, component[i], pages[i].host) for i in seen for _, known in seen[i] if known and known.sha256
    )
    judged = {}
    for i, candidate in candidates.items():
        shown = [
            Seen(each.element, known, spread.get(known.sha256, Spread()) if known else Spread())
            for each, known in seen[i]
        ]
        judged[i] = judge_images(candidate, shown, rules.image, rules.document)
    found = {i: (reason, 0) for i, reason in reasons.items()}
    for root in {component[i] for i in candidates}:
        group = [i for i in candidates if component[i] == root]
        passes = {name_of(i): judged[i].passes for i in group}
        verdicts = {each.id: each for each in survivors(in_order(candidates[i].member for i in group), passes)}
        found |= {i: (_reason(judged[i], verdicts.get(name_of(i))), 0) for i in group}
        found |= {i: ("", len(judged[i].pictures)) for i in group if found[i][0] == ""}
    return [found[i] for i in range(len(pages))]


def _reason(judged, verdict):
    if verdict is None:
        return next(each.rule for each in judged.decisions if each.element is None)
    return verdict.rule or (UNSEEN if judged.passes is None else "")
