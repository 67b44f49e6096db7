"""What the sight check needs to know of a municipality: its figures, its ground, its plate."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import func, or_, select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import gettext
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.geometry.sight.batch import Piece
from grannsamverkan.geometry.sight.check import REACH_M, Sight
from grannsamverkan.geometry.sight.model import WORST_FIRST, Answer, Plate
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.places.models import Post, PostSight
from grannsamverkan.places.queries import setting
from grannsamverkan.places.queries.maps import map_version
from grannsamverkan.places.queries.network import things_within, ways_within
from grannsamverkan.places.rules import SETTINGS

# Clear heights were settings before there were sight lines, and other checks read them too.
CLEARANCE = frozenset(
    f"{surface}_{word}"
    for surface in ("carriageway", "cycle", "footway")
    for word in ("least", "wanted")
)

# Ground is made ready in squares so large that little is made ready twice, and so small that a
# few fit in memory; so many posts that one transaction stays short.
PIECE_M = 2000.0
MOST_AT_ONCE = 500


def setting_key(field: str) -> str:
    """The setting that fills a field of `Rules`."""
    return f"clearance.{field}" if field in CLEARANCE else f"sight.{field}"


def rules_of(work: Work, municipality_id: int) -> Rules:
    """The municipality's own figures for the sight check."""
    return Rules(
        **{
            field.name: setting(work, municipality_id, setting_key(field.name))
            for field in fields(Rules)
        }
    )


def answer_for(work: Work, municipality_id: int, plate: Plate) -> Answer:
    """The sight check of one plate, with all the ground that matters to it."""
    held = Bounds(plate.x, plate.y, plate.x, plate.y).grown(REACH_M)
    sight = Sight(
        ways_within(work, municipality_id, held),
        things_within(work, municipality_id, held),
        rules_of(work, municipality_id),
    )
    return sight.answer(plate)


def sources(work: Work, municipality_id: int) -> dict[str, dict[str, Any]]:
    """What each field of `Rules` rests on: its setting with value, unit and source."""
    found = {}
    for field in fields(Rules):
        key = setting_key(field.name)
        definition = SETTINGS[key]
        found[field.name] = {
            "setting": key,
            "label": gettext(definition.label),
            "value": setting(work, municipality_id, key),
            "unit": definition.unit,
            "source": gettext(definition.source),
        }
    return found


def basis(work: Work, municipality_id: int) -> str:
    """A word that changes whenever an answer could: with the map, a rule or the plate."""
    rules = repr((rules_of(work, municipality_id), _plate_figures(work, municipality_id)))
    return _word(map_version(work, municipality_id)) + _word(rules)


def what_changed(before: str, now: str) -> list[str]:
    """Of two bases: "map", "rules", both or neither."""
    parts = (("map", slice(0, 16)), ("rules", slice(16, 32)))
    return [name for name, part in parts if before[part] != now[part]]


def _word(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def post(work: Work, municipality_id: int, post_id: int) -> Post:
    """A post of the municipality; NotFound if it has none with that id."""
    found = work.get(Post, post_id)
    if found.municipality_id != municipality_id:
        raise NotFound()
    return found


def planned_plate(work: Work, post: Post) -> Plate:
    """The municipality's sign on a post, as high as its signs are planned. A planned height is
    what the mounter will be told, so it is not in doubt."""
    width, height, edge = _plate_figures(work, post.municipality_id)
    return Plate(
        x=post.x,
        y=post.y,
        width=width,
        height=height,
        lower_edge=edge,
        error=position_error(work, post.municipality_id, post.error_m),
        lower_error=0.0,
        owner=post.owner,
        number=post.number,
    )


def place_plate(work: Work, municipality_id: int, x: float, y: float) -> Plate:
    """The municipality's sign where no known post stands."""
    width, height, edge = _plate_figures(work, municipality_id)
    error = position_error(work, municipality_id, None)
    return Plate(x, y, width, height, edge, error=error, lower_error=0.0)


def position_error(work: Work, municipality_id: int, own: float | None) -> float:
    """How far a place may be wrong (metres): `own`, as its list says, else the setting."""
    return float(setting(work, municipality_id, "sight.position_error") if own is None else own)


def _plate_figures(work: Work, municipality_id: int) -> tuple[float, float, float]:
    width, height, edge = (
        float(setting(work, municipality_id, f"sight.{name}"))
        for name in ("plate_width", "plate_height", "planned_edge")
    )
    return width, height, edge


def old_posts(work: Work, municipality_id: int) -> list[tuple[int, float, float]]:
    """(id, x, y) of standing posts without an answer, or with one that rests on other figures or
    another map than today's."""
    now = basis(work, municipality_id)
    rows = work.session.execute(
        select(Post.id, Post.x, Post.y)
        .outerjoin(PostSight, PostSight.post_id == Post.id)
        .where(
            Post.municipality_id == municipality_id,
            Post.gone_at.is_(None),
            or_(PostSight.basis.is_(None), PostSight.basis != now),
        )
        .order_by(Post.x, Post.id)
    )
    return [(post_id, x, y) for post_id, x, y in rows]


def counts(work: Work, municipality_id: int) -> dict[str, int]:
    """How many posts have each verdict, the best first."""
    rows = work.session.execute(
        select(PostSight.verdict, func.count())
        .where(PostSight.municipality_id == municipality_id)
        .group_by(PostSight.verdict)
    )
    found = dict(rows.all())
    return {verdict: found.get(verdict, 0) for verdict in reversed(WORST_FIRST)}


def in_pieces(places: Iterable[Any]) -> list[list[int]]:
    """Ids of (id, x, y) by the square of the ground they lie in, one list a square or more."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, x, y in places:
        squares[int(x // PIECE_M), int(y // PIECE_M)].append(key)
    return [
        ids[start : start + MOST_AT_ONCE]
        for _, ids in sorted(squares.items())
        for start in range(0, len(ids), MOST_AT_ONCE)
    ]


def piece_of(work: Work, municipality_id: int, post_ids: Sequence[int]) -> Piece:
    """Those posts with the municipality's sign on each, and all the ground that matters."""
    posts = work.session.scalars(select(Post).where(Post.id.in_(post_ids)).order_by(Post.id)).all()
    xs, ys = [post.x for post in posts], [post.y for post in posts]
    held = Bounds(min(xs), min(ys), max(xs), max(ys)).grown(REACH_M)
    return Piece(
        ways_within(work, municipality_id, held),
        things_within(work, municipality_id, held),
        rules_of(work, municipality_id),
        tuple(post.id for post in posts),
        tuple(planned_plate(work, post) for post in posts),
    )
