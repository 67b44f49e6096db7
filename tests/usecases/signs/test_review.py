"""The reviewer's answers and decisions."""

import pytest

from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import Conflict, DomainError, InvalidInput, NotFound, Unmet
from grannsamverkan.signs import queries
from grannsamverkan.signs.usecases import mounting, review
from grannsamverkan.signs.usecases.review import Answer
from tests.usecases.signs.case import GOOD


def test_two_yes_with_their_photos_approve_the_sign(scene, sent_mail):
    sign_id = scene.photos_sent()

    scene.answer(sign_id)
    scene.decide(sign_id, "approve")

    assert scene.sign(sign_id).state == "approved"
    told = {m["To"] for m in sent_mail() if "är godkänd" in m["Subject"]}
    assert {"maja@exempel.se", "boende@exempel.se"} <= told


@pytest.mark.parametrize(("galvanising", "view"), [("no", "yes"), ("yes", "no"), ("no", "no")])
def test_one_no_is_enough_to_close_the_door_to_approval(scene, galvanising, view):
    sign_id = scene.photos_sent()
    scene.answer(sign_id, galvanising, view)

    with pytest.raises(Unmet):
        scene.decide(sign_id, "approve")

    assert scene.sign(sign_id).state == "photos_sent"


def test_no_answers_at_all_do_not_approve(scene):
    sign_id = scene.photos_sent()

    with pytest.raises(Unmet):
        scene.decide(sign_id, "approve")


def test_nobody_but_the_municipalitys_own_reviewer_approves(scene):
    sign_id = scene.photos_sent()
    scene.answer(sign_id)
    set_id = scene.sign(sign_id).sent_set.id
    others = [
        NOBODY,
        scene.maja.actor,
        scene.mounter(sign_id),
        scene.coordinator_user.actor,
        scene.police("Pia Polis").actor,
        scene.staff("Alva Admin", ("admin", None)).actor,
        Actor("staff", 998, roles=(Role("reviewer", scene.elsewhere),)),
    ]

    for actor in others:
        with pytest.raises(DomainError), scene.runtime.work(actor) as work:
            review.decide(work, sign_id, set_id, outcome="approve")

    assert scene.sign(sign_id).state == "photos_sent"


def test_an_answer_must_rest_on_a_photo_of_this_very_set(scene):
    sign_id = scene.photos_sent()
    other = scene.photos_sent(scene.handed_out(scene.sign(sign_id).group_id, "1043"))
    foreign_photo = scene.sign(other).sent_set.photos[0].id
    set_id = scene.sign(sign_id).sent_set.id

    for photo_id in (foreign_photo, None):
        with (
            pytest.raises(InvalidInput) as refusal,
            scene.runtime.work(scene.reviewer.actor) as work,
        ):
            review.answer_questions(
                work,
                sign_id,
                set_id,
                galvanising=Answer("yes", photo_id),
                view=Answer("yes", photo_id),
            )
        assert refusal.value.field == "galvanising_photo"


def test_asking_for_more_needs_a_reason_and_opens_the_letter_again(scene, clock):
    sign_id = scene.photos_sent()

    with pytest.raises(InvalidInput):
        scene.decide(sign_id, "ask_completion", " ")
    scene.decide(sign_id, "ask_completion", "Ta ett foto till av fästet.")

    sign = scene.sign(sign_id)
    assert (sign.state, sign.due_on) == ("completion_asked", sign.decisions[-1].due_on)
    assert sign.letter_until.date() > sign.due_on
    scene.photo(sign_id, "fastening", b"a new photo")
    with scene.runtime.work(scene.mounter(sign_id)) as work:
        mounting.send_photos(work, sign_id, GOOD)
    assert scene.sign(sign_id).state == "photos_sent"


def test_answers_belong_to_a_set_and_do_not_follow_to_the_next(scene):
    sign_id = scene.photos_sent()
    scene.answer(sign_id)
    scene.decide(sign_id, "order_correction", "Byt till buntband.")
    scene.photo(sign_id, "fastening", b"after the correction")
    with scene.runtime.work(scene.mounter(sign_id)) as work:
        mounting.send_photos(work, sign_id, GOOD)

    with pytest.raises(Unmet):
        scene.decide(sign_id, "approve")


def test_a_decision_on_photos_that_are_no_longer_the_newest_is_stopped(scene):
    sign_id = scene.photos_sent()
    first = scene.sign(sign_id).sent_set.id
    scene.decide(sign_id, "ask_completion", "Mer, tack.")
    scene.photo(sign_id, "post", b"newer")
    with scene.runtime.work(scene.mounter(sign_id)) as work:
        mounting.send_photos(work, sign_id, GOOD)

    with pytest.raises(Conflict), scene.runtime.work(scene.reviewer.actor) as work:
        review.decide(
            work, sign_id, first, outcome="ask_completion", grounds=review.Grounds("Igen.")
        )


def test_the_second_of_two_reviewers_is_told_who_decided(scene):
    sign_id = scene.photos_sent()
    other = scene.staff("Olle Granskare", ("reviewer", None))
    scene.answer(sign_id)
    scene.decide(sign_id, "approve")

    with pytest.raises(Conflict) as conflict:
        scene.decide(sign_id, "order_correction", "För sent.", by=other)

    assert conflict.value.actor_id == scene.reviewer.id


def test_the_letter_shown_before_is_the_letter_that_goes(scene, sent_mail):
    sign_id = scene.photos_sent()
    sent_mail()
    with scene.runtime.reading(scene.reviewer.actor) as work:
        shown = review.draft_decision(
            work,
            sign_id,
            outcome="order_correction",
            grounds=review.Grounds("Byt till buntband."),
        )
    assert scene.sign(sign_id).decisions[-1].outcome == "approve_place"

    scene.decide(sign_id, "order_correction", "Byt till buntband.")

    went = next(m for m in sent_mail() if m["To"] == "boende@exempel.se")
    assert went["Subject"] == shown.subject
    text = went.get_body(("plain",)).get_content()
    assert all(part in text for part in (shown.lead, *shown.paragraphs))


def test_the_case_reaches_the_function_mailbox_with_clean_pictures_only(scene, sent_mail):
    sign_id = scene.photos_sent()

    case = next(m for m in sent_mail() if m["To"] == "skyltar@kommun.example")

    pictures = list(case.iter_attachments())
    assert [p.get_content() for p in pictures] == [b"clean picture"] * 3
    assert all(p.get_content_type() == "image/jpeg" for p in pictures)
    scene.answer(sign_id)
    scene.decide(sign_id, "approve")
    decided = [m["Subject"] for m in sent_mail() if m["To"] == "skyltar@kommun.example"]
    assert len(decided) == 1


def test_photos_of_a_case_are_for_those_who_may_see_them(scene):
    sign_id = scene.photos_sent()
    photo_id = scene.sign(sign_id).sent_set.photos[0].id
    police = scene.police("Pia Polis").actor
    stranger = Actor("contact", 4711)

    for actor in (scene.reviewer.actor, scene.maja.actor, scene.mounter(sign_id)):
        with scene.runtime.reading(actor) as work:
            assert queries.photo(work, photo_id).id == photo_id
    for actor in (NOBODY, stranger, police, scene.mounter(sign_id + 1)):
        with pytest.raises(NotFound), scene.runtime.reading(actor) as work:
            queries.photo(work, photo_id)
