"""From one case to the next: the choice that stands in the address, and the way back."""

from flask import request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.web import reading, see_other
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import beside
from grannsamverkan.signs.queries.wanted import Wanted


def wanted() -> Wanted:
    """What the queue was narrowed to, from the address of this request."""
    return Wanted.read(request.args.to_dict())


def to_next(sign_id: int, decision_ids: list[int]) -> ResponseReturnValue:
    """303 to the next case of the same choice; when there is none, to the queue."""
    chosen, done = wanted(), ",".join(map(str, decision_ids))
    with reading() as work:
        following = beside.neighbours(work, chosen, queries.sign(work, sign_id)).next
    if following is None:
        return see_other("desk.queue", klar=done, **chosen.address)
    return see_other("review.case", sign_id=following, klar=done, **chosen.address)
