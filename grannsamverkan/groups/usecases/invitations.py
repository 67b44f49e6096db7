"""How households join by themselves: the group's invitation, and each household's private link."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from grannsamverkan.accounts import rules as accounts
from grannsamverkan.core import codes, links
from grannsamverkan.core.i18n import local
from grannsamverkan.core.mail import Recipient
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy
from grannsamverkan.groups.mails import households as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.households import (
    Dwelling,
    HouseholdInvitation,
    HouseholdJoin,
)
from grannsamverkan.groups.queries import households, invitations
from grannsamverkan.groups.rules.households import Details, place_key
from grannsamverkan.groups.usecases import households as keeping
from grannsamverkan.groups.workflow import (
    DWELLING_DESCRIBED,
    DWELLING_INVITED,
    DWELLING_MOVED_OUT,
    DWELLING_PLACED,
    INVITATION_WITHDRAWN,
    INVITED,
    LINK_SENT,
)
from grannsamverkan.places import queries as places

KEPT_ANSWERS = timedelta(days=1)
"""How long sent answers are counted: the widest window of the limits."""


@dataclass(frozen=True)
class Answer:
    """What somebody sends by an invitation. `version` is that of the text that was shown.

    `form_key` is the random word of one shown form: sending the form twice counts once.
    """

    form_key: str
    joins: bool
    address: str
    details: Details
    consents: bool
    version: str


def invite(work: Work, group_id: int) -> HouseholdInvitation:
    """Make the group's invitation, which replaces the one there was."""
    group = keeping.kept_group_to_change(work, group_id)
    keeping.list_of(work, group)
    _withdraw_all(work, group)
    days = places.setting(work, group.municipality_id, "household.invitation_days")
    made = HouseholdInvitation(municipality_id=group.municipality_id, group_id=group.id)
    links.begin(work, made, days=days)
    work.record(INVITED, made)
    return made


def invite_dwelling(work: Work, dwelling_id: int) -> Dwelling:
    """Note that an unanswered dwelling gets its own slip; a group without link gets one."""
    dwelling = keeping.kept_dwelling_to_change(work, dwelling_id)
    if dwelling.status != "unanswered":
        raise errors.has_answered()
    if invitations.current(work, dwelling.group_id) is None:
        invite(work, dwelling.group_id)
    dwelling.invited_on = local(work.now).date()
    work.record(DWELLING_INVITED, dwelling)
    return dwelling


def withdraw_invitation(work: Work, group_id: int) -> None:
    """End the invitation at once; flyers that hang somewhere open nothing any more."""
    group = keeping.kept_group_to_change(work, group_id)
    found = invitations.current(work, group.id)
    if found is not None:
        _withdraw_all(work, group)
        work.record(INVITATION_WITHDRAWN, found)


def take_answer(work: Work, token: str, answer: Answer, *, network: str) -> str | None:
    """Take in what a household answers; returns the token of its private link if it joins.

    An answer for a dwelling that has answered before, or that the list does not know, changes
    nothing there: it waits for a contact person, and the sender learns nothing of the list.
    """
    work.require(policy.may_answer_invitation)
    invitation = invitations.by_token(work, token)
    group = invitations.group_of(work, invitation)
    _check(answer, households.consent_version(work, group.municipality_id))
    private = _private_token(work, invitation, answer)
    if not _is_first(work, invitation, answer, network):
        return private if answer.joins else None
    _keep_pace(work, invitation, network)
    dwelling = households.dwelling_at(work, group.id, answer.address)
    is_open = dwelling is not None and dwelling.status == "unanswered"
    if answer.joins:
        target = dwelling if is_open and dwelling else _unplaced(work, group, answer.address)
        _join(work, target, answer, private)
    elif is_open and dwelling:
        keeping.set_answer(work, dwelling, status="declined", how="link")
        dwelling.fresh = True
    keeping.recount(work, group)
    return private if answer.joins else None


def place_answer(work: Work, dwelling_id: int, *, at: int | None) -> Dwelling:
    """Say where an answer belongs: a listed dwelling, whose earlier answer it replaces, or a new
    one at the address that was written."""
    waiting = keeping.kept_dwelling_to_change(work, dwelling_id)
    group = households.kept_group(work, waiting.group_id)
    listed = households.dwelling_at(work, group.id, waiting.address)
    if at is None and listed is None:
        waiting.place_key = place_key(waiting.address)
        waiting.status, waiting.fresh = "joined", False
        work.record(DWELLING_PLACED, waiting, replaced=False)
        keeping.recount(work, group)
        return waiting
    target = listed if at is None else households.dwelling(work, at)
    if target is None or target.group_id != group.id or target.status == "unplaced":
        raise errors.place_is_unknown()
    _replace(work, target, waiting)
    keeping.recount(work, group)
    return target


def send_link(work: Work, dwelling_id: int) -> None:
    """Mail a household a new private link; the earlier one stops working."""
    dwelling = keeping.kept_dwelling_to_change(work, dwelling_id)
    if not households.details(work, dwelling).email:
        raise errors.no_mail_address()
    token = codes.new_token()
    dwelling.token_hash = codes.token_hash(token)
    work.record(LINK_SENT, dwelling)
    _mail_link(work, dwelling, token)


def change_own(work: Work, dwelling_id: int, details: Details) -> None:
    """The household changes what it has said; the contact persons' note stays."""
    dwelling = invitations.own_dwelling(work, dwelling_id)
    work.require(policy.may_hold_household, dwelling)
    if not details.names:
        raise errors.household_needs_name()
    before = households.details(work, dwelling)
    keeping.keep_details(work, dwelling, replace(details, note=before.note))
    dwelling.fresh = True
    work.record(DWELLING_DESCRIBED, dwelling, consent=dwelling.consent_version)


def leave_own(work: Work, dwelling_id: int, *, moves: bool) -> None:
    """The household withdraws its consent or moves: all it has said is erased at once."""
    dwelling = invitations.own_dwelling(work, dwelling_id)
    work.require(policy.may_hold_household, dwelling)
    group = invitations.group_to_change(work, dwelling.group_id)
    if dwelling.status == "unplaced":
        work.session.delete(dwelling)
    elif moves:
        keeping.set_moved_out(work, dwelling)
        work.record(DWELLING_MOVED_OUT, dwelling)
    else:
        keeping.set_answer(work, dwelling, status="declined", how="link")
        dwelling.fresh = True
    keeping.recount(work, group)


def _check(answer: Answer, version: str) -> None:
    if not answer.joins:
        return
    if not answer.details.names:
        raise errors.household_needs_name()
    if not answer.consents:
        raise errors.household_needs_consent()
    if answer.version != version:
        raise errors.text_has_changed()


def _private_token(work: Work, invitation: HouseholdInvitation, answer: Answer) -> str:
    """The same for the same form, so that whoever presses twice comes to the same page."""
    secret = work.runtime.settings.secret_key.encode()
    said = f"household\0{invitation.id}\0{answer.form_key}".encode()
    drawn = hmac.new(secret, said, hashlib.sha256).digest()
    return codes.new_token(lambda count: drawn[:count])


def _is_first(work: Work, invitation: HouseholdInvitation, answer: Answer, network: str) -> bool:
    work.session.execute(delete(HouseholdJoin).where(HouseholdJoin.at < work.now - KEPT_ANSWERS))
    row = HouseholdJoin(
        municipality_id=invitation.municipality_id,
        invitation_id=invitation.id,
        network_key=_network_key(work, network),
        form_hash=codes.token_hash(_private_token(work, invitation, answer)),
        at=work.now,
    )
    work.session.flush()
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return False
    return True


def _keep_pace(work: Work, invitation: HouseholdInvitation, network: str) -> None:
    # Raising undoes the counting of this very answer, which is then not taken in either.
    place = invitation.municipality_id
    per_hour = places.setting(work, place, "household.answers_per_hour")
    per_day = places.setting(work, place, "household.answers_per_day")
    hour_ago, day_ago = work.now - timedelta(hours=1), work.now - timedelta(days=1)
    key = _network_key(work, network)
    if (
        invitations.answers_from_network(work, key, hour_ago) > per_hour
        or invitations.answers_to(work, invitation, day_ago) > per_day
    ):
        raise errors.too_many_answers()


def _network_key(work: Work, network: str) -> str:
    return accounts.keyed_hash(work.runtime.settings.secret_key, "household", network)


def _unplaced(work: Work, group: Group, address: str) -> Dwelling:
    written = " ".join(address.split())
    return keeping.list_place(work, group, written, how="link", status="unplaced")


def _join(work: Work, dwelling: Dwelling, answer: Answer, private: str) -> None:
    waits = dwelling.status == "unplaced"
    keeping.set_answer(work, dwelling, status="joined", how="link")
    if waits:
        dwelling.status = "unplaced"
    keeping.keep_details(work, dwelling, answer.details)
    dwelling.consent_version = answer.version
    dwelling.token_hash = codes.token_hash(private)
    dwelling.fresh = True
    work.session.flush()
    _mail_link(work, dwelling, private)


def _mail_link(work: Work, dwelling: Dwelling, token: str) -> None:
    address = households.details(work, dwelling).email
    if address:
        to = Recipient(address, work.actor.language, private=True)
        group = invitations.group_of_dwelling(work, dwelling)
        work.mail(to, mails.household_link, dwelling, group.name, token)


def _replace(work: Work, target: Dwelling, waiting: Dwelling) -> None:
    taken = (waiting.sealed, waiting.consent_version, waiting.token_hash, waiting.answered_on)
    work.session.delete(waiting)
    work.session.flush()
    keeping.clear(target)
    target.status, target.how, target.moved_on = "joined", "link", None
    target.sealed, target.consent_version, target.token_hash, target.answered_on = taken
    work.record(DWELLING_PLACED, target, replaced=True)


def _withdraw_all(work: Work, group: Group) -> None:
    work.session.execute(
        update(HouseholdInvitation)
        .where(HouseholdInvitation.group_id == group.id, HouseholdInvitation.ended_at.is_(None))
        .values(ended_at=work.now)
    )
