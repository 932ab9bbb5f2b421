"""What each source of images was asked for, and what it had."""

from __future__ import annotations

from dags.imaging import link_rot
from dags.report import console

NOWHERE = ["archive: absent", "live: dns", "wayback: http-404"]
ROWS = [
    {"outcome": "kept", "reason": "", "origin": "archive", "missed": []},
    {"outcome": "kept", "reason": "", "origin": "live", "missed": ["archive: absent"]},
    {"outcome": "dropped", "reason": "robots", "origin": "live", "missed": ["archive: absent"]},
    {"outcome": "kept", "reason": "", "origin": "wayback", "missed": ["archive: unreadable", "live: http-404"]},
    {
        "outcome": "failed",
        "reason": "dns",
        "origin": "",
        "missed": NOWHERE,
    },
]


def test_every_source_with_what_it_had_and_why_not_the_rest() -> None:
    found = link_rot.tally(ROWS)
    assert [(name, each.number, each.had, dict(each.missing)) for name, each in found.items()] == [
        ("archive", 5, 1, {"absent": 3, "unreadable": 1}),
        ("live", 4, 1, {"robots": 1, "http-404": 1, "dns": 1}),
        ("wayback", 2, 1, {"http-404": 1}),
    ]


def test_rows_of_before_there_were_sources_say_nothing() -> None:
    assert link_rot.tally([{"outcome": "kept", "reason": ""}]) == {}
    with console.capture() as printed:
        link_rot.show({})
    assert printed.get() == ""


def test_the_table_has_a_line_a_source() -> None:
    with console.capture() as printed:
        link_rot.show(link_rot.tally(ROWS))
    _, _, archive, live, wayback = printed.get().splitlines()
    assert archive.split()[:5] == ["archive", "5", "1", "20.0", "%"]
    assert archive.rstrip().endswith("absent 3, unreadable 1")
    assert live.split()[:5] == ["live", "4", "1", "25.0", "%"]
    assert wayback.split() == ["wayback", "2", "1", "50.0", "%", "http-404", "1"]
