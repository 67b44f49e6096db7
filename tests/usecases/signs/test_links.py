"""A task that somebody without an account does, by a letter or a mail."""

import pytest

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.errors import DomainError, NotFound, Unmet
from grannsamverkan.signs.queries import links as link_queries
from grannsamverkan.signs.usecases import links
from tests.support.mailbox import links_in, text_of


@pytest.fixture
def task_id(scene, sent_mail):
    """A sign is to come down."""
    task_id = scene.ordered_down(scene.standing())
    sent_mail()
    return task_id


def give(scene, task_id, by=None, **whom):
    with scene.runtime.work((by or scene.maja).actor) as work:
        return links.give_task(work, task_id, **whom).id


def token(scene, link_id):
    with scene.runtime.work(scene.maja.actor) as work:
        return links.letter_token(work, link_id)


def holder(task_id):
    return Actor("link", opens=("sign_task", task_id))


def is_good(scene, secret):
    with scene.runtime.reading() as work:
        return link_queries.link_by_token(work, secret).is_good(work.now)


def test_a_mail_leads_to_the_task_says_how_and_its_address_is_not_kept(scene, task_id, sent_mail):
    link_id = give(scene, task_id, name="Bo", email="bo@exempel.se")

    [mail] = sent_mail()

    assert mail["To"] == "bo@exempel.se"
    assert mail["Reply-To"] == "skyltar@kommun.example"
    assert any(link.endswith("/T/" + token(scene, link_id)) for link in links_in(mail))
    assert "Platsen byggs om." in text_of(mail)
    assert scene.mails("task_given") == [("task_given", "")]


def test_whoever_has_the_link_shows_it_done_and_the_reviewer_ends_the_sign(scene, task_id):
    give(scene, task_id)
    bo = holder(task_id)

    class Bo:
        actor = bo

    scene.reported(task_id, "Klippte banden.", by=Bo)
    task = scene.the_task(task_id)
    assert (task.is_reported, task.note) == (True, "Klippte banden.")
    scene.finish(task_id)

    assert scene.sign(task.sign_id).state == "taken_down"


def test_a_link_opens_its_own_task_only_and_gives_it_to_nobody(scene, task_id):
    other = scene.ordered_down(scene.standing(scene.sign_of(task_id).group_id, "1043"))

    with pytest.raises(DomainError), scene.runtime.work(holder(other)) as work:
        links.give_task(work, task_id)
    with pytest.raises(DomainError), scene.runtime.work(holder(task_id)) as work:
        links.give_task(work, task_id)


def test_only_who_looks_after_the_sign_gives_its_task_away(scene, task_id):
    link_id = give(scene, task_id, by=scene.reviewer)

    for actor in (NOBODY, scene.person("Otto Annan").actor):
        with pytest.raises(DomainError), scene.runtime.work(actor) as work:
            links.give_task(work, task_id)
        with pytest.raises(NotFound), scene.runtime.work(actor) as work:
            links.take_back(work, link_id)


def test_a_link_stops_when_it_is_taken_back_and_after_its_days(scene, task_id, clock):
    scene.setting("sign.task_link_days", 5)
    first, second = give(scene, task_id), give(scene, task_id)
    secrets = [token(scene, one) for one in (first, second)]

    with scene.runtime.work(scene.maja.actor) as work:
        links.take_back(work, first)
    assert [is_good(scene, secret) for secret in secrets] == [False, True]
    clock.forward(days=5)
    assert not is_good(scene, secrets[1])
    with pytest.raises(Unmet):
        token(scene, second)


def test_a_task_that_is_done_is_given_to_nobody(scene, task_id):
    scene.reported(task_id)

    with pytest.raises(Unmet):
        give(scene, task_id)
