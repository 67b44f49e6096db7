"""Every read of bulletins by those who write and follow them."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.messages import errors, policy
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.rules import guard
from grannsamverkan.messages.rules.guard import Finding
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality

LIVING = ("approved", "active")
"""States of groups whose contact persons get bulletins."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Bulletin for what `actor` follows; the same as `policy.may_see`."""
    draft = Bulletin.state == "draft"
    own = and_(
        draft,
        Bulletin.created_by == actor.id,
        Bulletin.municipality_id.in_(policy.written_in(actor)),
    )
    return or_(own, and_(~draft, Bulletin.municipality_id.in_(policy.watched_in(actor))))


def bulletins(work: Work, number: int = 1) -> Part[Bulletin]:
    """A page of the bulletins the actor follows: own drafts first, then the newest."""
    return part(
        work,
        select(Bulletin)
        .where(visible_to(work.actor))
        .options(joinedload(Bulletin.sender))
        .order_by(Bulletin.state != "draft", Bulletin.sent_at.desc(), Bulletin.id.desc()),
        number,
    )


def bulletin(work: Work, bulletin_id: int) -> Bulletin:
    """One bulletin; NotFound unless the actor may follow it."""
    return work.get(Bulletin, bulletin_id, policy.may_see, joinedload(Bulletin.municipality))


def open_draft(work: Work, bulletin_id: int) -> Bulletin:
    """One that the actor writes on; NotPermitted for others, Conflict once it was sent."""
    found = bulletin(work, bulletin_id)
    work.require(policy.may_keep, found)
    if found.state != "draft":
        raise errors.not_draft()
    return found


def public(work: Work, code: str) -> Bulletin:
    """The bulletin at a public address; NotFound for drafts, and for what never was."""
    found = work.session.scalar(
        select(Bulletin)
        .where(Bulletin.code == codes.normalise(code), Bulletin.state != "draft")
        .options(joinedload(Bulletin.municipality))
    )
    if found is None:
        raise NotFound()
    return found


def written_municipalities(work: Work) -> list[Municipality]:
    """The municipalities in which the actor writes, by name."""
    ids = policy.written_in(work.actor)
    return [place for place in places.municipalities(work) if place.id in ids]


def written_to(actor: Actor, municipality_id: int) -> ColumnElement[bool]:
    """The condition on Group for those whose people the actor writes to."""
    scope = policy.areas(actor, municipality_id)
    inside = Group.municipality_id == municipality_id
    return inside if scope is None else and_(inside, Group.police_area_id.in_(scope))


def findings(work: Work, bulletin: Bulletin) -> list[Finding]:
    """What the wording guard asks about in a bulletin."""
    fields = {
        "title": bulletin.title,
        "text": bulletin.text,
        "title_en": bulletin.title_en,
        "text_en": bulletin.text_en,
    }
    return guard.findings(fields, public_ways(work, bulletin.municipality))


def findings_in_correction(
    work: Work, bulletin: Bulletin, correction: str, correction_en: str
) -> list[Finding]:
    """The same for the words with which it is taken back."""
    fields = {"correction": correction, "correction_en": correction_en}
    return guard.findings(fields, public_ways(work, bulletin.municipality))


def public_ways(work: Work, municipality: Municipality) -> list[str]:
    """Phone numbers and mail addresses that the municipality shows to everybody."""
    shown = places.public_contacts(work, municipality.id)
    ways = [way for contact in shown for way in (contact.phone, contact.email) if way]
    return [*ways, municipality.function_mailbox, municipality.privacy_contact]
