from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.data.chance import Luck

NUMBERS = st.integers(0, 2**32)


@given(NUMBERS, NUMBERS, st.text())
def test_the_same_sample_has_the_same_luck(seed: int, epoch: int, key: str) -> None:
    assert Luck(seed, epoch, key).draw("a").random() == Luck(seed, epoch, key).draw("a").random()


def test_seed_epoch_sample_and_purpose_each_change_it() -> None:
    drawn = {
        Luck(seed, epoch, key).draw(purpose).random()
        for seed in range(3)
        for epoch in range(3)
        for key in ("a", "b", "0")
        for purpose in ("a", "b")
    }
    assert len(drawn) == 54


def test_the_values_are_known() -> None:
    assert Luck(1, 2, "a").draw("window").integers(1000, size=3).tolist() == [465, 547, 866]


def test_a_coin_falls_as_often_as_asked() -> None:
    falls = sum(Luck(0, 0, str(number)).coin("next", 0.3) for number in range(4000))
    assert abs(falls / 4000 - 0.3) < 0.03
    assert not any(Luck(0, 0, str(number)).coin("next", 0) for number in range(100))
    assert all(Luck(0, 0, str(number)).coin("next", 1) for number in range(100))
