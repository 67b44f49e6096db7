"""Orders, hand-out with receipt, owners' consent."""

from datetime import timedelta

import pytest

from grannsamverkan.core.errors import Conflict, DomainError, InvalidInput, NotPermitted, Unmet
from grannsamverkan.places.models import Post
from grannsamverkan.signs import queries
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.usecases import orders, planning
from grannsamverkan.signs.usecases.orders import Consent, Receipt


def order(scene, group_id, *sign_ids, by=None):
    with scene.runtime.work((by or scene.maja).actor) as work:
        return orders.place_order(work, group_id, sign_ids, note="Vi hämtar på måndag.").id


def move(scene, order_id, *steps, by=None, reason=""):
    for step in steps:
        with scene.runtime.work((by or scene.coordinator_user).actor) as work:
            orders.move_order(work, order_id, step, reason=reason)


def state(scene, order_id):
    with scene.runtime.reading() as work:
        return order_queries.order(work, order_id).state


def test_an_active_trained_group_orders_signs_for_its_approved_places(scene, sent_mail):
    group_id = scene.active()
    signs = [scene.place_approved(group_id, number) for number in ("1042", "1043")]
    sent_mail()

    order_id = order(scene, group_id, *signs)

    assert state(scene, order_id) == "asked"
    assert "sara@kommun.example" in {m["To"] for m in sent_mail()}


def test_the_door_is_closed_until_everybody_is_trained_and_says_why(scene):
    group_id = scene.active(trained=False)
    sign_id = scene.place_approved(group_id)

    with pytest.raises(Unmet) as refusal:
        order(scene, group_id, sign_id)

    assert "Maja Lind" in str(refusal.value.missing[0])


def test_no_more_is_ordered_than_there_are_approved_places(scene):
    group_id = scene.active()
    approved, planned = scene.place_approved(group_id), scene.planned(group_id, "1043")

    for wanted in ((planned,), (approved, 999), ()):
        with pytest.raises(InvalidInput):
            order(scene, group_id, *wanted)
    order(scene, group_id, approved, approved)
    with pytest.raises(InvalidInput):
        order(scene, group_id, approved)

    with scene.runtime.reading() as work:
        assert [len(o.lines) for o in order_queries.orders(work)] == [1]


def test_orders_come_a_page_at_a_time_and_each_sees_their_own(scene):
    group_id = scene.active()
    first = order(scene, group_id, scene.place_approved(group_id))
    other = order(scene, group_id, scene.place_approved(group_id, "1043"))
    move(scene, other, "approve")

    with scene.runtime.reading(scene.coordinator_user.actor) as work:
        waiting = order_queries.listed(work, order_queries.OPEN, 1)
        asked = order_queries.listed(work, ("asked",), 9)
        counts = order_queries.counts(work)
    with scene.runtime.reading(scene.person("Otto Annan").actor) as work:
        unseen = order_queries.counts(work)

    assert {one.id for one in waiting.rows} == {first, other}
    assert ([one.id for one in asked.rows], asked.number, asked.pages) == ([first], 1, 1)
    assert counts == {("signs", "asked"): 1, ("signs", "approved"): 1}
    assert unseen == {}


def test_only_the_groups_own_people_order_and_only_the_coordinator_moves(scene):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)
    with pytest.raises(DomainError):
        order(scene, group_id, sign_id, by=scene.reviewer)
    with pytest.raises(DomainError):
        order(scene, group_id, sign_id, by=scene.person("Otto Annan"))

    order_id = order(scene, group_id, sign_id)

    for user in (scene.maja, scene.reviewer):
        with pytest.raises(NotPermitted):
            move(scene, order_id, "approve", by=user)
    assert state(scene, order_id) == "asked"


def test_an_order_goes_from_asked_to_handed_out_with_a_receipt(scene, sent_mail, clock):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)
    order_id = order(scene, group_id, sign_id)
    move(scene, order_id, "approve", "order", "deliver")
    sent_mail()

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out_order(work, order_id, Receipt("Maja Lind", clock().date(), 2))

    assert state(scene, order_id) == "handed_out"
    sign = scene.sign(sign_id)
    assert sign.state == "handed_out"
    with scene.runtime.reading() as work:
        noted = order_queries.hand_out_of(work, sign)
        assert (noted.received_by, noted.fastening_sets, noted.order_id) == (
            "Maja Lind",
            2,
            order_id,
        )
    assert any("är utlämnad" in m["Subject"] for m in sent_mail())


def test_the_steps_are_in_order_and_a_cancelled_order_frees_its_places(scene, sent_mail):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)
    order_id = order(scene, group_id, sign_id)

    with pytest.raises(Conflict):
        move(scene, order_id, "deliver")
    with pytest.raises(InvalidInput):
        move(scene, order_id, "cancel")
    sent_mail()
    move(scene, order_id, "cancel", reason="Pengarna är slut i år.")

    text = sent_mail()[0].get_body(("plain",)).get_content()
    assert "Pengarna är slut" in text
    assert order(scene, group_id, sign_id) != order_id


def test_a_group_takes_back_what_nobody_has_ordered_yet(scene):
    group_id = scene.active()
    order_id = order(scene, group_id, scene.place_approved(group_id))
    move(scene, order_id, "cancel", by=scene.maja, reason="Vi ändrade oss.")
    assert state(scene, order_id) == "cancelled"

    other = order(scene, group_id, scene.place_approved(group_id, "1043"))
    move(scene, other, "approve", "order")
    with pytest.raises(DomainError):
        move(scene, other, "cancel", by=scene.maja, reason="För sent.")


def test_several_orders_move_at_once_and_the_others_stay(scene):
    group_id = scene.active()
    first, second = (
        order(scene, group_id, scene.place_approved(group_id, number))
        for number in ("1042", "1043")
    )
    move(scene, first, "approve", "order")

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        moved = orders.move_orders(work, [first, second], "deliver")

    assert moved == 1
    assert (state(scene, first), state(scene, second)) == ("delivered", "asked")


def test_the_receiver_presses_that_the_sign_has_come(scene, clock):
    sign_id = scene.handed_out()
    clock.forward(days=1)

    with pytest.raises(DomainError), scene.runtime.work(scene.person("Otto Annan").actor) as work:
        orders.confirm_hand_out(work, sign_id)
    for _press in range(2):
        with scene.runtime.work(scene.maja.actor) as work:
            orders.confirm_hand_out(work, sign_id)

    with scene.runtime.reading() as work:
        noted = order_queries.hand_out_of(work, queries.sign(work, sign_id))
        assert noted.confirmed_at == clock()


def owned_by(scene, owner, number="1042"):
    with scene.given() as work:
        post = work.session.query(Post).filter_by(number=number).one()
        post.owner = owner


@pytest.mark.parametrize(
    ("support", "owner", "needed"),
    [
        ("lamp_post", "", False),
        ("lamp_post", "Alby kommun", False),
        ("lamp_post", "Elnät AB", True),
        ("wall", "", True),
        ("fence", "", True),
        ("own_post", "", True),
    ],
)
def test_whose_it_is_decides_whether_consent_is_needed(scene, support, owner, needed):
    sign_id = scene.place_approved(scene.active())
    owned_by(scene, owner)
    with scene.given() as work:
        work.get(Sign, sign_id).support = support

    with scene.runtime.reading() as work:
        assert order_queries.lacks_consent(work, queries.sign(work, sign_id)) is needed


def test_an_owner_with_an_agreement_needs_no_paper(scene):
    scene.setting("sign.agreed_owners", "Vattenfall\nElnät AB")
    sign_id = scene.place_approved(scene.active())
    owned_by(scene, "elnät ab ")

    with scene.runtime.reading() as work:
        assert not order_queries.lacks_consent(work, queries.sign(work, sign_id))


def test_no_hand_out_before_the_owner_has_said_yes(scene, clock):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)
    move(scene, order(scene, group_id, sign_id), "approve")
    owned_by(scene, "Elnät AB")
    today = clock().date()

    with pytest.raises(Unmet), scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out(work, sign_id, Receipt("Maja Lind"))
    with pytest.raises(InvalidInput), scene.runtime.work(scene.maja.actor) as work:
        orders.note_consent(work, sign_id, Consent("Elnät AB", today + timedelta(days=1)))
    stored = scene.runtime.storage.put([b"%PDF-1.7 a paper"])
    with scene.runtime.work(scene.maja.actor) as work:
        said = Consent("Elnät AB, Eva Ek", today, stored, "application/pdf")
        orders.note_consent(work, sign_id, said)
    with scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out(work, sign_id, Receipt("Maja Lind"))

    assert scene.sign(sign_id).state == "handed_out"


def why_not(scene, sign_id, use_case):
    """What is missing, in the words of the closed door."""
    with pytest.raises(Unmet) as closed, scene.runtime.work(scene.coordinator_user.actor) as work:
        use_case(work, sign_id)
    return [str(reason) for reason in closed.value.missing]


def hand_out(work, sign_id):
    orders.hand_out(work, sign_id, Receipt("Maja Lind"))


def print_label(work, sign_id):
    planning.note_labels(work, [sign_id])


@pytest.mark.parametrize("use_case", [hand_out, print_label])
def test_a_sign_gets_label_and_letter_by_an_approved_order_only(scene, use_case):
    group_id = scene.active()
    sign_id = scene.place_approved(group_id)

    assert why_not(scene, sign_id, use_case) == ["Gruppen har inte beställt skylten."]
    order_id = order(scene, group_id, sign_id)
    assert why_not(scene, sign_id, use_case) == ["Beställningen är inte godkänd."]
    move(scene, order_id, "approve")

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        use_case(work, sign_id)


def test_the_last_sign_of_an_order_ends_it(scene):
    group_id = scene.active()
    first, last = (scene.place_approved(group_id, number) for number in ("1042", "1043"))
    order_id = order(scene, group_id, first, last)
    move(scene, order_id, "approve")

    for sign_id, then in ((first, "approved"), (last, "handed_out")):
        with scene.runtime.work(scene.reviewer.actor) as work:
            hand_out(work, sign_id)
        assert state(scene, order_id) == then


def test_whoever_holds_the_letter_presses_that_the_sign_has_come(scene, clock):
    sign_id = scene.handed_out()

    with scene.runtime.work(scene.mounter(sign_id)) as work:
        orders.confirm_hand_out(work, sign_id)

    with scene.runtime.reading() as work:
        noted = order_queries.hand_out_of(work, queries.sign(work, sign_id))
        assert (noted.confirmed_at, noted.confirmed_by) == (clock(), None)
