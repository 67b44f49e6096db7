"""Reads of orders, receipts and owners' consent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import lazyload

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places import queries as places
from grannsamverkan.signs import policy, rules
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.orders import HandOut, OrderLine, OwnerConsent, SignOrder
from grannsamverkan.signs.rules import doors

OPEN = ("asked", "approved", "ordered", "delivered")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on SignOrder for what `actor` may see; the same as `policy.may_see_order`."""
    if actor.is_system:
        return true()
    if actor.kind == "contact":
        present = Contact.ended_at.is_(None)
        own = select(Contact.group_id).where(Contact.user_id == actor.id, present)
        return SignOrder.group_id.in_(own)
    places_of = [
        role.municipality_id
        for role in actor.roles
        if role.name in {"coordinator", "reviewer", "admin"}
    ]
    return or_(false(), SignOrder.municipality_id.in_(places_of))


def order(work: Work, order_id: int, kind: str = "") -> SignOrder:
    """One order, of one kind if that is given; NotFound unless the actor may see it."""
    found = work.get(SignOrder, order_id, policy.may_see_order)
    if kind and found.kind != kind:
        raise NotFound()
    return found


def orders(
    work: Work, states: Sequence[str] = (), group_id: int | None = None, kind: str = ""
) -> Sequence[SignOrder]:
    """Orders that the actor may see, the oldest first; of some states, one group or one kind, if
    given."""
    wanted = _wanted(work, states, kind)
    if group_id is not None:
        wanted = wanted.where(SignOrder.group_id == group_id)
    return work.session.scalars(wanted).unique().all()


def listed(work: Work, states: Sequence[str], number: int, kind: str = "") -> Part[SignOrder]:
    """A page of those of `orders`, in the same order."""
    return part(work, _wanted(work, states, kind), number)


def counts(work: Work) -> dict[tuple[str, str], int]:
    """How many orders the actor may see of each (kind, state); those without any are left out."""
    rows = work.session.execute(
        select(SignOrder.kind, SignOrder.state, func.count())
        .where(visible_to(work.actor))
        .group_by(SignOrder.kind, SignOrder.state)
    )
    return {(kind, state): number for kind, state, number in rows}


def _wanted(work: Work, states: Sequence[str], kind: str) -> Select[SignOrder]:
    wanted = (
        select(SignOrder).where(visible_to(work.actor)).order_by(SignOrder.moved_at, SignOrder.id)
    )
    if kind:
        wanted = wanted.where(SignOrder.kind == kind)
    return wanted.where(SignOrder.state.in_(states)) if states else wanted


def open_order_of(work: Work, sign: Sign) -> SignOrder | None:
    """The order that the sign is part of and that is not at its end."""
    return work.session.scalar(
        select(SignOrder)
        .join(OrderLine)
        .where(OrderLine.sign_id == sign.id, SignOrder.state.in_(OPEN))
        .limit(1)
    )


def orderable(work: Work, group: Group) -> list[Sign]:
    """The group's approved places that no open order names: as many signs as it may order."""
    taken = select(OrderLine.sign_id).join(SignOrder).where(SignOrder.state.in_(OPEN))
    return list(
        work.session.scalars(
            select(Sign)
            .where(
                Sign.group_id == group.id,
                Sign.state == "place_approved",
                Sign.id.not_in(taken.where(OrderLine.sign_id.is_not(None))),
            )
            .order_by(Sign.id)
        )
        .unique()
        .all()
    )


@dataclass(frozen=True)
class OwnOrders:
    """What a start page says of some groups' orders.

    `unordered` is how many approved places of a group no open order names; groups without any are
    left out. `printed` are (order, group, state) of their printed matter, the oldest first.
    """

    unordered: Mapping[int, int]
    printed: Sequence[tuple[int, int, str]]


def of_groups(work: Work, group_ids: Collection[int]) -> OwnOrders:
    """Both by one question: a start page has few to ask."""
    named = exists().where(
        OrderLine.sign_id == Sign.id, OrderLine.order_id == SignOrder.id, SignOrder.state.in_(OPEN)
    )
    places_left = (
        select(Sign.group_id, func.count().label("number"), literal("").label("state"))
        .where(Sign.group_id.in_(group_ids), Sign.state == "place_approved", ~named)
        .group_by(Sign.group_id)
    )
    matter = select(SignOrder.group_id, SignOrder.id, SignOrder.state).where(
        SignOrder.group_id.in_(group_ids), SignOrder.kind == "printed"
    )
    rows = work.session.execute(union_all(places_left, matter)).all()
    return OwnOrders(
        {group_id: number for group_id, number, state in rows if not state},
        sorted((number, group_id, state) for group_id, number, state in rows if state),
    )


def hand_out_of(work: Work, sign: Sign) -> HandOut | None:
    """The receipt of the sign, if it has been handed out with one."""
    return work.session.scalar(select(HandOut).where(HandOut.sign_id == sign.id))


def consent_of(work: Work, sign: Sign) -> OwnerConsent | None:
    """The owner's yes, if it has been noted."""
    return work.session.scalar(select(OwnerConsent).where(OwnerConsent.sign_id == sign.id))


def needs_consent(work: Work, sign: Sign) -> bool:
    """True if somebody else owns what the sign is to sit on, and has no agreement for it."""
    agreed = str(places.setting(work, sign.municipality_id, "sign.agreed_owners"))
    names = [sign.municipality.name, sign.municipality.short_name, *agreed.splitlines()]
    owner = sign.post.owner if sign.post else ""
    return rules.needs_consent(sign.support, owner, names)


@dataclass(frozen=True)
class Papers:
    """The owner's yes, the receipt, and the order not at its end: what there is of a sign."""

    consent: OwnerConsent | None
    receipt: HandOut | None
    order: SignOrder | None


def papers(work: Work, sign: Sign) -> Papers:
    """All three by one question."""
    ordered = (
        select(OrderLine.order_id)
        .join(SignOrder)
        .where(OrderLine.sign_id == sign.id, SignOrder.state.in_(OPEN))
        .limit(1)
        .scalar_subquery()
    )
    found = work.session.execute(
        select(OwnerConsent, HandOut, SignOrder)
        .select_from(Sign)
        .outerjoin(OwnerConsent, OwnerConsent.sign_id == Sign.id)
        .outerjoin(HandOut, HandOut.sign_id == Sign.id)
        .outerjoin(SignOrder, SignOrder.id == ordered)
        .options(lazyload(SignOrder.group))
        .where(Sign.id == sign.id)
    )
    return Papers(*found.unique().one())


def lacks_consent(work: Work, sign: Sign) -> bool:
    """True while an owner's yes is needed and not there."""
    return needs_consent(work, sign) and consent_of(work, sign) is None


def hand_out_door(work: Work, sign: Sign, order: SignOrder | None) -> tuple[Any, ...]:
    """What is missing before the sign may be handed out by the order; nothing if it may."""
    return doors.hand_out_door(
        groups.sign_gate(sign.group).reasons,
        order.state if order else None,
        lacks_consent(work, sign),
    )


def rows_about(sign: Sign) -> dict[str, Select[int]]:
    """What selects ids of the sign's orders, receipt and consent, by table: for its story."""
    return {
        "sign_order": select(OrderLine.order_id).where(OrderLine.sign_id == sign.id),
        "hand_out": select(HandOut.id).where(HandOut.sign_id == sign.id),
        "owner_consent": select(OwnerConsent.id).where(OwnerConsent.sign_id == sign.id),
    }
