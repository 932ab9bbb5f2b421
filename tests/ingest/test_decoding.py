from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from ingest.decoding import MALFORMED, MAX_MEMBERS, STEP, TOO_LARGE, UNKNOWN, Decoded, dechunk, decode

MEGABYTE = 1 << 20
TEXT = b"<html><body>" + b"hello world " * 5000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


ENCODERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("identity", bytes),
    ("", bytes),
]


@pytest.mark.parametrize(("name", "encode"), ENCODERS)
def test_every_encoding_is_undone(name: str, encode: Callable[[bytes], bytes]) -> None:
    assert decode(encode(TEXT), name, MEGABYTE) == Decoded(TEXT)
    assert decode(encode(b""), name, MEGABYTE) == Decoded(b"")


@pytest.mark.parametrize(("name", "encode"), ENCODERS)
def test_bombs_are_refused(name: str, encode: Callable[[bytes], bytes]) -> None:
    assert decode(encode(bytes(MEGABYTE)), name, MEGABYTE - 1) == Decoded(b"", TOO_LARGE)


@pytest.mark.parametrize(("name", "encode"), ENCODERS)
def test_what_was_decoded_before_is_left_alone(name: str, encode: Callable[[bytes], bytes]) -> None:
    assert decode(TEXT, name, MEGABYTE) == Decoded(TEXT)


def test_layers_are_undone_from_the_last() -> None:
    body = brotli.compress(gzip.compress(TEXT))
    assert decode(body, "GZIP, br", MEGABYTE) == Decoded(TEXT)
    assert decode(body, "gzip," * 9, MEGABYTE).error == MALFORMED


def test_unknown_encoding() -> None:
    assert decode(TEXT, "compress", MEGABYTE) == Decoded(b"", UNKNOWN)


def test_damaged_gzip_yields_what_comes_before() -> None:
    whole = gzip.compress(bytes(range(256)) * 4000, compresslevel=1)
    broken = bytearray(whole)
    broken[len(broken) // 2] ^= 0xFF
    assert decode(bytes(broken), "gzip", MEGABYTE).error == MALFORMED
    cut = decode(gzip.compress(TEXT)[:-8], "gzip", MEGABYTE)
    assert cut == Decoded(TEXT)


def test_gzip_streams_may_be_joined_and_padded() -> None:
    assert decode(gzip.compress(b"one") + gzip.compress(b"two"), "gzip", 99) == Decoded(b"onetwo")
    assert decode(gzip.compress(TEXT) + b"\0\0junk", "gzip", MEGABYTE) == Decoded(TEXT)


@pytest.mark.parametrize("excess", [-1, 0, 1])
def test_streams_that_end_where_a_step_does(excess: int) -> None:
    body = gzip.compress(b"x" * (STEP + excess), compresslevel=0)
    assert decode(body + body, "gzip", MEGABYTE) == Decoded(b"x" * 2 * (STEP + excess))


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "x"]))
def test_decoding_never_raises_and_keeps_its_bound(body: bytes, name: str) -> None:
    assert len(decode(body, name, 1000).data) <= 1000


def chunked(parts: list[bytes], extension: bytes = b"") -> bytes:
    chunks = [b"%x%b\r\n%b\r\n" % (len(part), extension, part) for part in parts]
    return b"".join(chunks) + b"0\r\n\r\n"


@given(st.lists(st.binary(min_size=1, max_size=50)), st.sampled_from([b"", b";name=value", b" "]))
def test_chunks_are_joined(parts: list[bytes], extension: bytes) -> None:
    assert dechunk(chunked(parts, extension)) == Decoded(b"".join(parts))


@given(st.binary(max_size=100))
def test_dechunking_never_raises(body: bytes) -> None:
    assert len(dechunk(body).data) <= len(body)


@pytest.mark.parametrize("body", [TEXT, b"", b"\r\n", b"-5\r\nabcde\r\n", b"1_0\r\n"])
def test_body_without_chunks_is_left_alone(body: bytes) -> None:
    assert dechunk(body) == Decoded(body)


@pytest.mark.parametrize(
    ("body", "data"),
    [(b"5\r\nabcde\r\n5\r\nab", b"abcdeab"), (b"5\r\nabcde\r\nxyz\r\n", b"abcde"), (b"ffffffff\r\nabc", b"abc")],
)
def test_broken_chunks_yield_what_there_is(body: bytes, data: bytes) -> None:
    assert dechunk(body) == Decoded(data, MALFORMED)


BOMBS = """
import resource, sys, zlib
import brotli, zstandard
from ingest.decoding import decode

block = bytes(1 << 20)

def bomb(*, finish, add):
    return b"".join([*(add(block) for _ in range(256)), finish()])

gzip, br, zstd = zlib.compressobj(wbits=31), brotli.Compressor(quality=5), zstandard.ZstdCompressor().compressobj()
bombs = {
    "gzip": bomb(finish=gzip.flush, add=gzip.compress),
    "br": bomb(finish=br.finish, add=br.process),
    "zstd": bomb(finish=zstd.flush, add=zstd.compress),
}
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (100 << 20),) * 2)
for name, body in bombs.items():
    print(name, len(body) < 1_000_000, decode(body, name, 20 << 20).error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc to bound a process' memory")
def test_a_quarter_of_a_gigabyte_is_refused_within_a_hundred_megabytes() -> None:
    run = subprocess.run([sys.executable, "-c", BOMBS], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == ["gzip True too-large", "br True too-large", "zstd True too-large"], run.stderr


def test_of_very_many_streams_the_first_are_undone() -> None:
    empty, full = gzip.compress(b"", mtime=0), gzip.compress(b"x", mtime=0)
    assert decode(full + empty * (MAX_MEMBERS - 2) + full, "gzip", 1 << 20) == Decoded(b"xx")
    assert decode(full + empty * 4 * MAX_MEMBERS + full, "gzip", 1 << 20) == Decoded(b"x", MALFORMED)
