from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from tests.training.data.making import Members, document, png, write_shards
from tests.training.data.toy_tokens import byte_tokens
from training.data.documents import Documents
from training.data.examples import Example
from training.data.pictures import Pictures
from training.data.samples import Samples
from training.data.share import Share
from training.data.streams import Pace, Stream

TOKENS = byte_tokens()
ALONE = Share()
MAKER = Documents(TOKENS, max_tokens=24)
PICTURES = Pictures(16, flip=True, colour_jitter=0.1)
COUNT = 23


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Two shards of documents, each with two images between texts."""
    shards: list[dict[str, Members]] = [{}, {}]
    for number in range(COUNT):
        record = document(f"{number:02d}", ["first text", None, f"number {number}", None, "last text"])
        images = {f"{each:03d}.png": png((10 * number, 99 * each, 0)) for each in range(2)}
        shards[number % 2][record["id"]] = {"json": json.dumps(record).encode(), "txt": b"x", **images}
    return Samples.open(write_shards(tmp_path_factory.mktemp("shards"), shards), "shards")


def stream(samples: Samples, share: Share = ALONE, batch_size: int = 6, threads: int = 0, block: int = 1) -> Stream:
    return Stream(samples, MAKER, PICTURES, Pace(batch_size, 7, block, threads), share)


def told(examples: list[Example]) -> list[object]:
    return [
        (each.key, each.ids, each.image_index, [picture.tolist() for picture in each.pictures]) for each in examples
    ]


@pytest.mark.parametrize("block", [1, 5])
def test_an_epoch_has_every_sample_once_and_the_next_another_order(samples: Samples, block: int) -> None:
    made = stream(samples, batch_size=COUNT, block=block)
    epochs = [[each.key for each in made.take()] for _ in range(3)]
    assert all(len(set(epoch)) == COUNT for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


@pytest.mark.parametrize("world_size", [2, 3, 4])
def test_all_workers_together_see_what_one_sees(samples: Samples, world_size: int) -> None:
    alone, workers = stream(samples), [stream(samples, Share(rank, world_size)) for rank in range(world_size)]
    for _ in range(9):  # through two ends of an epoch
        together = [each for worker in workers for each in worker.take()]
        assert told(together) == told(alone.take())
        assert all(worker.state() == alone.state() for worker in workers)


@pytest.mark.parametrize("updates", [0, 1, 3, 4, 7])
def test_a_restored_stream_goes_on_exactly_with_any_number_of_workers(samples: Samples, updates: int) -> None:
    first = stream(samples)
    for _ in range(updates):
        first.take()
    state = json.loads(json.dumps(first.state()))
    rest = [told(first.take()) for _ in range(4)]
    again, halves = stream(samples), [stream(samples, Share(rank, 2)) for rank in range(2)]
    for each in (again, *halves):
        each.take()
        each.restore(state)
    assert [told(again.take()) for _ in range(4)] == rest
    assert [told([each for half in halves for each in half.take()]) for _ in range(4)] == rest


def test_state_is_epoch_and_position(samples: Samples) -> None:
    made = stream(samples)
    assert made.state() == {"epoch": 0, "position": 0}
    for _ in range(5):
        made.take()
    assert made.state() == {"epoch": 1, "position": 30 - COUNT}


def test_threads_change_nothing(samples: Samples) -> None:
    one, other = stream(samples), stream(samples, threads=3)
    assert [told(one.take()) for _ in range(6)] == [told(other.take()) for _ in range(6)]


def test_chance_differs_by_epoch(samples: Samples) -> None:
    made = stream(samples, batch_size=COUNT)
    first, second = ({each.key: each for each in made.take()} for _ in range(2))
    assert sum(first[key].ids != second[key].ids for key in first) > COUNT // 2
    pairs = [(first[key].pictures, second[key].pictures) for key in first]
    assert not all(torch.equal(a[0], b[0]) for a, b in pairs if a and b)


def one_sample(folder: Path, members: Members) -> Stream:
    return stream(Samples.open(write_shards(folder, [{"a": members}]), "shards"), batch_size=1)


def test_a_broken_image_is_left_out_and_counted(tmp_path: Path) -> None:
    record = json.dumps(document("a", ["x", None, "y", None])).encode()
    (made,) = one_sample(tmp_path, {"json": record, "000.png": b"\x89PNG broken", "001.png": png()}).take()
    assert (len(made.pictures), made.broken, made.ids.count(TOKENS.image)) == (1, 1, 1)


def test_an_image_too_large_to_be_read_counts_as_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.data.streams.LARGEST", len(png()) - 1)
    record = json.dumps(document("a", ["x", None])).encode()
    (made,) = one_sample(tmp_path, {"json": record, "000.png": png()}).take()
    assert (made.pictures, made.broken) == ((), 1)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (b"{", "can't be learnt from .*m3w verify"),
        (b"[]", "can't be learnt from .*m3w verify"),
        (b'{"format": "m3w-sample/9"}', ".*'m3w-sample/9'"),
        (json.dumps(document("a", ["x", None])).encode(), r".*names the image 000\.png"),
    ],
)
def test_a_damaged_sample_is_named_with_the_remedy(record: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"sample a of .*shard-0\.tar {words}"):
        one_sample(tmp_path, {"json": record}).take()


def test_a_state_of_another_dataset_is_an_error(samples: Samples) -> None:
    made = stream(samples)
    for state in ({"epoch": 0, "position": COUNT}, {"epoch": -1, "position": 0}):
        with pytest.raises(ValueError, match=f"in a dataset of {COUNT} samples"):
            made.restore(state)


def test_more_workers_than_examples_is_an_error(samples: Samples) -> None:
    with pytest.raises(ValueError, match="batch_size = 6 leaves some of 7 workers"):
        stream(samples, Share(0, 7))
