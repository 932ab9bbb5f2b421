from __future__ import annotations

import io
from collections.abc import Callable
from io import BytesIO

import pytest

from ingest.warc.own_errors import OwnErrors


class Failing(BytesIO):
    def read(self, _: int | None = -1, /) -> bytes:
        raise OSError("the disk failed")

    def seek(self, _: int, __: int = 0, /) -> int:
        raise OSError("the disk failed")


@pytest.mark.parametrize("use", [lambda source: source.read(1), lambda source: source.seek(1)], ids=["read", "seek"])
def test_an_error_is_raised_where_it_happens_and_again(use: Callable[[OwnErrors], object]) -> None:
    source = OwnErrors(Failing(b"abc"))
    source.check()
    with pytest.raises(OSError, match="disk failed") as first:
        use(source)
    with pytest.raises(OSError, match="disk failed") as again:
        source.check()
    assert first.value is again.value


def test_a_stream_without_errors_is_read_as_it_is() -> None:
    source = OwnErrors(BytesIO(b"abcdef"))
    assert (source.read(2), source.tell(), source.read()) == (b"ab", 2, b"cdef")
    assert (source.seek(-2, io.SEEK_END), source.read()) == (4, b"ef")
    source.check()
