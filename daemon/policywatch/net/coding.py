"""Content codings (RFC 9110 section 8.4), undone step by step: no single piece is ever larger than `STEP`. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

#: bytes that one step gives at most: what 64 kB of hostile gzip can make of memory at once
STEP = 64 * 1024

ACCEPT_ENCODING = "gzip, deflate"

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


class CodingError(Exception):
    """The body is not what its Content-Encoding says, or it says something unknown."""


def decoded(chunks: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """Yield the body in pieces of at most STEP bytes where `coding` (the Content-Encoding) is a compressed one.

    Raises CodingError for an unknown coding, broken data, and an end before the end.
    """
    match coding.strip().lower():
        case "" | "identity":
            yield from chunks
        case "gzip" | "x-gzip":
            yield from _inflated(chunks, _GZIP)
        case "deflate":
            yield from _inflated(chunks, _ZLIB)
        case unknown:
            raise CodingError(f"its content encoding {unknown[:40]!r} is not one we asked for")


def _inflated(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(window)
    begun = False
    for chunk in _from_two_bytes(chunks):
        if not begun and window == _ZLIB and not _is_zlib_header(chunk):
            # Some servers say deflate and leave out the zlib wrapper that RFC 9110 section 8.4.1.2 asks for.
            inflate = zlib.decompressobj(_RAW_DEFLATE)
        begun = True
        data, more = chunk, True
        while more:
            if inflate.eof:
                # RFC 1952 section 2.2: a gzip file may have several members. Anything else behind the end is padding.
                if not (window == _GZIP and data.startswith(_GZIP_MAGIC[: len(data)])):
                    break
                inflate = zlib.decompressobj(window)
            try:
                piece = inflate.decompress(data, STEP)
            except zlib.error as error:
                raise CodingError("its compressed body is broken") from error
            if piece:
                yield piece
            data = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            # a full piece may leave output behind inside zlib even where all input is used up
            more = bool(data) or (len(piece) == STEP and not inflate.eof)
    if begun and not inflate.eof:
        raise CodingError("its compressed body ends before its end")


def _from_two_bytes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the chunks without empty ones, the first with at least two bytes where there are so many."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= 2:
            yield head
            head = b""
            break
    yield from (chunk for chunk in chunks if chunk)
    if head:
        yield head


def _is_zlib_header(data: bytes) -> bool:
    # RFC 1950 section 2.2: method 8, and a checksum over the first two bytes
    return len(data) >= 2 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
