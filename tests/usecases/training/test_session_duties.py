"""What start pages say of sessions: to hold, to answer, to come to."""

from datetime import timedelta

from grannsamverkan.core.actor import Actor
from grannsamverkan.desk.queries import start
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.training.usecases import sessions
from tests.usecases.training.gathering import STARTS


def texts(gathering, actor):
    with gathering.runtime.reading(actor) as work:
        found = start.duties(work, Loaded(work))
        return [task.text for duty in found for one in duty.lists for task in one.tasks]


def test_whoever_holds_a_session_is_told_the_day_before_and_until_it_is_noted_as_held(gathering):
    town, scene = gathering.scene.town, gathering.scene
    session_id = gathering.open(police_area_id=town.north)
    own, other = scene.police(town.north), scene.police(town.south)
    told = {"hold": "Håll i Utbildning i Folkets hus"}
    told["note"] = "Skriv in närvaron för Utbildning i Folkets hus"
    assert told["hold"] not in texts(gathering, own)

    gathering.clock.now = STARTS - timedelta(hours=23)
    assert told["hold"] in texts(gathering, own)
    assert told["hold"] in texts(gathering, scene.coordinator)
    assert told["hold"] not in texts(gathering, other)
    gathering.begins()
    assert told["note"] in texts(gathering, own)
    gathering.as_organiser(sessions.hold_session, session_id)

    assert told["note"] not in texts(gathering, own)


def test_a_contact_person_sees_what_to_answer_and_where_to_come(gathering):
    maja, olle = gathering.people("Maja Lind", "Olle Ek")
    session_id = gathering.open(seats=1)
    gathering.as_organiser(sessions.invite, session_id, who="all", number=2)
    with gathering.runtime.work() as work:
        sessions.invite_some(work, session_id, "all")
    me = Actor("contact", maja.id)
    assert "Svara på inbjudan till Utbildning i Folkets hus" in texts(gathering, me)

    gathering.signs_up(maja, session_id)
    gathering.signs_up(olle, session_id)

    assert "Kom till Utbildning i Folkets hus" in texts(gathering, me)
    waiting = "Du står på väntelistan till Utbildning i Folkets hus"
    assert waiting in texts(gathering, Actor("contact", olle.id))
    gathering.leaves(maja, session_id)
    assert not [text for text in texts(gathering, me) if "Folkets hus" in text]
