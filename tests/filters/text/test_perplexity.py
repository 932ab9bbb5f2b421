from __future__ import annotations

from pathlib import Path

import pytest

from dom_parsing.records import Text
from filters.text.perplexity import normalise, perplexity
from filters.text.sample import Sample
from filters.text.settings import SignalSettings

kenlm = pytest.importorskip("kenlm", reason="kenlm is not installed: pip install 'm3w[perplexity]'")

# log10 probabilities and back-off weights.
ARPA = """\\data\\
ngram 1=5
ngram 2=3

\\1-grams:
-3.0\t<unk>
0\t<s>\t-0.5
-1.0\t</s>
-1.0\tthe\t-0.25
-2.0\tcat

\\2-grams:
-0.5\t<s> the
-0.25\tthe cat
-0.125\tcat </s>

\\end\\
"""


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "tiny.arpa"
    path.write_text(ARPA)
    return str(path)


def of(text: str, model: str, tokens: str | None = None) -> float | None:
    settings = SignalSettings(perplexity_model=model, perplexity_tokens=tokens)
    return perplexity(Sample((Text(text),), settings))


@pytest.mark.parametrize(
    ("text", "log10", "tokens"),
    [
        ("the cat", -0.5 - 0.25 - 0.125, 3),
        ("cat", -0.5 - 2.0 - 0.125, 2),  # no bigram <s> cat: back-off of <s>
        ("the dog", -0.5 - 0.25 - 3.0 - 1.0, 3),
        ("the cat\n\nthe cat\n\n \n\n", 2 * (-0.5 - 0.25 - 0.125), 6),
    ],
)
def test_hand_worked(text: str, log10: float, tokens: int, model: str) -> None:
    assert of(text, model) == round(10 ** (-log10 / tokens), 1)


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00\x1b"])
def test_without_tokens_there_is_none(text: str, model: str) -> None:
    assert of(text, model) is None


def test_without_a_model_there_is_none() -> None:
    assert perplexity(Sample((Text("the cat"),))) is None


def test_an_endless_text_stays_finite(model: str) -> None:
    assert of("dog " * 500_000, model) == round(10 ** ((0.5 + 3 * 250_000 + 1) / 250_001), 1)
    assert of("x" * 10_000_000, model) == round(10 ** ((0.5 + 3 + 1) / 2), 1)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.arpa"
    path.write_text("no model at all")
    with pytest.raises(ValueError, match=r"signals\.perplexity_model = .*none\.arpa"):
        of("the cat", str(path))


def test_tokens_of_sentencepiece(model: str, tmp_path: Path) -> None:
    sentencepiece = pytest.importorskip("sentencepiece")
    with (tmp_path / "tiny.model").open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["the cat", "a hat"] * 50), model_writer=file, vocab_size=11, minloglevel=2
        )
    path = str(tmp_path / "tiny.model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=path).encode_as_pieces("the cat")
    assert of("the cat", model, path) == of(" ".join(pieces), model)
    (tmp_path / "none.model").write_text("no model at all")
    with pytest.raises(ValueError, match=r"signals\.perplexity_tokens = .*none\.model"):
        of("the cat", model, str(tmp_path / "none.model"))


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("In 2024,\ton  \u0661 page\n", "In 0000, on 0 page"),
        ("“So—yes…”", '"So - yes..."'),
        ("好，吗？", "好,吗?"),
        ("a\x00b\x7fc", "a b c"),
    ],
)
def test_normalised_as_the_models_texts_are(paragraph: str, expected: str) -> None:
    assert normalise(paragraph) == expected
