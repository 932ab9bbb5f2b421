"""What the robots.txt of a host allows (RFC 9309), and what it says about training on what may be fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from protego import Protego

from dom_parsing.urls import normalise
from ingest.opt_outs.content_usage import AGENT, TRAINING, usage_rules

MAX_ROBOTS_BYTES = 500 * 1024
# Protego adds every rule to every robot of its group: a hostile half megabyte could fill the memory.
MAX_WORK = 1_000_000
MAX_AGENTS = 5_000
MAX_SITEMAPS = 100
DISALLOWED, UNAVAILABLE = "robots", "robots-unavailable"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us.

    Attributes:
        parsed: Its rules; None where `refusal` or an absent file decides for every URL.
        token: Our product token.
        refusal: Why nothing is allowed, empty where the rules decide: UNAVAILABLE or a failure of its exchange.
        usage: Signals against training, each with the rules that disallow what it speaks of.
    """

    parsed: Protego | None = None
    token: str = ""
    refusal: str = ""
    usage: tuple[tuple[str, Protego], ...] = ()

    def allows(self, url: str) -> bool:
        """Return whether the URL may be fetched."""
        if self.refusal:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.token))

    def usage_signal(self, url: str) -> str:
        """Return the rule against training on a URL, or an empty string: `robots.txt: Content-Usage: train-ai=n`."""
        return next((signal for signal, rules in self.usage if not rules.can_fetch(url, self.token)), "")

    def sitemaps(self, site: str) -> tuple[str, ...]:
        """Return the normalised URLs of the sitemaps it names, the first MAX_SITEMAPS, each once.

        Args:
            site: Its origin: what relative URLs, which the standard does not allow, are relative to.
        """
        named = self.parsed.sitemaps if self.parsed else ()
        urls = (normalise(str(url), site) for url in islice(named, MAX_SITEMAPS))
        return tuple(dict.fromkeys(filter(None, urls)))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the file asks for; 0 where it asks for none."""
        return float(self.parsed.crawl_delay(self.token) or 0) if self.parsed else 0.0


def parse(body: bytes, token: str) -> Rules:
    """Read a robots.txt, its first 500 KiB.

    A group for `m3wbot/0.1`, which is what a log shows of us, is one for `m3wbot`.
    """
    text = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
    named = re.compile(rf"([ \t]*user-agent[ \t]*:[ \t]*{re.escape(token)})/.*", re.IGNORECASE)
    lines = [match[1] if (match := named.match(line)) else line for line in text.splitlines()]
    text = "\n".join(lines)
    agents = sum(line.strip().lower().startswith(AGENT) for line in lines)
    if agents > MAX_AGENTS or agents * (len(lines) - agents) > MAX_WORK:
        return Rules(refusal=UNAVAILABLE)
    usage = ((training, usage_rules(text, training)) for training in TRAINING)
    signals = tuple((f"robots.txt: {training.signal}", rules) for training, rules in usage if rules)
    return Rules(Protego.parse(text), token, usage=signals)


def rules_of(status: int, body: bytes, token: str) -> Rules:
    """Return the rules that the last response about a robots.txt stands for.

    2xx: what the file says. 4xx and redirects without an end: no rules. 5xx, and 429 (as Google reads it: come back
    later): nothing is allowed.
    """
    if 200 <= status < 300:
        return parse(body, token)
    return Rules(refusal=UNAVAILABLE if is_passing(status) else "")


def is_passing(status: int) -> bool:
    """Return whether a status speaks of a server in trouble, not of the file."""
    return status >= 500 or status == 429
