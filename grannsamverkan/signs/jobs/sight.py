"""What the worker does for signs' sight lines: load, reckon outside any transaction, keep."""

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.geometry.sight.batch import check_piece
from grannsamverkan.places.queries import sight as ground
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import sight as sight_queries
from grannsamverkan.signs.queries.findings import GONE
from grannsamverkan.signs.usecases import sight


@handles("check_sign_sight")
def check_sign_sight(runtime: Runtime, sign_id: int) -> None:
    """Check one sign where it hangs or is to hang; harmless to do twice."""
    with runtime.reading() as work:
        try:
            sign = queries.sign(work, sign_id)
        except NotFound:
            return
        height = sight_queries.height_of(work, sign)
        plate = sight_queries.plate_of(work, sign, height)
        if plate is None or sign.state in GONE:
            return
        piece = sight_queries.piece_of(work, sign, plate)
        basis = ground.basis(work, sign.municipality_id)
    ((_, answer),) = check_piece(piece)
    with runtime.work() as work:
        sight.keep_answer(work, sign_id, answer, basis=basis, height_from=height.source)


@handles("check_signs_sight")
def check_signs_sight(runtime: Runtime, place_id: int) -> None:
    """Check the signs whose answer is old; harmless to do twice, and goes on where it stopped."""
    with runtime.reading() as work:
        basis = ground.basis(work, place_id)
        old = list(sight_queries.old_signs(work, place_id, basis))
    for sign_id in old:
        check_sign_sight(runtime, sign_id)
