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
class TileSource:
    """A map of picture tiles that a municipality (by its slug) shows on top of the product's own.

    "xyz" and "wmts" are asked for at `url`, in which {z}, {x} and {y} are filled in; "gpkg" and
    "pmtiles" are read from `file`. A service's tiles lie in the web's grid unless `origin` (the
    upper left corner) and `resolutions` (metres a pixel, the farthest zoom first) tell another in
    the plane `epsg`; `matrices` are its names for the zooms. `secret` goes along as `header` and to
    no browser. `bounds` are west, south, east, north in degrees: beyond them nothing is
    asked for. `names` tells whether the tiles write names, so that ours step back.
    """

    municipality: str
    kind: Literal["xyz", "wmts", "gpkg", "pmtiles"]
    label: str
    attribution: str
    url: str = ""
    file: str = ""
    epsg: int = 3857
    origin: tuple[float, float] | None = None
    resolutions: tuple[float, ...] = ()
    matrices: tuple[str, ...] = ()
    tile_size: int = 256
    min_zoom: int = 9
    max_zoom: int = 19
    bounds: tuple[float, float, float, float] | None = None
    secret: str = ""
    header: str = "Authorization"
    names: bool = True


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
    tile_sources: tuple[TileSource, ...] = ()

    @property
    def in_development(self) -> bool:
        """True where captured mail and the demo sign-ins may be shown."""
        return self.environment != "production"
