"""The most frequent function words of some languages: prose contains them, lists of keywords do not.

English: the eight words of Gopher's rule (Rae et al. 2021, A.1.1). Others: eight of the most frequent function words of
the language, chosen to be its own.
"""

from __future__ import annotations

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset({"the", "be", "to", "of", "and", "that", "have", "with"}),
    "de": frozenset({"der", "die", "und", "in", "den", "das", "mit", "zu"}),
    "fr": frozenset({"le", "la", "les", "de", "et", "des", "est", "dans"}),
    "es": frozenset({"el", "la", "de", "que", "y", "los", "en", "con"}),
    "it": frozenset({"il", "la", "di", "che", "e", "per", "con", "una"}),
    "pt": frozenset({"o", "a", "de", "que", "e", "os", "com", "uma"}),
    "nl": frozenset({"de", "het", "een", "en", "van", "dat", "met", "zijn"}),
}
