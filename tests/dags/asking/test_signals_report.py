"""What people read of signals."""

import pytest

from dags.asking import signals_report
from dags.asking.distributions import distributions
from dags.report import console
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.running import m3w, refused


def test_a_cut_s_signals_stand_beside_its_rules(made):
    said = m3w("signals", "--corpus", made.corpus, "--cut", "demo")
    line = next(line for line in said.splitlines() if line.strip().startswith("words "))
    assert ">= 50 and <= 100000" in line
    assert "language: en" in said
    assert "rule: any of en, de" in said
    assert "signals of images" in said


def test_of_documents_that_lost_paragraphs_what_is_left_counts(made, copied, tmp_path):
    recipe = tmp_path / "edited.toml"
    recipe.write_text(f'name = "edited"\nextends = "{made.recipe}"\n[paragraph.rules]\nwords = {{ min = 12 }}\n')
    for job in ("shortlist", "images"):
        m3w(job, "--corpus", copied, "--recipe", recipe)
    corpus = Corpus(str(copied))
    (shortlist,) = corpus.shortlist("edited").require()
    left = {row["id"]: row["signals"]["words"] for path in shortlist.paths("edited") for row in read_rows(path)}
    rows = [row for each in corpus.documents.require() for path in each.paths("documents") for row in read_rows(path)]
    words = next(each for each in distributions(corpus, "edited") if each.name == "words")
    assert words.values.to_pylist() == [left.get(row["id"], row["signals"]["words"]) for row in rows]
    assert words.values.to_pylist() != [row["signals"]["words"] for row in rows]


def test_one_signal_says_what_it_measures(made):
    said = m3w("signals", "mean_word_length", "image.entropy", "--corpus", made.corpus)
    assert "document.mean_word_length: a number from 0 to inf" in said
    assert "paragraph.mean_word_length" in said
    assert "Gopher keeps 3 to 10" in said
    assert "Shannon entropy" in said
    assert "single_colour" not in said


def test_what_is_counted_or_asked_of_models_says_what_it_is(made):
    said = m3w("signals", "nsfw", "image.documents", "--corpus", made.corpus)
    assert "Probability that an image classifier gives" in said
    assert "Documents that show the image" in said


def test_without_documents_every_signal_says_what_it_measures(tmp_path):
    with console.capture() as printed:
        signals_report.show(Corpus(str(tmp_path)), None, [], None)
    assert "document.words: a whole number from 0 to inf" in printed.get()
    assert "m3w extract" in printed.get()


@pytest.mark.parametrize(("name", "words"), [("wrods", "did you mean 'words'"), ("image.qqq", "no signal 'image.qqq'")])
def test_a_signal_that_is_none_is_refused(made, name, words):
    assert words in refused("signals", name, "--corpus", made.corpus)
