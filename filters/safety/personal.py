"""Personal data in text, replaced by placeholders: mail addresses, public IP addresses, phone and card numbers."""

from __future__ import annotations

import ipaddress
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Self

import phonenumbers
from pydantic import BaseModel, ConfigDict, Field, model_validator

# Every repetition is bounded, so that a search takes time linear in the text whatever the text is.
UNSPACED = r"\u0e00-\u1dff\u2000-\U0010ffff"
"""Scripts that put no space between an address and the words around it, and Hangul, whose particles cling to it."""
MAIL = re.compile(
    rf"(?<![^\W{UNSPACED}])(?<![.%+-])(?:[^\W{UNSPACED}]|[.%+-]){{1,64}}@(?:[\w-]{{1,63}}\.){{1,8}}"
    rf"(?:xn--[A-Za-z\d-]{{2,59}}|[^\W\d_{UNSPACED}]{{2,24}})(?![^\W_{UNSPACED}])"
)
IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\w)")
# Public ones are in 2000::/3 (IANA); so `a::b`, which programs are full of, is none.
IPV6 = re.compile(r"(?<![\w:.])[23][0-9A-Fa-f]{3}:[0-9A-Fa-f:]{1,34}(?![\w:]|\.\w)")
CARD = re.compile(r"(?<![\w+.,-])\d(?:[ -]?\d){12,18}(?![\w-]|[.,]\d)")
ISSUERS = "23456"
"""First digits of payment cards (ISO/IEC 7812): others are not issued for paying."""
DIGITS = re.compile(r"\d")
PHONE_DIGITS = 7
Span = tuple[int, int]


class PersonalSettings(BaseModel):
    """What stands in the place of personal data when shards are written; what has no placeholder stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mail: str | None = Field(default=None, max_length=100, description="Placeholder of mail addresses.")
    ip_address: str | None = Field(default=None, max_length=100, description="Placeholder of public IP addresses.")
    phone_number: str | None = Field(default=None, max_length=100, description="Placeholder of phone numbers.")
    card_number: str | None = Field(default=None, max_length=100, description="Placeholder of payment cards' numbers.")
    phone_region: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{2}$",
        description="Country whose phone numbers are known without +49 and the like.",
    )

    @model_validator(mode="after")
    def _know_region(self) -> Self:
        if self.phone_region is not None and self.phone_region not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(f"phone_region = {self.phone_region!r} is no country with phone numbers: give DE, US, ...")
        return self

    @property
    def replaces(self) -> bool:
        """Whether there is anything to do."""
        return any(each is not None for each in (self.mail, self.ip_address, self.phone_number, self.card_number))


def without_personal_data(text: str, settings: PersonalSettings) -> tuple[str, Counter[str]]:
    """Return a text with placeholders, and how many of each kind were put in.

    Where two kinds overlap, mail addresses come before card numbers, these before IP addresses, phone numbers last.
    """
    found: list[tuple[int, int, str, str]] = []
    for kind, placeholder, spans in _kinds(text, settings):
        taken = sorted(found)
        found += [(*span, placeholder, kind) for span in spans if _is_free(span, taken)]
    if not found:
        return text, Counter()
    pieces, end = [], 0
    for start, stop, placeholder, _ in sorted(found):
        pieces += [text[end:start], placeholder]
        end = stop
    return "".join([*pieces, text[end:]]), Counter(kind for *_, kind in found)


def _kinds(text: str, settings: PersonalSettings) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield each kind with its placeholder and where it stands; nothing is searched for that has no placeholder."""
    if settings.mail is not None and "@" in text:
        yield "mail", settings.mail, [match.span() for match in MAIL.finditer(text)]
    if settings.card_number is not None:
        cards = [match.span() for match in CARD.finditer(text) if is_card(match[0])]
        yield "card_number", settings.card_number, cards
    if settings.ip_address is not None:
        matches = [match for pattern in (IPV4, IPV6) for match in pattern.finditer(text)]
        yield "ip_address", settings.ip_address, [match.span() for match in matches if is_public(match[0])]
    if settings.phone_number is not None and len(DIGITS.findall(text)) >= PHONE_DIGITS:
        matcher = phonenumbers.PhoneNumberMatcher(text, settings.phone_region)
        yield "phone_number", settings.phone_number, [(match.start, match.end) for match in matcher]


def is_card(text: str) -> bool:
    """Tell whether digits, with spaces or hyphens between them, can be a payment card's number (Luhn, ISO/IEC 7812)."""
    digits = [int(character) for character in text if character.isdecimal()]
    if not 13 <= len(digits) <= 19 or str(digits[0]) not in ISSUERS or len(set(digits)) == 1:
        return False
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def is_public(text: str) -> bool:
    """Tell whether a text is an IP address that is routed in the Internet."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False


def _is_free(span: Span, taken: Sequence[tuple[int, int, str, str]]) -> bool:
    """Tell whether a span overlaps none of those that are taken, which are in order."""
    place = bisect_left(taken, span[1], key=lambda other: other[0])
    return place == 0 or taken[place - 1][1] <= span[0]
