"""A photo mailed for a sign with something to do goes to that task."""

import pytest
from sqlalchemy import select

from grannsamverkan.core import codes
from grannsamverkan.core.mail import MailRow
from tests.support.mailbox import text_of
from tests.support.posted import mail
from tests.usecases.signs.postbox import label, picture

KINDS = ("fault", "inspect", "put_back", "take_down")


def asked(scene, sign_id, kind):
    return scene.ordered_down(sign_id) if kind == "take_down" else scene.task(sign_id, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mailed_photo_shows_the_signs_task_done(post, scene, clock, kind):
    sign = scene.sign(scene.standing())
    task_id = asked(scene, sign.id, kind)
    post.sent()

    _moves, row, (receipt,) = post.arrives(mail(picture(1, label(sign))))

    assert (row.state, row.sign_id) == ("placed", sign.id)
    assert "ligger nu hos uppgiften" in text_of(receipt)
    assert receipt["Reply-To"] == "skyltar@kommun.example"
    assert scene.the_task(task_id).is_waiting, "more may come"
    clock.forward(hours=25)
    post.sent()
    task = scene.the_task(task_id)
    assert task.is_reported
    assert [photo.view for photo in task.sent_set.photos] == ["task"]


def test_an_answer_to_the_mail_about_a_task_goes_to_that_one_of_two(post, scene):
    sign = scene.sign(scene.standing())
    scene.task(sign.id, "fault")
    meant = scene.task(sign.id, "inspect")
    post.sent()

    _moves, row, _answers = post.arrives(
        mail(picture(1), headers={"In-Reply-To": letter_about(scene, meant)})
    )

    assert (row.state, row.candidates[0][2][0]) == ("placed", "reply")
    assert scene.the_task(meant).open_set.usable


def letter_about(scene, task_id):
    with scene.runtime.reading() as work:
        return work.session.scalars(
            select(MailRow.message_id).where(
                MailRow.subject_kind == "sign_task", MailRow.subject_id == task_id
            )
        ).first()


def test_a_sign_that_is_to_be_mounted_gets_the_photo_for_its_mounting(post, scene):
    sign = scene.sign(scene.handed_out())
    task_id = scene.task(sign.id, "fault")
    post.sent()

    post.arrives(mail(picture(1, label(sign))))

    assert scene.sign(sign.id).open_set.usable
    assert scene.the_task(task_id).open_set is None


def test_a_task_that_is_reported_takes_no_more_and_a_person_looks(post, scene):
    sign = scene.sign(scene.standing())
    scene.reported(scene.task(sign.id))
    post.sent()

    _moves, row, _answers = post.arrives(mail(picture(1, label(sign))))

    assert (row.state, row.reason) == ("unsure", "set_closed")


def test_letters_about_a_sign_are_answered_to_the_function_mailbox(scene, sent_mail):
    sign = scene.sign(scene.standing())
    scene.task(sign.id)

    code = codes.pretty(sign.code)
    about = [m for m in sent_mail() if m["To"] == "maja@exempel.se" and code in m["Subject"]]

    assert len(about) == 3, "handed out, approved, a task"
    assert {m["Reply-To"] for m in about} == {"skyltar@kommun.example"}
