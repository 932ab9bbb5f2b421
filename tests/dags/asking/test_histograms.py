"""The picture of all signals: each number has its histogram, and the bound of its rule is in it."""

from matplotlib.figure import Figure
from PIL import Image

from dags.asking import histograms
from dags.asking.distributions import distributions
from filters.rules import Bound
from shards.dataset import Corpus
from tests.dags.running import m3w


def test_the_picture_is_drawn(made, tmp_path):
    said = m3w("signals", "--corpus", made.corpus, "--cut", "demo", "--picture", tmp_path / "signals.png")
    assert "signals.png" in said
    with Image.open(tmp_path / "signals.png") as picture:
        assert picture.width > 1000
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 3


def test_bounds_within_the_values_are_drawn(made):
    found = next(each for each in distributions(Corpus(str(made.corpus)), None) if each.name == "words")
    middle = found.points()[4]
    axes = Figure().add_subplot()
    histograms.draw_one(axes, type(found)(found.section, found.name, found.values, Bound(min=middle, max=1e9)))
    assert [line.get_xdata()[0] for line in axes.lines] == [middle]
    assert sum(bar.get_height() for bar in axes.patches) <= found.number
