"""Reads of orders of printed matter: what a group is proposed and has had, receipts and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from grannsamverkan.core import links
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules import NEEDS_OWNER_CONSENT
from grannsamverkan.signs import policy
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.models.printed import OrderLink, OrderReceipt
from grannsamverkan.signs.queries import catalogue
from grannsamverkan.signs.rules import doors
from grannsamverkan.signs.rules import printed as rules
from grannsamverkan.signs.rules.printed import Ground, Had
from grannsamverkan.signs.words.printed import Item

COMING = ("asked", "approved", "ordered")
HAS_STAIRWELLS = NEEDS_OWNER_CONSENT
"""Kinds of housing where several dwellings share an entrance."""


@dataclass(frozen=True)
class Before:
    """What a group has had of an item, and the day of the latest delivery."""

    had: Had
    last_on: date | None


@dataclass(frozen=True)
class Offer:
    """An item as a group sees it: `closed` says why it cannot order it yet, `most` from where on
    it is asked why."""

    item: Item
    closed: tuple[Any, ...]
    needed: int | None
    proposed: int | None
    most: int | None
    before: Before


def order(work: Work, order_id: int) -> SignOrder:
    """One order of printed matter; NotFound unless the actor may see it, or holds its link."""
    found = work.get(SignOrder, order_id, policy.may_see_received)
    if found.kind != "printed":
        raise NotFound()
    return found


def ground(
    work: Work, group: Group, dwellings: int | None = None, entrances: int | None = None
) -> Ground:
    """What the group's numbers are reckoned from; what somebody says goes before what is known.

    A group of houses has no stairwells. One of flats has those it said the last time, or as many
    as the map has addresses in its area: flats behind one entrance share an address.
    """
    return Ground(
        dwellings=dwellings or group.dwellings or groups.proposed_dwellings(work, group) or None,
        entrances=_entrances(work, group, entrances),
        contacts=len(group.contacts),
    )


def has_stairwells(group: Group) -> bool:
    """True where several dwellings share an entrance."""
    return group.housing in HAS_STAIRWELLS


def _entrances(work: Work, group: Group, said: int | None) -> int | None:
    if not has_stairwells(group):
        return said or 0
    return said or _said_before(work, group) or groups.proposed_dwellings(work, group) or None


def _said_before(work: Work, group: Group) -> int | None:
    return work.session.scalar(
        select(SignOrder.entrances)
        .where(SignOrder.group_id == group.id, SignOrder.entrances.is_not(None))
        .order_by(SignOrder.id.desc())
        .limit(1)
    )


def offers(work: Work, group: Group, known: Ground) -> list[Offer]:
    """Everything the municipality's catalogue has for the group, in its order."""
    before = had_before(work, group.id)
    reasons = groups.sign_gate(group).reasons
    found = catalogue.items(work, group.municipality_id)
    return [_offer(item, group, known, reasons, before.get(item.code, _NEVER)) for item in found]


_NEVER = Before(Had(), None)


def _offer(item: Item, group: Group, known: Ground, reasons: Sequence[Any], past: Before) -> Offer:
    needed = rules.need(item.per, item.factor, known)
    return Offer(
        item=item,
        closed=doors.printed_door(item.opens, group.state, reasons),
        needed=needed,
        proposed=rules.proposed(needed, past.had),
        most=rules.most_unasked(needed, past.had),
        before=past,
    )


def had_before(work: Work, group_id: int) -> dict[str, Before]:
    """What the group has got, and what is on its way, by item."""
    left = OrderLine.quantity - OrderLine.delivered
    coming = case((SignOrder.state.in_(COMING), left), else_=0)
    last = case((OrderLine.delivered > 0, SignOrder.delivered_on), else_=None)
    rows = work.session.execute(
        select(OrderLine.item, func.sum(OrderLine.delivered), func.sum(coming), func.max(last))
        .join(SignOrder)
        .where(SignOrder.group_id == group_id, SignOrder.kind == "printed")
        .group_by(OrderLine.item)
    )
    return {code: Before(Had(got or 0, on_way or 0), on) for code, got, on_way, on in rows}


def receipt_of(work: Work, order_id: int) -> OrderReceipt | None:
    """Who has said that the order came, if anybody."""
    return work.session.scalar(select(OrderReceipt).where(OrderReceipt.order_id == order_id))


def receipt_link(work: Work, token: str) -> OrderLink | None:
    """The good link with this secret, as long as its owner is a contact person of the group."""
    link = links.by_token(work, OrderLink, token)
    if link is None or not link.is_good(work.now):
        return None
    return link if link.user_id in link.order.group.contact_ids else None
