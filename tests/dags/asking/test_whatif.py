"""What would be, held against what is when the cut is really made so."""

import re

import numpy as np
import pytest

from dags.asking.changes import changed, parse
from dags.asking.stored import StoredCut, View
from dags.asking.whatif import Difference, compared
from dags.cutting.select import SELECTED_KIND
from filters.columns.outcome import REASONS, UNSEEN
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.running import m3w, refused

JOBS = ("shortlist", "images", "select")


def selected(corpus, cut):
    """Return the images of each document that a cut really keeps."""
    (selection,) = corpus.selection(cut).require()
    rows = [row for path in selection.paths(SELECTED_KIND) for row in read_rows(path)]
    return {row["id"]: len(row["pictures"]) for row in rows}


def as_kept(loaded, found):
    return {loaded.ids[int(i)].as_py(): int(found.images[i]) for i in np.flatnonzero(found.kept)}


def difference(corpus, *said, cut="demo"):
    stored = StoredCut.of(corpus, cut)
    return Difference.of(stored, View(changed(stored.rules, [parse(each) for each in said])))


def test_under_its_own_rules_a_cut_holds_what_was_selected(made):
    corpus = Corpus(str(made.corpus))
    found = difference(corpus)
    assert as_kept(found.loaded, found.outcomes[0]) == selected(corpus, "demo") != {}
    assert found.by_reason() == []
    assert len(found.changes()) == 0
    assert all(now == then for _, now, then in found.sums())


@pytest.mark.parametrize(
    "said",
    [
        ["document.words.min=120"],
        pytest.param(["document.words=off"], marks=pytest.mark.slow),
        pytest.param(["image.shorter_side.min=150"], marks=pytest.mark.slow),
        pytest.param(["document.images.min=2", "image.documents.max=2"], marks=pytest.mark.slow),
        pytest.param(["document.words_per_image.max=60", "image.hosts.max=1"], marks=pytest.mark.slow),
        pytest.param(
            ["image.url_words.max=0", "image.alt_length.min=1", "image.declared_shorter_side.min=100"],
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_would_be_is_what_comes_when_the_cut_is_made_so(made, copied, tmp_path, said):
    corpus = Corpus(str(copied))
    found = difference(corpus, *said)
    recipe = tmp_path / "other.toml"
    recipe.write_text(other_recipe(made.recipe.read_text(), found.rules[1]))
    for job in JOBS:
        m3w(job, "--corpus", copied, "--recipe", recipe)
    then = found.outcomes[1]
    open_ones = {found.loaded.ids[int(i)].as_py() for i in np.flatnonzero(then.reason == REASONS.index(UNSEEN))}
    made_so = {id: images for id, images in selected(corpus, "other").items() if id not in open_ones}
    assert as_kept(found.loaded, then) == made_so
    assert len(open_ones) < 10


def test_documents_that_lost_paragraphs_are_judged_by_what_is_left(made, copied, tmp_path):
    recipe = tmp_path / "edited.toml"
    text = made.recipe.read_text().replace('name = "demo"', 'name = "edited"')
    recipe.write_text(text.replace("[document.rules]", "[paragraph.rules]\nwords = { min = 12 }\n\n[document.rules]"))
    for job in JOBS:
        m3w(job, "--corpus", copied, "--recipe", recipe)
    corpus = Corpus(str(copied))
    found = difference(corpus, "document.words.min=60", cut="edited")
    assert as_kept(found.loaded, found.outcomes[0]) == selected(corpus, "edited") != {}
    (shortlist,) = corpus.shortlist("edited").require()
    edited = {row["id"]: row["signals"]["words"] for path in shortlist.paths("edited") for row in read_rows(path)}
    words = found.loaded.views[0].signals["words"]
    known = {found.loaded.ids[i].as_py(): words[i].as_py() for i in range(len(words))}
    assert edited
    assert {id: known[id] for id in edited} == edited
    demo = StoredCut.of(corpus, "demo")
    asked = compared(corpus, "demo", demo, changed(demo.rules, [parse("paragraph.words.min=12")]))
    assert as_kept(asked.loaded, asked.outcomes[0]) == selected(corpus, "demo")
    assert as_kept(asked.loaded, asked.outcomes[1]) == selected(corpus, "edited")
    _, _, (_, characters, left) = asked.sums()
    assert left < characters


def test_what_only_the_cut_has_a_list_for_is_measured_again(made, copied, tmp_path):
    (tmp_path / "en.txt").write_text("harbour\n")
    recipe = tmp_path / "flagged.toml"
    own = f'name = "flagged"\nextends = "{made.recipe}"\n[signals]\nflagged_words = "{tmp_path}"\n'
    recipe.write_text(own + "[document.rules]\nflagged_words = { max = 0 }\n")
    for job in JOBS:
        m3w(job, "--corpus", copied, "--recipe", recipe)
    corpus = Corpus(str(copied))
    stored = StoredCut.of(corpus, "flagged")
    found = compared(corpus, "flagged", stored, changed(stored.rules, [parse("document.flagged_words.max=1")]))
    assert as_kept(found.loaded, found.outcomes[0]) == selected(corpus, "flagged") != {}
    assert "document.flagged_words" in {name for name, now, then in found.by_reason() if now and not then}
    again = compared(corpus, "flagged", stored, changed(stored.rules, [parse("paragraph.words.min=0")]))
    assert as_kept(again.loaded, again.outcomes[0]) == selected(corpus, "flagged")
    assert again.by_reason() == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("document.flagged_words.max=0", "document.rules.flagged_words needs signals.flagged_words"),
        ("paragraph.common_words.min=0.8", "paragraph.rules.common_words needs signals.common_words"),
        ("image.qr_share.max=0.05", "nothing looked for QR codes"),
    ],
)
def test_a_rule_on_what_was_never_measured_is_refused(made, said, why):
    assert why in refused("whatif", "--corpus", made.corpus, "--cut", "demo", "--set", said)


def other_recipe(text, rules):
    """Return a recipe under the name `other`, with other rules."""
    head, _, rest = text.replace('name = "demo"', 'name = "other"').partition("[document.rules]")
    own = "".join(
        f"[{section}.rules]\n" + "".join(f"{name} = {written(bound)}\n" for name, bound in bounds.items())
        for section, bounds in (("document", rules.document), ("image", rules.image))
    )
    return f"{head}{own}[shards]{rest.partition('[shards]')[2]}"


def written(bound):
    said = bound.model_dump(exclude_none=True, mode="json")
    return "{ " + ", ".join(f"{side} = {value}" for side, value in said.items()) + " }"


def test_people_are_told_what_changes_and_why(made):
    said = m3w("whatif", "--corpus", made.corpus, "--cut", "demo", "--set", "document.words.min=120")
    assert re.search(r"documents +\d+ +\d+ +-\d+", said)
    assert "tokens, about" in said
    assert "document.words" in said
    assert "(bound: >= 120" in said
    assert made.site.url in said


def test_nothing_changes_where_nothing_would(made):
    said = m3w("whatif", "--corpus", made.corpus, "--cut", "demo", "--set", "document.words.min=1")
    assert "no document comes or goes" in said


def test_rules_on_what_models_say_are_refused(made):
    said = refused("whatif", "--corpus", made.corpus, "--cut", "demo", "--set", "image.nsfw.max=0.5")
    assert "image.nsfw: what models say is not read by whatif" in said


def test_a_cut_that_is_not_there_is_named(made):
    assert "cuts/none" in refused("whatif", "--corpus", made.corpus, "--cut", "none", "--set", "image.entropy.min=0")
