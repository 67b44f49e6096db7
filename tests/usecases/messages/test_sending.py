"""A bulletin is written, aimed, looked through and sent to those it is for, and to nobody else."""

from datetime import timedelta

import pytest
from shapely.geometry import Polygon
from sqlalchemy import func, select

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.groups.models import Group
from grannsamverkan.messages import queries, usecases
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.usecases import Aim, Correction
from tests.usecases.groups.scene import EASTERN, polygon
from tests.usecases.messages.scene import FAR_BLOCK


def groups_of(scene, bulletin_id):
    return {row.group_id for row in scene.receivers(bulletin_id)}


def test_a_drawn_area_reaches_the_groups_that_share_ground_with_it(scene, group):
    far = scene.grouped("Lindvägen", scene.person("Nils Ek"), FAR_BLOCK)

    bulletin = scene.sent(aim=Aim("area", polygon(EASTERN)))

    assert groups_of(scene, bulletin) == {group}
    assert far not in groups_of(scene, bulletin)


def test_a_group_that_only_touches_the_area_is_not_in_it(scene, group):
    block = scene.group(group).area
    around = block.buffer(200)

    bulletin = scene.drafted(aim=Aim("area", Polygon(around.exterior, [block.exterior])))

    assert scene.number(bulletin).groups == 0


def test_a_group_without_a_drawn_area_is_reached_by_its_police_area(scene):
    undrawn = scene.grouped("Ekvägen", area=None)

    by_area = scene.drafted(aim=Aim("police_areas", police_area_ids=[scene.north]))
    drawn = scene.drafted()

    assert scene.number(by_area).counted == (1, 1)
    assert scene.number(drawn).counted == (0, 0)
    scene.send(by_area)
    assert groups_of(scene, by_area) == {undrawn}


def test_police_reach_their_own_police_area_only_and_are_told_what_is_left_out(scene, group):
    scene.grouped("Lindvägen", scene.person("Nils Ek"), EASTERN, south=True)

    bulletin = scene.drafted()

    number = scene.number(bulletin)
    assert (number.counted, number.outside) == ((1, 1), 1)
    scene.send(bulletin)
    assert groups_of(scene, bulletin) == {group}


def test_a_coordinator_reaches_the_whole_municipality(scene, group):
    southern = scene.grouped("Lindvägen", scene.person("Nils Ek"), EASTERN, south=True)

    bulletin = scene.sent(scene.sara)

    assert groups_of(scene, bulletin) == {group, southern}


@pytest.mark.parametrize(
    ("way", "choice"), [("police_areas", "police_area_ids"), ("groups", "group_ids")]
)
def test_police_cannot_choose_what_is_not_theirs(scene, way, choice):
    southern = scene.grouped("Lindvägen", scene.person("Nils Ek"), south=True)
    ids = {"police_areas": scene.south, "groups": southern}

    with pytest.raises(InvalidInput) as refused:
        scene.drafted(aim=Aim(way, **{choice: [ids[way]]}))

    assert refused.value.field == way


def test_chosen_groups_are_reached_and_no_others(scene, group):
    other = scene.grouped("Lindvägen", scene.person("Nils Ek"))

    bulletin = scene.sent(aim=Aim("groups", group_ids=[other]))

    assert groups_of(scene, bulletin) == {other}


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "dormant", "closed"])
def test_only_living_groups_are_written_to(scene, group, given, state):
    with given() as work:
        work.get(Group, group).state = state

    bulletin = scene.drafted()

    assert scene.number(bulletin).counted == (0, 0)


def test_who_is_in_two_groups_is_one_person_with_two_rows(scene, group):
    second = scene.grouped("Lindvägen")

    bulletin = scene.drafted()

    assert scene.number(bulletin).counted == (2, 1)
    scene.send(bulletin)
    assert groups_of(scene, bulletin) == {group, second}


def test_numbers_that_have_changed_since_they_were_shown_are_shown_anew(scene, group):
    bulletin = scene.drafted()
    shown = scene.number(bulletin).counted
    scene.add_contact(group, scene.person("Nils Ek"))

    with scene.runtime.work(scene.petra.actor) as work, pytest.raises(InvalidInput) as refused:
        usecases.send(work, bulletin, shown=shown)

    assert "1 grupper och 2 kontaktombud" in str(refused.value)
    assert scene.bulletin(bulletin).state == "draft"
    assert scene.receivers(bulletin) == []


def test_what_reaches_nobody_is_not_sent(scene):
    bulletin = scene.drafted()

    with scene.runtime.work(scene.petra.actor) as work, pytest.raises(Unmet):
        usecases.send(work, bulletin, shown=(0, 0))

    assert scene.bulletin(bulletin).state == "draft"


def test_a_bulletin_is_sent_once(scene, group):
    bulletin = scene.sent()

    with scene.runtime.work(scene.petra.actor) as work, pytest.raises(Conflict):
        usecases.send(work, bulletin, shown=(1, 1))

    assert len(scene.receivers(bulletin)) == 1


def test_a_draft_whose_day_has_passed_is_not_sent(scene, group, clock):
    bulletin = scene.drafted()
    clock.forward(days=8)

    with scene.runtime.work(scene.petra.actor) as work, pytest.raises(Conflict):
        usecases.send(work, bulletin, shown=(1, 1))

    assert scene.bulletin(bulletin).state == "draft"


def test_words_that_the_guard_asks_about_are_sent_only_when_each_is_confirmed(scene, group):
    bulletin = scene.drafted(text="En finsk kvinna, tel 070-123 45 67, såg allt.")
    keys = [finding.key for finding in scene.questions(bulletin)]
    assert len(keys) == 2

    with pytest.raises(InvalidInput):
        scene.send(bulletin, confirmed=keys[:1])
    assert scene.bulletin(bulletin).state == "draft"

    scene.send(bulletin, confirmed=keys)
    assert scene.bulletin(bulletin).warned == ["origin", "phone"]


def test_a_confirmation_does_not_hold_for_another_text(scene, group):
    bulletin = scene.drafted(text="Ring 070-123 45 67.")
    keys = [finding.key for finding in scene.questions(bulletin)]
    with scene.runtime.work(scene.petra.actor) as work:
        usecases.describe(work, bulletin, scene.said(text="Ring 070-765 43 21."))

    with pytest.raises(InvalidInput):
        scene.send(bulletin, confirmed=keys)

    assert scene.bulletin(bulletin).state == "draft"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title_en": "Burglary"}, "text_en"),
        ({"text_en": "Three sheds."}, "text_en"),
    ],
)
def test_half_an_english_version_is_asked_about(scene, said, field):
    with pytest.raises(InvalidInput) as refused:
        scene.drafted(**said)

    assert refused.value.field == field


@pytest.mark.parametrize("days", [-1, 181])
def test_the_last_day_is_near(scene, days):
    day = scene.said().valid_until + timedelta(days=days - 7)

    with pytest.raises(InvalidInput) as refused:
        scene.drafted(valid_until=day)

    assert refused.value.field == "valid_until"


def test_a_draft_is_its_writers_alone(scene, group):
    bulletin = scene.drafted()

    for other in (scene.sara, scene.police("Pia Polis"), scene.maja):
        with scene.runtime.reading(other.actor) as work, pytest.raises(NotFound):
            queries.bulletin(work, bulletin)


def test_contact_persons_and_reviewers_write_nothing(scene):
    reviewer = scene.staff("Gustav Granskare", ("reviewer", None))

    for other in (scene.maja, reviewer):
        with scene.runtime.work(other.actor) as work, pytest.raises(NotPermitted):
            usecases.create(work, scene.here, scene.said())


def test_what_was_sent_cannot_be_changed(scene, group):
    bulletin = scene.sent()

    with scene.runtime.work(scene.petra.actor) as work:
        with pytest.raises(Conflict):
            usecases.describe(work, bulletin, scene.said(title="Annat"))
        with pytest.raises(Conflict):
            usecases.choose_receivers(work, bulletin, Aim("area", polygon()))
        with pytest.raises(Conflict):
            usecases.discard(work, bulletin)

    assert scene.bulletin(bulletin).title == "Inbrott i förråd"


def test_a_draft_is_thrown_away_with_what_it_was_aimed_at(scene, group):
    bulletin = scene.drafted(aim=Aim("groups", group_ids=[group]))

    with scene.runtime.work(scene.petra.actor) as work:
        usecases.discard(work, bulletin)

    with scene.runtime.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Bulletin)) == 0


def test_the_log_keeps_numbers_and_kinds_and_no_words(scene, group):
    bulletin = scene.drafted(text="Ring 070-123 45 67.")
    scene.send(bulletin, confirmed=[finding.key for finding in scene.questions(bulletin)])

    kept = {entry.event: entry.details for entry in scene.events("bulletin")}

    assert kept["bulletin_receivers"] == {"groups": 1, "persons": 1, "warned": ["phone"]}
    assert "070" not in str(kept)


def test_a_coordinator_takes_back_what_police_have_sent_and_other_police_do_not(scene, group):
    bulletin = scene.sent()

    with (
        scene.runtime.work(scene.police("Pia Polis").actor) as work,
        pytest.raises(NotPermitted),
    ):
        usecases.withdraw(work, bulletin, Correction("Fel dag."))
    with scene.runtime.work(scene.sara.actor) as work:
        usecases.withdraw(work, bulletin, Correction("Fel dag."))

    assert scene.bulletin(bulletin).state == "withdrawn"


def test_the_guard_reads_a_correction_as_well(scene, group):
    bulletin = scene.sent()
    said = Correction("Ring Nils på 070-123 45 67.")

    with scene.runtime.work(scene.petra.actor) as work, pytest.raises(InvalidInput):
        usecases.withdraw(work, bulletin, said)
    assert scene.bulletin(bulletin).state == "sent"

    with scene.runtime.work(scene.petra.actor) as work:
        found = queries.findings_in_correction(
            work, queries.bulletin(work, bulletin), said.text, said.text_en
        )
        usecases.withdraw(work, bulletin, said, [finding.key for finding in found])
    assert scene.bulletin(bulletin).state == "withdrawn"


def test_ticks_are_kept_while_somebody_looks_on_and_change_nothing_else(scene, group):
    bulletin = scene.drafted(aim=Aim("area", polygon()))

    with scene.runtime.work(scene.petra.actor) as work:
        usecases.keep_choice(work, bulletin, [group, 999_999])

    with scene.runtime.reading() as work:
        kept = work.session.get(Bulletin, bulletin)
        assert [one.id for one in kept.groups] == [group]
        assert (kept.aim, kept.area) == ("area", polygon())
