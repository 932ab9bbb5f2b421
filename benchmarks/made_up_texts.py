"""Texts that break the heuristics' rules one by one and together, most of them near a bound; the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

WORDS = (
    "the",
    "be",
    "to",
    "of",
    "and",
    "that",
    "have",
    "with",
    "The",
    "To",
    "a",
    "cat",
    "sat",
    "on",
    "mat",
    "while",
    "rivers",
    "of",
    "ice",
    "moved",
    "slowly",
    "towards",
    "northern",
    "valleys",
    "where",
    "people",
    "built",
    "houses",
    "from",
    "timber",
    "and",
    "stone",
    "it's",
    "don't",
    "well-known",
    "and/or",
    "U.S.",
    "e.g.",
    "3.5",
    "10:30",
    "na\u00efve",
    "\u00dcbung",
)
ODD = (
    "#",
    "#tag",
    "\u2026",
    "...",
    "-",
    "\u2022",
    "123",
    "4",
    "5%",
    "$7",
    "!",
    "?!",
    "()",
    "[1]",
    "[citation needed]",
    "www.a.example/b",
    "\uff5e",
    "\uff11",
    "\u2192",
    "\u00a9",
    "\u732b\u304c\u3044\u308b\u3002",
    "\u0645\u0627\u0630\u0627\u061f",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\u0964",
    "\U0001f389",
    "a_b",
)
ENDS = (".", "!", "?", '"', "'", "...", "\u2026", "", "", ":", "\u3002", "\u061f", ".\u201d", ".)", "?!", " .")
LINES = (
    "Lorem ipsum dolor sit amet.",
    "lorem ipsum {",
    "Please enable JavaScript to read this.",
    "var a = { b: 1 } here.",
    "This site uses cookies.",
    "Read our Terms of Use or Privacy Policy",
    "word " + "x" * 1001 + " word word.",
    "[1] [2] [3]",
    "It is a fact.[12][edit] So it is.[citation needed]",
    "Home",
    "\u2022",
    "- ",
    " ",
    "\t",
    "\x0b\x0c",
    "a\u2028b\x85c\x1cd",
)


def made_up_texts(count: int, seed: int) -> Iterator[str]:
    """Yield texts, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _text(chance)


def _text(chance: random.Random) -> str:
    oddity, special, copies = (chance.choice((0, 0.03, 0.1, 0.3)) for _ in range(3))
    length = chance.choice((1, 3, 8, 12, 20))
    lines: list[str] = []
    for _ in range(int(chance.expovariate(1 / chance.choice((1, 6, 25))))):
        if lines and chance.random() < copies:
            lines.append(chance.choice(lines))
        elif chance.random() < special:
            lines.append(chance.choice(LINES))
        else:
            lines.append(_line(chance, length, oddity))
    text = lines.pop(0) if lines else ""
    for line in lines:
        text += chance.choice(("\n", "\n", "\n\n", "\n\n\n", "\n \n", " ")) + line
    return chance.choice(("", "", "", "\n", " ")) + text + chance.choice(("", "", "", "\n\n", " "))


def _line(chance: random.Random, length: int, oddity: float) -> str:
    words = [
        chance.choice(ODD if chance.random() < oddity else WORDS) + ("," if chance.random() < 0.07 else "")
        for _ in range(max(1, int(chance.gauss(length, length / 3))))
    ]
    if chance.random() < oddity:
        words += words[: chance.randrange(1, 11)] * chance.randrange(1, 3)
    bullet = chance.choice(("- ", "\u2022 ", " -")) if chance.random() < 3 * oddity else ""
    return bullet + " ".join(words) + chance.choice(ENDS)
