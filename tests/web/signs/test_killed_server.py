"""A server killed at any moment: what it said yes to is there, and no row lacks its photo."""

import hashlib
import http.client
import random
import threading
import time
import uuid

import pytest

from tests.support.mortal import MortalServer
from tests.support.mounting import MountingScene, phone_photo

pytestmark = pytest.mark.sqlite_only
UPLOADS = 30
SENDERS = 3
KILLS = 4
SEED = 20261122
PAUSE_S = 0.15
PATIENCE_S = 200
"""Four starts of the server on a machine with other work take their time."""


@pytest.fixture
def server(settings, tmp_path):
    made = MortalServer(settings, tmp_path)
    yield made
    made.kill()


class Phone(threading.Thread):
    """Sends its photos one after another, each until it gets a yes; `yes` is what it was told."""

    def __init__(self, port, path, photos):
        super().__init__()
        self.port, self.path, self.photos = port, path, photos
        self.yes = {}
        self.answers = []

    def run(self):
        for photo in self.photos:
            key, until = str(uuid.uuid4()), time.monotonic() + PATIENCE_S
            while self._try(photo, key) not in (200, 201) and time.monotonic() < until:
                time.sleep(0.02)
            # Nobody photographs without a pause; the kills must come while photos are still sent.
            time.sleep(PAUSE_S)

    def _try(self, photo, key):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Idempotency-Key": key,
            "Content-Type": "application/octet-stream",
            "Accept": "application/json",
        }
        try:
            connection.request("POST", f"{self.path}/foton?vy=post", photo, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        self.answers.append(answer.status)
        if answer.status in (200, 201):
            self.yes[key] = hashlib.sha256(photo).hexdigest()
        return answer.status


def test_every_photo_that_got_a_yes_outlives_any_kill_and_is_there_once(
    runtime, given, server, testdata
):
    scene = MountingScene(runtime, given)
    dice = random.Random(SEED)  # noqa: S311  # no secret is made
    letters = (scene.mine, scene.other)
    photo = phone_photo(testdata)
    share = UPLOADS // SENDERS
    # Two phones share a letter, so that their photos meet in one set.
    phones = [
        Phone(
            server.port,
            letters[number % 2].path,
            [photo + dice.randbytes(16) for _ in range(share)],
        )
        for number in range(SENDERS)
    ]
    server.start()
    for phone in phones:
        phone.start()
    kills = 0
    while any(phone.is_alive() for phone in phones):
        time.sleep(dice.uniform(0.02, 0.25))
        if kills < KILLS:
            server.kill()
            kills += 1
            server.start()
    for phone in phones:
        phone.join()

    promised = sorted(name for phone in phones for name in phone.yes.values())
    rows = [row.original for letter in letters for row in scene.photos(letter)]
    assert kills == KILLS
    assert len(promised) == UPLOADS
    assert sorted(rows) == promised
    for name in rows:
        assert hashlib.sha256(runtime.storage.get(name)).hexdigest() == name
    assert {status for phone in phones for status in phone.answers} <= {200, 201}
