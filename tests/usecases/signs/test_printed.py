"""Orders of printed matter: proposed, wished for, approved, delivered in parts, received."""

import pytest

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.core.errors import Conflict, DomainError, InvalidInput, NotPermitted, Unmet
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.queries import printed as queries
from grannsamverkan.signs.usecases import orders, printed
from grannsamverkan.signs.usecases.orders import Receipt
from tests.support.mailbox import links_in, text_of
from tests.usecases.signs.press import LEAFLET, NOTICE, STICKER, Press


@pytest.fixture
def press(scene):
    return Press(scene)


def subjects(mails):
    return {(m["To"], m["Subject"]) for m in mails}


def test_a_group_is_proposed_one_leaflet_a_dwelling_and_the_coordinator_hears_of_its_order(
    scene, press, sent_mail
):
    group_id = scene.approved()
    dwellings = scene.group(group_id).dwellings
    sent_mail()

    offer = press.offers(group_id)[LEAFLET]
    order_id = press.wishes(group_id, quantities={LEAFLET: offer.proposed}, note="Tack.")

    assert dwellings
    assert (offer.proposed, offer.closed) == (dwellings, ())
    order = press.order(order_id)
    assert (order.kind, order.state, order.dwellings) == ("printed", "asked", dwellings)
    assert [(line.item, line.quantity, line.asked) for line in order.lines] == [
        (LEAFLET, dwellings, dwellings)
    ]
    assert ("sara@kommun.example", "Trycksaker till Björkvägen") in subjects(sent_mail())


def test_stickers_wait_for_the_training_and_say_whose(scene, press):
    group_id = scene.active(trained=False)

    with pytest.raises(Unmet) as refusal:
        press.wishes(group_id, quantities={LEAFLET: 5, STICKER: 5})
    assert [str(one) for one in refusal.value.missing] == ["Maja Lind har inte gått utbildningen."]
    scene.train(group_id)

    assert press.state(press.wishes(group_id, quantities={LEAFLET: 5, STICKER: 5})) == "asked"


def test_a_group_that_is_not_approved_is_told_why_it_gets_nothing(scene, press):
    group_id = scene.submitted()

    with pytest.raises(Unmet) as refusal:
        press.wishes(group_id)

    assert [str(one) for one in refusal.value.missing] == ["Gruppen är inte godkänd än."]


@pytest.mark.parametrize(
    "quantities", [{}, {LEAFLET: 0}, {LEAFLET: -1}, {"sword": 1}, {LEAFLET: 100_000}]
)
def test_an_order_holds_something_that_can_be_ordered(scene, press, quantities):
    group_id = scene.approved()

    with pytest.raises(InvalidInput):
        press.wishes(group_id, quantities=quantities, why="Vi vill.")

    with scene.runtime.reading() as work:
        assert order_queries.orders(work) == []


def test_more_than_the_group_would_need_is_asked_about_and_not_refused(scene, press):
    group_id = scene.approved()
    most = press.offers(group_id)[LEAFLET].most

    press.wishes(group_id, quantities={LEAFLET: most})
    with pytest.raises(InvalidInput) as question:
        press.wishes(group_id, quantities={LEAFLET: most + 1})
    assert question.value.field == "why"
    order_id = press.wishes(group_id, quantities={LEAFLET: most + 1}, why="Marknad i maj.")

    assert press.order(order_id).more_because == "Marknad i maj."


def test_stairwells_come_from_the_map_and_what_somebody_says_is_remembered(scene, press):
    group_id = scene.approved()
    press.flats(group_id, addresses=4)

    assert press.offers(group_id)[NOTICE].proposed == 4
    assert press.offers(group_id, entrances=6)[NOTICE].proposed == 6
    press.wishes(group_id, quantities={NOTICE: 6}, entrances=6)

    after = press.offers(group_id)[NOTICE]
    assert (after.needed, after.proposed, after.before.had.coming) == (6, 0, 6)


def test_where_nobody_knows_the_stairwells_nothing_is_guessed_and_the_person_says(scene, press):
    group_id = scene.approved()
    press.flats(group_id, addresses=0)
    assert press.offers(group_id)[NOTICE].proposed is None

    order_id = press.wishes(group_id, quantities={NOTICE: 3}, entrances=3)

    assert press.order(order_id).entrances == 3


def test_what_a_group_got_before_is_told_and_not_proposed_again(scene, press, clock):
    group_id = scene.approved()
    needed = press.offers(group_id)[LEAFLET].needed
    order_id = press.wishes(group_id, steps=("approve", "order"))
    assert press.offers(group_id)[LEAFLET].before.had.coming == 20

    press.moves(order_id, "deliver")

    offer = press.offers(group_id)[LEAFLET]
    assert (offer.before.had.got, offer.before.had.coming) == (20, 0)
    assert offer.before.last_on == clock().date()
    assert offer.proposed == needed - 20


def test_the_coordinator_gives_fewer_with_a_word_that_the_group_reads(scene, press, sent_mail):
    group_id = scene.approved()
    order_id = press.wishes(group_id, quantities={LEAFLET: 20, "meeting_poster": 3})
    sent_mail()

    with pytest.raises(InvalidInput) as question:
        press.lowers(order_id, {LEAFLET: 10}, word=" ")
    press.lowers(order_id, {LEAFLET: 10}, word="Vi börjar med hälften.")

    assert question.value.field == "word"
    lines = press.order(order_id).lines
    assert [(line.quantity, line.asked) for line in lines] == [(10, 20), (3, 3)]
    text = text_of(sent_mail()[0])
    assert "Vi börjar med hälften." in text
    assert "10 blad av 20" in text


@pytest.mark.parametrize("numbers", [{LEAFLET: 21}, {LEAFLET: -1}, {LEAFLET: 0}])
def test_an_approval_neither_raises_nor_empties_an_order(scene, press, numbers):
    order_id = press.wishes(scene.approved())

    with pytest.raises(InvalidInput):
        press.lowers(order_id, numbers)

    assert press.state(order_id) == "asked"


def test_no_is_said_with_a_reason_and_frees_what_was_coming(scene, press, sent_mail):
    group_id = scene.approved()
    order_id = press.wishes(group_id)
    sent_mail()

    with pytest.raises(InvalidInput):
        press.moves(order_id, "refuse")
    press.moves(order_id, "refuse", reason="Tryckeriet har slut.")

    assert press.state(order_id) == "refused"
    (mail,) = sent_mail()
    assert "Tryckeriet har slut." in text_of(mail)
    assert press.offers(group_id)[LEAFLET].before.had.all == 0


def test_it_comes_in_parts_and_is_received_when_the_last_has_come(scene, press, sent_mail):
    group_id = scene.approved()
    wish = {LEAFLET: 20, "meeting_poster": 3}
    order_id = press.wishes(group_id, quantities=wish, steps=("approve", "order"))
    sent_mail()

    press.arrives(order_id, {LEAFLET: 15})
    assert press.state(order_id) == "ordered"
    assert "15 blad av 20" in text_of(sent_mail()[0])
    press.arrives(order_id, {LEAFLET: 5, "meeting_poster": 3})

    assert press.state(order_id) == "delivered"
    assert {line.delivered for line in press.order(order_id).lines} == {20, 3}
    assert [m["Subject"] for m in sent_mail()] == ["Trycksakerna har kommit"]


def test_what_will_never_come_does_not_keep_an_order_open(scene, press):
    group_id = scene.approved()
    order_id = press.wishes(group_id, steps=("approve", "order"))

    press.arrives(order_id, {LEAFLET: 15}, rest_comes=False)

    assert press.state(order_id) == "delivered"
    had = press.offers(group_id)[LEAFLET].before.had
    assert (had.got, had.coming) == (15, 0)


@pytest.mark.parametrize(
    ("numbers", "days"), [({LEAFLET: 21}, 0), ({LEAFLET: -1}, 0), ({}, 0), ({LEAFLET: 5}, 1)]
)
def test_a_delivery_is_some_of_what_was_ordered_on_a_day_that_has_come(scene, press, numbers, days):
    order_id = press.wishes(scene.approved(), steps=("approve", "order"))

    with pytest.raises(InvalidInput):
        press.arrives(order_id, numbers, days=days)

    order = press.order(order_id)
    assert (order.state, order.lines[0].delivered) == ("ordered", 0)


def test_a_part_comes_only_of_what_is_ordered(scene, press):
    order_id = press.wishes(scene.approved(), steps=("approve",))

    with pytest.raises(Conflict):
        press.arrives(order_id, {LEAFLET: 5})


def test_one_press_is_the_receipt(scene, press, clock):
    order_id = press.wishes(scene.approved(), steps=("approve", "order", "deliver"))

    with pytest.raises(DomainError):
        press.presses(order_id, by=scene.person("Otto Annan"))
    press.presses(order_id)
    with pytest.raises(Conflict):
        press.presses(order_id)

    receipt = press.receipt(order_id)
    assert press.state(order_id) == "handed_out"
    assert (receipt.on, receipt.confirmed_by) == (clock().date(), scene.maja.id)
    assert not receipt.by_link


def test_the_coordinator_notes_by_hand_who_took_it(scene, press, clock):
    order_id = press.wishes(scene.approved(), steps=("approve", "order", "deliver"))

    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        printed.note_receipt(work, order_id, received_by="Maja Lind", on=clock().date())
    with scene.runtime.work(scene.coordinator_user.actor) as work:
        printed.note_receipt(work, order_id, received_by="Maja Lind", on=clock().date())

    receipt = press.receipt(order_id)
    assert (receipt.received_by, receipt.noted_by) == ("Maja Lind", scene.coordinator_user.id)


def token_in(mail):
    return next(link for link in links_in(mail) if "/K/" in link).rsplit("/", 1)[1]


def test_the_mail_holds_a_link_that_opens_one_order_and_gives_one_receipt(scene, press, sent_mail):
    order_id = press.wishes(scene.approved(), steps=("approve", "order"))
    sent_mail()
    press.moves(order_id, "deliver")
    token = token_in(sent_mail()[0])

    holder = Actor("link", opens=("sign_order", order_id))
    with scene.runtime.work(holder) as work:
        link = queries.receipt_link(work, token)
        printed.confirm_printed(work, order_id, link)

    receipt = press.receipt(order_id)
    assert (receipt.by_link, receipt.confirmed_by) == (True, scene.maja.id)
    with scene.runtime.reading() as work:
        kept = work.session.query(MailRow).filter_by(letter="printed_delivered").one()
        assert token not in kept.text + kept.html


def test_a_link_ends_with_its_time_and_with_its_owners_part_in_the_group(
    scene, press, sent_mail, clock
):
    group_id = scene.approved()
    scene.add_contact(group_id, scene.person("Nils Ek"))
    order_id = press.wishes(group_id, steps=("approve", "order"))
    sent_mail()
    press.moves(order_id, "deliver")
    tokens = {m["To"]: token_in(m) for m in sent_mail()}

    def opens(address):
        with scene.runtime.reading(NOBODY) as work:
            return queries.receipt_link(work, tokens[address]) is not None

    assert opens("nils@exempel.se")
    with scene.given() as work:
        for contact in work.session.query(Contact).filter_by(group_id=group_id):
            if contact.user.email == "nils@exempel.se":
                contact.ended_at = work.now
    assert not opens("nils@exempel.se")
    assert opens("maja@exempel.se")
    clock.forward(days=400)

    assert not opens("maja@exempel.se")


def test_only_the_coordinator_moves_and_the_group_takes_back_early(scene, press):
    group_id = scene.approved()
    order_id = press.wishes(group_id)

    for user in (scene.maja, scene.reviewer):
        with pytest.raises(NotPermitted):
            press.moves(order_id, "approve", by=user)
    press.moves(order_id, "cancel", reason="Vi ändrade oss.", by=scene.maja)
    assert press.state(order_id) == "cancelled"
    other = press.wishes(group_id, steps=("approve", "order"))

    with pytest.raises(NotPermitted):
        press.moves(other, "cancel", reason="För sent.", by=scene.maja)


def test_whom_it_was_ordered_from_is_kept(scene, press):
    order_id = press.wishes(scene.approved(), steps=("approve",))

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        printed.order_printed(work, order_id, supplier="Tryckeriet AB", reference="A-17")

    order = press.order(order_id)
    assert (order.state, order.supplier, order.reference) == ("ordered", "Tryckeriet AB", "A-17")


def test_a_refused_or_strange_steps_are_told_and_signs_are_not_handed_out_by_it(scene, press):
    order_id = press.wishes(scene.approved(), steps=("approve",))

    with pytest.raises(DomainError), scene.runtime.work(scene.coordinator_user.actor) as work:
        orders.hand_out_order(work, order_id, Receipt("Maja Lind"))
    with pytest.raises(Conflict):
        press.moves(order_id, "deliver")

    assert press.state(order_id) == "approved"


def test_both_kinds_stand_in_one_list_that_can_be_parted(scene, press):
    group_id = scene.active()
    signs = scene.ordered(group_id, scene.place_approved(group_id))
    matter = press.wishes(group_id)

    with scene.runtime.reading(scene.coordinator_user.actor) as work:
        found = {
            kind: [one.id for one in order_queries.listed(work, (), 1, kind).rows]
            for kind in ("", "signs", "printed")
        }
        counts = order_queries.counts(work)

    assert sorted(found[""]) == [signs, matter]
    assert (found["signs"], found["printed"]) == ([signs], [matter])
    assert counts == {("signs", "asked"): 1, ("printed", "asked"): 1}


def test_several_orders_of_both_kinds_move_at_once(scene, press):
    group_id = scene.active()
    signs = scene.ordered(group_id, scene.place_approved(group_id))
    matter = press.wishes(group_id)
    received = press.wishes(group_id, quantities={"meeting_poster": 3}, steps=("approve",))

    with scene.runtime.work(scene.coordinator_user.actor) as work:
        moved = orders.move_orders(work, [signs, matter, received], "approve")

    assert moved == 2
    assert (press.state(matter), press.state(received)) == ("approved", "approved")


def test_no_staff_of_another_town_and_no_other_group_sees_it(scene, press):
    order_id = press.wishes(scene.approved())
    here, scene.here = scene.here, scene.elsewhere
    foreigner = scene.coordinator("Frida Främmande")
    scene.here = here

    for user in (foreigner, scene.person("Otto Annan"), scene.police()):
        with pytest.raises(DomainError), scene.runtime.reading(user.actor) as work:
            queries.order(work, order_id)


def test_the_start_pages_one_question_finds_places_and_orders_of_some_groups(scene, press):
    group_id = scene.active()
    scene.place_approved(group_id)
    scene.ordered(group_id, scene.place_approved(group_id, "1043"))
    order_id = press.wishes(group_id)

    with scene.runtime.reading() as work:
        found = order_queries.of_groups(work, [group_id])
        none = order_queries.of_groups(work, [group_id + 1])

    assert (found.unordered, found.printed) == ({group_id: 1}, [(order_id, group_id, "asked")])
    assert (none.unordered, none.printed) == ({}, [])
