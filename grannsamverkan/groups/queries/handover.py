"""Reads for contact persons who leave, and for what is agreed with one of them by word."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.models.households import SpokenAgreement
from grannsamverkan.groups.workflow import SUCCESSOR_SOUGHT


def own_contact(work: Work, contact_id: int) -> Contact:
    """The actor's own present place as a contact person; NotFound for anybody else's."""
    found = work.get(Contact, contact_id)
    if work.actor.kind != "contact" or found.user_id != work.actor.id or found.ended_at:
        raise NotFound()
    return found


def successor_sought(work: Work, group: Group) -> datetime | None:
    """Since when a successor is sought, or None; a new contact person ends the search."""
    sought = work.last_event(group, [SUCCESSOR_SOUGHT])
    if sought is None:
        return None
    newest = max((contact.added_at for contact in group.contacts), default=sought.at)
    return None if newest > sought.at else sought.at


def agreements(work: Work, group_id: int) -> Sequence[SpokenAgreement]:
    """What households with protected identity have agreed with the actor, oldest first."""
    return work.session.scalars(
        select(SpokenAgreement)
        .where(SpokenAgreement.group_id == group_id, SpokenAgreement.kept_by == work.actor.id)
        .order_by(SpokenAgreement.id)
    ).all()


def own_agreement(work: Work, agreement_id: int) -> SpokenAgreement:
    """One of the actor's own; NotFound for everybody else, the other contact persons too."""
    found = work.get(SpokenAgreement, agreement_id)
    if work.actor.kind != "contact" or found.kept_by != work.actor.id:
        raise NotFound()
    queries.group(work, found.group_id)
    return found
