"""One URL for the many that lead to a page: without the parameters that follow people or sessions about."""

from __future__ import annotations

import re
from collections.abc import Collection

from dom_parsing.urls import normalise

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "vero_", "oly_", "aspsessionid")
TRACKING = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "_ga", "_gl"),
        *("fbclid", "msclkid", "yclid", "ymclid", "twclid", "ttclid", "li_fat_id", "epik", "igshid", "igsh", "rdt_cid"),
        *("mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking"),
        *("s_kwcid", "ef_id", "wt_mc", "wickedid", "rb_clickid", "_openstat", "_branch_match_id", "guccounter"),
        *("guce_referrer", "guce_referrer_sig", "ref_src", "__twitter_impression"),
    }
)
"""Names that mean this wherever they occur; those that mean other things on other sites (`ref`, `source`) stay."""
SESSIONS = frozenset(
    {"phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken", "zenid", "oscsid", "xtcsid"}
)
# `sid` and `s` name all sorts of things; with a value like this, a session.
SHORT_SESSIONS = re.compile(r"(?:sid|s)=[0-9a-f]{26,64}", re.IGNORECASE)
SESSION_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;]*|/\((?:[A-Z]\([0-9A-Za-z_-]{8,}\))+\)(?=/)", re.IGNORECASE
)


def canonical(url: str, ignored: Collection[str] = ()) -> str:
    """Return a normalised URL without what tells visitors or their sessions apart.

    All other parameters stay, as they are written and in their order: order may mean something, and a site that means
    nothing by it links to one order. The same URL put in again comes out unchanged.

    Args:
        url: A normalised URL.
        ignored: Names of further parameters to leave out, in lower case.
    """
    place, mark, query = url.partition("?")
    path = SESSION_IN_PATH.sub("", place)
    kept = [part for part in query.split("&") if not _follows(part, ignored)]
    if path == place and len(kept) == query.count("&") + 1:
        return url
    return normalise(path + mark + "&".join(kept) if any(kept) else path) or url


def _follows(parameter: str, ignored: Collection[str]) -> bool:
    name = parameter.partition("=")[0].lower()
    return (
        name in TRACKING
        or name in SESSIONS
        or name in ignored
        or name.startswith(TRACKING_PREFIXES)
        or SHORT_SESSIONS.fullmatch(parameter) is not None
    )
