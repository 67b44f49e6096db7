"""A falling share: seen at once, told of once a fall, and binding only where the place says so."""

import pytest

from grannsamverkan.groups import jobs, queries, usecases
from grannsamverkan.groups.queries import falls
from tests.support.mailbox import text_of


@pytest.fixture
def counted(scene):
    """Counts an active group anew: `counted(9)` of its twenty dwellings."""
    group_id = scene.approved()
    police = scene.police("Pia Polis")
    scene.note(police, group_id, "meeting_held", "list_exists", "first_information")
    with scene.runtime.work(police.actor) as work:
        usecases.activate_group(work, group_id)

    def count(joined):
        with scene.runtime.work(scene.maja.actor) as work:
            usecases.count_households(work, group_id, dwellings=20, joined=joined, declined=0)

    count.group_id = group_id
    count(12)
    return count


@pytest.fixture
def told(scene, sent_mail, clock):
    """What was written of falls after so many hours."""
    sent_mail()

    def after(hours):
        clock.forward(hours=hours)
        jobs.tell_of_falls(scene.runtime)
        return [m for m in sent_mail() if "Färre är med" in m["Subject"]]

    return after


def below(scene, group_id):
    with scene.runtime.reading() as work:
        fall = falls.open_fall(work, queries.group(work, group_id))
        return fall and fall.below_pct


@pytest.mark.parametrize(("joined", "pct"), [(10, None), (9, 50), (7, 40), (4, 25), (0, 25)])
def test_a_fall_is_named_by_the_lowest_limit_it_went_through(scene, counted, joined, pct):
    counted(joined)

    assert below(scene, counted.group_id) == pct


def test_each_fall_is_told_of_once_after_its_time(counted, told):
    counted(7)

    assert told(1) == []
    (message,) = told(24)
    assert "40 %" in text_of(message)
    counted(6)
    assert told(48) == []


def test_a_slip_that_is_put_right_alarms_nobody(scene, counted, told):
    counted(7)
    counted(12)

    assert told(48) == []
    assert below(scene, counted.group_id) is None


def test_falling_again_after_rising_is_a_new_fall(counted, told):
    counted(9)
    assert len(told(25)) == 1
    counted(12)
    counted(9)

    assert len(told(25)) == 1


def test_falling_further_through_the_next_limit_is_told_of(counted, told):
    counted(9)
    assert len(told(25)) == 1
    counted(4)

    (message,) = told(25)
    assert "25 %" in text_of(message)


def test_the_lowest_limit_is_advice_unless_the_municipality_makes_it_binding(scene, counted, told):
    counted(4)
    told(25)
    assert scene.state(counted.group_id) == "active"

    counted(12)
    scene.setting("household.dormant_binds", True)
    counted(4)
    told(25)

    assert scene.state(counted.group_id) == "dormant"


def test_a_higher_limit_never_makes_a_group_rest(scene, counted, told):
    scene.setting("household.dormant_binds", True)
    counted(7)
    told(25)

    assert scene.state(counted.group_id) == "active"


def test_a_group_that_never_was_above_has_not_fallen(scene):
    group_id = scene.approved()
    with scene.runtime.work(scene.maja.actor) as work:
        usecases.count_households(work, group_id, dwellings=200, joined=12, declined=0)
        usecases.count_households(work, group_id, dwellings=200, joined=11, declined=0)

    assert below(scene, group_id) == 25, "twelve of twenty became twelve of two hundred"


def test_the_patience_is_the_municipalitys(scene, counted, told):
    scene.setting("household.alarm_hours", 0)
    counted(9)

    assert len(told(0)) == 1
