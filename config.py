"""Reads the settings from the environment: defaults for development, none for production."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from grannsamverkan.core import mailbox
from grannsamverkan.core.settings import Provider, Settings, TileSource
from grannsamverkan.core.tiles.told import read_sources

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
NAMES = (
    "SECRET_KEY",
    "DATA_KEYS",
    "BASE_URL",
    "TRUSTED_PROXIES",
    "DATABASE_URL",
    "STORAGE_URL",
    "QUEUE_URL",
    "MAIL_URL",
)
# A file that names the OpenID Connect providers; without it staff has passwords and passkeys.
PROVIDERS = "SIGN_IN_PROVIDERS"
# A file that names the municipalities' own maps; without it the product draws the only one.
MAPS = "TILE_SOURCES"
DOMAIN = r"([a-z0-9-]+\.)+[a-z0-9-]+"
# An installation may do without these.
OPTIONAL = ("MAILBOX_URL",)
# Public on purpose: they protect a demo on one's own machine and nothing else.
DEVELOPMENT_SECRET = "development-only-not-a-secret"
DEVELOPMENT_KEY = "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE="


class BadSettings(ValueError):
    """One or more settings cannot be used; the message names every one of them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Settings that must be put right:\n" + "\n".join(f"- {f}" for f in faults))
        self.faults = faults


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this installation; BadSettings names every wrong one at once.

    `GRANNSAMVERKAN_ENV` is `development` (default), `testing` or `production`.
    """
    kind = environ.get("GRANNSAMVERKAN_ENV", "development")
    if kind not in {"development", "testing", "production"}:
        raise BadSettings([f"GRANNSAMVERKAN_ENV: {kind!r} is not development|testing|production"])
    values = {
        name: environ[name].strip() for name in (*NAMES, *OPTIONAL) if environ.get(name, "").strip()
    }
    faults: list[str] = []
    if kind == "production":
        faults = [f"{name}: is missing" for name in NAMES if name not in values]
    else:
        values = {**development_defaults(environ), **values}
    faults += [f"{name}: {fault}" for name, fault in _faults(values, kind)]
    providers, wrong = load_providers(environ.get(PROVIDERS, "").strip(), environ)
    faults += [f"{PROVIDERS}: {fault}" for fault in wrong]
    maps, wrong = load_maps(environ.get(MAPS, "").strip(), environ)
    faults += [f"{MAPS}: {fault}" for fault in wrong]
    if faults:
        raise BadSettings(faults)
    return Settings(
        environment=kind,  # type: ignore[arg-type]  # checked above
        secret_key=values["SECRET_KEY"],
        data_keys=tuple(values["DATA_KEYS"].split(",")),
        base_url=values["BASE_URL"].rstrip("/"),
        trusted_proxies=int(values["TRUSTED_PROXIES"]),
        database_url=values["DATABASE_URL"],
        storage_url=values["STORAGE_URL"],
        queue_url=values["QUEUE_URL"],
        mail_url=values["MAIL_URL"],
        instance=INSTANCE,
        providers=providers,
        mailbox_url=values.get("MAILBOX_URL", ""),
        tile_sources=maps,
    )


def load_providers(path: str, environ: Mapping[str, str]) -> tuple[tuple[Provider, ...], list[str]]:
    """The providers that the TOML file at `path` names, and every fault in it."""
    if not path:
        return (), []
    try:
        tables = tomllib.loads(Path(path).read_text("utf-8")).get("provider")
    except (OSError, ValueError) as error:
        return (), [f"{path} cannot be read: {error}"]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), [f"{path} names no [[provider]]"]
    read = [_provider(table, environ) for table in tables]
    faults = [fault for _made, found in read for fault in found]
    made = tuple(provider for provider, _found in read if provider)
    if len({provider.id for provider in made}) < len(made):
        faults.append("two providers have the same id")
    return made, faults


def load_maps(path: str, environ: Mapping[str, str]) -> tuple[tuple[TileSource, ...], list[str]]:
    """The maps that the TOML file at `path` names, and every fault in it."""
    if not path:
        return (), []
    try:
        tables = tomllib.loads(Path(path).read_text("utf-8")).get("tiles")
    except (OSError, ValueError) as error:
        return (), [f"{path} cannot be read: {error}"]
    sources, faults = read_sources(tables, environ)
    return sources, [f"{path}: {fault}" for fault in faults]


def _provider(
    table: dict[str, Any], environ: Mapping[str, str]
) -> tuple[Provider | None, list[str]]:
    values = {**table}
    name = str(values.get("id", "without id"))
    from_environment = values.pop("client_secret_env", None)
    if isinstance(from_environment, str):
        values["client_secret"] = environ.get(from_environment, "")
    allowed = {field.name: field for field in fields(Provider)}
    faults = [f"{key}: is unknown" for key in values.keys() - allowed.keys()]
    for key, field in allowed.items():
        if key not in values:
            if field.default is MISSING:
                faults.append(f"{key}: is missing")
        elif fault := _provider_fault(key, values[key]):
            faults.append(f"{key}: {fault}")
    if faults:
        return None, [f"provider {name!r}: {fault}" for fault in sorted(faults)]
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Provider(**{**values, **lists}), []


def _provider_fault(key: str, value: Any) -> str | None:
    if key == "mail_is_proved":
        return None if isinstance(value, bool) else "must be true or false"
    if key in {"domains", "scopes", "acr_values"}:
        return _list_fault(key, value)
    if not isinstance(value, str) or not value.strip():
        return "must be a text"
    if key == "id" and not re.fullmatch(r"[a-z0-9-]{1,40}", value):
        return "must be small letters, digits and hyphens: it stands in addresses"
    return _issuer_fault(value) if key == "issuer" else None


def _list_fault(key: str, value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        return "must be a list of texts"
    if key == "scopes" and "openid" not in value:
        return 'must contain "openid"'
    if key == "domains" and not (value and all(re.fullmatch(DOMAIN, one) for one in value)):
        return 'must be one mail domain or more, such as "kommun.example.se"'
    return None


def _issuer_fault(value: str) -> str | None:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        return None
    at_home = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    return None if at_home else "must begin with https://"


def development_defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """Everything in `instance/`, mail captured as files, reachable on this machine only."""
    return {
        "SECRET_KEY": DEVELOPMENT_SECRET,
        "DATA_KEYS": DEVELOPMENT_KEY,
        "BASE_URL": f"http://127.0.0.1:{environ.get('PORT', '5000')}",
        "TRUSTED_PROXIES": "0",
        "DATABASE_URL": f"sqlite:///{INSTANCE / 'grannsamverkan.sqlite'}",
        "STORAGE_URL": f"file://{INSTANCE / 'objects'}",
        "QUEUE_URL": f"sqlite:///{INSTANCE / 'queue.sqlite'}",
        "MAIL_URL": f"capture://{INSTANCE / 'mail'}",
    }


def _faults(values: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    checks: dict[str, Callable[[str], str | None]] = {
        "SECRET_KEY": lambda v: _secret_fault(v, kind),
        "DATA_KEYS": lambda v: _keys_fault(v, kind),
        "BASE_URL": lambda v: _base_fault(v, kind),
        "TRUSTED_PROXIES": lambda v: None if v.isdigit() else "must be a number, 0 or more",
        "DATABASE_URL": _database_fault,
        "STORAGE_URL": lambda v: _scheme_fault(v, {"file"}),
        "QUEUE_URL": lambda v: _scheme_fault(v, {"sqlite"}),
        "MAIL_URL": lambda v: _mail_fault(v, kind),
        "MAILBOX_URL": _mailbox_fault,
    }
    found = ((name, checks[name](value)) for name, value in values.items())
    return [(name, fault) for name, fault in found if fault]


def _secret_fault(value: str, kind: str) -> str | None:
    if kind == "production" and (len(value) < 32 or value == DEVELOPMENT_SECRET):
        return "must be a secret of your own with at least 32 characters"
    return None


def _keys_fault(value: str, kind: str) -> str | None:
    if kind == "production" and DEVELOPMENT_KEY in value:
        return "the development key must not be used"
    try:
        for key in value.split(","):
            Fernet(key)
    except ValueError:
        return "each key must be 32 bytes in base64 (cryptography.fernet.Fernet.generate_key())"
    return None


def _base_fault(value: str, kind: str) -> str | None:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        return "must be an address such as https://grannsamverkan.example.se"
    if kind == "production" and parts.scheme != "https":
        return "must begin with https://"
    return None


def _database_fault(value: str) -> str | None:
    try:
        driver = make_url(value).drivername
    except ArgumentError:
        return "is not a database address"
    if driver not in {"sqlite", "postgresql+psycopg"}:
        return "must begin with sqlite:/// or postgresql+psycopg://"
    return None


def _mail_fault(value: str, kind: str) -> str | None:
    if kind == "production":
        return _scheme_fault(value, {"smtp", "smtps"})
    return _scheme_fault(value, {"smtp", "smtps", "capture"})


def _mailbox_fault(value: str) -> str | None:
    try:
        mailbox.parse_urls(value)
    except ValueError as error:
        return str(error)
    return None


def _scheme_fault(value: str, allowed: set[str]) -> str | None:
    if urlsplit(value).scheme in allowed:
        return None
    return "must begin with " + " or ".join(f"{scheme}://" for scheme in sorted(allowed))
