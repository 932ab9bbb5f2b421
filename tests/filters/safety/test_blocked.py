"""Decisions by blocklist."""

from dom_parsing.records import Image
from filters.records import SHORTLIST, dropped
from filters.safety.blocked import blocked_images, blocked_page
from filters.safety.blocklist import Blocklist

LISTED = Blocklist.of([("adult", "domains", ["bad.example"])])
IMAGES = [(1, Image("https://cdn.bad.example/a.jpg")), (4, Image("https://good.example/a.jpg"))]


def test_a_page_and_an_image_on_a_list_are_dropped_with_the_entry():
    hit = ("adult: bad.example", "on no list")
    assert list(blocked_page("a", "https://bad.example/x", LISTED)) == [
        dropped("a", None, SHORTLIST, "document.blocklist", *hit)
    ]
    assert list(blocked_images("a", IMAGES, LISTED)) == [dropped("a", 1, SHORTLIST, "image.blocklist", *hit)]


def test_what_is_on_no_list_stays():
    assert list(blocked_page("a", "https://good.example/x", LISTED)) == []
    assert list(blocked_images("a", IMAGES, Blocklist())) == []
