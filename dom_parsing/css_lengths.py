"""Lengths as tags declare them (`300`) and as CSS Values 4 has them: `50vw`, `calc(100vw - 2rem)`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

VIEWPORT_HEIGHT = 720
"""CSS pixels of the window that `vh` is read for."""

MAX_TOKENS = 200
"""Numbers, signs and brackets of one length; more make none."""

_FONT = 16.0
_UNITS = {
    "px": 1.0,
    "em": _FONT,
    "rem": _FONT,
    "ch": _FONT / 2,
    "ex": _FONT / 2,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
    "pt": 96 / 72,
    "pc": 16.0,
}
_TOKEN = re.compile(r"\s*([+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)[a-z]*|[a-z]*\(|[-+*/,)])\s*", re.ASCII)
_NUMBER = re.compile(r"([-+.0-9]+)([a-z]*)", re.ASCII)
_FUNCTIONS: dict[str, tuple[Callable[..., float], tuple[int, int]]] = {
    "(": (max, (1, 1)),
    "calc(": (max, (1, 1)),
    "min(": (min, (1, MAX_TOKENS)),
    "max(": (max, (1, MAX_TOKENS)),
    "clamp(": (lambda least, value, most: max(least, min(value, most)), (3, 3)),
}

_MOST_DIGITS = 6
_PIXELS = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]*)?\s*(?:px)?\s*", re.IGNORECASE | re.ASCII)


def pixels(value: str | None) -> int | None:
    """Return a width or height that a tag declares in CSS pixels, None where it is none (`100%`, `auto`)."""
    if not value:
        return None
    if len(value) <= _MOST_DIGITS and value.isdecimal() and value.isascii():
        return int(value)
    match = _PIXELS.fullmatch(value)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A length in CSS pixels, or a plain number."""

    value: float
    is_length: bool


def length(written: str, viewport_width: int) -> float | None:
    """Return a length in CSS pixels, None of what is no length; a function's result below zero is zero.

    Args:
        written: As in a style sheet; fonts are taken for 16 pixels high.
        viewport_width: Of the window, in CSS pixels.
    """
    tokens = _tokens(written.strip().lower())
    if not tokens:
        return None
    is_function = tokens[0] == ")"
    try:
        reading = _Reading(tokens, viewport_width)
        found = reading.term()
    except ValueError:
        return None
    if reading.tokens or not (found.is_length or (found.value == 0 and not is_function)):
        return None
    return max(found.value, 0.0) if is_function or found.value >= 0 else None


def _tokens(written: str) -> list[str]:
    """The tokens, last first; none where anything else is written."""
    tokens: list[str] = []
    position = 0
    while position < len(written):
        match = _TOKEN.match(written, position)
        if match is None or len(tokens) == MAX_TOKENS:
            return []
        tokens.append(match[1])
        position = match.end()
    return tokens[::-1]


class _Reading:
    """Tokens read from the end of the list: sums of products of terms."""

    def __init__(self, tokens: list[str], viewport_width: int) -> None:
        self.tokens = tokens
        self.units = {**_UNITS, "vw": viewport_width / 100, "vh": VIEWPORT_HEIGHT / 100}
        self.units["vmin"], self.units["vmax"] = sorted((self.units["vw"], self.units["vh"]))

    def take(self, *expected: str) -> str:
        """Return the next token if it is one of those, else an empty string."""
        return self.tokens.pop() if self.tokens and self.tokens[-1] in expected else ""

    def sum(self) -> _Quantity:
        total = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            if other.is_length != total.is_length:
                raise ValueError("a length and a number have no sum")
            total = _Quantity(total.value + (other.value if sign == "+" else -other.value), total.is_length)
        return total

    def product(self) -> _Quantity:
        product = self.term()
        while sign := self.take("*", "/"):
            other = self.term()
            if (other.is_length and (product.is_length or sign == "/")) or (sign == "/" and not other.value):
                raise ValueError("no length is a product of lengths, nothing is divided by a length or zero")
            value = product.value * other.value if sign == "*" else product.value / other.value
            product = _Quantity(value, product.is_length or other.is_length)
        return product

    def term(self) -> _Quantity:
        """A number, a length, or a function of them."""
        token = self.tokens.pop() if self.tokens else ""
        if token in _FUNCTIONS:
            return self.call(*_FUNCTIONS[token])
        number = _NUMBER.fullmatch(token)
        if number is None or (number[2] and number[2] not in self.units):
            raise ValueError(f"{token!r} is no length")
        return _Quantity(float(number[1]) * self.units.get(number[2], 1.0), bool(number[2]))

    def call(self, function: Callable[..., float], arity: tuple[int, int]) -> _Quantity:
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        kinds = {argument.is_length for argument in arguments}
        if not self.take(")") or len(kinds) > 1 or not arity[0] <= len(arguments) <= arity[1]:
            raise ValueError("the arguments of a function are of one kind, as many as it takes, and in brackets")
        values = [argument.value for argument in arguments]
        return _Quantity(function(*values) if len(values) > 1 else values[0], kinds.pop())
