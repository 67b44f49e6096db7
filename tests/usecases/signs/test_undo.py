"""Taking a decision back before its letters leave the house; the clear case in one step."""

import pytest

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.core.jobs import Job
from grannsamverkan.places.models import Setting
from grannsamverkan.signs.models import CheckResult
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import assigning, mounting, review
from grannsamverkan.signs.usecases.undo import undo_decision
from tests.usecases.signs.case import GOOD, UNDO_S, intake

REASON = "Byt till buntband."


@pytest.fixture
def sign_id(scene, sent_mail):
    """A sign whose photos wait, and nothing unread."""
    made = scene.photos_sent()
    sent_mail()
    return made


def undo(scene, sign_id, decision_id, by=None):
    with scene.runtime.work((by or scene.reviewer).actor) as work:
        undo_decision(work, sign_id, decision_id)


def facts(sign):
    return {
        name: getattr(sign, name)
        for name in ("state", "decided_at", "due_on", "letter_until", "waits_since")
    }


def clear(scene, sign_id, given):
    """Every check of the newest photos is ok."""
    set_id = scene.sign(sign_id).sent_set.id
    with given() as work:
        for check in work.session.query(CheckResult).filter_by(set_id=set_id):
            check.verdict = "ok"


def approve_clear(scene, sign_id, by=None):
    photo_set = scene.sign(sign_id).sent_set
    photos = {photo.view: photo.id for photo in photo_set.photos}
    with scene.runtime.work((by or scene.reviewer).actor) as work:
        return review.approve_clear(
            work,
            sign_id,
            photo_set.id,
            galvanising_photo=photos["fastening"],
            view_photo=photos["road"],
        ).id


@pytest.mark.parametrize(
    "outcome", ["approve", "ask_completion", "order_correction", "order_take_down"]
)
def test_undoing_puts_everything_back_and_no_letter_goes(scene, sign_id, sent_mail, clock, outcome):
    scene.answer(sign_id)
    before = facts(scene.sign(sign_id))
    decision = scene.decide_now(sign_id, outcome, REASON)

    clock.forward(seconds=UNDO_S - 1)
    undo(scene, sign_id, decision)

    after = scene.sign(sign_id)
    assert facts(after) == before
    assert after.sent_set.review.galvanising == "yes"
    assert decision not in [one.id for one in after.decisions]
    clock.forward(days=1)
    assert sent_mail() == []


def test_the_letters_go_when_the_time_is_out(scene, sign_id, sent_mail, clock):
    scene.decide_now(sign_id, "order_correction", REASON)
    clock.forward(seconds=UNDO_S - 1)
    assert sent_mail() == []

    clock.forward(seconds=1)

    assert {"maja@exempel.se", "boende@exempel.se"} <= {m["To"] for m in sent_mail()}
    assert sent_mail() == []


def test_after_that_it_is_refused_even_if_no_worker_has_come(scene, sign_id, clock, sent_mail):
    decision = scene.decide_now(sign_id, "order_correction", REASON)
    clock.forward(seconds=UNDO_S)

    with pytest.raises(Unmet):
        undo(scene, sign_id, decision)

    assert scene.sign(sign_id).state == "correction_ordered"
    assert len(sent_mail()) == 3


def test_a_worker_that_was_first_wins(scene, sign_id, given):
    decision = scene.decide_now(sign_id, "order_correction", REASON)
    with given() as work:
        work.session.query(Job).filter_by(kind="send_decision").one().state = "running"

    with pytest.raises(Unmet):
        undo(scene, sign_id, decision)

    assert scene.sign(sign_id).state == "correction_ordered"


def test_only_the_one_who_decided_takes_it_back(scene, sign_id):
    decision = scene.decide_now(sign_id, "order_correction", REASON)
    colleague = scene.staff("Olle Granskare", ("reviewer", None))

    with pytest.raises(NotPermitted):
        undo(scene, sign_id, decision, by=colleague)
    with pytest.raises(NotPermitted):
        undo(scene, sign_id, decision, by=scene.maja)


def test_a_decision_is_undone_once_and_only_on_its_own_sign(scene, sign_id):
    other = scene.photos_sent(scene.handed_out(scene.sign(sign_id).group_id, "1043"))
    decision = scene.decide_now(sign_id, "order_correction", REASON)

    with pytest.raises(NotFound):
        undo(scene, other, decision)
    undo(scene, sign_id, decision)
    with pytest.raises(NotFound):
        undo(scene, sign_id, decision)


def test_a_new_decision_after_an_undone_one_sends_its_own_letters(scene, sign_id, sent_mail, clock):
    undo(scene, sign_id, scene.decide_now(sign_id, "order_correction", REASON))

    scene.decide(sign_id, "ask_completion", "Ta ett foto till.")

    assert {m["Subject"][:10] for m in sent_mail() if "boende" in m["To"]} == {"Skicka mer"}


def test_both_the_decision_and_its_undoing_stand_in_the_log(scene, sign_id):
    undo(scene, sign_id, scene.decide_now(sign_id, "order_correction", REASON))

    with scene.runtime.reading() as work:
        events = [
            entry.event
            for entry in work.session.query(AuditEntry).filter_by(subject="sign").order_by("id")
            if entry.subject_id == sign_id
        ]
    assert events[-4:] == [
        "sign_order_correction",
        "sign_decide",
        "sign_undo",
        "sign_decision_undone",
    ]


def test_a_municipality_may_do_without_the_time(scene, sign_id, sent_mail, given):
    with given() as work:
        work.session.add(
            Setting(
                municipality_id=scene.here,
                key="sign.undo_seconds",
                value=0,
                changed_at=work.now,
            )
        )

    decision = scene.decide_now(sign_id, "order_correction", REASON)

    with pytest.raises(Unmet):
        undo(scene, sign_id, decision)
    assert sent_mail()


def test_a_clear_case_is_answered_and_approved_in_one_step(scene, sign_id, given):
    clear(scene, sign_id, given)

    approve_clear(scene, sign_id)

    sign = scene.sign(sign_id)
    answers = sign.sent_set.review
    views = {photo.id: photo.view for photo in sign.sent_set.photos}
    assert sign.state == "approved"
    assert (answers.galvanising, answers.view) == ("yes", "yes")
    assert views[answers.galvanising_photo_id] == "fastening"
    assert views[answers.view_photo_id] == "road"
    assert answers.answered_by == scene.reviewer.id


def test_undoing_the_one_step_takes_its_answers_back_too(scene, sign_id, given):
    clear(scene, sign_id, given)

    undo(scene, sign_id, approve_clear(scene, sign_id))

    assert scene.sign(sign_id).sent_set.review is None


def test_a_case_where_a_person_looks_is_never_approved_in_one_step(scene, sign_id):
    with pytest.raises(Unmet):
        approve_clear(scene, sign_id)

    assert scene.sign(sign_id).state == "photos_sent"


def test_the_second_of_two_in_one_step_is_told_that_it_is_too_late(scene, sign_id, given):
    clear(scene, sign_id, given)
    approve_clear(scene, sign_id)

    with pytest.raises(Conflict):
        approve_clear(scene, sign_id, by=scene.staff("Olle Granskare", ("reviewer", None)))


def test_no_case_is_clear_without_a_photo_for_each_question(scene, given):
    sign_id = scene.handed_out()
    scene.photo(sign_id, "post", examined=intake())
    with scene.runtime.work(scene.mounter(sign_id)) as work:
        review_set = mounting.send_photos(work, sign_id, GOOD).id
    clear(scene, sign_id, given)
    photo_id = scene.sign(sign_id).sent_set.photos[0].id

    with pytest.raises(Unmet), scene.runtime.work(scene.reviewer.actor) as work:
        review.approve_clear(
            work, sign_id, review_set, galvanising_photo=photo_id, view_photo=photo_id
        )


def test_cases_are_taken_given_and_released_and_never_locked(scene, sign_id):
    olle = scene.staff("Olle Granskare", ("reviewer", None))

    def assign(to, by=scene.reviewer):
        with scene.runtime.work(by.actor) as work:
            assigning.assign(work, sign_id, to)
        return scene.sign(sign_id).assigned_to

    assert assign(scene.reviewer.id) == scene.reviewer.id
    assert assign(olle.id) == olle.id
    scene.decide(sign_id, "ask_completion", "Mer, tack.")
    assert assign(None, by=olle) is None


def test_nobody_is_given_a_case_who_does_not_review_here(scene, sign_id):
    for person in (scene.maja, scene.coordinator_user):
        with pytest.raises(InvalidInput), scene.runtime.work(scene.reviewer.actor) as work:
            assigning.assign(work, sign_id, person.id)


def test_a_sign_is_ordered_down_from_its_case_and_the_task_waits_with_the_letters(
    scene, sign_id, sent_mail, clock
):
    scene.decide_now(sign_id, "order_take_down", "Skylten skymmer ett vägmärke.")
    assert scene.sign(sign_id).state == "take_down_ordered"
    assert tasks_of(scene, sign_id) == []

    clock.forward(seconds=UNDO_S)
    letters = [mail for mail in sent_mail() if "ska tas ner" in mail["Subject"]]

    assert {mail["To"] for mail in letters} == {"maja@exempel.se", "boende@exempel.se"}
    assert all(
        [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
        for mail in letters
    )
    sign = scene.sign(sign_id)
    assert tasks_of(scene, sign_id) == [("take_down", "open", sign.due_on)]
    # One letter is enough: the task sends none of its own.
    assert sent_mail() == []


def test_an_order_down_that_was_taken_back_leaves_no_task(scene, sign_id, sent_mail, clock):
    decision = scene.decide_now(sign_id, "order_take_down", "Skylten skymmer ett vägmärke.")

    undo(scene, sign_id, decision)
    clock.forward(days=1)

    assert sent_mail() == []
    assert scene.sign(sign_id).state == "photos_sent"
    assert tasks_of(scene, sign_id) == []


def tasks_of(scene, sign_id):
    with scene.runtime.reading() as work:
        return [(t.kind, t.state, t.due_on) for t in task_queries.tasks(work, sign_id=sign_id)]
