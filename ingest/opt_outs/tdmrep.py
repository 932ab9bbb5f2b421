"""Rights reserved against text and data mining (TDMRep, W3C Community Group): header, meta and a file of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from protego import Protego

from ingest.exchange import Headers

NAME = "tdm-reservation"
MAX_RULES = 1000
# What could not stand in a line of robots.txt, whose matching of paths this specification borrows.
LOCATION = re.compile(r"[/*][^\s#\x00-\x1f\x7f\ud800-\udfff]{0,1999}")


def header_reservation(headers: Headers) -> str:
    """Return the header that reserves the rights in a response, or an empty string: `TDM-Reservation: 1`."""
    reserved = any(value.strip() == "1" for name, value in headers if name.lower() == NAME)
    return "TDM-Reservation: 1" if reserved else ""


def meta_reservation(metas: Iterable[tuple[str, str]]) -> str:
    """Return the meta element that reserves the rights in a page, or an empty string: `meta tdm-reservation: 1`."""
    reserved = any(content.strip() == "1" for name, content in metas if name == NAME)
    return "meta tdm-reservation: 1" if reserved else ""


@dataclass(frozen=True, slots=True)
class Reservations:
    """What a site's `tdmrep.json` says.

    Attributes:
        rules: Patterns of paths (each as rules that disallow it) and whether rights in them are reserved; the first
            that matches counts.
        everything: All rights are reserved: the file has more rules than are looked at.
    """

    rules: tuple[tuple[Protego, bool], ...] = ()
    everything: bool = False

    def reserve(self, url: str) -> bool:
        """Return whether the rights in a URL are reserved."""
        if self.everything:
            return True
        return next((reserved for pattern, reserved in self.rules if not pattern.can_fetch(url, "*")), False)


def parse(status: int, body: bytes) -> Reservations:
    """Read a response that should be a `tdmrep.json`; what is none says nothing, as does a rule in it that is none."""
    try:
        found = json.loads(body) if 200 <= status < 300 else []
    except (ValueError, RecursionError):
        return Reservations()
    rules = [rule for rule in found if _is_rule(rule)] if isinstance(found, list) else []
    if len(rules) > MAX_RULES:
        return Reservations(everything=any(rule[NAME] == 1 for rule in rules))
    patterns = (Protego.parse(f"User-agent: *\nDisallow: {rule['location']}") for rule in rules)
    return Reservations(tuple((pattern, rule[NAME] == 1) for pattern, rule in zip(patterns, rules, strict=True)))


def _is_rule(rule: Any) -> bool:
    """Tell a rule by its two mandatory properties; any reservation but 0 and 1 is an error and says nothing."""
    if not isinstance(rule, dict):
        return False
    location, reservation = rule.get("location"), rule.get(NAME)
    return isinstance(location, str) and bool(LOCATION.fullmatch(location)) and reservation in (0, 1)
