"""Distributions of material: whom they reach, and how far they have come."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.paging import SIZE, Part, part
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import errors, policy
from grannsamverkan.training.models import Assignment, Distribution, Edition, Receiver
from grannsamverkan.training.queries.persons import counting
from grannsamverkan.training.rules import selecting
from grannsamverkan.training.rules.selecting import WAYS, Count, Selection

RECEIVER = ("municipality_id", "distribution_id", "contact_id", "user_id", "route", "way")
"""The columns of a receiver that are known when a distribution is sent."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on Distribution; the same as `policy.may_see_distribution`."""
    if actor.is_system:
        return true()
    draft, own = Distribution.state == "draft", Distribution.created_by == actor.id
    kept = Distribution.municipality_id.in_(policy.managed(actor))
    sent_from = Distribution.municipality_id.in_(policy.distributed_in(actor))
    return or_(and_(own, sent_from), and_(~draft, kept))


def distributions(work: Work, number: int = 1) -> Part[Distribution]:
    """A page of the distributions the actor follows: own drafts first, then the newest."""
    return part(
        work,
        select(Distribution)
        .where(visible_to(work.actor))
        .options(joinedload(Distribution.edition), joinedload(Distribution.sender))
        .order_by(
            Distribution.state != "draft", Distribution.sent_at.desc(), Distribution.id.desc()
        ),
        number,
    )


def distribution(work: Work, distribution_id: int) -> Distribution:
    """One distribution; NotFound unless the actor may follow it."""
    return work.get(
        Distribution,
        distribution_id,
        policy.may_see_distribution,
        joinedload(Distribution.edition),
        joinedload(Distribution.municipality),
        joinedload(Distribution.sender),
    )


def draft(work: Work, distribution_id: int) -> Distribution:
    """One that the actor prepares; NotPermitted for others, Conflict once it was sent."""
    found = distribution(work, distribution_id)
    work.require(policy.may_keep_distribution, found)
    if found.state != "draft":
        raise errors.already_sent()
    return found


def newest_of(work: Work, edition: Edition) -> Edition | None:
    """The edition that is out in this one's place, or itself; None if it was taken back."""
    while edition.state == "replaced":
        later = select(Edition).where(
            Edition.replaces_id == edition.id, Edition.state.in_(("published", "replaced"))
        )
        following = work.session.scalar(later.order_by(Edition.id.desc()).limit(1))
        if following is None:
            return None
        edition = following
    return edition if edition.state == "published" else None


def count(work: Work, found: Distribution) -> Count:
    """Whom it would reach now. It looks at all of them: pages show what was kept of it."""
    people = _once(work, found).subquery()
    rows = work.session.execute(
        select(Group.police_area_id, Group.id, User.language, func.count())
        .select_from(people)
        .join(Contact, Contact.id == people.c.contact_id)
        .join(Group, Group.id == Contact.group_id)
        .join(User, User.id == Contact.user_id)
        .group_by(Group.police_area_id, Group.id, User.language)
    )
    return selecting.counted([(area, group, code, persons) for area, group, code, persons in rows])


def people(work: Work, found: Distribution, after: int = 0) -> list[Contact]:
    """A page of the persons it would reach now: those who come after the user with the id `after`.

    Users are asked about one by one in the order of their ids, so that few are looked at on any
    page. One more than `SIZE` says that there are more.
    """
    user = aliased(User)
    meant = _found(work, found).where(Contact.user_id == user.id).exists()
    shown = select(user.id).where(user.id > after, meant).order_by(user.id).limit(SIZE + 1)
    ids = work.session.scalars(shown).all()
    first = _once(work, found).where(Contact.user_id.in_(ids)).subquery()
    wanted = select(Contact).join(first, first.c.contact_id == Contact.id)
    return list(
        work.session.scalars(wanted.options(joinedload(Contact.group)).order_by(Contact.user_id))
    )


def rows(work: Work, found: Distribution) -> Select[int, int, int, int, str, str]:
    """The receivers as rows to be written, in the order of `RECEIVER`: the database makes them by
    itself, as there may be thousands. Who got the last distribution on paper gets this one so."""
    once, last = _once(work, found).subquery(), aliased(Receiver)
    route = (
        select(last.route)
        .where(last.user_id == once.c.user_id)
        .order_by(last.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            literal(found.municipality_id),
            literal(found.id),
            once.c.contact_id,
            once.c.user_id,
            case((route == "paper", "paper"), else_="mail"),
            literal("queued"),
        )
        .join(Contact, Contact.id == once.c.contact_id)
        .join(Group, Group.id == Contact.group_id)
        .order_by(Group.name, once.c.contact_id)
    )


def counts(work: Work, found: Distribution) -> dict[str, int]:
    """How many receivers have come how far, by an index alone; ways that nobody is at are left out.

    The order is that of `WAYS`.
    """
    counted = dict(
        work.session.execute(
            select(Receiver.way, func.count())
            .where(Receiver.distribution_id == found.id)
            .group_by(Receiver.way)
        ).all()
    )
    return {way: counted[way] for way in WAYS if way in counted}


def receivers(work: Work, found: Distribution, way: str, number: int, total: int) -> Part[Receiver]:
    """A page of the receivers, or of those who have come so far."""
    wanted = (
        select(Receiver)
        .where(Receiver.distribution_id == found.id, Receiver.way == way if way else true())
        .options(
            joinedload(Receiver.contact).joinedload(Contact.group), joinedload(Receiver.assignment)
        )
        .order_by(Receiver.id)
    )
    return part(work, wanted, number, total=total)


def receiver(work: Work, receiver_id: int) -> Receiver:
    """One receiver; NotFound unless the actor may follow the distribution."""
    return work.get(Receiver, receiver_id, policy.may_see_receiver)


def to_bring(work: Work, found: Distribution, most: int) -> Sequence[Receiver]:
    """The next receivers who have no link yet; locked until they have."""
    return _to_write(work, found, most, Receiver.way == "queued", Receiver.assignment_id.is_(None))


def to_remind(work: Work, found: Distribution, most: int) -> Sequence[Receiver]:
    """The next receivers whose reminder is to be written; locked until it is."""
    return _to_write(work, found, most, Receiver.reminds.is_(True))


def letters(work: Work, found: Distribution, number: int, size: int) -> Part[Receiver]:
    """A part of those who are to get a letter and have not answered."""
    wanted = (
        select(Receiver)
        .where(Receiver.distribution_id == found.id, Receiver.way == "paper")
        .options(joinedload(Receiver.contact).joinedload(Contact.group))
        .order_by(Receiver.id)
    )
    return part(work, wanted, number, size)


def refused(work: Work, found: Distribution, most: int) -> Sequence[Receiver]:
    """Receivers whose mail did not arrive, to be written to on paper; locked until they are."""
    return _to_write(work, found, most, Receiver.way == "refused")


def lost(work: Work, most: int) -> Sequence[tuple[int, str, int]]:
    """What was sent and did not reach somebody, the newest first: (distribution id, title, how
    many mails were refused). At most so many, for those who follow it."""
    rows = work.session.execute(
        select(Distribution.id, Edition.title, func.count())
        .join(Distribution.edition)
        .join(Receiver, Receiver.distribution_id == Distribution.id)
        .where(visible_to(work.actor), Distribution.state == "sent", Receiver.way == "refused")
        .group_by(Distribution.id, Edition.title)
        .order_by(Distribution.id.desc())
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def letters_in_own_groups(work: Work) -> Sequence[Receiver]:
    """Letters without an answer to people of groups in which the actor is a contact person."""
    own = select(Contact.group_id).where(
        Contact.user_id == work.actor.id, Contact.ended_at.is_(None)
    )
    return work.session.scalars(
        select(Receiver)
        .join(Receiver.contact)
        .join(Receiver.distribution)
        .join(Contact.group)
        .where(
            Receiver.way == "paper",
            Contact.group_id.in_(own),
            Contact.ended_at.is_(None),
            Distribution.state == "sent",
        )
        .options(
            contains_eager(Receiver.contact).contains_eager(Contact.group),
            contains_eager(Receiver.distribution).joinedload(Distribution.edition),
        )
        .order_by(Group.name, Receiver.id)
    ).all()


def _to_write(
    work: Work, found: Distribution, most: int, *conditions: ColumnElement[bool]
) -> Sequence[Receiver]:
    return work.session.scalars(
        select(Receiver)
        .join(Receiver.contact)
        .join(Contact.group)
        .where(Receiver.distribution_id == found.id, *conditions)
        .options(
            contains_eager(Receiver.contact).contains_eager(Contact.group),
            joinedload(Receiver.assignment),
        )
        .order_by(Receiver.id)
        .limit(most)
        .with_for_update(of=Receiver, skip_locked=True)
    ).all()


def _once(work: Work, found: Distribution) -> Select[int, int]:
    """The persons a distribution is for, each once: (contact_id, user_id)."""
    first = func.min(Contact.id).label("contact_id")
    return _found(work, found).with_only_columns(first, Contact.user_id).group_by(Contact.user_id)


def _found(work: Work, found: Distribution) -> Select[int]:
    selection = found.selection
    return (
        select(Contact.id)
        .join(User, User.id == Contact.user_id)
        .join(Group, Group.id == Contact.group_id)
        .where(
            Contact.municipality_id == found.municipality_id,
            Contact.ended_at.is_(None),
            User.active,
            Group.state.in_(selection.states),
            Contact.head if selection.role == "head" else true(),
            User.language == selection.language if selection.language else true(),
            _in_areas(work.actor, found, selection),
            _not_far(work, found.edition, selection.progress),
        )
    )


def _in_areas(actor: Actor, found: Distribution, selection: Selection) -> ColumnElement[bool]:
    """Groups of the chosen areas, of those the actor sends to."""
    scope = policy.areas_sent_to(actor, found.municipality_id)
    within = true() if scope is None else Group.police_area_id.in_(scope)
    chosen = Group.police_area_id.in_(selection.areas) if selection.areas else true()
    return and_(within, chosen)


def _not_far(work: Work, edition: Edition, progress: str) -> ColumnElement[bool]:
    """Who has not come further with the edition; a training that is over is to be done anew."""
    reached = {
        "undone": Assignment.done_at.is_not(None),
        "unread": Assignment.read_at.is_not(None),
        "unsent": true(),
    }[progress]
    beside = aliased(Contact)
    rows = select(beside.id).where(beside.user_id == User.id).correlate(User)
    # Not a join: the database would walk through everybody's assignments for each person.
    further = (
        select(Assignment.id)
        .where(Assignment.edition_id == edition.id, Assignment.contact_id.in_(rows), reached)
        .correlate(User)
        .exists()
    )
    if not edition.trains:
        return ~further
    counts = counting(local(work.now).date())
    # Whoever was trained by an earlier edition, or at a session, is done with this one too.
    return ~counts if progress == "undone" else or_(~further, _is_over(counts))


def _is_over(counts: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Contact.trained_on.is_not(None), ~counts)
