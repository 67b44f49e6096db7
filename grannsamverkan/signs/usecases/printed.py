"""Orders of printed matter, from a group's wish to its receipt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core import links
from grannsamverkan.core.i18n import local
from grannsamverkan.core.mail import Letter
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, policy
from grannsamverkan.signs.mails import printed as mails
from grannsamverkan.signs.models.orders import OrderLine, SignOrder
from grannsamverkan.signs.models.printed import OrderLink, OrderReceipt
from grannsamverkan.signs.queries import catalogue
from grannsamverkan.signs.queries import printed as queries
from grannsamverkan.signs.queries.printed import Offer
from grannsamverkan.signs.rules.printed import LARGEST
from grannsamverkan.signs.workflow import (
    PRINTED,
    PRINTED_ARRIVED,
    PRINTED_ASKED,
    PRINTED_LOWERED,
    PRINTED_RECEIVED,
)

Numbers = Mapping[int, int]
"""How many, by the id of the order's line."""


@dataclass(frozen=True)
class Wish:
    """What a group orders: how many by item, what that was reckoned from, and why more than that.

    `dwellings` and `entrances` are what somebody said, None where the system's own was shown.
    """

    quantities: Mapping[str, int]
    dwellings: int | None = None
    entrances: int | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True)
class Delivery:
    """What has come, on which day (None: today), and whether more of the order is to come."""

    numbers: Numbers
    on: date | None = None
    rest_comes: bool = True


def place_printed(work: Work, group_id: int, wish: Wish) -> SignOrder:
    """Order printed matter for a group. Raises Unmet, with what is missing, for a closed door."""
    group = groups.group(work, group_id)
    work.require(policy.may_order_printed, group)
    ground = queries.ground(work, group, wish.dwellings, wish.entrances)
    offers = {offer.item.code: offer for offer in queries.offers(work, group, ground)}
    wanted = _wanted(offers, wish)
    order = _new(work, group, wish)
    order.dwellings, order.entrances = ground.dwellings, ground.entrances
    order.lines = [
        OrderLine(municipality_id=group.municipality_id, item=code, quantity=number, asked=number)
        for code, number in wanted.items()
    ]
    work.session.add(order)
    work.record(PRINTED_ASKED, order, group_id=group.id, items=len(order.lines))
    known = catalogue.catalogue(work, group.municipality_id)
    for user in accounts.staff_with_role(work, "coordinator", group.municipality_id):
        work.mail(user.recipient, mails.printed_asked, order, known)
    return order


def approve_printed(
    work: Work, order_id: int, numbers: Numbers | None = None, *, word: str = ""
) -> SignOrder:
    """Say yes, to fewer than wished for if `numbers` say so; then with a word to the group."""
    order = queries.order(work, order_id)
    PRINTED.take(work, order, "approve")
    lowered = [_lower(work, line, (numbers or {}).get(line.id)) for line in order.lines]
    if not any(line.quantity for line in order.lines):
        raise errors.nothing_left()
    if any(lowered) and not word.strip():
        raise errors.word_on_lowering()
    _moved(work, order, word)
    _tell(work, order, mails.printed_approved)
    return order


def order_printed(
    work: Work, order_id: int, *, supplier: str = "", reference: str = ""
) -> SignOrder:
    """Note that the municipality has ordered, from whom and under which reference."""
    order = queries.order(work, order_id)
    PRINTED.take(work, order, "order")
    order.supplier, order.reference = supplier, reference
    _moved(work, order)
    return order


def deliver_printed(work: Work, order_id: int, delivery: Delivery | None = None) -> SignOrder:
    """Note what has come: everything, or of each line a part. What is complete, or will not be,
    waits for the group's receipt."""
    order = queries.order(work, order_id)
    work.require(policy.may_keep_order, order)
    coming = {line.id: line.quantity - line.delivered for line in order.lines}
    came = delivery or Delivery(coming)
    ends = not came.rest_comes or _is_all(coming, came.numbers)
    if ends:
        PRINTED.take(work, order, "deliver")
    elif not PRINTED.offers(work.actor, order, "deliver"):
        raise PRINTED.too_late(work, order)
    _arrive(work, order, came)
    _moved(work, order)
    if ends:
        _ask_for_receipt(work, order)
    else:
        _tell(work, order, mails.printed_partly)
    return order


def confirm_printed(work: Work, order_id: int, link: OrderLink | None = None) -> OrderReceipt:
    """One of the group presses that everything came, on the page or by the link of the mail."""
    order = queries.order(work, order_id)
    PRINTED.take(work, order, "receive")
    return _receipt(work, order, confirmed_by=link.user_id if link else work.actor.id,
                    by_link=link is not None)  # fmt: skip


def note_receipt(work: Work, order_id: int, *, received_by: str, on: date) -> OrderReceipt:
    """The coordinator notes by hand who took it."""
    order = queries.order(work, order_id)
    work.require(policy.may_keep_order, order)
    PRINTED.take(work, order, "receive")
    if on > local(work.now).date():
        raise errors.day_has_not_come("on")
    return _receipt(work, order, received_by=received_by, on=on, noted_by=work.actor.id)


def stop_printed(work: Work, order_id: int, step: str, *, reason: str) -> SignOrder:
    """Refuse or cancel; the group hears why."""
    order = queries.order(work, order_id)
    PRINTED.take(work, order, step, reason=reason)
    _moved(work, order, reason)
    _tell(work, order, mails.printed_refused if step == "refuse" else mails.printed_cancelled)
    return order


def _wanted(offers: Mapping[str, Offer], wish: Wish) -> dict[str, int]:
    """What is ordered, by code. Raises what keeps it from being ordered."""
    wanted = {code: number for code, number in wish.quantities.items() if number}
    if not wanted:
        raise errors.nothing_printed()
    if not all(code in offers and 0 < number <= LARGEST for code, number in wanted.items()):
        raise errors.wrong_number()
    closed = [reason for code in wanted for reason in offers[code].closed]
    if closed:
        raise errors.order_closed(list({str(reason): reason for reason in closed}.values()))
    for code, number in wanted.items():
        most = offers[code].most
        if most is not None and number > most and not wish.why.strip():
            raise errors.why_more(offers[code].item.name, most)
    return wanted


def _new(work: Work, group: Group, wish: Wish) -> SignOrder:
    return SignOrder(
        municipality_id=group.municipality_id,
        group=group,
        kind="printed",
        note=wish.note,
        more_because=wish.why,
        created_at=work.now,
        created_by=work.actor.id,
        moved_at=work.now,
    )


def _lower(work: Work, line: OrderLine, number: int | None) -> bool:
    """Give a line fewer than was wished for; True if it got fewer."""
    if number is None or number == line.quantity:
        return False
    if not 0 <= number < line.quantity:
        raise errors.only_lower()
    work.record(PRINTED_LOWERED, line, item=line.item, asked=line.quantity, given=number)
    line.quantity = number
    return True


def _is_all(coming: Numbers, numbers: Numbers) -> bool:
    return all(numbers.get(line_id, 0) == left for line_id, left in coming.items())


def _arrive(work: Work, order: SignOrder, came: Delivery) -> None:
    today = local(work.now).date()
    day = came.on or today
    if day > today:
        raise errors.day_has_not_come("on")
    if came.rest_comes and not any(came.numbers.values()):
        raise errors.nothing_delivered()
    for line in order.lines:
        number = came.numbers.get(line.id, 0)
        if not 0 <= number <= line.quantity - line.delivered:
            raise errors.more_than_ordered()
        line.delivered += number
    order.delivered_on = day
    left = sum(line.quantity - line.delivered for line in order.lines)
    work.record(PRINTED_ARRIVED, order, items=sum(came.numbers.values()), left=left)


def _receipt(work: Work, order: SignOrder, **said: Any) -> OrderReceipt:
    noted = OrderReceipt(
        municipality_id=order.municipality_id,
        order_id=order.id,
        noted_at=work.now,
        **{"on": local(work.now).date(), "by_link": False, **said},
    )
    work.session.add(noted)
    _moved(work, order)
    work.record(PRINTED_RECEIVED, noted, by_link=noted.by_link, by_hand=noted.noted_by is not None)
    return noted


def _moved(work: Work, order: SignOrder, answer: str = "") -> None:
    order.moved_at, order.answer = work.now, answer.strip() or order.answer


def _tell(work: Work, order: SignOrder, letter: Callable[..., Letter]) -> None:
    known = catalogue.catalogue(work, order.municipality_id)
    for contact in order.group.contacts:
        work.mail(contact.user.recipient, letter, order, known)


def _ask_for_receipt(work: Work, order: SignOrder) -> None:
    """A mail to each contact person, with a link of their own."""
    known = catalogue.catalogue(work, order.municipality_id)
    days = int(places.setting(work, order.municipality_id, "sign.task_link_days"))
    for contact in order.group.contacts:
        link = OrderLink(
            municipality_id=order.municipality_id, order=order, user_id=contact.user_id
        )
        token = links.begin(work, link, days=days)
        # Private: the mail holds a key, so its text is not kept once it has gone.
        to = replace(contact.user.recipient, private=True)
        work.mail(to, mails.printed_delivered, order, known, f"/K/{token}")
