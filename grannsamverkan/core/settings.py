"""What an installation decides from outside: addresses and secrets, read once at start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Settings:
    """All settings of one installation.

    `data_keys` are Fernet keys, the first encrypts and all decrypt, so that a key can be rotated.
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

    @property
    def in_development(self) -> bool:
        """True where captured mail and the demo sign-ins may be shown."""
        return self.environment != "production"
