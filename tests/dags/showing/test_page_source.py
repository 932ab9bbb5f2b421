"""A page from a file or from the web, under the crawler's rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dags.recipe import Recipe, load_recipe
from dags.showing.page_source import NOWHERE, forbids, read_source
from ingest.settings import CrawlSettings
from tests.dags.little_site import RECIPE, Answer, LittleSite, little_site, page, redirect

PAGES = {
    "/": page("A cat.", images=("/cat.jpg",)),
    "/latin": Answer("<p>caf\u00e9".encode("latin-1"), "text/html; charset=iso-8859-1"),
    "/moved": redirect("/further", 301),
    "/further": redirect("/"),
    "/round": redirect("/round"),
    "/away": redirect("ftp://a.example/"),
    "/robots.txt": Answer(b"User-agent: *\nDisallow: /secret", "text/plain"),
    "/secret": page("Not for us."),
    "/moved-to-secret": redirect("/secret"),
    "/noai": Answer(b"<p>Not for us.", headers=(("X-Robots-Tag", "noai"),)),
    "/meta": page("Not for us.", head="<meta name=m3wbot content=noindex>"),
    "/data.csv": Answer(b"a,b", "text/csv"),
    "/pdf": Answer(b"%PDF-1.7 and so on"),
}


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    path = tmp_path_factory.mktemp("recipe") / "little.toml"
    path.write_text(RECIPE)
    return load_recipe(str(path))


@pytest.fixture(scope="module")
def site() -> Iterator[LittleSite]:
    with little_site(PAGES) as site:
        yield site


def test_a_page_from_the_web(site: LittleSite, recipe: Recipe) -> None:
    found = read_source(site.url, "", recipe)
    assert found.url == site.url
    assert [image.url for image in found.document().images] == [f"{site.url}cat.jpg"]
    assert site.asked("/cat.jpg") == 0


def test_the_charset_of_the_header_counts(site: LittleSite, recipe: Recipe) -> None:
    assert read_source(f"{site.url}latin", "", recipe).document().text == "caf\u00e9"


def test_redirects_are_followed_and_the_last_url_is_the_pages(site: LittleSite, recipe: Recipe) -> None:
    assert read_source(f"{site.url}moved", "", recipe).url == site.url


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("secret", "secret was not fetched: robots"),
        ("moved-to-secret", "secret was not fetched: robots"),
        ("noai", r"noai was not fetched: consent \(X-Robots-Tag: noai\)"),
        ("meta", "meta forbids its use: meta robots: noindex"),
        ("nothing", "nothing answers with status 404: only a 200 holds a page"),
        ("data.csv", "data.csv is text/csv, no HTML page"),
        ("pdf", "binary: the payload begins with"),
        ("round", "round redirects more than 5 times: raise crawl.max_redirects"),
        ("away", "is no http.s. URL, or leads to none"),
    ],
)
def test_what_is_no_page_for_us_is_refused(path: str, expected: str, site: LittleSite, recipe: Recipe) -> None:
    with pytest.raises(ValueError, match=expected):
        read_source(site.url + path, "", recipe)
    assert site.asked("/secret") == 0


def test_hosts_that_are_not_public_need_leave(site: LittleSite) -> None:
    careful = Recipe(name="careful", crawl=CrawlSettings(contact="me@a.example", delay=0))
    with pytest.raises(ValueError, match=r"was not fetched: port; a site of your own .* --allow-private-hosts"):
        read_source(site.url, "", careful)
    with pytest.raises(ValueError, match=r"was not fetched: private-address; .* --allow-private-hosts"):
        read_source("http://127.0.0.1/", "", careful)
    with pytest.raises(ValueError, match="contact is empty"):
        read_source(site.url, "", Recipe(name="nobody"))


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "http://", "https:\\\\?"])
def test_what_is_no_web_address_is_said_to_be_none(url: str, recipe: Recipe) -> None:
    with pytest.raises(ValueError, match=r"is no http.s. URL"):
        read_source(url, "", recipe)


def test_a_page_from_a_file(tmp_path: Path, recipe: Recipe) -> None:
    path = tmp_path / "a page.html"
    path.write_bytes(b"<p>A cat.<img src=cat.jpg>")
    assert read_source(str(path), "", recipe).document().images[0].url == f"{NOWHERE}cat.jpg"
    with_url = read_source(str(path), "https://a.example/b/c", recipe)
    assert (with_url.url, with_url.document().images[0].url) == ("https://a.example/b/c", "https://a.example/b/cat.jpg")


def test_a_file_is_ones_own_whatever_it_says(tmp_path: Path, recipe: Recipe) -> None:
    path = tmp_path / "a.html"
    path.write_text("<meta name=robots content=noai><p>A cat.")
    page = read_source(str(path), "", recipe)
    assert page.document().text == "A cat."
    assert forbids(page, recipe) == "meta robots: noai"


def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, site: LittleSite, recipe: Recipe) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>A cat.")
    for wrong in (tmp_path / "b.html", tmp_path):
        with pytest.raises(ValueError, match=f"{wrong} is no file: give the path"):
            read_source(str(wrong), "", recipe)
    with pytest.raises(ValueError, match=r"url 'a\.example' is no absolute"):
        read_source(str(path), "a.example", recipe)
    with pytest.raises(ValueError, match="is for pages in files"):
        read_source(site.url, "https://a.example/", recipe)
    small = recipe.model_copy(update={"extract": recipe.extract.model_copy(update={"max_bytes": 8})})
    with pytest.raises(ValueError, match=r"is longer than 8 bytes: raise extract.max_bytes"):
        read_source(str(path), "", small)
