"""Signing in at somebody else's door: OpenID Connect 1.0, authorization code with PKCE.

Talks to the provider and proves its answer; who the person is to us is decided elsewhere. Nothing
of a dance is kept by us but its secrets, which travel sealed in the browser's own session.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from grannsamverkan.core.settings import Provider

TIMEOUT_S = 10
LEEWAY_S = 60
DISCOVERY = "/.well-known/openid-configuration"
# Signatures only the provider can make: none of the kinds that share our client secret.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
Reason = Literal["denied", "provider", "expired", "level"]


class Refused(Exception):
    """No sign-in came of it.

    `denied`: the person or the provider said no. `expired`: this browser began no such dance.
    `level`: the sign-in was weaker than what is asked for. `provider`: its answer does not hold.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True)
class Dance:
    """What this browser must bring back for an answer to count."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next_path: str | None

    def sealed(self) -> str:
        """As text, for the vault."""
        return json.dumps(asdict(self))


def read_dance(text: str) -> Dance:
    """What `Dance.sealed` wrote."""
    return Dance(**json.loads(text))


def begin(
    provider: Provider, callback: str, *, language: str, next_path: str | None = None
) -> tuple[str, Dance]:
    """Where to send the browser, and what it shall remember. Raises Refused."""
    try:
        metadata = _metadata(provider)
        nonce, verifier = generate_token(43), generate_token(64)
        more = {"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}
        address, state = _session(provider, metadata, callback).create_authorization_url(
            metadata["authorization_endpoint"],
            nonce=nonce,
            code_verifier=verifier,
            ui_locales=language,
            **more,
        )
    except (AuthlibBaseError, requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise Refused("provider", str(error)) from error
    return address, Dance(provider.id, state, nonce, verifier, next_path)


def finish(
    provider: Provider, callback: str, dance: Dance | None, answer: Mapping[str, str]
) -> dict[str, Any]:
    """The proved claims about whoever signed in there. Raises Refused."""
    if dance is None or dance.provider != provider.id:
        raise Refused("expired")
    # Some providers leave the state out of a refusal; a refusal opens nothing.
    if "error" in answer:
        raise Refused("denied" if answer["error"] == "access_denied" else "provider")
    _check_state(provider, dance, answer)
    try:
        claims = _claims(provider, callback, dance, answer)
    except (
        AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError
    ) as error:  # fmt: skip
        raise Refused("provider", str(error)) from error
    if provider.acr_values and claims.get("acr") not in provider.acr_values:
        raise Refused("level")
    return claims


def _check_state(provider: Provider, dance: Dance, answer: Mapping[str, str]) -> None:
    state = answer.get("state", "")
    if not hmac.compare_digest(state.encode(), dance.state.encode()):
        raise Refused("expired")
    # RFC 9207: an answer that names another provider is one that was mixed up.
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Refused("provider", "another issuer")


def _claims(
    provider: Provider, callback: str, dance: Dance, answer: Mapping[str, str]
) -> dict[str, Any]:
    metadata = _metadata(provider)
    with _session(provider, metadata, callback) as session:
        token = session.fetch_token(
            metadata["token_endpoint"],
            code=answer["code"],
            code_verifier=dance.verifier,
            grant_type="authorization_code",
            timeout=TIMEOUT_S,
        )
        claims = _proved(provider, metadata, token, dance.nonce)
        wanted = {provider.mail_claim, provider.verified_claim} - claims.keys()
        if wanted and "userinfo_endpoint" in metadata:
            told = _json(session.get(metadata["userinfo_endpoint"], timeout=TIMEOUT_S))
            # Its answer is about the same person, or about nobody.
            if told.get("sub") == claims["sub"]:
                claims.update({name: told[name] for name in wanted & told.keys()})
    return claims


def _proved(
    provider: Provider, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    keys = KeySet.import_key_set(_fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]  # checked by the library
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    registry = JWSRegistry(
        algorithms=sorted(ALGORITHMS.intersection(offered)), strict_check_header=False
    )
    read = jwt.decode(token["id_token"], key=keys, registry=registry)
    claims = CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "sub": {"essential": True},
            "aud": {"essential": True, "value": provider.client_id},
            "exp": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        },
        {"nonce": nonce, "client_id": provider.client_id, "access_token": token["access_token"]},
    )
    claims.validate(leeway=LEEWAY_S)
    return dict(claims)


def _session(provider: Provider, metadata: Mapping[str, Any], callback: str) -> OAuth2Session:
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = "client_secret_basic" in methods
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        scope=" ".join(provider.scopes),
        redirect_uri=callback,
        code_challenge_method="S256",
    )


def _metadata(provider: Provider) -> dict[str, Any]:
    metadata = _fetch(provider.issuer.rstrip("/") + DISCOVERY)
    if metadata.get("issuer") != provider.issuer:
        raise ValueError("the provider calls itself by another name")
    return metadata


def _fetch(address: str) -> dict[str, Any]:
    return _json(requests.get(address, timeout=TIMEOUT_S, allow_redirects=False))


def _json(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code != requests.codes.ok:
        raise ValueError(f"the provider answered {answer.status_code}")
    data = answer.json()
    if not isinstance(data, dict):
        raise TypeError("the provider answered with no object")
    return data
