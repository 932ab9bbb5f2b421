from __future__ import annotations

import json

import pytest

from shards.pairs import FORMAT
from tests.training.data.making import Members, document, png, write_shards
from tests.training.data.toy_tokens import byte_tokens
from training.data.documents import Documents
from training.data.mixture import Ingredient, Mixture
from training.data.pairs import Pairs
from training.data.pictures import Pictures
from training.data.samples import Samples
from training.data.share import Share
from training.data.streams import Maker, Pace, Stream

TOKENS = byte_tokens()
ALONE = Share()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A dataset of documents and one of pairs."""
    documents: dict[str, Members] = {}
    pairs: dict[str, Members] = {}
    for number in range(5):
        record = json.dumps(document(str(number), [f"text {number}", None])).encode()
        documents[str(number)] = {"json": record, "000.png": png()}
    for number in range(3):
        record = json.dumps({"format": FORMAT, "caption": f"caption {number}"}).encode()
        pairs[str(number)] = {"json": record, "png": png()}
    root = tmp_path_factory.mktemp("mixture")
    return write_shards(root / "d", [documents]), write_shards(root / "p", [pairs], "pairs")


def mixture(folders: tuple[str, str], share: Share = ALONE, weight: float = 0.2) -> Mixture:
    def stream(folder: str, dataset: str, maker: Maker, batch_size: int) -> Stream:
        return Stream(Samples.open(folder, dataset), maker, Pictures(16), Pace(batch_size), share)

    documents = stream(folders[0], "shards", Documents(TOKENS), 4)
    pairs = stream(folders[1], "pairs", Pairs(TOKENS), 2)
    return Mixture({"m3w": Ingredient(documents, 1.0, 16), "captions": Ingredient(pairs, weight, 16, 1)}, TOKENS)


def test_every_update_has_a_batch_of_every_dataset(folders: tuple[str, str]) -> None:
    made = mixture(folders)
    for _ in range(4):
        terms = made.update()
        assert [(term.name, term.weight) for term in terms] == [("m3w", 1.0), ("captions", 0.2)]
        assert [[len(batch) for batch in term.batches] for term in terms] == [[4], [1, 1]]


def test_states_go_by_name_and_continue_exactly(folders: tuple[str, str]) -> None:
    made, again = mixture(folders), mixture(folders)
    for _ in range(3):
        made.update()
    state = made.state()
    assert state == {"m3w": {"epoch": 2, "position": 2}, "captions": {"epoch": 2, "position": 0}}
    again.restore(state)
    for one, other in zip(made.update(), again.update(), strict=True):
        assert [each.input_ids.tolist() for each in one.batches] == [each.input_ids.tolist() for each in other.batches]


def test_a_state_of_other_datasets_is_an_error(folders: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="made with the datasets m3w, the recipe names captions, m3w"):
        mixture(folders).restore({"m3w": {"epoch": 0, "position": 0}})


def test_no_dataset_and_no_weight_are_errors(folders: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="there is no dataset"):
        Mixture({}, TOKENS)
    with pytest.raises(ValueError, match=r"captions\.weight = 0 must be above 0"):
        mixture(folders, weight=0)
