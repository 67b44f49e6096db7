"""A real OpenID Connect provider in a process of its own: its imports warn, ours must not."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import requests

from grannsamverkan.core.settings import Provider
from tests.support.waiting import until

PROGRAM = Path(sys.executable).with_name("oidc-provider-mock")


class ProviderProcess:
    """Signs in whoever a test names; `knows` says what it tells of them."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [PROGRAM, "--port", str(self.port), "--require-nonce", "true"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        assert until(self._answers, limit_s=60), "the provider did not start"

    def as_setting(self, domain: str, acr_values: tuple[str, ...] = ()) -> Provider:
        """The provider as an installation is told of it."""
        return Provider(
            id="polisen",
            label="Polisen",
            issuer=self.issuer,
            client_id="grannsamverkan",
            client_secret="hemlig",
            domains=(domain,),
            acr_values=acr_values,
        )

    def _answers(self) -> bool:
        try:
            return requests.get(self.issuer + "/jwks", timeout=5).ok
        except requests.ConnectionError:
            return False

    def knows(self, subject: str, **claims: object) -> None:
        """From now on it tells these claims about the subject."""
        answer = requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=10)
        assert answer.status_code == requests.codes.no_content, answer.text

    def signs_in(self, address: str, subject: str) -> str:
        """Somebody comes to `address` and signs in; returns where the browser is sent back to."""
        return self._press(address, {"sub": subject})

    def declines(self, address: str) -> str:
        """Somebody comes to `address` and says no."""
        return self._press(address, {"action": "deny"})

    def _press(self, address: str, data: dict[str, str]) -> str:
        shown = requests.get(address, timeout=10)
        assert shown.ok, shown.text
        answer = requests.post(address, data=data, timeout=10, allow_redirects=False)
        return answer.headers["Location"]

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(timeout=30)
