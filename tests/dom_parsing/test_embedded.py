"""Pictures that are no `<img>`."""

from __future__ import annotations

import pytest

from dom_parsing.extract import extract
from dom_parsing.records import Image
from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.shown import PAGE, read


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<input type=IMAGE src=b.png alt=B>c</p>", ["a", "[b.png]", "c"]),
        ("<p>a<input type=image>b<input value=c src=d.png></p>", ["a b"]),
        ("<p>a<object data=b.jpg>not <img src=c></object>d</p>", ["a", "[b.jpg]", "d"]),
        ("<p>a<object data=b type=image/svg+xml></object>c</p>", ["a", "[b]", "c"]),
        ("<p>a<object data=b.swf>no Flash <img src=c></object>d</p>", ["a", "[c]", "d"]),
        ("<p>a<object data=b.jpg type=text/html></object>c</p>", ["a c"]),
        ("<p>a<embed src=b.gif?x=1>c<embed src=d.swf>e</p>", ["a", "[b.gif?x=1]", "c e"]),
        ("<div style='background:url(b.jpg)'>a</div>", ["a"]),
    ],
)
def test_where_they_stand(html: str, expected: list[str]) -> None:
    assert read(html) == expected


def test_what_they_declare() -> None:
    html = "<p>a</p><object data=b.jpg aria-label=B title=T width=30 height=20></object>"
    (image,) = extract(html, PAGE).images
    assert image == Image("https://site.example/blog/post/b.jpg", "B", "T", "", 30, 20)


@pytest.mark.parametrize(
    ("style", "url"),
    [
        ("background-image: url(b.jpg)", "b.jpg"),
        ("color:red; BACKGROUND : #fff URL( 'b c.jpg' ) no-repeat", "b%20c.jpg"),
        ('background:url("b(1).jpg");', "b(1).jpg"),
        ("background-color: red", ""),
        ("background: url(data:image/gif;base64,R0)", ""),
        ("background: url(spacer.gif)", ""),
        ("background:" * 2_000 + "url(b.jpg)", ""),
    ],
)
def test_backgrounds_are_images_where_that_is_asked_for(style: str, url: str) -> None:
    html = f"<p>a</p><div style='{style}'>b</div>" if "'" not in style else f'<p>a</p><div style="{style}">b</div>'
    document = extract(html, PAGE, settings=ExtractSettings(background_images=True))
    assert [image.url.rpartition("/")[2] for image in document.images] == ([url] if url else [])
    assert document.text == "a\n\nb"
    if url:
        assert isinstance(document.elements[1], Image)
    assert extract(html, PAGE).images == ()


def test_the_background_of_what_is_hidden_is_hidden() -> None:
    html = "<p>a</p><div style='display:none; background:url(b.jpg)'>c</div>"
    document = extract(html, PAGE, settings=ExtractSettings(background_images=True))
    assert document.images == ()
    assert [omission.reason for omission in document.omissions] == ["hidden", "hidden"]
