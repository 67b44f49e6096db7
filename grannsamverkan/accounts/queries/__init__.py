"""Every read of the accounts room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grannsamverkan.accounts import errors, policy, rules
from grannsamverkan.accounts.models import (
    Invitation,
    LoginSession,
    RoleGrant,
    SignInCode,
    User,
)
from grannsamverkan.accounts.queries import pace
from grannsamverkan.core import codes
from grannsamverkan.core.db import BigId
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality


def user(work: Work, user_id: int) -> User:
    """The user by id; NotFound if there is none."""
    return work.get(User, user_id)


def user_by_email(work: Work, email: str) -> User | None:
    """The user with that address, however it is written, or None."""
    return work.session.scalar(select(User).where(User.email == rules.mail_key(email)))


def names(work: Work, ids: Iterable[int]) -> dict[int, str]:
    """Name by user id; ids without a user are left out."""
    found = work.session.execute(select(User.id, User.name).where(User.id.in_(set(ids))))
    return dict(found.all())


# Without an area nothing equals it, and whoever is bound to one is left out.
_IS_STAFF = and_(
    User.active,
    User.kind == "staff",
    User.grants.any(
        and_(
            RoleGrant.role == bindparam("role"),
            RoleGrant.municipality_id == bindparam("place", type_=BigId),
            or_(
                RoleGrant.police_area_id.is_(None),
                RoleGrant.police_area_id == bindparam("area", type_=BigId),
            ),
        )
    ),
)
_STAFF = select(User).where(_IS_STAFF)
_COLLEAGUES = select(User.id, User.name, User.email).where(_IS_STAFF)


@dataclass(frozen=True)
class Colleague:
    """One of the staff as others see them."""

    id: int
    name: str
    email: str


def staff_with_role(
    work: Work, role: str, municipality_id: int, police_area_id: int | None = None
) -> list[User]:
    """Active staff with that role there, by name.

    Police bound to another area than `police_area_id` are left out; those of the whole
    municipality always belong. Without an area only the latter are found.
    """
    asked = {"role": role, "place": municipality_id, "area": police_area_id}
    found = work.session.scalars(_STAFF, asked)
    return sorted(found, key=lambda person: (person.name, person.id))


def colleagues(work: Work, role: str, municipality_id: int) -> list[Colleague]:
    """Whom `staff_with_role` finds without an area, by name: for pages that only name them."""
    asked = {"role": role, "place": municipality_id, "area": None}
    found = (Colleague(*row) for row in work.rows(_COLLEAGUES, asked))
    return sorted(found, key=lambda person: (person.name, person.id))


def live_session(work: Work, token: str) -> LoginSession | None:
    """The session behind a cookie with its user and roles, in one query; None if it is over."""
    row = work.session.scalar(
        select(LoginSession)
        .where(LoginSession.token_hash == codes.token_hash(token), LoginSession.ended_at.is_(None))
        .options(joinedload(LoginSession.user).joinedload(User.grants))
    )
    if row is None or not row.user.active:
        return None
    return row if rules.is_live(work.now, row.seen_at, row.idle, row.ends_at) else None


def code_for_link(work: Work, token: str) -> SignInCode | None:
    """The mailed code whose link this is, while it can still be used."""
    return _usable(work, SignInCode.link_hash == codes.token_hash(token))


def code_for_browser(work: Work, handle: str) -> SignInCode | None:
    """The code that this browser asked for, while it can still be used."""
    return _usable(work, SignInCode.handle_hash == codes.token_hash(handle))


def _usable(work: Work, which: ColumnElement[bool]) -> SignInCode | None:
    # Locked where the database can, so that two presses at once do not both get in.
    return work.session.scalar(
        select(SignInCode)
        .where(
            which,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > work.now,
            SignInCode.wrong_tries < rules.CODE_TRIES,
        )
        .with_for_update()
    )


def code_lifetime(work: Work, person: User | None) -> timedelta:
    """How long a mailed code is good: the municipality's setting, where one is known."""
    municipality_id = person.municipality_id if person else only_municipality(work)
    if municipality_id is None:
        return rules.CODE_LIFETIME
    return timedelta(minutes=places.setting(work, municipality_id, "code.sign_in_minutes"))


def stay(work: Work, person: User) -> rules.Stay:
    """How long the person stays signed in: the municipality's settings, where one is known."""
    place = person.municipality_id
    if place is None:
        return rules.STAYS[person.kind]
    if person.kind == "staff":
        return rules.Stay(
            idle=timedelta(minutes=places.setting(work, place, "session.staff_idle_minutes")),
            longest=timedelta(hours=places.setting(work, place, "session.staff_absolute_hours")),
        )
    return rules.Stay(
        idle=timedelta(days=places.setting(work, place, "session.contact_idle_days")),
        longest=timedelta(days=places.setting(work, place, "session.contact_absolute_days")),
    )


def only_municipality(work: Work) -> int | None:
    """The municipality to which everybody belongs, if the installation serves just one."""
    ids = work.session.scalars(select(Municipality.id).limit(2)).all()
    return ids[0] if len(ids) == 1 else None


def password_on_file(
    work: Work, *, email: str, network: str, device: str | None = None
) -> str | None:
    """The hash to compare with, or None where nobody may sign in; raises TooManyTries.

    A read of its own: comparing takes some 0.1 s, too long to hold the write lock for.
    """
    person = user_by_email(work, email)
    account = rules.mail_key(email)
    pace.check_pace(
        work, pace.try_keys(work, "password", account, network, person=person, device=device)
    )
    return person.password_hash if can_use_password(person) and person else None


def can_use_password(person: User | None) -> bool:
    """True for active staff with both password and second factor."""
    return bool(
        person
        and person.active
        and person.kind == "staff"
        and person.password_hash
        and person.totp_sealed
    )


def can_use_passkey(person: User) -> bool:
    """True for everybody whose account is open; of staff, for those who still have a role."""
    return person.active and (person.kind == "contact" or bool(person.grants))


def ticket_owner(work: Work, ticket: str) -> User | None:
    """Whoever passed the password step with this ticket and may still sign in, or None."""
    user_id = rules.ticket_holder(ticket)
    if user_id is None:
        return None
    # Locked where the database can, so that one code does not serve two sign-ins at once.
    person = work.session.get(User, user_id, with_for_update=True)
    if person is None or not can_use_password(person):
        return None
    secret, stored = work.runtime.settings.secret_key, person.password_hash or ""
    return person if rules.is_ticket(ticket, secret, person.id, work.now, stored) else None


def totp_step(work: Work, person: User, digits: str) -> int | None:
    """The step of the person's app that the digits belong to, or None: wrong, old or used."""
    secret = work.runtime.vault.open(person.totp_sealed or "")
    return rules.matching_step(secret, rules.only_digits(digits), work.now, person.totp_last_step)


def staff_member(work: Work, user_id: int) -> User:
    """A staff member whose roles the actor manages; NotFound for anybody else."""
    return work.get(User, user_id, policy.may_manage_person)


def open_invitation(work: Work, token: str) -> Invitation:
    """The invitation behind a link; NotFound, with the same words, for all that cannot be used."""
    row = work.session.scalar(
        select(Invitation)
        .where(
            Invitation.token_hash == codes.token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > work.now,
        )
        .with_for_update(of=Invitation)
    )
    if row is None:
        raise errors.invitation_gone()
    return row


def invitation_secret(work: Work, row: Invitation) -> str:
    """The TOTP secret being set up; NotFound before a password is chosen."""
    if row.totp_sealed is None:
        raise errors.invitation_gone()
    return work.runtime.vault.open(row.totp_sealed)


def municipalities_managed(work: Work) -> Sequence[Municipality]:
    """The municipalities whose staff the actor manages."""
    ids = policy.managed_municipalities(work.actor)
    return [place for place in places.municipalities(work) if place.id in ids]


def staff_managed(work: Work) -> Sequence[User]:
    """Staff with a role in a municipality that the actor manages, with roles and areas."""
    ids = policy.managed_municipalities(work.actor)
    return work.session.scalars(
        select(User)
        .where(User.active, User.grants.any(RoleGrant.municipality_id.in_(ids)))
        .options(
            selectinload(User.grants).joinedload(RoleGrant.police_area),
            selectinload(User.grants).joinedload(RoleGrant.municipality),
        )
        .order_by(User.name, User.id)
    ).all()


def grants_managed(work: Work, person: User) -> list[RoleGrant]:
    """The person's roles in municipalities whose staff the actor manages."""
    return [g for g in person.grants if policy.may_manage_staff(work.actor, g.municipality_id)]


def invitations_managed(work: Work) -> Sequence[Invitation]:
    """Invitations nobody has taken up yet, in municipalities that the actor manages."""
    ids = policy.managed_municipalities(work.actor)
    return work.session.scalars(
        select(Invitation)
        .where(
            Invitation.municipality_id.in_(ids),
            Invitation.used_at.is_(None),
            Invitation.expires_at > work.now,
        )
        .options(joinedload(Invitation.police_area), joinedload(Invitation.municipality))
        .order_by(Invitation.created_at)
    ).all()


def admins(work: Work, municipality_id: int) -> list[User]:
    """The municipality's active administrators."""
    return staff_with_role(work, "admin", municipality_id)


def hold_municipality(work: Work, municipality_id: int) -> None:
    """Let nobody else count its administrators until this work is over.

    Two administrators who take each other's role at the same moment would both see the other.
    """
    work.session.execute(
        select(Municipality.id).where(Municipality.id == municipality_id).with_for_update()
    )


def codes_for_trying_out(work: Work) -> list[tuple[str, str, str]]:
    """(name, address, second factor as it stands now) of all staff, on one's own machine only.

    Raises NotFound in production: there a second factor is nobody else's business.
    """
    if not work.runtime.settings.in_development:
        raise NotFound()
    staff = work.session.scalars(
        select(User).where(User.kind == "staff", User.totp_sealed.is_not(None)).order_by(User.id)
    )
    return [
        (person.name, person.email, rules.totp_now(_opened(work, person), work.now))
        for person in staff
    ]


def _opened(work: Work, person: User) -> str:
    return work.runtime.vault.open(person.totp_sealed or "")
