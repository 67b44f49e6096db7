"""From a planned place to a sign in somebody's hands."""

import pytest

from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import queries
from grannsamverkan.signs.queries import demands
from grannsamverkan.signs.queries import findings as finding_queries
from grannsamverkan.signs.usecases import orders, planning
from grannsamverkan.signs.usecases.orders import Receipt
from grannsamverkan.signs.usecases.planning import WantedPlace

NOT_ORDERED = "Gruppen har inte beställt skylten."


def test_a_place_on_a_known_post_takes_the_posts_place_and_zinc(scene):
    group_id = scene.active()

    sign = scene.sign(scene.planned(group_id, "1042"))

    assert (sign.state, sign.post_number, sign.galvanised) == ("planned", "1042", True)
    assert sign.x is not None
    assert codes.is_valid(sign.code)
    assert ("place_planned", "gustav@kommun.example") in scene.mails("place_planned")


def test_a_number_that_no_post_has_is_refused_beside_the_field(scene):
    group_id = scene.active()

    with pytest.raises(InvalidInput) as refusal:
        scene.planned(group_id, "9999")

    assert refusal.value.field == "post_number"


def test_a_place_in_words_is_enough_for_a_fence(scene):
    group_id = scene.active()

    with scene.runtime.work(scene.maja.actor) as work:
        wanted = WantedPlace("fence", place="vid infarten", owner_consent="Brf Eken, Bo Ek")
        sign_id = planning.plan_sign(work, group_id, wanted).id

    assert scene.sign(sign_id).galvanised is None


def test_nothing_said_of_the_place_is_refused(scene):
    group_id = scene.active()

    with (
        pytest.raises(InvalidInput) as refusal,
        scene.runtime.work(scene.maja.actor) as work,
    ):
        planning.plan_sign(work, group_id, WantedPlace("wall"))

    assert refusal.value.field == "place"


def test_a_group_that_is_not_approved_plans_no_signs(scene):
    group_id = scene.submitted()

    with pytest.raises(NotPermitted):
        scene.planned(group_id)


def test_only_a_reviewer_of_the_municipality_judges_the_place(scene):
    sign_id = scene.planned(scene.active())
    foreign = Actor("staff", 999, roles=(Role("reviewer", scene.elsewhere),))

    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        planning.approve_place(work, sign_id)
    with pytest.raises(NotFound), scene.runtime.work(foreign) as work:
        planning.approve_place(work, sign_id)


def test_a_refused_place_carries_its_reason_to_the_group(scene, sent_mail):
    sign_id = scene.planned(scene.active())

    with scene.runtime.work(scene.reviewer.actor) as work:
        planning.refuse_place(work, sign_id, reason="Där sitter ett vägmärke.")

    assert scene.sign(sign_id).state == "place_refused"
    told = [m for m in sent_mail() if m["To"] == "maja@exempel.se"]
    letter = next(m for m in told if "går inte" in m["Subject"])
    assert "Där sitter ett vägmärke." in letter.get_body(("plain",)).get_content()


def test_a_refusal_without_a_reason_is_refused_itself(scene):
    sign_id = scene.planned(scene.active())

    with pytest.raises(InvalidInput), scene.runtime.work(scene.reviewer.actor) as work:
        planning.refuse_place(work, sign_id, reason="  ")


def test_the_second_reviewer_is_told_who_came_first(scene):
    sign_id = scene.place_approved(scene.active())
    other = scene.staff("Olle Granskare", ("reviewer", None))

    with pytest.raises(Conflict) as conflict, scene.runtime.work(other.actor) as work:
        planning.refuse_place(work, sign_id, reason="Nej")

    assert conflict.value.actor_id == scene.reviewer.id


def test_no_sign_is_handed_out_before_the_training_and_the_door_says_who_is_missing(scene):
    sign_id = scene.place_approved(scene.active(trained=False))

    with pytest.raises(Unmet) as closed, scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out(work, sign_id, Receipt("Maja Lind"))

    missing = [str(reason) for reason in closed.value.missing]
    assert missing == ["Maja Lind har inte gått utbildningen.", NOT_ORDERED]
    assert scene.sign(sign_id).state == "place_approved"


def test_no_sign_is_handed_out_to_a_group_that_is_not_active(scene):
    group_id = scene.approved()
    scene.train(group_id)
    sign_id = scene.place_approved(group_id)

    with pytest.raises(Unmet) as closed, scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out(work, sign_id, Receipt("Maja Lind"))

    missing = [str(reason) for reason in closed.value.missing]
    assert missing == ["Gruppen är inte aktiv än.", NOT_ORDERED]


def test_hand_out_makes_a_letter_whose_secret_is_only_kept_sealed(scene):
    sign_id = scene.handed_out()

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        token = planning.letter_token(work, sign_id)

    sign = scene.sign(sign_id)
    assert sign.letter_hash == codes.token_hash(token)
    assert token not in (sign.letter_sealed or "")
    with scene.runtime.reading() as work:
        assert queries.sign_by_token(work, token) == sign_id


def test_the_same_letter_can_be_printed_again(scene):
    sign_id = scene.handed_out()

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        first, second = (planning.letter_token(work, sign_id) for _ in range(2))

    assert first == second


def test_a_fresh_letter_makes_the_old_one_stop_working(scene):
    sign_id = scene.handed_out()
    with scene.runtime.work(scene.coordinator_user.actor) as work:
        old = planning.letter_token(work, sign_id)
        new = planning.letter_token(work, sign_id, fresh=True)

    with scene.runtime.reading() as work:
        assert queries.sign_by_token(work, old) is None
        assert queries.sign_by_token(work, new) == sign_id


def test_a_contact_person_prints_the_letter_but_cannot_renew_it(scene):
    sign_id = scene.handed_out()

    with scene.runtime.work(scene.maja.actor) as work:
        assert planning.letter_token(work, sign_id)
    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        planning.letter_token(work, sign_id, fresh=True)


def test_a_letter_stops_working_after_its_days(scene, clock):
    sign_id = scene.handed_out()
    with scene.runtime.work(scene.coordinator_user.actor) as work:
        token = planning.letter_token(work, sign_id)

    clock.forward(days=61)

    with scene.runtime.reading() as work:
        assert queries.sign_by_token(work, token) is None


def test_a_sign_that_is_out_cannot_be_cancelled(scene):
    sign_id = scene.handed_out()

    with pytest.raises(Conflict), scene.runtime.work(scene.maja.actor) as work:
        planning.cancel_sign(work, sign_id)


def test_labels_are_for_those_who_hand_out(scene):
    sign_id = scene.handed_out()

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        assert [sign.id for sign in planning.note_labels(work, [sign_id])] == [sign_id]
    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        planning.note_labels(work, [sign_id])


def test_what_is_known_of_a_place_is_told_before_anyone_climbs(scene):
    group_id = scene.active()
    scene.planned(group_id, "1042")
    second = scene.planned(group_id, "1042")
    free = scene.planned(group_id, "1044")

    with scene.runtime.reading() as work:
        found = {
            sign_id: [
                f.finding for f in finding_queries.place_findings(work, work.get(type(s), sign_id))
            ]
            for sign_id, s in ((second, scene.sign(second)), (free, scene.sign(free)))
        }

    assert found == {second: ["post_taken"], free: []}


def test_a_municipality_gives_its_own_verdict_on_a_fastening(scene):
    with scene.runtime.work(scene.reviewer.actor) as work:
        municipality = work.get(Municipality, scene.here)
        planning.set_fastening_rule(
            work, municipality, fastening="magnet", liner="no", verdict="not_ok"
        )

    with scene.runtime.reading() as work:
        here = demands.fastening_table(work, scene.here)["magnet"].verdicts
        there = demands.fastening_table(work, scene.elsewhere)["magnet"].verdicts
    assert (here["no"], here["yes"], there["no"]) == ("not_ok", "person_looks", "person_looks")


def test_a_contact_person_changes_no_rules(scene):
    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        municipality = work.get(Municipality, scene.here)
        planning.set_fastening_rule(
            work, municipality, fastening="magnet", liner="no", verdict="ok"
        )
