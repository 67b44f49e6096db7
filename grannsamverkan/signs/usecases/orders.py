"""Orders of signs from a group's wish to the hand-out, and owners' consent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.mails import orders as mails
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.orders import HandOut, OrderLine, OwnerConsent, SignOrder
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.usecases import planning, printed
from grannsamverkan.signs.workflow import (
    CONSENT_NOTED,
    HAND_OUT_CONFIRMED,
    HAND_OUT_NOTED,
    ORDER,
    ORDER_ASKED,
    ORDERS,
)

LETTERS: Mapping[str, Any] = {
    "approve": mails.order_approved,
    "deliver": mails.order_delivered,
    "cancel": mails.order_cancelled,
}


@dataclass(frozen=True)
class Receipt:
    """Who took a sign, on which day, with how many sets of fastenings."""

    received_by: str = ""
    on: date | None = None
    fastening_sets: int = 1


@dataclass(frozen=True)
class Consent:
    """Who owns what the sign is to sit on and said yes, when, and the stored paper, if any."""

    given_by: str
    on: date
    stored: str | None = None
    media_type: str = ""


def place_order(work: Work, group_id: int, sign_ids: Sequence[int], *, note: str = "") -> SignOrder:
    """Order signs for approved places of an active group whose contact persons are trained."""
    group = groups.group(work, group_id)
    work.require(policy.may_order, group)
    gate = groups.sign_gate(group)
    if not gate.open:
        raise errors.order_closed(gate.reasons)
    chosen = _chosen(work, group, sign_ids)
    order = SignOrder(
        municipality_id=group.municipality_id,
        group=group,
        note=note,
        created_at=work.now,
        created_by=work.actor.id,
        moved_at=work.now,
        lines=[OrderLine(municipality_id=group.municipality_id, sign=sign) for sign in chosen],
    )
    work.session.add(order)
    work.record(ORDER_ASKED, order, group_id=group.id, signs=len(chosen))
    for user in accounts.staff_with_role(work, "coordinator", group.municipality_id):
        work.mail(user.recipient, mails.order_asked, order)
    return order


def move_order(work: Work, order_id: int, step: str, *, reason: str = "") -> SignOrder:
    """Take one of the steps approve, order, deliver, refuse or cancel, of either kind of order; the
    group hears of what matters."""
    order = order_queries.order(work, order_id)
    if order.kind == "printed":
        return _move_printed(work, order_id, step, reason)
    ORDER.take(work, order, step, reason=reason or None)
    order.moved_at, order.answer = work.now, reason or order.answer
    letter = LETTERS.get(step)
    if letter is not None:
        for contact in order.group.contacts:
            work.mail(contact.user.recipient, letter, order)
    return order


def move_orders(work: Work, order_ids: Iterable[int], step: str) -> int:
    """The same step for several orders at once; those that cannot take it are left as they are."""
    moved = 0
    for order_id in order_ids:
        order = order_queries.order(work, order_id)
        if ORDERS[order.kind].offers(work.actor, order, step):
            move_order(work, order_id, step)
            moved += 1
    return moved


def _move_printed(work: Work, order_id: int, step: str, reason: str) -> SignOrder:
    if step == "approve":
        return printed.approve_printed(work, order_id, word=reason)
    if step == "order":
        return printed.order_printed(work, order_id)
    if step == "deliver":
        return printed.deliver_printed(work, order_id)
    return printed.stop_printed(work, order_id, step, reason=reason)


def hand_out_order(work: Work, order_id: int, receipt: Receipt) -> SignOrder:
    """Hand out all signs of an order that are not handed out yet, with one receipt."""
    order = order_queries.order(work, order_id, "signs")
    ORDER.take(work, order, "hand_out")
    order.moved_at = work.now
    for line in order.lines:
        if line.sign is not None and _is_to_come(line):
            _hand_out(work, line.sign, receipt, order)
    return order


def hand_out(work: Work, sign_id: int, receipt: Receipt) -> HandOut:
    """Hand out one sign of an approved order and note who took it; the last one ends the order.

    Raises Unmet, with what is missing, if the group, its order or the owner's yes is not in place.
    """
    sign = queries.sign(work, sign_id)
    order = order_queries.open_order_of(work, sign)
    noted = _hand_out(work, sign, receipt, order)
    if order is not None and not any(_is_to_come(line) for line in order.lines):
        ORDER.take(work, order, "hand_out")
        order.moved_at = work.now
    return noted


def _is_to_come(line: OrderLine) -> bool:
    return line.sign is not None and line.sign.state == "place_approved"


def _hand_out(work: Work, sign: Sign, receipt: Receipt, order: SignOrder | None) -> HandOut:
    planning.hand_out(work, sign.id, order)
    today = local(work.now).date()
    noted = HandOut(
        municipality_id=sign.municipality_id,
        sign_id=sign.id,
        order_id=order.id if order else None,
        received_by=receipt.received_by,
        on=receipt.on or today,
        fastening_sets=receipt.fastening_sets,
        noted_by=work.actor.id,
        noted_at=work.now,
    )
    if noted.on > today:
        raise errors.day_has_not_come("on")
    work.session.add(noted)
    work.record(HAND_OUT_NOTED, noted, sign_id=sign.id, sets=noted.fastening_sets)
    return noted


def confirm_hand_out(work: Work, sign_id: int) -> None:
    """The receiver's press: I have got the sign."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_confirm_hand_out, sign)
    noted = order_queries.hand_out_of(work, sign)
    if noted is not None and noted.confirmed_at is None:
        noted.confirmed_by, noted.confirmed_at = work.actor.id, work.now
        work.record(HAND_OUT_CONFIRMED, noted, sign_id=sign.id)


def note_consent(work: Work, sign_id: int, consent: Consent) -> OwnerConsent:
    """Note the owner's yes; a new one takes the place of an older."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_note_consent, sign)
    if consent.on > local(work.now).date():
        raise errors.day_has_not_come("on")
    row = order_queries.consent_of(work, sign)
    if row is None:
        row = OwnerConsent(municipality_id=sign.municipality_id, sign_id=sign.id)
        work.session.add(row)
    row.given_by, row.on = consent.given_by, consent.on
    if consent.stored:
        row.stored, row.media_type = consent.stored, consent.media_type
    row.noted_by, row.noted_at = work.actor.id, work.now
    sign.owner_consent = consent.given_by
    work.record(CONSENT_NOTED, row, sign_id=sign.id)
    return row


def _chosen(work: Work, group: Group, sign_ids: Sequence[int]) -> list[Sign]:
    """The chosen signs, all of them places of this group that can be ordered now."""
    can = {sign.id: sign for sign in order_queries.orderable(work, group)}
    if not sign_ids:
        raise errors.nothing_ordered()
    if any(sign_id not in can for sign_id in sign_ids):
        raise errors.not_orderable()
    return [can[sign_id] for sign_id in dict.fromkeys(sign_ids)]
