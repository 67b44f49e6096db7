"""Reads of material."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import lazy, local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import errors, policy, rules
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import courses
from grannsamverkan.training.rules import choosing


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Edition for what `actor` may see; the same as `policy.may_see_edition`."""
    if actor.is_system:
        return true()
    seen = {role.municipality_id for role in actor.roles if role.name in policy.WATCHERS}
    return Edition.municipality_id.in_(seen)


def editions(work: Work) -> Sequence[Edition]:
    """The editions the actor may see, newest first."""
    return work.session.scalars(
        select(Edition).where(visible_to(work.actor)).order_by(Edition.id.desc())
    ).all()


def edition(work: Work, edition_id: int) -> Edition:
    """One edition; NotFound unless the actor may see it."""
    return work.get(Edition, edition_id, policy.may_see_edition)


def kept_edition(work: Work, edition_id: int) -> Edition:
    """One edition that the actor keeps; NotFound or NotPermitted for others."""
    found = edition(work, edition_id)
    work.require(policy.may_manage_edition, found)
    return found


def open_draft(work: Work, edition_id: int) -> Edition:
    """The same, while it can still be changed; Conflict afterwards."""
    found = kept_edition(work, edition_id)
    if found.state != "draft":
        raise errors.not_draft()
    return found


def page_text(work: Work, edition: Edition) -> str:
    """The page written as the edition's material; empty for another kind, or if it is gone."""
    if edition.kind != "page" or edition.stored is None:
        return ""
    try:
        return work.storage.get(edition.stored).decode()
    except FileNotFoundError:
        return ""


def trainings(work: Work, municipality_id: int) -> Sequence[Edition]:
    """The editions of the training that are out and of date today, newest first."""
    return work.session.scalars(
        select(Edition)
        .where(
            Edition.municipality_id == municipality_id,
            Edition.state == "published",
            Edition.trains,
            is_of_date(local(work.now).date()),
        )
        .order_by(Edition.published_at.desc(), Edition.id.desc())
    ).all()


def current_edition(work: Work, municipality_id: int, language: str = "sv") -> Edition | None:
    """The edition of the training that a contact person who reads `language` gets now, or None."""
    return chosen(trainings(work, municipality_id), language)


def chosen(out: Sequence[Edition], language: str) -> Edition | None:
    """The one of `out`, newest first, that a person who reads `language` gets, or None."""
    wanted = choosing.best_language(language, {one.language for one in out})
    return next((one for one in out if one.language == wanted), None)


def edition_for(work: Work, contact: Contact) -> Edition | None:
    """The edition of the training that this person gets now, or None."""
    return current_edition(work, contact.municipality_id, contact.user.language)


def is_of_date(today: date) -> ColumnElement[bool]:
    """The condition on Edition for days on which it is sent."""
    return and_(
        or_(Edition.valid_from.is_(None), Edition.valid_from <= today),
        or_(Edition.valid_until.is_(None), Edition.valid_until >= today),
    )


def followed_by(work: Work, edition: Edition) -> Sequence[Edition]:
    """The editions whose place a training takes when it is put out: those in its language."""
    if not edition.trains:
        return []
    return work.session.scalars(
        select(Edition).where(
            Edition.municipality_id == edition.municipality_id,
            Edition.state == "published",
            Edition.trains,
            Edition.language == edition.language,
        )
    ).all()


def lacking(work: Work, edition: Edition) -> list[Any]:
    """What an edition still lacks before it can be published, one sentence for each."""
    missing = []
    if edition.kind is None:
        missing.append(lazy("Lägg till materialet, som fil eller länk."))
    missing.extend(_lacking_modules(work, edition))
    left = max(rules.QUESTIONS, edition.draw) - len(edition.questions)
    if edition.trains and left > 0:
        missing.append(lazy("Skriv %(left)d frågor till.", left=left))
    if rules.is_out_of_date(edition.valid_until, local(work.now).date()):
        missing.append(lazy("Materialets sista dag har passerat. Ändra den."))
    return missing


def _lacking_modules(work: Work, edition: Edition) -> list[Any]:
    if edition.kind != "course":
        return []
    inside = courses.modules(work, edition)
    if not inside:
        return [lazy("Lägg till minst en del i kursen.")]
    return [
        lazy("Delen ”%(title)s” är inte längre utlagd. Ta bort den.", title=one.edition.title)
        for one in inside
        if one.edition.state != "published"
    ]


def managed_municipalities(work: Work) -> list[Municipality]:
    """The municipalities whose material the actor keeps, by name."""
    ids = policy.managed(work.actor)
    return [place for place in places.municipalities(work) if place.id in ids]
