"""Personal data in a document: words give way to placeholders, URLs and everything else stay."""

from dataclasses import replace

from dom_parsing.records import Document, Image, Text
from filters.safety.personal import PersonalSettings
from shards.personal import anonymised

SETTINGS = PersonalSettings(mail="someone@example.org", ip_address="IP")
IMAGE = Image("https://h.org/a@b.org.png", "by a@b.org", "a title", "from 8.8.8.8, a@b.org")
DOCUMENT = Document(
    "0" * 32, "1" * 32, "https://h.org/?m=a@b.org", "", "sha256:0", None, "Of a@b.org", "en", "",
    (Text("write to a@b.org or x@y.org"), IMAGE, Text("nothing")),
)  # fmt: skip


def test_words_give_way_and_urls_stay():
    found, counts = anonymised(DOCUMENT, range(3), SETTINGS)
    assert found == replace(
        DOCUMENT,
        title="Of someone@example.org",
        elements=(
            Text("write to someone@example.org or someone@example.org"),
            replace(IMAGE, alt="by someone@example.org", caption="from IP, someone@example.org"),
            Text("nothing"),
        ),
    )
    assert counts == {"mail": 5, "ip_address": 1}


def test_a_document_is_the_same_where_nothing_is_to_be_replaced():
    assert anonymised(DOCUMENT, range(3), PersonalSettings()) == (DOCUMENT, {})
    assert anonymised(DOCUMENT, range(3), PersonalSettings(card_number="X"))[0] == DOCUMENT


def test_what_is_not_written_is_not_counted():
    found, counts = anonymised(DOCUMENT, [2], SETTINGS)
    assert found == replace(DOCUMENT, title="Of someone@example.org")
    assert counts == {"mail": 1}
