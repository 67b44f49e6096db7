"""What the worker does for places: the sight check of every post."""

from collections.abc import Iterator

from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.geometry.sight.batch import Piece, check_all
from grannsamverkan.places.models import Municipality
from grannsamverkan.places.queries import sight as queries
from grannsamverkan.places.usecases import sight


@handles("check_sight")
def check_sight(runtime: Runtime, place_id: int) -> None:
    """Check the posts whose answer is old; harmless to do twice, and goes on where it stopped."""
    for _ in checked_posts(runtime, place_id, processes=1):
        pass


def checked_posts(runtime: Runtime, municipality_id: int, processes: int) -> Iterator[int]:
    """Check all posts whose answer is old, piece by piece; yields how many are done so far."""
    with runtime.reading() as work:
        basis = queries.basis(work, municipality_id)
        pieces = queries.in_pieces(queries.old_posts(work, municipality_id))
    done = changed = 0
    for answers in check_all(_read(runtime, municipality_id, pieces), processes):
        with runtime.work() as work:
            municipality = work.get(Municipality, municipality_id)
            changed += sight.keep_verdicts(work, municipality, answers, basis)
        done += len(answers)
        yield done
    with runtime.work() as work:
        municipality = work.get(Municipality, municipality_id)
        sight.finish_check(work, municipality, posts=done, changed=changed)


def _read(runtime: Runtime, municipality_id: int, pieces: list[list[int]]) -> Iterator[Piece]:
    for post_ids in pieces:
        with runtime.reading() as work:
            yield queries.piece_of(work, municipality_id, post_ids)
