"""`m3w extract-page`: one page, on the terminal or in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dags.little_site import RECIPE, little_site
from tests.dags.little_site import page as web_page
from tests.dags.running import m3w, refused

HTML = "<title>Two pets</title><nav>Home</nav><p>A cat.</p><img src=cat.jpg alt=Tom>"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(HTML)
    return path


def test_a_file_is_printed(page: Path) -> None:
    assert m3w("extract-page", page, "--url", "https://a.example/b") == (
        "Two pets\nhttps://a.example/b\n\nA cat.<EOC>\n\n<image> 1  Tom<EOC>\n\n"
        "images\n   1  https://a.example/cat.jpg\n      alt: Tom\n\n"
        "kept     1 block of text, 1 image\nleft out text:   navigation 1\n"
    )


def test_raw_leaves_out_only_the_hidden(page: Path) -> None:
    page.write_text(HTML + "<p hidden>psst")
    said = m3w("extract-page", page, "--raw")
    assert "\nHome\n" in said
    assert "left out text:   hidden 1" in said


def test_comments_are_kept_where_asked_for(page: Path) -> None:
    article = "".join(
        f"<p>{i}. A cat sat upon the mat all day and slept; nobody knows of what it dreamt there.</p>" for i in range(9)
    )
    page.write_text(f"<article>{article}</article><div id=comments><p>Purr.</p></div>")
    assert "\nPurr." not in m3w("extract-page", page)
    assert "\nPurr." in m3w("extract-page", page, "--comments")


def test_what_a_reader_should_know_is_noted(page: Path) -> None:
    note = "note: addresses below https://file.invalid/ are relative in the file: give --url, the page's own\n"
    assert m3w("extract-page", page).endswith(note)
    page.write_text("<meta name=robots content=noai><p>A cat.")
    said = m3w("extract-page", page)
    assert said.endswith("note: meta robots: noai: a crawl or an extraction leaves this page out\n")
    page.write_text("<meta name=robots content=noimageai><p>A cat.")
    said = m3w("extract-page", page, "--url", "https://a.example/")
    assert said.endswith("note: meta robots: noimageai: an extraction leaves the images of this page out\n")


def test_a_view_is_written(page: Path, tmp_path: Path) -> None:
    view = tmp_path / "new" / "view.html"
    said = m3w("extract-page", page, "--url", "https://a.example/b", "--html", view)
    assert said.endswith(f"left out text:   navigation 1\nwritten to {view}\n")
    assert "A cat." not in said
    first = view.read_text()
    assert first.startswith("<!doctype html>")
    assert "A cat." in first
    assert '<img src="https://a.example/cat.jpg"' not in first
    m3w("extract-page", page, "--url", "https://a.example/b", "--html", view, "--images")
    assert '<img src="https://a.example/cat.jpg"' in view.read_text()
    assert [path.name for path in view.parent.iterdir()] == ["view.html"]


def test_arguments_that_do_not_fit_are_refused(page: Path, tmp_path: Path) -> None:
    assert refused("extract-page", page, "--images").startswith("error: --images is for the view")
    assert refused("extract-page", tmp_path / "none.html").endswith("or an http(s) URL\n")
    assert "neither a mail address" in refused("extract-page", page, "--contact", "me")
    assert "recipe" in refused("extract-page", page, "--recipe", "none")
    assert not (tmp_path / "view.html").exists()


def test_a_page_of_the_web_is_printed(tmp_path: Path) -> None:
    recipe = tmp_path / "little.toml"
    recipe.write_text(RECIPE.replace("allow_private_hosts = true", ""))
    with little_site({"/": web_page("A cat.", images=("/cat.jpg",))}) as site:
        said = m3w("extract-page", site.url, "--recipe", recipe, "--allow-private-hosts")
        assert "--allow-private-hosts" in refused(
            "extract-page", site.url, "--recipe", recipe, "--contact", "a@b.example"
        )
    assert said.startswith(f"T\n{site.url}\n\nA cat.<EOC>\n\n<image> 1  a view<EOC>\n")
    assert site.requests == ["/robots.txt", "/.well-known/tdmrep.json", "/ai.txt", "/"]
