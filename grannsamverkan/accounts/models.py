"""Tables of the accounts room. No row holds a password, code or token that could be used as is."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.db import Base, BigId, Id
from grannsamverkan.core.mail import Recipient
from grannsamverkan.places.models import Municipality, PoliceArea


class User(Base):
    """A person with an account: contact persons sign in by mailed code, staff by password and TOTP.

    `email` is kept as `rules.mail_key` writes it. `name` is empty until the first sign-in asks.
    `totp_next_sealed` waits for its first digits when somebody changes phones; `passkey_handle` is
    what passkeys know their owner by: random, because it lies in other people's clouds.
    """

    __tablename__ = "user"
    searchable: ClassVar = ("name", "email")

    id: Mapped[Id]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[str | None] = mapped_column(Text)
    totp_last_step: Mapped[int | None]
    totp_next_sealed: Mapped[str | None] = mapped_column(Text)
    passkey_handle: Mapped[str | None] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", order_by="RoleGrant.id", cascade="all, delete-orphan"
    )

    @property
    def recipient(self) -> Recipient:
        """Where and in which language the person is written to."""
        return Recipient(self.email, self.language)

    @property
    def actor(self) -> Actor:
        """The person as the acting party, with the roles held now. Needs `grants`."""
        return Actor(
            kind="staff" if self.kind == "staff" else "contact",
            id=self.id,
            name=self.name,
            language=self.language,
            roles=tuple(grant.as_role for grant in self.grants),
        )


class RoleGrant(Base):
    """A staff role in a municipality; `police_area_id` binds police to one area of it."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "municipality_id", "role"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    police_area_id: Mapped[int | None] = mapped_column(ForeignKey("police_area.id"))

    user: Mapped[User] = relationship(back_populates="grants")
    municipality: Mapped[Municipality] = relationship()
    police_area: Mapped[PoliceArea | None] = relationship()

    @property
    def as_role(self) -> Role:
        """The grant as plain data for policies."""
        return Role(self.role, self.municipality_id, self.police_area_id)  # type: ignore[arg-type]  # checked when granted


class LoginSession(Base):
    """One signed-in browser. The cookie holds the token, the row only its hash.

    `method` is how it was opened: code, link, totp, passkey, provider, recovery or invitation.
    """

    __tablename__ = "login_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    method: Mapped[str] = mapped_column(String(10), server_default="")
    user_agent: Mapped[str] = mapped_column(String(120), default="")

    user: Mapped[User] = relationship()

    @property
    def idle(self) -> timedelta:
        """How long it lasts without use."""
        return timedelta(minutes=self.idle_minutes)


class SignInCode(Base):
    """Six digits and a link, mailed to an address that asked to sign in.

    `handle_hash` belongs to the browser that asked (only there are the digits accepted),
    `link_hash` to the link. `code_hash` is keyed: a million codes are soon tried on a plain hash.
    """

    __tablename__ = "sign_in_code"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), index=True)
    handle_hash: Mapped[str] = mapped_column(String(64), unique=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    next_path: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)


class Invitation(Base):
    """A staff account in the making: it becomes a user when password and second factor are set."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    role: Mapped[str] = mapped_column(String(20))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    police_area_id: Mapped[int | None] = mapped_column(ForeignKey("police_area.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[str | None] = mapped_column(Text)

    municipality: Mapped[Municipality] = relationship()
    police_area: Mapped[PoliceArea | None] = relationship()

    @property
    def as_role(self) -> Role:
        """The role that the invitation promises."""
        return Role(self.role, self.municipality_id, self.police_area_id)  # type: ignore[arg-type]  # checked when granted


class Passkey(Base):
    """A key in somebody's phone, computer or security key; the row holds its public half only.

    `credential_id` is base64url, `backed_up` tells that the key is kept in its maker's cloud.
    """

    __tablename__ = "passkey"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigId)
    transports: Mapped[list[Any]]
    backed_up: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class PasskeyChallenge(Base):
    """Random bytes for one ceremony in one browser; gone once answered.

    `user_id` is set when a key is being added. `handle_hash` belongs to the browser that asked.
    """

    __tablename__ = "passkey_challenge"

    id: Mapped[Id]
    handle_hash: Mapped[str] = mapped_column(String(64), unique=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Base):
    """One of the codes on paper that stand in for a lost phone: a keyed hash, good for one use."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OutsideIdentity(Base):
    """Somebody's account at an OpenID Connect provider, bound at the first sign-in there."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class KnownDevice(Base):
    """A browser somebody has signed in with before: strangers' tries do not slow it down."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("token_hash", "user_id"),)

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class MailChoice(Base):
    """How often a person wants mail that is no part of a duty: `rules.mailing.FREQUENCIES`.

    The token opens the page that a mail program's *unsubscribe* leads to, and nothing else. The
    table is called by what it was first for.
    """

    __tablename__ = "bulletin_choice"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    frequency: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_sealed: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class SignInTry(Base):
    """One try to get in, counted to slow down guessing. Holds keyed hashes, no address.

    `device_key` is set for tries from a browser the account's owner has used before.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index(None, "purpose", "account_key", "at"),
        Index(None, "purpose", "network_key", "at"),
        Index(None, "purpose", "device_key", "at"),
    )

    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(String(10))
    account_key: Mapped[str] = mapped_column(String(64))
    network_key: Mapped[str] = mapped_column(String(64))
    device_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    success: Mapped[bool]
