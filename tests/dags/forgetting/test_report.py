"""What forgetting says names what goes, and which shards changed."""

from __future__ import annotations

from pathlib import Path

from dags.forgetting.closure import Closure
from dags.forgetting.cuts import Cut
from dags.forgetting.datasets import Rewritten
from dags.forgetting.report import SHOWN, show_closure, show_end
from dags.forgetting.undertaking import Undertaking
from dags.report import console
from ingest.opt_outs.tombstones import Notice
from shards.dataset import Corpus


def test_long_lists_are_cut_off_and_nothing_is_taken_for_markup() -> None:
    twins = {f"https://a.example/{number}?[red]": "the same as https://b.example/" for number in range(SHOWN + 5)}
    asked = Notice({"https://b.example/": "asked for"})
    with console.capture() as printed:
        show_closure(asked, Closure(asked, ("https://b.example/",), twins, {}))
    said = printed.get()
    assert "https://a.example/0?[red]: the same as https://b.example/" in said
    assert "and 5 more" in said


def test_shards_that_are_gone_are_said_to_be(tmp_path: Path) -> None:
    cut = Cut("little", 1, ("shortlist",), {"shards 00000-of-00001": "ab" * 32})
    undertaking = Undertaking("tombstones/000001.json", Notice(), (cut,), 1, 2, 3)
    with console.capture() as printed:
        show_end(Corpus(str(tmp_path)), undertaking, Rewritten(4, 5, ("images/000002",)), ["little"])
    said = printed.get()
    assert "little shards 00000-of-00001" in said
    assert "gone" in said
    assert "has to be told" in said
    assert "images/000002" in said
