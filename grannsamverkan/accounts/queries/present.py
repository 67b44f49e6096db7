"""Who stands behind a cookie: asked with every page, so by plain columns and one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from grannsamverkan.accounts import rules
from grannsamverkan.accounts.models import LoginSession, RoleGrant, User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.work import Work

_SESSION, _USER, _GRANT = LoginSession.__table__.c, User.__table__.c, RoleGrant.__table__.c
_WHO = (
    select(
        _SESSION.id.label("session_id"),
        _SESSION.created_at,
        _SESSION.seen_at,
        _SESSION.idle_minutes,
        _SESSION.ends_at,
        _USER.id,
        _USER.municipality_id,
        _USER.kind,
        _USER.email,
        _USER.name,
        _USER.language,
        _GRANT.role,
        _GRANT.municipality_id.label("place"),
        _GRANT.police_area_id,
    )
    .join_from(LoginSession.__table__, User.__table__)
    .outerjoin(RoleGrant.__table__, _GRANT.user_id == _USER.id)
    .where(
        _SESSION.token_hash == bindparam("token"),
        _SESSION.ended_at.is_(None),
        _USER.active,
    )
    .order_by(_GRANT.id)
)


@dataclass(frozen=True)
class Present:
    """A live session and the person in it. `kind` is the account's: "contact" or "staff"."""

    id: int
    created_at: datetime
    seen_at: datetime
    kind: str
    municipality_id: int | None
    display_name: str
    actor: Actor


def present(work: Work, token: str) -> Present | None:
    """The live session behind a cookie, with the roles held now; None if it is over."""
    rows = work.rows(_WHO, {"token": codes.token_hash(token)})
    if not rows:
        return None
    first = rows[0]
    idle = timedelta(minutes=first.idle_minutes)
    if not rules.is_live(work.now, first.seen_at, idle, first.ends_at):
        return None
    return Present(
        first.session_id,
        first.created_at,
        first.seen_at,
        first.kind,
        first.municipality_id,
        first.name or first.email,
        _actor(rows),
    )


def _actor(rows: Sequence[Any]) -> Actor:
    first = rows[0]
    return Actor(
        kind="staff" if first.kind == "staff" else "contact",
        id=first.id,
        name=first.name,
        language=first.language,
        roles=tuple(Role(row.role, row.place, row.police_area_id) for row in rows if row.role),
    )
