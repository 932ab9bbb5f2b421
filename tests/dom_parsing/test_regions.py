from __future__ import annotations

import pytest

from dom_parsing.regions import is_hidden, is_main, reason_of


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("nav", {}, "navigation"),
        ("div", {"role": "navigation"}, "navigation"),
        ("ul", {"role": "MENUBAR"}, "navigation"),
        ("header", {}, "header"),
        ("div", {"role": "banner"}, "header"),
        ("footer", {}, "footer"),
        ("div", {"role": "contentinfo"}, "footer"),
        ("aside", {}, "aside"),
        ("div", {"role": "complementary"}, "aside"),
        ("div", {"class": "box ad"}, "advertisement"),
        ("div", {"id": "ad-slot-3"}, "advertisement"),
        ("div", {"class": "sponsoredPosts"}, "advertisement"),
        ("div", {"class": "cookie_notice"}, "banner"),
        ("div", {"role": "dialog"}, "banner"),
        ("div", {"class": "GDPR"}, "banner"),
        ("ul", {"class": "social-links"}, "share"),
        ("section", {"class": "relatedArticles"}, "related"),
        ("ol", {"class": "breadcrumbs"}, "breadcrumb"),
        ("div", {"id": "comments"}, "comments"),
        ("div", {"class": "modal fade"}, "popup"),
        ("span", {"role": "tooltip"}, "popup"),
        ("div", {"class": "tool-tip"}, "popup"),
        ("form", {"id": "filters"}, "controls"),
        ("div", {"class": "post-buttons"}, "controls"),
        ("div", {"class": "signature"}, "signature"),
        ("div", {"class": "byline"}, "byline"),
        ("div", {"class": "postMeta"}, "byline"),
        ("div", {"class": "tagcloud"}, "tags"),
        ("dl", {"class": "user-details"}, "profile"),
        ("div", {"class": "widget-area"}, "aside"),
        ("div", {"class": "mostPopular"}, "related"),
        ("p", {"class": "visually-hidden"}, "hidden"),
        ("div", {"class": "pub_datetime"}, "byline"),
        ("p", {"class": "author"}, "byline"),
        ("td", {"class": "author"}, ""),
        ("dd", {"class": "date"}, ""),
        ("div", {"class": "newsletter-cta"}, "newsletter"),
        ("div", {"class": "paywall-login"}, "banner"),
        ("div", {"class": "user signOut"}, "banner"),
        ("a", {"class": "read-more"}, "controls"),
        ("div", {"class": "article-similar"}, "related"),
        ("div", {"class": "also-on-site"}, "related"),
        ("div", {"class": "d-none d-print-block"}, "hidden"),
        ("div", {"class": "d-print-none"}, ""),
        ("aside", {"class": "quote group-Members"}, ""),
        ("aside", {"id": "footnotes"}, ""),
        ("aside", {"class": "keynote"}, "aside"),
        ("div", {"class": "meta post"}, ""),
        ("div", {"id": "block-5141-0ad7-yui3ads"}, ""),
        ("div", {"id": "ad64f840-fea1-ad12-a0b1-ad3456789012"}, ""),
        ("div", {"class": "css-ad3f9c box"}, ""),
        ("div", {"id": "AD64F840_FEA1_AD12_A0B1_AD3456789012_share"}, "share"),
        ("div", {"id": "ad300"}, "advertisement"),
        ("div", {"id": "ad728x90"}, "advertisement"),
        ("div", {"id": "ad970250"}, "advertisement"),
        ("div", {"class": "shadow header-image loading gradient"}, ""),
        ("div", {"class": "download address"}, ""),
        ("div", {"class": None, "id": None}, ""),
        ("article", {"class": "has-ad"}, ""),
        ("figure", {"class": "fig--has-shares"}, ""),
        ("div", {}, ""),
    ],
)
def test_reasons(tag: str, attributes: dict[str, str | None], expected: str) -> None:
    assert reason_of(tag, attributes, in_article=False, in_main=False) == expected


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("h3", {"id": "social-auth"}, ""),
        ("h2", {"id": "_date_formats"}, ""),
        ("h3", {"id": "toc4"}, ""),
        ("h6", {"class": "related", "id": "see-also"}, "related"),
        ("dt", {"id": "django.db.models.Field.related_query_name"}, ""),
        ("section", {"id": "s-be-careful-with-related-name-and-related-query-name"}, ""),
        ("section", {"id": "respond-to-review-comments"}, ""),
        ("section", {"id": "displaying-the-date-time-in-messages"}, ""),
        ("div", {"class": "section", "id": "sharing-with-a-single-developer"}, ""),
        ("div", {"class": "refsect2", "id": "SQL-FOR-UPDATE-SHARE"}, ""),
        ("section", {"class": "share", "id": "what-the-numbers-say"}, "share"),
        ("section", {"id": "comments"}, "comments"),
        ("section", {"id": "share-with-friends"}, "share"),
        ("section", {"id": "product-page-related-items"}, "related"),
        ("div", {"id": "lo-post-page-navbar-sign-in-link"}, "navigation"),
        ("div", {"id": "shareThis-and-more-of-it"}, "share"),
        ("li", {"id": "footer-places-terms-of-service"}, "footer"),
    ],
)
def test_ids_made_of_headings_are_no_claims(tag: str, attributes: dict[str, str | None], expected: str) -> None:
    assert reason_of(tag, attributes, in_article=True, in_main=True) == expected


def test_ids_as_long_as_a_page_are_read_at_once() -> None:
    assert reason_of("div", {"id": "1-a_" * 200_000 + "!"}, in_article=False, in_main=False) == ""
    assert reason_of("div", {"id": "a0" * 400_000 + "x"}, in_article=False, in_main=False) == ""


def test_headers_of_an_article_are_its_own_but_footers_are_footers() -> None:
    assert reason_of("header", {}, in_article=True, in_main=False) == ""
    assert reason_of("header", {}, in_article=False, in_main=True) == ""
    assert reason_of("footer", {}, in_article=True, in_main=True) == "footer"


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("div", {"hidden": None}, True),
        ("p", {"style": "color:red;display:none!important"}, True),
        ("p", {"style": "Visibility : Hidden"}, True),
        ("p", {"aria-hidden": "TRUE"}, True),
        ("dialog", {}, False),
        ("dialog", {"open": None}, False),
        ("p", {"aria-hidden": "false"}, False),
        ("p", {"style": "backface-visibility:hidden;overflow:hidden"}, False),
        ("body", {"style": "display:none"}, False),
        ("html", {"hidden": None}, False),
        ("div", {"role": "tabpanel", "hidden": None}, False),
        ("section", {"class": "tab-pane", "style": "display:none"}, False),
        ("div", {"id": "faqAccordion2", "aria-hidden": "true"}, False),
        ("div", {"class": "table", "hidden": None}, True),
        ("span", {"class": "tab", "hidden": None}, True),
        ("a", {"href": "/post", "aria-hidden": "true"}, False),
        ("a", {"href": "#part", "aria-hidden": "true"}, True),
        ("a", {"href": "/post", "hidden": None}, True),
    ],
)
def test_hidden(tag: str, attributes: dict[str, str | None], expected: bool) -> None:
    assert is_hidden(tag, attributes) is expected


def test_main() -> None:
    assert is_main("main", {})
    assert is_main("div", {"role": "Main"})
    assert not is_main("div", {"class": "main"})
