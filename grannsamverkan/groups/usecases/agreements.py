"""Households with protected identity: agreed by word with one contact person, written nowhere."""

from sqlalchemy import delete

from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.groups.models.households import SpokenAgreement
from grannsamverkan.groups.queries import handover as reads
from grannsamverkan.groups.queries import households


def agree(work: Work, group_id: int) -> SpokenAgreement:
    """Remember that a household with protected identity has joined by word with the actor.

    Neither name nor place is written down, nobody else sees it, and it is never counted: a count
    that rises by one beside a list that does not would tell who it is.
    """
    group = households.kept_group(work, group_id)
    made = SpokenAgreement(
        municipality_id=group.municipality_id,
        group_id=group.id,
        kept_by=work.actor.person_id,
        since=local(work.now).date(),
    )
    work.session.add(made)
    work.session.flush()
    # Not in the log either, which others read: nobody is to know that there is one.
    return made


def end_agreement(work: Work, agreement_id: int) -> int:
    """Forget one of the actor's own agreements; returns the group's id."""
    found = reads.own_agreement(work, agreement_id)
    group = households.kept_group(work, found.group_id)
    work.session.delete(found)
    return group.id


def forget_agreements(work: Work, contact: Contact) -> None:
    """What was agreed with somebody who leaves is agreed with nobody."""
    work.session.execute(
        delete(SpokenAgreement).where(
            SpokenAgreement.group_id == contact.group_id, SpokenAgreement.kept_by == contact.user_id
        )
    )
