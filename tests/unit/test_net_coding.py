"""Content codings, undone in bounded steps."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywatch.net.coding import STEP, CodingError, decoded

TEXT = b"The council met on Tuesday and adjourned without a vote. " * 2000


def in_chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def raw_deflate(data: bytes) -> bytes:
    compress = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compress.compress(data) + compress.flush()


@pytest.mark.parametrize("size", [1, 2, 7, 1000, 10**6])
@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP ", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:5000]) + gzip.compress(TEXT[5000:])),
        ("gzip", gzip.compress(TEXT) + bytes(32)),
        ("gzip", gzip.compress(TEXT) + b"\r\n"),
    ],
    # gzip holds the time: ids made of the bytes would differ between test processes
    ids=[
        "none", "identity", "gzip", "upper case", "x-gzip", "zlib", "raw deflate", "two members", "zeros behind",
        "a line end behind",
    ],
)  # fmt: skip
def test_a_coding_is_undone_whatever_pieces_it_comes_in(coding: str, data: bytes, size: int) -> None:
    assert b"".join(decoded(in_chunks(data, size), coding)) == TEXT


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["gzip", "zlib", "raw"]))
def test_any_bytes_come_back(data: bytes, size: int, form: str) -> None:
    packed = {"gzip": gzip.compress, "zlib": zlib.compress, "raw": raw_deflate}[form](data)
    coding = "gzip" if form == "gzip" else "deflate"
    # raw deflate may look like zlib by chance (1 in 500 first bytes): nobody can tell these apart from the front
    if form == "raw" and packed[0] & 0x0F == 8 and len(packed) > 1 and (packed[0] << 8 | packed[1]) % 31 == 0:
        return
    assert b"".join(decoded(in_chunks(packed, size), coding)) == data


def test_64_kilobytes_of_zeros_never_become_one_large_piece() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024), compresslevel=9)
    assert len(bomb) < 70_000
    sizes = [len(piece) for piece in decoded(iter([bomb]), "gzip")]
    assert max(sizes) <= STEP
    assert sum(sizes) == 64 * 1024 * 1024


@pytest.mark.parametrize("size", range(STEP, STEP + 600, 37))
def test_output_that_outlasts_the_input_is_not_lost(size: int) -> None:
    """Raw deflate has no trailer, so the last byte may stand for far more than one step holds."""
    assert b"".join(decoded(iter([raw_deflate(bytes(size))]), "deflate")) == bytes(size)


def test_an_empty_body_is_empty_in_every_coding() -> None:
    """A 304 or an answer to HEAD often says gzip."""
    assert list(decoded(iter([]), "gzip")) == []
    assert list(decoded(iter([b""]), "deflate")) == []


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress(TEXT)), ("deflate", zlib.compress(TEXT))], ids=["gzip", "deflate"]
)
@pytest.mark.parametrize("kept", [1, 5, 100, -1])
def test_a_truncated_body_is_an_error(coding: str, packed: bytes, kept: int) -> None:
    with pytest.raises(CodingError, match="end"):
        list(decoded(iter([packed[:kept]]), coding))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_broken_body_is_an_error(coding: str) -> None:
    with pytest.raises(CodingError, match="broken"):
        list(decoded(iter([b"<rss>not compressed at all</rss>"]), coding))


def test_a_wrong_checksum_is_an_error() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1
    with pytest.raises(CodingError, match="broken"):
        list(decoded(iter([bytes(packed)]), "gzip"))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "utf-8"])
def test_an_encoding_nobody_asked_for_is_an_error(coding: str) -> None:
    with pytest.raises(CodingError, match="not one we asked for"):
        list(decoded(iter([b"x"]), coding))
