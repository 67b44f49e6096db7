"""What the sight check is asked of a sign, and what it has said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

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
            error = float(places.setting(work, sign.municipality_id, "sight.height_error"))
            return Height(sent.lower_edge_m, error, "stated")
    planned = float(places.setting(work, sign.municipality_id, "sight.planned_edge"))
    return Height(planned, 0.0, "planned")


def wanted_height(work: Work, sign: Sign) -> float:
    """How high (metres, lower edge) the mounter is asked to hang a sign: as signs are planned, or
    higher where only that hides nothing."""
    planned = float(places.setting(work, sign.municipality_id, "sight.planned_edge"))
    needed = sign.sight.ok_from if sign.sight is not None else None
    return max(planned, needed or 0.0)


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


@dataclass(frozen=True)
class Asked:
    """Signs with all the ground that matters to them, whose word each height is, and what the
    answers will rest on."""

    piece: Piece
    heights: Mapping[int, Height]
    basis: str


def asked(work: Work, sign_ids: Collection[int]) -> Asked | None:
    """What the check is asked of these signs of one municipality; None if none of them is left
    with a place to be checked at."""
    signs = work.session.scalars(
        select(Sign)
        .where(Sign.id.in_(sign_ids), Sign.state.not_in(GONE))
        .options(joinedload(Sign.post), selectinload(Sign.sets))
        .order_by(Sign.id)
    ).unique()
    heights, plates = {}, {}
    for sign in signs:
        height = height_of(work, sign)
        plate = plate_of(work, sign, height)
        if plate is not None:
            heights[sign.id], plates[sign.id] = height, plate
            municipality_id = sign.municipality_id
    if not plates:
        return None
    xs, ys = zip(*((plate.x, plate.y) for plate in plates.values()), strict=True)
    held = Bounds(min(xs), min(ys), max(xs), max(ys)).grown(REACH_M)
    piece = Piece(
        ways_within(work, municipality_id, held),
        things_within(work, municipality_id, held),
        ground.rules_of(work, municipality_id),
        tuple(plates),
        tuple(plates.values()),
    )
    return Asked(piece, heights, ground.basis(work, municipality_id))


def answer_of(kept: SignSight) -> Answer:
    """The answer as the engine gave it."""
    return plain.load(Answer, kept.answer)


def old_signs(work: Work, municipality_id: int) -> list[list[int]]:
    """Ids of the living signs whose answer is old, in pieces of the ground: those that have one
    rest on other figures or another map than today's."""
    basis = ground.basis(work, municipality_id)
    rows = work.session.execute(
        select(Sign.id, Sign.x, Sign.y)
        .outerjoin(SignSight, SignSight.sign_id == Sign.id)
        .where(
            Sign.municipality_id == municipality_id,
            Sign.state.not_in(GONE),
            Sign.x.is_not(None),
            or_(SignSight.basis.is_(None), SignSight.basis != basis),
        )
        .order_by(Sign.id)
    ).all()
    return ground.in_pieces(rows)


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
