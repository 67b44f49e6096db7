"""The shelves: what somebody may read, what staff keeps, and what an edition took the place of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.places import queries as places
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.queries.courses import parts
from grannsamverkan.training.queries.material import is_of_date, visible_to


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for on the shelves: a language, a kind; None is any."""

    language: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Shelf:
    """A page of what there is, and by which languages and kinds it can be looked through."""

    shown: Part[Edition]
    languages: Collection[str]
    kinds: Collection[str]


@dataclass(frozen=True)
class Earlier:
    """An edition that was replaced: how many got it, and how many of them say to have read it."""

    edition: Edition
    given: int
    read: int


def shelf(work: Work, wanted: Wanted, number: int) -> Shelf:
    """What is out for the actor today: the own language first, then Swedish; in each language
    courses before what they are made of, then by name."""
    out = [readable_by(work.actor), _out_today(work)]
    found = work.session.execute(
        select(Edition.language, func.coalesce(Edition.kind, "")).where(*out).distinct()
    ).all()
    own = Edition.language == work.actor.language
    own_first = case((own, 0), (Edition.language.startswith("sv"), 1), else_=2)
    whole_first = case((Edition.kind == "course", 0), else_=1)
    by_name = (own_first, whole_first, Edition.title, Edition.id)
    chosen = select(Edition).where(*out).order_by(*by_name)
    return Shelf(
        part(work, _narrowed(chosen, wanted), number),
        {language for language, _kind in found},
        {kind for _language, kind in found},
    )


def kept(work: Work, number: int, *, without_parts: bool = False) -> Part[Edition]:
    """A page of the editions that the actor sees as staff: drafts first, then what is out.

    `without_parts` leaves out what is a part of a course that is out or being made.
    """
    states = case((Edition.state == "draft", 0), (Edition.state == "published", 1), else_=2)
    chosen = select(Edition).where(visible_to(work.actor)).order_by(states, Edition.id.desc())
    if without_parts:
        chosen = chosen.where(Edition.id.not_in(parts()))
    return part(work, chosen, number)


def readable(work: Work, edition_id: int) -> Edition:
    """An edition that the actor may read: one that is out for them, or that they see as staff.

    NotFound otherwise.
    """
    out = and_(readable_by(work.actor), _out_today(work))
    found = work.session.scalars(
        select(Edition).where(Edition.id == edition_id, or_(visible_to(work.actor), out))
    ).first()
    if found is None:
        raise NotFound()
    return found


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on Edition for the audience that `actor` is of, whether it is out or not."""
    everyone = Edition.audience == "everyone"
    if actor.kind == "staff":
        seen = {role.municipality_id for role in actor.roles}
        return or_(everyone, Edition.municipality_id.in_(seen))
    if actor.kind == "contact":
        return or_(everyone, and_(Edition.audience == "contacts", _own_place(actor)))
    return everyone


def begun_successor(work: Work, edition: Edition) -> Edition | None:
    """The draft that is to take this edition's place, or None."""
    return work.session.scalars(
        select(Edition).where(Edition.replaces_id == edition.id, Edition.state == "draft").limit(1)
    ).first()


def successor(work: Work, edition: Edition) -> Edition | None:
    """The edition that took this one's place, or None."""
    return work.session.scalars(
        select(Edition)
        .where(Edition.replaces_id == edition.id, Edition.state.in_(("published", "replaced")))
        .limit(1)
    ).first()


def history(work: Work, edition: Edition) -> Sequence[Earlier]:
    """The editions before this one, the newest first, with how many people each reached."""
    line = (
        select(Edition.replaces_id.label("id"))
        .where(Edition.id == edition.id, Edition.replaces_id.is_not(None))
        .cte("line", recursive=True)
    )
    line = line.union_all(
        select(Edition.replaces_id).where(Edition.id == line.c.id, Edition.replaces_id.is_not(None))
    )
    rows = work.session.execute(
        select(Edition, func.count(Assignment.id), func.count(Assignment.read_at))
        .join(line, line.c.id == Edition.id)
        .outerjoin(Assignment, Assignment.edition_id == Edition.id)
        .group_by(Edition.id)
        .order_by(Edition.id.desc())
    )
    return [Earlier(found, given, read) for found, given, read in rows]


def film_megabytes(work: Work, municipality_id: int) -> int:
    """How large a film the municipality takes, in megabytes."""
    return int(places.setting(work, municipality_id, "training.film_megabytes"))


def _narrowed(chosen: Select[Edition], wanted: Wanted) -> Select[Edition]:
    if wanted.language:
        chosen = chosen.where(Edition.language == wanted.language)
    return chosen.where(Edition.kind == wanted.kind) if wanted.kind else chosen


def _out_today(work: Work) -> ColumnElement[bool]:
    return and_(Edition.state == "published", is_of_date(local(work.now).date()))


def _own_place(actor: Actor) -> ColumnElement[bool]:
    """The municipality of the account, and those of the groups the person answers for."""
    return or_(
        Edition.municipality_id.in_(select(User.municipality_id).where(User.id == actor.id)),
        Edition.municipality_id.in_(
            select(Contact.municipality_id).where(
                Contact.user_id == actor.id, Contact.ended_at.is_(None)
            )
        ),
    )
