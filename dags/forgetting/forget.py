"""Forgets: tombstones first, then the datasets that grow without what they cover, then the cuts made again."""

from __future__ import annotations

from collections.abc import Sequence

from dags import tombstones
from dags.forgetting import report
from dags.forgetting.closure import close
from dags.forgetting.cuts import cuts_of, make_again
from dags.forgetting.datasets import rewrite_all
from dags.forgetting.undertaking import Undertaking
from dags.forgetting.wishes import wishes_in
from dags.report import console
from ingest.opt_outs.tombstones import Tombstones
from shards import storage
from shards.dataset import Corpus


def forget(
    corpus: Corpus,
    urls: Sequence[str],
    arguments: Sequence[str] = (),
    *,
    keep_near: bool = False,
    dry_run: bool = False,
) -> None:
    """Forget pages and images, and all that was made of them; first what an earlier call was to, if it was cut off.

    Args:
        corpus: What is to forget them.
        urls: URLs, or files with one a line; one that ends in `*` means all that begin so. None to go on only.
        arguments: Beam's own.
        keep_near: Let pages stay that say nearly the same, but not quite.
        dry_run: Only say what would go.

    Raises:
        ValueError: A line is no URL, there is none, or a cut does not say how it was made.
        JobError: Something can't be read or written; the same call goes on.
    """
    begun = Undertaking.cut_off(corpus)
    asked = wishes_in(urls) if urls or not begun else None
    if begun and dry_run:
        raise ValueError(f"a forget was cut off in {corpus.root}: run it without --dry-run, it goes on with it first")
    if begun:
        console.print("going on with a forget that was cut off")
        _carry_out(corpus, begun, arguments, resumes=True)
    if asked is None:
        return
    known = tombstones.tombstones_of(corpus)
    closure = close(corpus, asked, known, keep_near=keep_near)
    notice = closure.notice.beyond(known)
    report.show_closure(asked, closure)
    if dry_run:
        return
    if notice.tombstones == Tombstones():
        console.print("all of this is forgotten already; nothing to do")
        return
    undertaking = Undertaking.of(corpus, closure, notice, tuple(cuts_of(corpus)))
    undertaking.begin(corpus)
    _carry_out(corpus, undertaking, arguments, resumes=False)


def _carry_out(corpus: Corpus, undertaking: Undertaking, arguments: Sequence[str], *, resumes: bool) -> None:
    """Do all that is left to do; each step leaves alone what an earlier attempt has done."""
    if not storage.exists(undertaking.path):
        tombstones.publish(undertaking.path, undertaking.notice)
    rewritten = rewrite_all(corpus, arguments, resumes=resumes)
    again = make_again(corpus, undertaking.cuts, arguments)
    undertaking.end(corpus)
    report.show_end(corpus, undertaking, rewritten, again)
