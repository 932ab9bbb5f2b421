"""Tags are found where the HTML tokenizer finds them."""

from __future__ import annotations

import pytest

from dom_parsing.markup import Tags


def tags(html: bytes, in_drawing: bool = False) -> str:
    found = Tags(html)
    found.in_drawing = in_drawing
    return " ".join(("/" if tag.is_end else "") + tag.name + ("." if tag.is_empty else "") for tag in found)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (b"<P>x</p >", "p /p"),
        (b"a < b <1> <c", "c"),
        (b"<!--<p>--><b>", "b"),
        (b"<!--><b>", "b"),
        (b"<!---><b>", "b"),
        (b"<!--<p>--!><b>", "b"),
        (b"<!--<p>", ""),
        (b"<!doctype html><?xml <p>?></ <p>><b>", "b"),
        (b"<p title='<i>'><b title=\"</b>\">", "p b"),
        (b"<p title='<i>><b>", "p"),
        (b'<p a=b\'><i c=d"><u e=="><b ="><s>', "p i u b s"),
        (b"<p a = '>'><b>", "p b"),
        (b"<script>'<p>'</scripts></script ><b>", "script /script b"),
        (b"<STYLE><p></style><style-x><p>", "style /style style-x p"),
        (b"<textarea><p></textarea><title><p>", "textarea /textarea title"),
        (b"<svg/><path d='' /><g a=b/>", "svg. path. g"),
        (b"<![CDATA[<p>]]><b>", "b"),
    ],
)
def test_tags(html: bytes, expected: str) -> None:
    assert tags(html) == expected


def test_in_a_drawing_there_is_no_raw_text_but_cdata() -> None:
    assert tags(b"<style><p></style><![CDATA[ > </p> ]]><b>", in_drawing=True) == "style p /style b"
