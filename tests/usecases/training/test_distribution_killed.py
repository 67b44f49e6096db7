"""A distribution to many goes on after `kill -9`, and one refused receiver harms no other."""

import os
from collections import Counter

import pytest
from sqlalchemy import func, insert, select, update

from grannsamverkan.accounts.models import User
from grannsamverkan.core import delivery, worker
from grannsamverkan.core.clock import system_clock
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact
from grannsamverkan.training.models import Assignment, Receiver
from tests.support.processes import started
from tests.support.waiting import until
from tests.usecases.training.distributing import DistributionScene

MANY = int(os.environ.get("RECEIVERS", "400"))
"""Of a distribution; by hand, RECEIVERS=10000."""
PATIENCE_S = 30 + MANY / 10

pytestmark = pytest.mark.timeout(60 + MANY)


@pytest.fixture
def clock():
    """The machine's, as the process that is killed has no other."""
    return system_clock


@pytest.fixture
def mail_url(smtp_server):
    return smtp_server.url(login=True, query="timeout=5")


@pytest.fixture
def scene(runtime, given):
    return DistributionScene(runtime, given)


@pytest.fixture
def group(scene):
    return scene.group(scene.person("Maja Lind"), name="Björkvägen")


@pytest.fixture
def many(scene, group, given):
    """So many contact persons, Maja among them."""
    with given() as work:
        people = [
            {
                "municipality_id": scene.town.here,
                "kind": "contact",
                "email": f"granne{number}@exempel.se",
                "name": f"Granne {number}",
                "language": "sv",
                "active": True,
                "created_at": work.now,
            }
            for number in range(MANY - 1)
        ]
        work.session.execute(insert(User), people)
        ids = work.session.scalars(select(User.id).where(User.email.startswith("granne"))).all()
        place = {"municipality_id": scene.town.here, "group_id": group.id, "head": False}
        rows = [{**place, "user_id": user_id, "added_at": work.now} for user_id in ids]
        work.session.execute(insert(Contact), rows)


@pytest.fixture
def start(settings, tmp_path):
    """Starts a worker process over the test's own database."""
    with started("tests.support.distribution_process", settings, tmp_path) as start_one:
        yield start_one


def count(scene, column, *conditions):
    with scene.runtime.reading() as work:
        return work.session.scalar(select(func.count(column)).where(*conditions))


def written(scene):
    return count(scene, MailRow.id)


def unsent(scene):
    return count(scene, MailRow.id, MailRow.sent_at.is_(None))


def kill(scene, process):
    """Kill -9, and let the lease run out as if five minutes had passed."""
    assert process.poll() is None, "it was done before it could be killed"
    process.kill()
    process.wait()
    with scene.given() as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=work.now))


def test_killed_while_it_writes_and_while_it_sends_each_mail_goes_once_or_once_more(
    scene, many, start, smtp_server
):
    distribution_id = scene.planned(scene.material())
    scene.press_send(distribution_id)

    writing = start()
    assert until(lambda: written(scene), PATIENCE_S)
    kill(scene, writing)
    assert 0 < written(scene) < MANY
    sending = start()
    assert until(lambda: smtp_server.count() >= MANY // 3, PATIENCE_S)
    kill(scene, sending)
    assert 0 < unsent(scene) < MANY
    worker.run_all(scene.runtime, 2 * MANY)

    came = Counter(message["Message-ID"] for message in smtp_server.messages())
    to = Counter(message["To"] for message in smtp_server.messages())
    with scene.runtime.reading() as work:
        known = work.session.scalars(select(MailRow.message_id)).all()
        links = work.session.scalars(select(Receiver.link_hash)).all()
        assignments = work.session.scalars(select(Assignment.token_hash)).all()
    assert len(known) == len(set(known)) == len(to) == MANY
    assert came.keys() == set(known)
    assert max(came.values()) <= 2, "once more, with the same Message-ID"
    assert sum(came.values()) - MANY <= 2 * delivery.NOTED_TOGETHER
    assert sorted(links) == sorted(assignments)
    assert len(set(links)) == MANY
    scene.settle()
    assert Counter(scene.ways(distribution_id).values()) == {"sent": MANY}


def test_a_server_that_refuses_one_of_many_keeps_none_of_the_others(scene, group, smtp_server):
    for name in ("Refused Person", "Olle Ek", "Pia Alm"):
        scene.join(scene.person(name), group)

    distribution_id = scene.sent(scene.material())
    worker.run_all(scene.runtime)
    scene.settle()

    assert scene.ways(distribution_id) == {
        "Maja Lind": "sent",
        "Refused Person": "refused",
        "Olle Ek": "sent",
        "Pia Alm": "sent",
    }
    assert len(smtp_server.messages()) == 3
