"""A contact person leaves: somebody else takes over, or police are told that nobody does.

The household list belongs to the group and stays; who leaves sees it no longer.
"""

from dataclasses import dataclass
from typing import Literal

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries, usecases
from grannsamverkan.groups.mails import households as mails
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.queries import handover as reads
from grannsamverkan.groups.workflow import EDITED, SUCCESSOR_SOUGHT

Outcome = Literal["left", "stays"]


@dataclass(frozen=True)
class Successor:
    """Who takes over; asked first, and told by mail."""

    name: str
    email: str
    phone: str | None


def hand_over(work: Work, contact_id: int, successor: Successor | None) -> Outcome:
    """Leave as a contact person, with or without a successor.

    The last one of a group cannot go without one: police are told that somebody is sought, once,
    and the person stays until there is a successor.
    """
    contact = reads.own_contact(work, contact_id)
    work.require(policy.may_end_contact, contact)
    group = queries.group_to_change(work, contact.group_id)
    if successor is not None:
        _take_over(work, group, contact, successor)
    elif len(group.contacts) < 2:
        _seek_successor(work, group)
        return "stays"
    usecases.end_contact(work, contact_id)
    return "left"


def _take_over(work: Work, group: Group, contact: Contact, successor: Successor) -> None:
    user = accounts.ensure_contact(
        work,
        email=successor.email,
        name=successor.name,
        phone=successor.phone,
        language=work.actor.language,
        municipality_id=group.municipality_id,
    )
    if user.id == contact.user_id:
        raise errors.successor_is_oneself()
    if user.id not in group.contact_ids:
        added = usecases.put_contact(work, group, user, head=contact.head)
        work.mail(user.recipient, mails.handed_over, added)
    elif contact.head:
        heir = next(one for one in group.contacts if one.user_id == user.id)
        heir.head = True
        work.record(EDITED, group, part="head")


def _seek_successor(work: Work, group: Group) -> None:
    if reads.successor_sought(work, group):
        return
    work.record(SUCCESSOR_SOUGHT, group)
    for user in queries.deciders(work, group, ("police",)):
        work.mail(user.recipient, mails.successor_sought, group)
