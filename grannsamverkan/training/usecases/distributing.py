"""Material is sent to a selection, followed, reminded of and taken back: what people press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, insert, select, update

from grannsamverkan.core import unsent
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.training import errors, policy, queries
from grannsamverkan.training.models import Assignment, Distribution, Edition, Receiver
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules import selecting
from grannsamverkan.training.rules.selecting import OPEN_WAYS, Selection
from grannsamverkan.training.usecases.answering import note_read
from grannsamverkan.training.workflow import (
    DISTRIBUTION,
    DISTRIBUTION_CREATED,
    DISTRIBUTION_DISCARDED,
    DISTRIBUTION_EDITED,
    DISTRIBUTION_REACHED,
    DISTRIBUTION_REMINDED,
    LETTERS_MADE,
    LINK_ENDED,
    NOTED_READ,
)


@dataclass(frozen=True)
class Plan:
    """Whom it is for, what is written to them, and until which day their links work."""

    selection: Selection
    last_day: date
    note: str = ""


def plan(work: Work, edition_id: int, plan: Plan) -> Distribution:
    """Begin a draft. Unmet unless the edition is out."""
    edition = queries.edition(work, edition_id)
    work.require(policy.may_distribute_edition, edition)
    _check_out(edition)
    found = Distribution(
        municipality_id=edition.municipality_id,
        edition=edition,
        created_by=work.actor.id,
        created_at=work.now,
    )
    _say(work, found, plan)
    work.session.add(found)
    work.record(DISTRIBUTION_CREATED, found, edition_id=edition_id)
    return found


def change_plan(work: Work, distribution_id: int, plan: Plan) -> None:
    """Change whom a draft is for, and what is written to them."""
    found = reads.draft(work, distribution_id)
    _say(work, found, plan)
    work.record(DISTRIBUTION_EDITED, found, part="plan")


def count_again(work: Work, distribution_id: int) -> None:
    """Count whom a draft reaches now: people come and go while it lies."""
    found = reads.draft(work, distribution_id)
    found.keep(reads.count(work, found), work.now)
    work.record(DISTRIBUTION_EDITED, found, part="count")


def discard(work: Work, distribution_id: int) -> None:
    """Throw a draft away."""
    found = reads.draft(work, distribution_id)
    work.record(DISTRIBUTION_DISCARDED, found)
    work.session.delete(found)


def send(work: Work, distribution_id: int, *, shown: int) -> None:
    """Send a draft: one row for each receiver now, and the worker gives links and writes mails.

    `shown` is the number of persons that was seen; InvalidInput if it is another by now.
    """
    found = reads.distribution(work, distribution_id)
    work.require(policy.may_keep_distribution, found)
    if found.state == "draft":
        _count(work, found, shown)
    DISTRIBUTION.take(work, found, "send")
    found.sent_by, found.sent_at = work.actor.id, work.now
    work.session.execute(insert(Receiver).from_select(reads.RECEIVER, reads.rows(work, found)))
    work.record(DISTRIBUTION_REACHED, found, groups=found.groups, persons=found.persons)
    _ask_to_bring(work, found)


def remind(work: Work, distribution_id: int, *, shown: int) -> None:
    """Write once more, with a fresh link, to those who are not done; at most once a day.

    `shown` is the number of persons that was seen; InvalidInput if it is another by now.
    """
    found = _followed(work, distribution_id)
    if found.reminded_at and local(found.reminded_at).date() == local(work.now).date():
        raise errors.reminded_today()
    persons = reminded(reads.counts(work, found), trains=found.edition.trains)
    if not persons:
        raise errors.nobody_to_remind()
    if persons != shown:
        raise errors.other_number(persons)
    found.reminded_at = work.now
    ways = selecting.reminded_ways(trains=found.edition.trains)
    _change(work, _of(found, ways), reminds=True)
    work.record(DISTRIBUTION_REMINDED, found, persons=persons)
    place = found.municipality_id
    work.enqueue("remind_distribution", municipality_id=place, distribution_id=found.id)


def reminded(counts: dict[str, int], *, trains: bool) -> int:
    """How many would be reminded."""
    return sum(counts.get(way, 0) for way in selecting.reminded_ways(trains=trains))


def withdraw(work: Work, distribution_id: int) -> None:
    """Take back all links with which nothing is confirmed yet, and the mails that wait."""
    found = reads.distribution(work, distribution_id)
    DISTRIBUTION.take(work, found, "withdraw")
    found.withdrawn_by, found.withdrawn_at = work.actor.id, work.now
    _end_links(work, _of(found, OPEN_WAYS))


def withdraw_link(work: Work, receiver_id: int) -> None:
    """Take back one person's link."""
    receiver = reads.receiver(work, receiver_id)
    work.require(policy.may_follow_distribution, receiver.distribution)
    if receiver.way not in OPEN_WAYS:
        raise errors.not_sent()
    _end_links(work, [Receiver.id == receiver.id])
    work.record(LINK_ENDED, receiver.distribution, contact_id=receiver.contact_id)


def print_refused(work: Work, distribution_id: int) -> int:
    """Write on paper to those whose mail did not arrive, as many as one document holds.

    Returns how many. The worker gives each a fresh link, which stands in the letter.
    """
    found = _followed(work, distribution_id)
    lost = reads.refused(work, found, selecting.LETTERS_AT_ONE_TIME)
    if not lost:
        raise errors.no_letters()
    _to_paper(work, found, lost)
    return len(lost)


def print_for(work: Work, receiver_id: int) -> None:
    """The same for one person, such as one who has asked for paper."""
    receiver = reads.receiver(work, receiver_id)
    found = _followed(work, receiver.distribution_id)
    if receiver.way not in OPEN_WAYS:
        raise errors.not_sent()
    _to_paper(work, found, [receiver])


def note_read_on_paper(work: Work, receiver_id: int) -> None:
    """A contact person of the same group, or staff, notes that somebody has read the letter's
    material. It counts as confirmed, never as the answers to the questions."""
    receiver = reads.receiver(work, receiver_id)
    work.require(policy.may_see_receiver, receiver)
    if receiver.way != "paper" or receiver.assignment is None:
        raise errors.no_answer_awaited()
    receiver.noted_by, receiver.noted_at = work.actor.id, work.now
    note_read(work, receiver.assignment)
    work.record(NOTED_READ, receiver.distribution, contact_id=receiver.contact_id)


def _say(work: Work, found: Distribution, plan: Plan) -> None:
    if not selecting.last_day_fits(plan.last_day, local(work.now).date()):
        raise errors.bad_last_day()
    if not plan.selection.states:
        raise errors.no_state()
    scope = policy.areas_sent_to(work.actor, found.municipality_id)
    known = {area.id for area in places.police_areas(work, found.municipality_id)}
    if not set(plan.selection.areas) <= (known if scope is None else known & scope):
        raise errors.unknown_area()
    found.selection, found.last_day, found.note = plan.selection, plan.last_day, plan.note
    found.keep(reads.count(work, found), work.now)


def _count(work: Work, found: Distribution, shown: int) -> None:
    """Raise unless it can be sent, and reaches as many as were shown."""
    _check_out(found.edition)
    if not selecting.last_day_fits(found.last_day, local(work.now).date()):
        raise errors.bad_last_day()
    found.keep(reads.count(work, found), work.now)
    if not found.persons:
        raise errors.nobody_to_send_to()
    if found.persons != shown:
        raise errors.other_number(found.persons)


def _check_out(edition: Edition) -> None:
    if edition.state != "published" or edition.audience == "staff":
        raise errors.not_out()


def _followed(work: Work, distribution_id: int) -> Distribution:
    """One that was sent and whose links hold, for whoever follows it."""
    found = reads.distribution(work, distribution_id)
    work.require(policy.may_follow_distribution, found)
    if found.state != "sent":
        raise errors.not_sent()
    return found


def _to_paper(work: Work, found: Distribution, receivers: Sequence[Receiver]) -> None:
    """Begin anew with these receivers, by the other way."""
    _end_links(work, [Receiver.id.in_([one.id for one in receivers])])
    for one in receivers:
        one.route, one.way = "paper", "queued"
        one.assignment, one.mail_id, one.reminder_id, one.reminds = None, None, None, False
    work.record(LETTERS_MADE, found, persons=len(receivers))
    _ask_to_bring(work, found)


def _end_links(work: Work, those: Sequence[ColumnElement[bool]]) -> None:
    """Let these receivers' links open nothing, and their waiting mails not be sent.

    A link that was given later by another way goes on working: its hash is another.
    """
    hashes: Select[str | None] = select(Receiver.link_hash).where(*those)
    work.session.execute(
        update(Assignment)
        .where(Assignment.token_hash.in_(hashes), Assignment.expires_at > work.now)
        .values(expires_at=work.now),
        execution_options={"synchronize_session": False},
    )
    unsent.call_back(work, select(Receiver.mail_id).where(*those, Receiver.way == "queued"))
    _change(work, those, way="withdrawn", link_sealed=None, reminds=False)


def _of(found: Distribution, ways: Sequence[str]) -> list[ColumnElement[bool]]:
    return [Receiver.distribution_id == found.id, Receiver.way.in_(ways)]


def _change(work: Work, those: Sequence[ColumnElement[bool]], **values: object) -> None:
    work.session.execute(update(Receiver).where(*those).values(**values))


def _ask_to_bring(work: Work, found: Distribution) -> None:
    place = found.municipality_id
    work.enqueue("bring_distribution", municipality_id=place, distribution_id=found.id)
