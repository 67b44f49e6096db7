"""Files damaged on purpose: cut, with bits turned, with pieces lost, doubled or exchanged.

Seeded, so that a file that gets through can be made again.
"""

import struct
from collections.abc import Callable

from numpy.random import Generator, default_rng

_SPECIAL = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF)
_HEAD_BYTES = 2048
_MOST_TURNED = 64


def damaged(data: bytes, seed: int) -> bytes:
    """A copy of `data` with one to three damages, which `seed` and the length decide."""
    dice = default_rng((seed, len(data)))
    for _ in range(_thrown(dice, 1, 3)):
        if data:
            data = _WAYS[dice.integers(len(_WAYS))](bytearray(data), dice)
    return data


def _thrown(dice: Generator, least: int, most: int) -> int:
    """A number from `least` to `most`, both possible."""
    return int(dice.integers(least, most, endpoint=True))


def _turn_bits(data: bytearray, dice: Generator) -> bytes:
    for _ in range(_thrown(dice, 1, _MOST_TURNED)):
        data[_place(data, dice)] ^= 1 << _thrown(dice, 0, 7)
    return bytes(data)


def _overwrite_number(data: bytearray, dice: Generator) -> bytes:
    """A number at the edge of its range where a length, a size or an offset may stand."""
    at, value = _place(data, dice), _SPECIAL[dice.integers(len(_SPECIAL))]
    order, kind = "<>"[dice.integers(2)], "BHI"[dice.integers(3)]
    width = struct.calcsize(kind)
    data[at : at + width] = struct.pack(order + kind, value & ((1 << 8 * width) - 1))
    return bytes(data)


def _cut(data: bytearray, dice: Generator) -> bytes:
    return bytes(data[: _thrown(dice, 1, max(1, len(data)))])


def _lose_piece(data: bytearray, dice: Generator) -> bytes:
    start, end = _piece(data, dice)
    del data[start:end]
    return bytes(data)


def _double_piece(data: bytearray, dice: Generator) -> bytes:
    start, end = _piece(data, dice)
    return bytes(data[:end] + data[start:end] * _thrown(dice, 1, 20) + data[end:])


def _exchange_pieces(data: bytearray, dice: Generator) -> bytes:
    start, middle = _piece(data, dice)
    end = min(len(data), middle + _thrown(dice, 1, 4096))
    return bytes(data[:start] + data[middle:end] + data[start:middle] + data[end:])


def _piece(data: bytearray, dice: Generator) -> tuple[int, int]:
    start = _place(data, dice)
    return start, min(len(data), start + _thrown(dice, 1, 4096))


def _place(data: bytearray, dice: Generator) -> int:
    """Somewhere; half of the time in the head, where the structure is."""
    reach = min(len(data), _HEAD_BYTES) if dice.random() < 0.5 else len(data)
    return _thrown(dice, 0, reach - 1)


_WAYS: tuple[Callable[[bytearray, Generator], bytes], ...] = (
    _turn_bits,
    _turn_bits,
    _overwrite_number,
    _overwrite_number,
    _cut,
    _lose_piece,
    _double_piece,
    _exchange_pieces,
)
