"""Whoever writes the mails of a bulletin may be killed at any moment: each person gets one."""

import pickle
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, insert, select

from grannsamverkan.accounts.models import User
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact
from grannsamverkan.messages.jobs import mail_bulletin
from tests.support.lacks import ROOT

MANY = 600
PATIENCE_S = 60


@pytest.fixture
def bulletin(scene, group, given):
    """One that was sent to many, and whose mails are still to be written."""
    with given() as work:
        people = [
            {
                "municipality_id": scene.here,
                "kind": "contact",
                "email": f"granne{number}@exempel.se",
                "name": f"Granne {number}",
                "language": "sv",
                "active": True,
                "created_at": work.now,
            }
            for number in range(MANY)
        ]
        work.session.execute(insert(User), people)
        ids = work.session.scalars(select(User.id).where(User.email.startswith("granne")))
        rows = [
            {
                "municipality_id": scene.here,
                "group_id": group,
                "user_id": user_id,
                "head": False,
                "added_at": work.now,
            }
            for user_id in ids
        ]
        work.session.execute(insert(Contact), rows)
    return scene.sent()


def written(scene):
    """How many mails there are."""
    with scene.runtime.reading() as work:
        wanted = select(func.count()).where(MailRow.letter == "bulletin")
        return work.session.scalar(wanted)


def run_and_kill(scene, settings_file, bulletin):
    """Start a process, and kill -9 it once it has written some more; how many there are then."""
    before = written(scene)
    command = [sys.executable, "-m", "tests.support.bulletin_process", settings_file, str(bulletin)]
    process = subprocess.Popen(command, cwd=ROOT)
    until = time.monotonic() + PATIENCE_S
    while written(scene) == before:
        assert process.poll() is None, "nothing was written"
        assert time.monotonic() < until
        time.sleep(0.005)
    process.kill()
    process.wait()
    return written(scene)


def test_killed_twice_and_finished_by_another_each_person_has_one_mail(
    scene, bulletin, settings, tmp_path
):
    file = tmp_path / "settings.pickle"
    file.write_bytes(pickle.dumps(settings))

    first = run_and_kill(scene, str(file), bulletin)
    second = run_and_kill(scene, str(file), bulletin)
    assert 0 < first < second < MANY + 1
    mail_bulletin(scene.runtime, bulletin)

    to = Counter(address for letter, address in scene.mails() if letter == "bulletin")
    assert len(to) == MANY + 1
    assert set(to.values()) == {1}
    assert all(row.mail_id is not None for row in scene.receivers(bulletin))
