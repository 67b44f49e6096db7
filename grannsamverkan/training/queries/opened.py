"""What a personal link opens, and what a signed-in contact person sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.paging import SIZE
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact
from grannsamverkan.training.models import Assignment, Certificate, Edition
from grannsamverkan.training.queries.certificates import newest
from grannsamverkan.training.queries.material import chosen, trainings
from grannsamverkan.training.queries.persons import (
    assignment_of,
    counts,
    done_before,
    may_renew,
    present,
    present_rows,
)

OPENED = ("published", "replaced")
"""States of editions that a link opens: who has read one that was replaced goes on with it."""


def by_token(work: Work, token: str, *, to_change: bool = False) -> Assignment:
    """The assignment a personal link opens, with edition, contact and group.

    NotFound, always the same, if the link is unknown, replaced, past its day, if the edition is
    withdrawn or the person is no longer a contact person. With `to_change` the row is locked
    where the database can, so that two presses at once do not both count.
    """
    wanted = (
        select(Assignment)
        .where(Assignment.token_hash == codes.token_hash(token))
        .options(
            joinedload(Assignment.edition, innerjoin=True),
            joinedload(Assignment.contact, innerjoin=True).joinedload(
                Contact.group, innerjoin=True
            ),
        )
    )
    found = work.session.scalars(
        wanted.with_for_update(of=Assignment) if to_change else wanted
    ).first()
    if found is None or found.expires_at <= work.now or found.edition.state not in OPENED:
        raise NotFound()
    if not present_rows(work, found.contact):
        raise NotFound()
    return found


@dataclass(frozen=True)
class OwnTraining:
    """What a signed-in contact person sees of the training in one municipality.

    `others` are what may be taken instead of `edition`: one in each other language. `certificate`
    is the newest that is not withdrawn; `may_certify` says that one can be made of a training from
    before there were certificates.
    """

    contact: Contact
    edition: Edition | None
    others: tuple[Edition, ...]
    assignment: Assignment | None
    groups: tuple[str, ...]
    counts: bool
    may_renew: bool
    certificate: Certificate | None
    may_certify: bool


def own_trainings(work: Work) -> list[OwnTraining]:
    """The actor's own training, one for each municipality with a group of theirs."""
    rows = work.session.scalars(
        present().where(Contact.user_id == work.actor.id).order_by(Contact.id)
    ).all()
    by_place: dict[int, list[Contact]] = {}
    for row in rows:
        by_place.setdefault(row.municipality_id, []).append(row)
    return [_own_training(work, found) for found in by_place.values()]


def own_material(work: Work) -> Sequence[Assignment]:
    """Material that was sent to the actor and is not read yet, the newest first, a page at most."""
    return work.session.scalars(
        select(Assignment)
        .join(Assignment.contact)
        .join(Assignment.edition)
        .where(
            Contact.user_id == work.actor.id,
            Contact.ended_at.is_(None),
            Assignment.read_at.is_(None),
            Assignment.expires_at > work.now,
            Edition.state == "published",
            ~Edition.trains,
        )
        .options(contains_eager(Assignment.edition))
        .order_by(Assignment.id.desc())
        .limit(SIZE)
    ).all()


def _own_training(work: Work, rows: Sequence[Contact]) -> OwnTraining:
    left = [row for row in rows if not counts(work, row)]
    shown = (left or rows)[0]
    out = trainings(work, shown.municipality_id)
    current = chosen(out, shown.user.language)
    given = assignment_of(work, current, shown) if current else None
    made = newest(work, shown)
    return OwnTraining(
        contact=shown,
        edition=current,
        others=_in_other_languages(out, current),
        assignment=given,
        groups=tuple(row.group.name for row in rows),
        counts=not left,
        may_renew=may_renew(work, shown),
        certificate=made if made and made.withdrawn_at is None else None,
        may_certify=made is None and done_before(work, shown) is not None,
    )


def _in_other_languages(out: Sequence[Edition], current: Edition | None) -> tuple[Edition, ...]:
    newest = {one.language: one for one in reversed(out)}
    if current is not None:
        newest.pop(current.language, None)
    return tuple(newest.values())
