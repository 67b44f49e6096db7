"""Who is there, and what follows when a session has been held."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, Unmet
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import queries
from grannsamverkan.training.jobs import settle_session
from grannsamverkan.training.models import Assignment, Certificate, Edition
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.usecases import certificates, sessions, start_own
from tests.usecases.training.gathering import STARTS
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def people(gathering):
    return gathering.people("Maja Lind", "Olle Ek", "Ture Tall")


@pytest.fixture
def session_id(gathering, people):
    """It trains; Maja and Olle have seats."""
    made = gathering.open(trains=True)
    for user in people[:2]:
        gathering.signs_up(user, made)
    return made


def is_present(gathering, user, session_id):
    return gathering.row(user, session_id).present_at is not None


def tick(gathering, user, session_id, *, present=True):
    row = gathering.row(user, session_id)
    gathering.as_organiser(sessions.tick, row.id, present=present)


def hold(gathering, session_id):
    gathering.as_organiser(sessions.hold_session, session_id)
    settle_session(gathering.runtime, session_id)


def reading_matter(scene):
    """Material that is out and is no training: it goes to nobody by itself."""
    edition = scene.draft()
    with scene.given() as work:
        work.get(Edition, edition.id).trains = False
    scene.publish(edition)
    return edition


def certified(gathering):
    with gathering.runtime.reading() as work:
        found = work.session.scalars(select(Certificate).order_by(Certificate.id)).all()
        return [
            (made.contact.user_id, made.done_on, made.valid_until, made.title) for made in found
        ]


def test_presence_is_noted_and_taken_back_with_a_press(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    tick(gathering, people[1], session_id)

    tick(gathering, people[1], session_id, present=False)

    assert gathering.numbers(session_id).present == 1
    row = gathering.row(people[0], session_id)
    assert (row.present_how, row.present_by) == ("hand", gathering.scene.coordinator.id)
    assert [event.details["present"] for event in gathering.scene.events("session_attend")] == [
        True,
        True,
        False,
    ]


def test_a_persons_code_checks_in_once_for_whoever_holds_the_session(gathering, people, session_id):
    code = gathering.row(people[0], session_id).pass_code
    gathering.begins()

    for _reading in range(2):
        gathering.as_organiser(sessions.check_in, code.lower())

    assert gathering.row(people[0], session_id).present_how == "code"
    assert len(gathering.scene.events("session_attend")) == 1


def test_nobody_is_noted_as_there_before_the_day_of_the_session(gathering, people, session_id):
    row = gathering.row(people[0], session_id)
    unasked = gathering.contact(people[0], session_id).id
    begins = STARTS.replace(hour=23, minute=0) - timedelta(days=1)
    gathering.clock.now = begins - timedelta(seconds=1)

    for do, *things in (
        (sessions.check_in, row.pass_code),
        (sessions.come_late, session_id, unasked),
    ):
        with pytest.raises(Unmet, match="den dag då träffen är"):
            gathering.as_organiser(do, *things)
    with pytest.raises(Unmet, match="den dag då träffen är"):
        tick(gathering, people[0], session_id)
    assert not is_present(gathering, people[0], session_id)
    gathering.clock.now = begins
    tick(gathering, people[0], session_id)

    assert is_present(gathering, people[0], session_id)


def test_what_was_noted_is_taken_back_even_where_the_day_was_moved(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    gathering.clock.now = STARTS - timedelta(days=3)

    tick(gathering, people[0], session_id, present=False)

    assert not is_present(gathering, people[0], session_id)


def test_nobody_else_checks_people_in(gathering, people, session_id):
    row = gathering.row(people[0], session_id)
    gathering.begins()
    actors = (
        Actor("nobody"),
        Actor("contact", people[0].id),
        Actor("contact", people[1].id),
        Actor("link", opens=("signup", row.id)),
        gathering.scene.police(gathering.scene.town.north),
        gathering.scene.stranger,
    )

    for actor in actors:
        with pytest.raises(NotFound), gathering.runtime.work(actor) as work:
            sessions.check_in(work, row.pass_code)
        with pytest.raises(NotFound), gathering.runtime.work(actor) as work:
            sessions.tick(work, row.id, present=True)

    assert not is_present(gathering, people[0], session_id)


def test_police_of_the_area_check_in_at_their_own_session(gathering, people):
    town, scene = gathering.scene.town, gathering.scene
    session_id = gathering.open(police_area_id=town.north)
    gathering.signs_up(people[0], session_id)
    gathering.begins()

    with gathering.runtime.work(scene.police(town.north)) as work:
        sessions.check_in(work, gathering.row(people[0], session_id).pass_code)

    assert is_present(gathering, people[0], session_id)


def test_whoever_has_read_the_poster_says_to_be_there_within_the_hours(
    gathering, people, session_id
):
    maja = Actor("contact", people[0].id)
    code = gathering.session(session_id).door_code

    for moment in (STARTS - timedelta(minutes=61), STARTS + timedelta(hours=3, minutes=1)):
        gathering.clock.now = moment
        with pytest.raises(Unmet), gathering.runtime.work(maja) as work:
            sessions.arrive(work, code)
    gathering.clock.now = STARTS - timedelta(minutes=60)
    with gathering.runtime.work(maja) as work:
        sessions.arrive(work, code)

    assert gathering.row(people[0], session_id).present_how == "self"


def test_the_own_link_notes_presence_only_with_the_posters_code(gathering, people, session_id):
    gathering.begins()
    row, code = gathering.row(people[0], session_id), gathering.session(session_id).door_code

    for wrong in ("", "K7Q4MR", row.pass_code):
        with pytest.raises(InvalidInput):
            gathering.by_link(row, sessions.arrive_by_link, wrong)
    gathering.by_link(row, sessions.arrive_by_link, f"{code[:3]}-{code[3:]}".lower())

    assert is_present(gathering, people[0], session_id)


def test_who_has_no_seat_does_not_note_presence_alone(gathering, people, session_id):
    gathering.begins()
    code = gathering.session(session_id).door_code

    with pytest.raises(Unmet), gathering.runtime.work(Actor("contact", people[2].id)) as work:
        sessions.arrive(work, code)

    assert gathering.numbers(session_id).present == 0


def test_who_comes_unasked_is_let_in_by_whoever_holds_it_even_where_it_is_full(gathering, people):
    session_id = gathering.open(seats=1)
    gathering.signs_up(people[0], session_id)
    gathering.signs_up(people[1], session_id)
    gathering.begins()
    with gathering.runtime.reading(gathering.scene.coordinator) as work:
        found = rows.not_coming(work, reads.session(work, session_id), "tu")
        assert [contact.user.name for contact in found] == ["Ture Tall"]

    gathering.as_organiser(sessions.come_late, session_id, found[0].id)
    gathering.as_organiser(sessions.check_in, gathering.row(people[1], session_id).pass_code)

    assert gathering.row(people[2], session_id).present_how == "late"
    assert gathering.numbers(session_id).present == 2


def test_strangers_are_not_let_in(gathering, people, session_id):
    elsewhere = gathering.scene.person("Fia Fjärran", gathering.scene.town.elsewhere)
    other = gathering.scene.group(
        elsewhere, municipality=gathering.scene.town.elsewhere, name="Fjärran"
    )
    gathering.begins()
    with gathering.runtime.reading(gathering.scene.coordinator) as work:
        assert rows.not_coming(work, reads.session(work, session_id), "Fia") == []

    with pytest.raises(Unmet):
        gathering.as_organiser(
            sessions.come_late, session_id, gathering.scene.contact_of(elsewhere, other).id
        )


def test_people_are_found_by_name_and_whoever_left_is_on_no_list(gathering, people, session_id):
    def listed(name=""):
        with gathering.runtime.reading(gathering.scene.coordinator) as work:
            found = rows.attendance(work, reads.session(work, session_id), name)
            return [row.contact.user.name for row in found.rows]

    assert listed() == ["Maja Lind", "Olle Ek"]
    assert listed("lind") == ["Maja Lind"]
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)

    with gathering.runtime.work(Actor("contact", people[0].id)) as work:
        groups.end_contact(work, gathering.row(people[0], session_id).contact_id)

    assert listed() == ["Olle Ek"]
    assert gathering.numbers(session_id).present == 0


def test_those_who_came_are_trained_on_that_day_with_a_certificate(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    gathering.clock.forward(days=1)

    hold(gathering, session_id)

    until = date(2028, 12, 1)
    assert certified(gathering) == [
        (people[0].id, date(2026, 12, 1), until, "Utbildning i Folkets hus")
    ]
    with gathering.runtime.reading() as work:
        contact = gathering.contact(people[0], session_id)
        assert (contact.trained_on, contact.trained_until) == (date(2026, 12, 1), until)
        assert gathering.contact(people[1], session_id).trained_on is None
        assert queries.counts(work, contact)
    assert [to for to, _ in gathering.mails("session_thanks")] == ["maja@exempel.se"]
    assert [to for to, _ in gathering.mails("session_missed")] == ["olle@exempel.se"]


def test_holding_it_twice_changes_nothing(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)
    before = {k: v for k, v in gathering.scene.everything().items() if k != "job"}

    hold(gathering, session_id)
    settle_session(gathering.runtime, session_id)

    after = {k: v for k, v in gathering.scene.everything().items() if k != "job"}
    assert after == before


def test_killed_in_the_middle_the_rest_is_done_and_nobody_gets_two(gathering, people, session_id):
    gathering.begins()
    for user in people[:2]:
        tick(gathering, user, session_id)
    gathering.as_organiser(sessions.hold_session, session_id)
    with gathering.runtime.work() as work:
        assert sessions.settle_some(work, session_id, most=1) == 1
    with pytest.raises(KeyboardInterrupt), gathering.runtime.work() as work:
        sessions.settle_some(work, session_id, most=1)
        raise KeyboardInterrupt

    settle_session(gathering.runtime, session_id)

    assert len(certified(gathering)) == 2
    assert len(gathering.rows_of("session_thanks")) == 2


def test_it_cannot_be_held_before_it_begins(gathering, session_id):
    with pytest.raises(Unmet):
        gathering.as_organiser(sessions.hold_session, session_id)

    assert gathering.session(session_id).state == "open"


def test_a_session_that_does_not_train_certifies_nobody(gathering, people):
    session_id = gathering.open(kind="info", trains=False)
    gathering.signs_up(people[0], session_id)
    gathering.begins()
    tick(gathering, people[0], session_id)

    hold(gathering, session_id)

    assert certified(gathering) == []
    assert len(gathering.rows_of("session_thanks")) == 1


def test_a_training_that_lasts_as_long_is_left_as_it_is(gathering, people, session_id):
    scene = gathering.scene
    contact = gathering.contact(people[0], session_id)
    with scene.given() as work:
        groups.note_training(work, work.get(Contact, contact.id), edition_id=0, until=None)
    gathering.begins()
    tick(gathering, people[0], session_id)

    hold(gathering, session_id)

    assert certified(gathering) == []
    assert gathering.contact(people[0], session_id).trained_until is None


def test_the_material_is_given_to_those_who_came_and_opened_from_their_page(gathering, people):
    edition = reading_matter(gathering.scene)
    session_id = gathering.open(edition_id=edition.id)
    for user in people[:2]:
        gathering.signs_up(user, session_id)
    gathering.begins()
    tick(gathering, people[0], session_id)

    hold(gathering, session_id)

    given = [row for row in gathering.scene.assignments() if row.edition_id == edition.id]
    assert [row.contact_id for row in given] == [gathering.contact(people[0], session_id).id]
    assert given[0].sent_at is not None
    token = gathering.by_link(gathering.row(people[0], session_id), sessions.open_material)
    assert gathering.scene.opened(token).edition_id == edition.id
    with pytest.raises(Unmet):
        gathering.by_link(gathering.row(people[1], session_id), sessions.open_material)


def test_those_who_missed_it_are_sent_a_link_to_the_next(gathering, people, session_id):
    later = STARTS + timedelta(days=14)
    following = gathering.open(
        title="Nästa", starts_at=later, ends_at=later + timedelta(hours=2), closes_at=later
    )
    gathering.begins()

    hold(gathering, session_id)

    told = gathering.rows_of("session_missed")
    assert len(told) == 2
    assert "Nästa" not in told[0].subject
    assert "tisdag 15 december 2026" in told[0].text
    assert gathering.states(following) == {people[0].id: "asked", people[1].id: "asked"}
    gathering.by_link(gathering.row(people[0], following), sessions.sign_up_by_link)


def test_somebody_forgotten_is_noted_afterwards_and_trained_too(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)

    tick(gathering, people[1], session_id)
    settle_session(gathering.runtime, session_id)

    assert [user for user, *_ in certified(gathering)] == [people[0].id, people[1].id]
    with pytest.raises(Conflict):
        tick(gathering, people[1], session_id, present=False)


def test_a_training_at_a_session_counts_for_a_group_joined_later(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)
    gathering.scene.published()

    later = gathering.scene.group(people[0], name="Ekvägen")
    gathering.scene.approved(later)

    contact = gathering.scene.contact_of(people[0], later)
    assert (contact.trained_on, contact.trained_until) == (date(2026, 12, 1), date(2028, 12, 1))
    assert [m for m in gathering.scene.mails() if m.to_address == people[0].email] == []


def test_a_withdrawn_certificate_of_a_session_undoes_the_training(gathering, people, session_id):
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)
    with gathering.runtime.reading() as work:
        made = work.session.scalars(select(Certificate.id)).one()

    gathering.as_organiser(certificates.withdraw, made, "Gick hem i pausen.")

    assert gathering.contact(people[0], session_id).trained_on is None


def test_renewing_a_session_training_by_the_quiz_gives_a_newer_certificate(
    gathering, people, session_id
):
    gathering.begins()
    tick(gathering, people[0], session_id)
    hold(gathering, session_id)
    edition = gathering.scene.published()
    gathering.clock.forward(days=725)
    contact = gathering.contact(people[0], session_id)

    with gathering.runtime.work(Actor("contact", people[0].id)) as work:
        token = start_own(work, contact.id)
    gathering.scene.read(token)
    assert gathering.scene.answer(token, RIGHT)

    assert [title for *_, title in certified(gathering)] == [
        "Utbildning i Folkets hus",
        edition.title,
    ]
    with gathering.runtime.reading() as work:
        done = select(Assignment.done_at).where(Assignment.contact_id == contact.id)
        assert work.session.scalars(done).one() is not None
