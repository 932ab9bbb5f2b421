"""The most frequent function words of some languages: prose contains them, lists of keywords do not.

Two kinds of lists. STOP_WORDS are short ones for Gopher's rule, which asks for two different ones. English: the eight
words of Rae et al. 2021, A.1.1. Others: eight of the most frequent function words of the language, chosen to be its
own. FUNCTION_WORDS and `all_stop_words` are long ones for the share of a text that stop words make.
"""

from __future__ import annotations

from functools import cache

import stopwordsiso

from filters.text.word_lists import read_list

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset({"the", "be", "to", "of", "and", "that", "have", "with"}),
    "ar": frozenset({"في", "من", "على", "إلى", "أن", "عن", "التي", "هذا"}),
    "cs": frozenset({"a", "v", "na", "se", "je", "že", "to", "z"}),
    "da": frozenset({"og", "i", "at", "det", "er", "en", "på", "til"}),
    "de": frozenset({"der", "die", "und", "in", "den", "das", "mit", "zu"}),
    "es": frozenset({"el", "la", "de", "que", "y", "los", "en", "con"}),
    "fr": frozenset({"le", "la", "les", "de", "et", "des", "est", "dans"}),
    "id": frozenset({"yang", "dan", "di", "dengan", "untuk", "dari", "ini", "itu"}),
    "it": frozenset({"il", "la", "di", "che", "e", "per", "con", "una"}),
    "ja": frozenset({"の", "に", "は", "を", "た", "が", "で", "と"}),
    "nl": frozenset({"de", "het", "een", "en", "van", "dat", "met", "zijn"}),
    "pl": frozenset({"i", "w", "na", "z", "się", "do", "nie", "to"}),
    "pt": frozenset({"o", "a", "de", "que", "e", "os", "com", "uma"}),
    "ro": frozenset({"și", "de", "în", "la", "cu", "pe", "să", "un"}),
    "ru": frozenset({"и", "в", "не", "на", "что", "с", "по", "это"}),
    "sv": frozenset({"och", "i", "att", "det", "som", "en", "på", "är"}),
    "tr": frozenset({"ve", "bir", "bu", "da", "de", "için", "ile", "çok"}),
    "uk": frozenset({"і", "в", "не", "на", "що", "з", "до", "це"}),
    "vi": frozenset({"và", "của", "là", "có", "cho", "các", "không", "được"}),
    "zh": frozenset({"的", "是", "在", "了", "和", "不", "有", "也"}),
}

_FUNCTION_WORDS = """
a an the this that these those such same other another each every either neither both all any some no none few fewer
less least more most much many several enough own whatever whichever i me my mine myself you your yours yourself
yourselves he him his himself she her hers herself it its itself we us our ours ourselves they them their theirs
themselves one ones oneself who whom whose which what where when why how whoever whomever whenever wherever however
somebody someone something somewhere anybody anyone anything anywhere everybody everyone everything everywhere nobody
nothing nowhere there here aboard about above according across after against ago ahead along alongside amid amidst
among amongst around as aside at away because before behind below beneath beside besides between beyond but by circa
concerning considering depending despite down due during except excluding for from given in including inside instead
into like minus near next notwithstanding of off on onto opposite out outside over owing past per plus pursuant
regarding regardless round save since than through throughout thru till to toward towards under underneath unlike
until unto up upon versus via with within without worth and or nor so yet if unless though although whereas while
whether lest once then else otherwise therefore thus hence moreover furthermore nevertheless nonetheless meanwhile
also too even only just still again ever never not rather quite very now am is are was were be been being have has had
having do does did doing done can could may might must shall should will would ought need dare used get gets got
getting let isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't can't cannot couldn't mustn't
shan't shouldn't won't wouldn't i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's
it'd it'll we're we've we'd we'll they're they've they'd they'll that's that'll there's here's what's who's where's
let's
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Of English: its determiners, pronouns, prepositions, conjunctions, auxiliaries and the like, which form closed sets.

The lists of stopwordsiso serve other languages. Its English one has 1,298 words, among them `world`, `face` and
two-letter codes, and would raise OBELICS' shares by a third.
"""


@cache
def all_stop_words(language: str, folder: str | None = None) -> frozenset[str] | None:
    """Return the stop words of a language: of the folder's list where a folder is given, else of our own lists.

    None for a language without a list.
    """
    if folder is not None:
        return read_list(folder, language)
    if language == "en":
        return FUNCTION_WORDS
    return frozenset(stopwordsiso.stopwords(language)) if stopwordsiso.has_lang(language) else None
