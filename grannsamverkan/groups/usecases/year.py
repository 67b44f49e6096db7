"""The year of an active group: asked for, confirmed in one press, or let go."""

from datetime import UTC, date, datetime, time, timedelta

from grannsamverkan.accounts.models import User
from grannsamverkan.core import codes
from grannsamverkan.core.i18n import TIMEZONE
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors, policy, queries
from grannsamverkan.groups.mails import year as mails
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.year import GroupYear, YearLink
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.rules.year import Letter, Year
from grannsamverkan.groups.usecases.life import begin_year, end_year, let_rest
from grannsamverkan.groups.workflow import YEAR_ASKED, YEAR_CONFIRMED
from grannsamverkan.places.queries import changes as own_words

LETTERS = {"ask": mails.year_asked, "remind": mails.year_reminded, "warn": mails.year_warned}


def confirm_year(work: Work, group_id: int, *, met_on: date | None, signs: str) -> bool:
    """A signed-in contact person confirms the year; False if it was done already."""
    group = queries.group_to_change(work, group_id)
    work.require(policy.may_confirm_year, group)
    return _confirm(work, group, work.get(User, work.actor.id), met_on, signs)


def confirm_by_link(work: Work, token: str, *, met_on: date | None, signs: str) -> bool:
    """The same by the personal link of a letter, which is good for its own year only."""
    link = reads.link(work, token)
    work.require(policy.holds_year_link, link)
    group = reads.hold(work, link.year.group)
    work.session.refresh(link.year)
    if link.year.ended_at is not None:
        return False
    return _confirm(work, group, link.user, met_on, signs)


def look_after_year(work: Work, group_id: int) -> None:
    """What the clock does for one group today; harmless to do twice."""
    work.require(lambda actor: actor.is_system)
    group = reads.group_of_job(work, group_id)
    if group.state != "active":
        return
    row = reads.open_year(work, group)
    if row is None:
        # Active since before years were kept: its year begins when it became active.
        since = reads.became_active(work, group)
        row = begin_year(work, group, since.astimezone(TIMEZONE).date() if since else None)
    year, today = reads.as_year(work, row), reads.today(work)
    letter = year.letter(today)
    if year.is_out(today):
        let_rest(work, group)
    elif letter is not None:
        _note_letter(row, letter, today)
        _write(work, row, letter)


def _confirm(work: Work, group: Group, by: User, met_on: date | None, signs: str) -> bool:
    today = reads.today(work)
    if met_on is not None and met_on > today:
        raise errors.day_has_not_come("met_on")
    row = reads.open_year(work, group)
    if row is None:
        raise errors.no_year_to_confirm()
    if today < reads.as_year(work, row).opens_on:
        return False
    row.met_on, row.signs, row.confirmed_by = met_on, signs, by.id
    row.dwellings, row.joined, row.declined = group.dwellings, group.joined, group.declined
    end_year(work, group, "confirmed")
    work.record(
        YEAR_CONFIRMED,
        group,
        by=by.id,
        met_on=met_on.isoformat() if met_on else None,
        signs=signs,
    )
    begun = begin_year(work, group)
    _tell_confirmed(work, group, begun, by, signs)
    return True


def _tell_confirmed(work: Work, group: Group, begun: GroupYear, by: User, signs: str) -> None:
    next_due = reads.as_year(work, begun).due_on
    for contact in group.contacts:
        if contact.user_id != by.id:
            work.mail(
                contact.user.recipient, mails.year_confirmed, group, by.name or by.email, next_due
            )
    if signs == "worn":
        for user in queries.deciders(work, group, ("coordinator",)):
            work.mail(user.recipient, mails.signs_worn, group)


def _note_letter(row: GroupYear, letter: Letter, today: date) -> None:
    if letter == "ask":
        row.asked_on = today
    elif letter == "remind":
        row.reminded_on = today
    else:
        row.warned_on = today


def _write(work: Work, row: GroupYear, letter: Letter) -> None:
    group, year = row.group, reads.as_year(work, row)
    work.session.flush()
    for contact in group.contacts:
        token = _give_link(work, row, contact.user, year)
        words = own_words.text_for(work, group.municipality, "mail.year", contact.user.language)
        sent = work.mail(contact.user.recipient, LETTERS[letter], group, token, year, words)
        # The letter carries the token itself: it is blanked as soon as the mail has gone.
        sent.holds_secret = True
    if letter == "warn":
        for user in queries.deciders(work, group, ("police",)):
            work.mail(user.recipient, mails.year_warned_police, group, year)
    work.record(YEAR_ASKED, group, letter=letter)


def _give_link(work: Work, row: GroupYear, user: User, year: Year) -> str:
    token = codes.new_token()
    ends = datetime.combine(year.dormant_on + timedelta(days=1), time(), TIMEZONE)
    work.session.add(
        YearLink(
            municipality_id=row.municipality_id,
            year_id=row.id,
            user_id=user.id,
            token_hash=codes.token_hash(token),
            expires_at=max(ends.astimezone(UTC), work.now + timedelta(days=year.clocks.warn_days)),
        )
    )
    return token
