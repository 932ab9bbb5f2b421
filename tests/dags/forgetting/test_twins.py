"""Contents are followed to their twins, URLs never."""

from __future__ import annotations

from dags.forgetting.twins import Content, Twin, twins_of

OLD = Content("a", ("digest 1",))
NEW = Content("a", ("digest 2", "text 2"))
SAME = Content("b", ("digest 3", "text 2"))
SAME_AGAIN = Content("c", ("digest 3",))
OTHER_DAY = Content("b", ("digest 4",))
LIKE_OTHER_DAY = Content("d", ("digest 4",))
NEAR = Content("e", ("digest 5",), ("cluster",))
NEXT = Content("f", ("digest 6",), ("cluster",))


def gone(*contents: Content) -> dict[str, str]:
    return {each.content.url: each.reason for each in twins_of(contents, lambda url: url == "a")}


def test_all_contents_of_the_url_and_their_twins_go() -> None:
    assert gone(OLD, NEW, SAME, SAME_AGAIN, NEAR) == {"a": "", "b": "the same as a", "c": "the same as b"}


def test_what_a_twin_said_at_other_times_is_not_followed() -> None:
    assert "d" not in gone(NEW, SAME, OTHER_DAY, LIKE_OTHER_DAY)
    assert Twin(OTHER_DAY) not in twins_of([NEW, SAME, OTHER_DAY], lambda url: url == "a")


def test_clusters_are_followed_and_said_to_be_near() -> None:
    found = gone(Content("a", ("digest 9",), ("cluster",)), NEAR, NEXT)
    assert found == {"a": "", "e": "nearly the same as a", "f": "nearly the same as a"}


def test_nothing_goes_where_nothing_was_asked_for() -> None:
    assert gone(SAME, NEAR) == {}
