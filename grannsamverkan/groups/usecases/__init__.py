"""Every write of the groups room: one public function per intention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shapely.geometry import Polygon

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, mails, policy, queries, rules
from grannsamverkan.groups.models import Contact, Group, GroupDecision, GroupFact
from grannsamverkan.groups.queries import households as household_queries
from grannsamverkan.groups.usecases.agreements import forget_agreements
from grannsamverkan.groups.usecases.falls import note_share
from grannsamverkan.groups.usecases.life import begin_year
from grannsamverkan.groups.workflow import (
    CONTACT_ADDED,
    CONTACT_ENDED,
    CONTACT_TRAINED,
    CONTACT_TRAINING_OVER,
    CONTACT_TRAINING_UNDONE,
    DECIDED,
    EDITED,
    FACT_NOTED,
    GROUP,
    STARTED,
)
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import changes as own_words


@dataclass(frozen=True)
class OwnerConsent:
    """A property owner's yes: who gave it, and when."""

    by: str
    on: date


def start_group(work: Work, *, municipality_id: int, name: str, housing: str) -> Group:
    """Begin a registration, with its founder as first contact person."""
    work.require(policy.may_found)
    founder = work.get(User, work.actor.id)
    group = Group(
        municipality_id=municipality_id,
        name=name,
        housing=housing,
        founded_by=founder.id,
        created_at=work.now,
        contacts=[],
    )
    work.session.add(group)
    work.record(STARTED, group)
    put_contact(work, group, founder, head=False)
    return group


def describe_group(work: Work, group_id: int, *, name: str, housing: str) -> None:
    """Change the name and the kind of housing."""
    group = _editable(work, group_id)
    group.name, group.housing = name, housing
    work.record(EDITED, group, part="name")


def place_group(
    work: Work, group_id: int, *, area: Polygon | None, streets: str, police_area_id: int | None
) -> None:
    """Say which ground the group covers: an area in metres, streets, or both."""
    group = _editable(work, group_id)
    if area is None and not streets:
        raise errors.no_place()
    group.area, group.streets = area, streets
    group.police_area_id = _police_area(work, group, police_area_id)
    work.record(EDITED, group, part="area")


def count_households(
    work: Work,
    group_id: int,
    *,
    dwellings: int,
    joined: int,
    declined: int,
    consent: OwnerConsent | None = None,
) -> None:
    """Set the counts (numbers only, no names) and, where given, the property owner's consent.

    Where the group's household list is counted, joined and declined come from there.
    """
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_keep, group)
    if household_queries.is_counted(work, group):
        tally = household_queries.tally(work, group.id)
        joined, declined = tally.joined, tally.declined
        if dwellings < tally.listed:
            raise errors.fewer_than_listed(tally.listed)
    if not rules.counts_fit(dwellings, joined, declined):
        raise errors.counts_exceed()
    before = queries.participation(group).share
    group.dwellings, group.joined, group.declined = dwellings, joined, declined
    note_share(work, group, before)
    if consent is not None:
        if consent.on > local(work.now).date():
            raise errors.day_has_not_come("consent_on")
        group.consent_by, group.consent_on = consent.by, consent.on
    work.record(EDITED, group, part="dwellings")


def attach_consent(work: Work, group_id: int, *, stored: str) -> None:
    """Keep the property owner's letter, a stored PDF."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_keep, group)
    group.consent_stored = stored
    work.record(EDITED, group, part="consent")


def add_contact(
    work: Work,
    group_id: int,
    *,
    name: str,
    email: str,
    phone: str | None,
    head: bool,
    language: str | None = None,
) -> Contact:
    """Propose a contact person, who is told by mail.

    `language` counts for somebody without an account; left out, it is that of whoever proposes.
    """
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_appoint, group)
    user = accounts.ensure_contact(
        work,
        email=email,
        name=name,
        phone=phone,
        language=language or work.actor.language,
        municipality_id=group.municipality_id,
    )
    if user.id in group.contact_ids:
        raise errors.already_contact()
    contact = put_contact(work, group, user, head=head)
    if user.id != work.actor.id:
        work.mail(user.recipient, mails.contact_added, contact)
    return contact


def appoint_head(work: Work, contact_id: int, *, head: bool) -> Contact:
    """Make a contact person the head contact person, or no longer."""
    contact = _present_contact(work, contact_id)
    work.require(policy.may_appoint, contact.group)
    contact.head = head
    work.record(EDITED, contact.group, part="head")
    return contact


def end_contact(work: Work, contact_id: int) -> Contact:
    """Let a contact person go, who then sees the group no longer; a group keeps at least one."""
    contact = _present_contact(work, contact_id)
    work.require(policy.may_end_contact, contact)
    if len(contact.group.contacts) < 2:
        raise errors.last_contact()
    contact.ended_at = work.now
    forget_agreements(work, contact)
    work.record(CONTACT_ENDED, contact, group_id=contact.group_id)
    work.session.expire(contact.group, ["contacts"])
    return contact


def submit_group(work: Work, group_id: int, *, message: str, privacy_version: str) -> None:
    """Send the registration to those who decide; each sending begins a new round of decisions."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_send, group)
    missing = queries.progress(group)
    if missing and group.state in policy.OPEN_TO_EDIT:
        raise errors.not_complete(list(missing.values()))
    GROUP.take(work, group, "submit")
    group.round += 1
    group.submitted_at = work.now
    group.message, group.privacy_version = message, privacy_version
    _tell(work, queries.deciders(work, group, queries.wanted_roles(work, group)), group)
    for contact in group.contacts:
        work.mail(contact.user.recipient, mails.group_received, group)


def approve_group(work: Work, group_id: int) -> None:
    """Give one party's yes; the last one that is asked for approves the group."""
    group = queries.group_to_change(work, group_id)
    role = _role_to_decide(work, group, "approve")
    _refuse_if_unmet(work, group, "approve")
    if role not in queries.roles_given(group):
        _note_decision(work, group, role, "approve", "")
    wanted, given = queries.wanted_roles(work, group), queries.roles_given(group)
    left = [role for role in wanted if role not in given]
    if left:
        for user in queries.deciders(work, group, left):
            work.mail(user.recipient, mails.decision_needed, group)
        return
    GROUP.take(work, group, "approve")
    _tell_approved(work, group, wanted)


def return_group(work: Work, group_id: int, *, reason: str) -> None:
    """Send the registration back with what must be added."""
    group = _turned_down(work, group_id, "return", reason)
    for contact in group.contacts:
        work.mail(contact.user.recipient, mails.group_returned, group, reason)


def reject_group(work: Work, group_id: int, *, reason: str) -> None:
    """Reject the registration, with the reason."""
    group = _turned_down(work, group_id, "reject", reason)
    for contact in group.contacts:
        words = own_words.text_for(
            work, group.municipality, "mail.group_rejected", contact.user.language
        )
        work.mail(contact.user.recipient, mails.group_rejected, group, reason, words)


def activate_group(work: Work, group_id: int) -> None:
    """Declare the group active once the facts that bind are there."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_decide, group)
    if group.state == "approved":
        _refuse_if_unmet(work, group, "activate")
    GROUP.take(work, group, "activate")
    begin_year(work, group)
    for contact in group.contacts:
        words = own_words.text_for(
            work, group.municipality, "mail.group_active", contact.user.language
        )
        work.mail(contact.user.recipient, mails.group_activated, group, words)


def note_fact(work: Work, group_id: int, *, kind: str, on: date, place: str = "") -> GroupFact:
    """Write down when something happened (or, for a booked meeting, will happen)."""
    group = queries.group(work, group_id)
    work.require(policy.may_note_fact, group)
    if not rules.fact_day_is_possible(kind, on, local(work.now).date()):
        raise errors.day_has_not_come("on")
    fact = GroupFact(
        municipality_id=group.municipality_id,
        group_id=group.id,
        kind=kind,
        on=on,
        place=place,
        noted_at=work.now,
        noted_by=work.actor.id,
    )
    group.facts.append(fact)
    work.record(FACT_NOTED, group, kind=kind, on=on.isoformat())
    return fact


def note_training(
    work: Work,
    contact: Contact,
    *,
    edition_id: int | None,
    on: date | None = None,
    until: date | None = None,
) -> None:
    """Keep that a contact person has done the training, today or on an earlier day.

    `edition_id` is None if it was at a session; `until` is the last day, None for one without an
    end. The training room asks leave.
    """
    contact.trained_on, contact.trained_until = on or local(work.now).date(), until
    contact.training_over = False
    work.record(
        CONTACT_TRAINED,
        contact,
        group_id=contact.group_id,
        edition_id=edition_id,
        on=contact.trained_on.isoformat(),
    )


def note_training_over(work: Work, contact: Contact, *, closes: bool) -> None:
    """Keep whether a training past its last day keeps new signs from the group.

    The training room asks leave.
    """
    contact.training_over = closes
    work.record(CONTACT_TRAINING_OVER, contact, group_id=contact.group_id, closes=closes)


def forget_training(work: Work, contact: Contact) -> None:
    """Take back that a contact person has done the training; the training room asks leave."""
    contact.trained_on = contact.trained_until = None
    contact.training_over = False
    work.record(CONTACT_TRAINING_UNDONE, contact, group_id=contact.group_id)


def put_contact(work: Work, group: Group, user: User, *, head: bool) -> Contact:
    """Let a user be a contact person of the group from now; asking leave is the caller's matter."""
    work.session.flush()
    contact = Contact(
        municipality_id=group.municipality_id,
        user_id=user.id,
        user=user,
        group=group,
        head=head,
        added_at=work.now,
    )
    work.session.add(contact)
    work.record(CONTACT_ADDED, contact, group_id=group.id, head=head)
    return contact


def _editable(work: Work, group_id: int) -> Group:
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_send, group)
    if group.state not in policy.OPEN_TO_EDIT:
        raise errors.sent_already()
    return group


def _police_area(work: Work, group: Group, wanted: int | None) -> int | None:
    """The area's id; where there is only one it need not be chosen, else it must be."""
    ids = [area.id for area in places.police_areas(work, group.municipality_id)]
    chosen = ids[0] if len(ids) == 1 else wanted
    if ids and chosen not in ids:
        raise errors.choose_police_area()
    return chosen if ids else None


def _present_contact(work: Work, contact_id: int) -> Contact:
    contact = work.get(Contact, contact_id, lambda actor, c: policy.may_see(actor, c.group))
    group = queries.group_to_change(work, contact.group_id)
    if contact not in group.contacts:
        raise NotFound()
    return contact


def _refuse_if_unmet(work: Work, group: Group, moment: str) -> None:
    missing = queries.unmet(work, group, moment).binding
    if missing:
        raise errors.facts_missing(list(missing))


def _role_to_decide(work: Work, group: Group, step: str) -> str:
    """In which role the actor decides now; otherwise says why not, or who came first."""
    wanted, given = queries.wanted_roles(work, group), queries.roles_given(group)
    work.require(lambda actor: policy.deciding_role(actor, group, wanted) is not None)
    if group.state not in GROUP.steps[step].sources:
        GROUP.take(work, group, step)
    role = policy.role_to_decide(work.actor, group, wanted, given)
    if role is not None:
        return role
    if work.actor.id in given.values():
        raise errors.same_person_twice()
    raise errors.party_has_decided()


def _turned_down(work: Work, group_id: int, step: str, reason: str) -> Group:
    group = queries.group_to_change(work, group_id)
    role = _role_to_decide(work, group, step)
    GROUP.take(work, group, step, reason=reason)
    _note_decision(work, group, role, step, reason)
    return group


def _note_decision(work: Work, group: Group, role: str, outcome: str, reason: str) -> None:
    group.decisions.append(
        GroupDecision(
            municipality_id=group.municipality_id,
            round=group.round,
            role=role,
            outcome=outcome,
            reason=reason,
            actor_id=work.actor.id,
            at=work.now,
        )
    )
    work.record(DECIDED, group, role=role, outcome=outcome, round=group.round)


def _tell_approved(work: Work, group: Group, wanted: tuple[str, ...]) -> None:
    # In a job of its own: there may be many who wait for a group here.
    work.enqueue(
        "tell_interested",
        key=f"tell_interested {group.id}",
        municipality_id=group.municipality_id,
        group_id=group.id,
    )
    for contact in group.contacts:
        words = own_words.text_for(
            work, group.municipality, "mail.group_approved", contact.user.language
        )
        work.mail(contact.user.recipient, mails.group_approved, group, words)
    if "coordinator" not in wanted:
        for user in queries.deciders(work, group, ("coordinator",)):
            work.mail(user.recipient, mails.group_told, group)


def _tell(work: Work, people: Iterable[User], group: Group) -> None:
    for user in people:
        work.mail(user.recipient, mails.group_submitted, group)
