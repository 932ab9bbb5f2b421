"""The paragraph being read, without any tree."""

from __future__ import annotations

from dom_parsing.place import NOWHERE, Place
from dom_parsing.reader import Reader
from dom_parsing.settings import ExtractSettings


def reader() -> Reader:
    return Reader("https://site.example/", ExtractSettings())


def test_parts_make_a_paragraph_and_links_are_counted() -> None:
    begun = reader()
    begun.read_text("one \n")
    begun.links, begun.begun = 1, 1
    begun.read_text(" two ")
    begun.links = 0
    begun.break_line()
    begun.read_text("three")
    begun.flush()
    begun.flush()
    (block,) = begun.page.blocks
    assert (block.text, block.linked, block.links) == ("one two\nthree", 3, 1)


def test_muted_text_is_not_read_and_white_space_makes_no_paragraph() -> None:
    begun = reader()
    begun.break_line()
    assert begun.parts == []
    begun.muted = 1
    begun.read_text("x")
    begun.muted = 0
    begun.read_text(" ")
    begun.flush()
    assert begun.page.blocks == []
    assert begun.parts == []


def test_what_is_set_aside_is_taken_up_again() -> None:
    begun = reader()
    begun.set_aside()
    begun.open_unseen("div", "hidden")
    begun.place = Place(in_main=True)
    begun.read_text("x")
    begun.flush()
    begun.close_region()
    begun.take_up()
    assert (begun.region, begun.tag, begun.place) == (-1, "", NOWHERE)
    (region,) = begun.page.regions
    assert (region.first, region.last, region.reason) == (0, 1, "hidden")
