"""Passkeys (W3C WebAuthn level 3): what is asked of a browser, and whether its answer holds.

Pure. The origin comes from the installation's own address, never from the request. The person is
always verified by the key (finger, face or PIN), so that a key is two factors in one.
"""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, generate_challenge, generate_user_handle
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

CEREMONY_LIFETIME = timedelta(minutes=5)
"""Time to find the security key; browsers give up after this too."""
MOST_KEYS = 20
LONGEST_ANSWER = 20_000
"""Characters of a browser's answer; with an attestation it is a few thousand."""
NAME_LONGEST = 60
_TRANSPORTS = frozenset({"ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"})
_TIMEOUT_MS = int(CEREMONY_LIFETIME / timedelta(milliseconds=1))


class BadAnswer(ValueError):
    """The browser's answer does not hold."""


@dataclass(frozen=True)
class Site:
    """Whom keys are bound to: `rp_id` is the host, `origin` scheme, host and port."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """What is kept of a key: `credential_id` in base64url, and the public half."""

    credential_id: str
    public_key: bytes
    sign_count: int
    backed_up: bool
    transports: list[Any]


@dataclass(frozen=True)
class Use:
    """A proved use of a key."""

    sign_count: int
    backed_up: bool


def site(base_url: str) -> Site | None:
    """The site of an installation; None where browsers allow no keys (an IP address, plain http).

    Browsers make an exception for http on `localhost`.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if _is_ip(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}")


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def new_challenge() -> bytes:
    """64 random bytes."""
    return generate_challenge()


def new_handle() -> str:
    """What keys know their owner by: 64 random bytes in hexadecimal, of which 32 are kept."""
    return generate_user_handle()[:32].hex()


def ask_for_new_key(
    where: Site, challenge: bytes, *, handle: str, account: str, name: str, have: Sequence[str]
) -> str:
    """Options, as JSON, for `navigator.credentials.create`; keys in `have` are not made again."""
    options = generate_registration_options(
        rp_id=where.rp_id,
        rp_name="Grannsamverkan",
        user_name=account,
        user_display_name=name or account,
        user_id=bytes.fromhex(handle),
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(known)) for known in have
        ],
    )
    return options_to_json(options)


def ask_for_key(where: Site, challenge: bytes) -> str:
    """Options, as JSON, for `navigator.credentials.get`: any key of this site, no name typed."""
    return options_to_json(
        generate_authentication_options(
            rp_id=where.rp_id,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def read_new_key(where: Site, challenge: bytes, answer: str) -> NewKey:
    """The key in a browser's answer to `ask_for_new_key`; BadAnswer if it does not hold."""
    data = _parsed(answer)
    try:
        found = verify_registration_response(
            credential=data,
            expected_challenge=challenge,
            expected_rp_id=where.rp_id,
            expected_origin=where.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise BadAnswer(str(error)) from error
    return NewKey(
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        backed_up=found.credential_backed_up,
        transports=_transports(data),
    )


def _transports(data: dict[str, Any]) -> list[Any]:
    response = data.get("response")
    told = response.get("transports") if isinstance(response, dict) else None
    return sorted(_TRANSPORTS & {t for t in told or () if isinstance(t, str)})


def credential_id(answer: str) -> str:
    """The key that an answer speaks of, before anything is proved; BadAnswer if there is none."""
    found = _parsed(answer).get("id")
    if not isinstance(found, str) or not found or len(found) > 1400:
        raise BadAnswer("no id")
    return found


def check_use(
    where: Site, challenge: bytes, answer: str, *, public_key: bytes, sign_count: int, handle: str
) -> Use:
    """Prove a use of a key; BadAnswer for a wrong signature, a copied key or a foreign owner."""
    data = _parsed(answer)
    try:
        found = verify_authentication_response(
            credential=data,
            expected_challenge=challenge,
            expected_rp_id=where.rp_id,
            expected_origin=where.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
        owner = base64url_to_bytes(data["response"]["userHandle"]).hex()
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadAnswer(str(error)) from error
    if owner != handle:
        raise BadAnswer("the key belongs to somebody else")
    return Use(found.new_sign_count, found.credential_backed_up)


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise BadAnswer("too long")
    try:
        data = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("no JSON") from error
    if not isinstance(data, dict):
        raise BadAnswer("no object")
    return data
