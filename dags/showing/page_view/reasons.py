"""What the reasons mean for which parts of a page are left out, in a few words each."""

from __future__ import annotations

MEANINGS = {
    "navigation": "menus and lists that lead around the site",
    "header": "the head of the site",
    "footer": "the foot of the site",
    "aside": "what stands beside the text",
    "banner": "cookie notices and dialogues",
    "advertisement": "advertisements and promotions",
    "share": "buttons for sharing",
    "related": "pointers to other pages",
    "breadcrumb": "where in the site the page is",
    "newsletter": "invitations to subscribe",
    "comments": "what readers wrote below",
    "popup": "dialogues that lie over the page",
    "controls": "buttons, forms and switches",
    "signature": "what a writer puts below every message",
    "byline": "who wrote it, and when",
    "tags": "keywords that lead to lists",
    "profile": "about a member or author",
    "repeated": "said before, in another part of the page",
    "bare-heading": "the heading of a section that was left out",
    "hidden": "not shown to a reader",
    "noscript": "shown only without scripts",
    "outside-main": "beside the part that holds the content",
    "link-density": "nearly all of it is links",
    "svg": "drawings within the page, without a URL",
    "data-url": "small pictures and drawings within the page, without a URL",
    "placeholder": "stands in until a picture is loaded",
    "no-url": "an image tag without a picture",
}
"""By reason; one that is not here explains itself."""
