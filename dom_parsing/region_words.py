"""Words of classes and ids, and what a region means that bears them.

The reasons are those of `Omission.reason`; the words are English, as class names are wherever a page comes from.
"""

from __future__ import annotations

from dom_parsing.tags import words

_WORDS = {
    "advertisement": (
        "ad ads advert adverts advertisement advertisements advertising adsense adslot adbox adunit sponsor sponsored "
        "sponsors promo promos promoted promotion promotions dfp"
    ),
    "banner": "cookie cookies cookiebar consent gdpr ccpa cookieconsent login signin paywall regwall",
    "share": (
        "share shares sharing sharebar sharebuttons social socials sharethis addthis socialshare addtoany shareaholic "
        "sharedaddy shariff"
    ),
    "related": (
        "related recommended recommendation recommendations recirc recirculation trending mostread mostpopular "
        "morestories nextprev similar"
    ),
    "breadcrumb": "breadcrumb breadcrumbs crumbs breadcrumbnav",
    "navigation": (
        "nav navbar navigation menu submenu pagination pager topnav sitenav mainnav subnav "
        "navheader navfooter navlinks navmenu prevnext toc"
    ),
    "aside": "sidebar sidebars textwidget",
    "footer": "footer sitefooter",
    "newsletter": "newsletter newsletters signup subscribe subscription cta",
    "comments": "comments comment disqus commentlist respond",
    "popup": "modal popover popup popups tooltip tooltips flyout toast",
    "controls": "filters facet facets sorting sortby",
    "signature": "signature signatures",
    "byline": "byline bylines author authors date dates datetime timestamp dateline pubdate published pagedate",
    "tags": "tags taglist tagcloud tagbox",
}
REASONS = {word: reason for reason, named in _WORDS.items() for word in named.split()}

_PAIRS = {
    "related": (
        "top-stories more-stories more-news next-prev prev-next read-next most-popular most-read similar-posts "
        "also-like also-read also-on read-also see-also more-from up-next latest-news latest-posts recently-viewed"
    ),
    "byline": (
        "post-meta entry-meta article-meta post-date entry-date article-date page-date short-bio author-bio author-box "
        "reading-time read-time"
    ),
    "profile": "user-details user-info user-extras post-profile profile-posts profile-joined",
    "controls": (
        "control-bar control-panel post-buttons filter-bar filter-list expand-link read-more load-more show-more"
    ),
    "banner": "log-in log-out sign-in sign-out",
    "share": "likes-widget",
    "aside": "widget-area",
    "popup": "tool-tip",
    "hidden": "sr-only visually-hidden screen-reader print-block print-only only-print visible-print",
}
PAIRED = {pair: reason for reason, pairs in _PAIRS.items() for pair in pairs.split()}
"""Words that say it only together: a `post` is content and so may `meta` be, a `postMeta` is a byline."""

IN_TEXT = frozenset({"quote", "pullquote", "footnote", "footnotes", "note", "notes", "admonition", "callout"})
"""Words of an `<aside>` that stands within a text, not beside it."""

JOINING = words(
    "about an and are as at be by can do does for from has have how if into is it not of or that the their this to "
    "using was we what when where which who why with without you your"
)
"""Words of sentences and headings: an id that holds one among others (`debt-as-a-share-of-gdp`) names a topic.

`a`, `in` and `on` are left out: `mob-banner-ad-a` and `post-page-sign-in-link` are boxes.
"""

FOLDS = frozenset(
    {
        "tab",
        "tabs",
        "tabpanel",
        "tabpane",
        "accordion",
        "accordions",
        "collapse",
        "collapsible",
        "expandable",
        "expander",
    }
)
"""Words of what a click unfolds: one tab of several, the answer below a question."""
