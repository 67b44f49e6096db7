"""What the worker does for signs' sight lines: load, reckon outside any transaction, keep."""

from collections.abc import Collection

from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.geometry.sight.batch import check_piece
from grannsamverkan.signs.queries import sight as queries
from grannsamverkan.signs.usecases import sight


@handles("check_sign_sight")
def check_sign_sight(runtime: Runtime, sign_id: int) -> None:
    """Check one sign where it hangs or is to hang; harmless to do twice."""
    _check(runtime, [sign_id])


@handles("check_signs_sight")
def check_signs_sight(runtime: Runtime, place_id: int) -> None:
    """Check the signs whose answer is old; harmless to do twice, and goes on where it stopped."""
    with runtime.reading() as work:
        pieces = queries.old_signs(work, place_id)
    for sign_ids in pieces:
        _check(runtime, sign_ids)


def _check(runtime: Runtime, sign_ids: Collection[int]) -> None:
    with runtime.reading() as work:
        asked = queries.asked(work, sign_ids)
    if asked is None:
        return
    answers = check_piece(asked.piece)
    with runtime.work() as work:
        for sign_id, answer in answers:
            source = asked.heights[sign_id].source
            sight.keep_answer(work, sign_id, answer, basis=asked.basis, height_from=source)
