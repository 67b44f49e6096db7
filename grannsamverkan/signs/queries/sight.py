"""What the sight check is asked of a sign, and what it has said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from grannsamverkan.core.paging import SIZE, Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.geometry.sight.batch import Piece
from grannsamverkan.geometry.sight.check import REACH_M
from grannsamverkan.geometry.sight.model import Answer, Plate
from grannsamverkan.imaging import plain
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import sight as ground
from grannsamverkan.places.queries.network import things_within, ways_within
from grannsamverkan.signs import rules
from grannsamverkan.signs.models import Sign, SignSight
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.queries.deadlines import reviewed_places
from grannsamverkan.signs.queries.findings import GONE
from grannsamverkan.signs.rules.seen import measured_height

SURE_ENOUGH_M = 0.2
"""A height measured in a photo goes before the stated one if its error is no larger than this
(own judgement: twice what a folding rule is off)."""


@dataclass(frozen=True)
class Height:
    """A lower edge in metres with its error, and whose word it is: planned, stated, measured."""

    edge: float
    error: float
    source: str


def height_of(work: Work, sign: Sign) -> Height:
    """The best that is known of how high a sign hangs."""
    sent = sign.sent_set
    if sent is not None:
        measured = measured_height(evidence.of_set(work, sent))
        if measured is not None and measured.error_m <= SURE_ENOUGH_M:
            return Height(round(measured.lower_edge_m, 2), round(measured.error_m, 2), "measured")
        if sent.lower_edge_m is not None:
            return Height(sent.lower_edge_m, rules.STATED_UNCERTAINTY_M, "stated")
    planned = float(places.setting(work, sign.municipality_id, "sight.planned_edge"))
    return Height(planned, 0.0, "planned")


def plate_of(work: Work, sign: Sign, height: Height) -> Plate | None:
    """The sign as a plate where it hangs or is to hang; None where nobody has said where."""
    if sign.x is None or sign.y is None:
        return None
    # Of a post the register knows best where it stands: it may have been put right since.
    plate = (
        ground.place_plate(work, sign.municipality_id, sign.x, sign.y)
        if sign.post is None
        else ground.planned_plate(work, sign.post)
    )
    return replace(
        plate,
        lower_edge=height.edge,
        lower_error=height.error,
        number=sign.post_number,
    )


def piece_of(work: Work, sign: Sign, plate: Plate) -> Piece:
    """The sign's plate with all the ground that matters to it."""
    held = Bounds(plate.x, plate.y, plate.x, plate.y).grown(REACH_M)
    return Piece(
        ways_within(work, sign.municipality_id, held),
        things_within(work, sign.municipality_id, held),
        ground.rules_of(work, sign.municipality_id),
        (sign.id,),
        (plate,),
    )


def answer_of(kept: SignSight) -> Answer:
    """The answer as the engine gave it."""
    return plain.load(Answer, kept.answer)


def old_signs(work: Work, municipality_id: int, basis: str) -> Sequence[int]:
    """Ids of the living signs with a place whose answer does not rest on `basis`."""
    return work.session.scalars(
        select(Sign.id)
        .outerjoin(SignSight, SignSight.sign_id == Sign.id)
        .where(
            Sign.municipality_id == municipality_id,
            Sign.state.not_in(GONE),
            Sign.x.is_not(None),
            or_(SignSight.basis.is_(None), SignSight.basis != basis),
        )
        .order_by(Sign.x, Sign.id)
    ).all()


def changed(work: Work, number: int, size: int = SIZE) -> Part[Sign]:
    """A page of the signs whose answer is another since map or rules changed, the newest first."""
    wanted = (
        select(Sign)
        .join(SignSight, SignSight.sign_id == Sign.id)
        .options(contains_eager(Sign.sight))
        .where(
            SignSight.changed_at.is_not(None),
            SignSight.municipality_id.in_(reviewed_places(work.actor)),
        )
        .order_by(SignSight.changed_at.desc(), Sign.id)
    )
    return part(work, wanted, number, size)
