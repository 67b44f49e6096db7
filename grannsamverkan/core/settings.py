"""What an installation decides from outside: addresses and secrets, read once at start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider at which staff may sign in.

    `domains` are the mail domains it may speak for. `mail_claim` holds the address that finds the
    account; unless `mail_is_proved` it counts only if `verified_claim` is true. Of `acr_values`,
    where there are any, one must be the level of the sign-in.
    """

    id: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    scopes: tuple[str, ...] = ("openid", "email")
    acr_values: tuple[str, ...] = ()
    mail_claim: str = "email"
    verified_claim: str = "email_verified"
    mail_is_proved: bool = False


@dataclass(frozen=True)
class Settings:
    """All settings of one installation.

    `data_keys` are Fernet keys, the first encrypts and all decrypt, so that a key can be rotated.
    `mailbox_url` names the mailboxes to read, with white space between them; none if empty.
    `trusted_proxies` is the number of proxies in front whose forwarded headers are believed.
    """

    environment: Literal["development", "testing", "production"]
    secret_key: str
    data_keys: tuple[str, ...]
    base_url: str
    trusted_proxies: int
    database_url: str
    storage_url: str
    queue_url: str
    mail_url: str
    instance: Path
    providers: tuple[Provider, ...] = ()
    mailbox_url: str = ""

    @property
    def in_development(self) -> bool:
        """True where captured mail and the demo sign-ins may be shown."""
        return self.environment != "production"
