"""Many plates on one piece of ground, and many pieces by several processes."""

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

from grannsamverkan.geometry.sight.check import Sight
from grannsamverkan.geometry.sight.model import Answer, Plate, Thing, Way
from grannsamverkan.geometry.sight.rules import Rules

# So many pieces are read ahead for each process: memory holds these, not the municipality.
AHEAD = 2


@dataclass(frozen=True)
class Piece:
    """Plates with all the ground that matters to them; `keys` name the plates to the caller."""

    ways: Sequence[Way]
    things: Sequence[Thing]
    rules: Rules
    keys: tuple[int, ...]
    plates: tuple[Plate, ...]


def check_piece(piece: Piece) -> list[tuple[int, Answer]]:
    """The answer for each plate of a piece, with its key."""
    sight = Sight(piece.ways, piece.things, piece.rules)
    return [(key, sight.answer(plate)) for key, plate in zip(piece.keys, piece.plates, strict=True)]


def check_all(pieces: Iterable[Piece], processes: int) -> Iterator[list[tuple[int, Answer]]]:
    """The answers of each piece in turn, reckoned by so many processes (1: by this one).

    Pieces are asked for as they are needed, so a whole country can stream through.
    """
    if processes <= 1:
        yield from map(check_piece, pieces)
        return
    queue = iter(pieces)
    # Fresh processes: this one may have threads and open connections, which a fork would copy.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        waiting = [pool.submit(check_piece, one) for one in islice(queue, processes * AHEAD)]
        while waiting:
            yield _next(waiting)
            waiting += [pool.submit(check_piece, one) for one in islice(queue, 1)]


def _next(waiting: "list[Future[list[tuple[int, Answer]]]]") -> list[tuple[int, Answer]]:
    return waiting.pop(0).result()
