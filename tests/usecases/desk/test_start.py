"""Start pages: who is given what to do, and that long lists cost no more questions."""

from datetime import timedelta

import pytest
from shapely import box

from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import pressing, start, words
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.groups import queries as groups_q
from grannsamverkan.groups import rules as group_rules
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.models.year import GroupYear, LifeNote
from grannsamverkan.places.models import Setting
from grannsamverkan.signs.models import Sign, SignTask


def duties(scene, actor):
    with scene.runtime.reading(actor) as work:
        return start.duties(work, Loaded(work))


def tasks(scene, actor, role=None):
    """The tasks of one role (or the only one), in order."""
    found = [duty for duty in duties(scene, actor) if role in (None, duty.role)]
    return [task for duty in found for one in duty.lists for task in one.tasks]


def texts(scene, actor, role=None):
    return [task.text for task in tasks(scene, actor, role)]


def test_a_contact_person_without_a_group_has_nothing_to_do(scene):
    assert texts(scene, scene.contact(scene.user())) == []


def test_a_contact_person_goes_on_with_what_is_begun_and_sent_back(scene):
    maja = scene.user()
    scene.group(maja, state="draft", name="Björkvägen", dwellings=None)
    returned = scene.group(maja, state="returned", name="Lindgatan")
    scene.decision(returned, "police", "return", reason="Rita området igen.")
    scene.group(scene.user("Olle"), state="draft", name="Någon annans")

    found = tasks(scene, scene.contact(maja))

    assert [task.text for task in found] == [
        "Fortsätt anmälan av Björkvägen",
        "Komplettera anmälan av Lindgatan",
    ]
    notes = {task.text.rsplit(" ", 1)[1]: task.note for task in found}
    assert notes == {"Björkvägen": "Kvar: område, bostäder", "Lindgatan": "Rita området igen."}


def test_training_is_asked_for_only_when_there_is_material_and_a_living_group(scene):
    maja = scene.user()
    group = scene.group(maja, state="submitted")
    actor = scene.contact(maja)

    scene.edition(title="Årets utbildning")
    assert not any("Årets utbildning" in text for text in texts(scene, actor))

    with scene.given() as work:
        work.get(type(group), group.id).state = "approved"
    assert "Gör utbildningen: Årets utbildning" in texts(scene, actor)

    scene.trained(group)
    assert not any("Årets utbildning" in text for text in texts(scene, actor))


def test_facts_are_asked_for_while_the_group_gets_going(scene):
    maja = scene.user()
    group = scene.group(maja, state="approved", name="Björkvägen")
    scene.fact(group, "meeting_held")

    (task,) = [t for t in tasks(scene, scene.contact(maja)) if "Anteckna" in t.text]

    assert task.note == "Kvar: hushållslistan, första informationen"


def test_photos_are_asked_for_with_their_last_day_and_marked_when_it_is_near(scene, clock):
    maja = scene.user()
    group = scene.group(maja, state="active")
    today = clock().date()
    scene.sign(group, "handed_out", post_number="7", due_on=today.replace(day=30))
    scene.sign(group, "correction_ordered", post_number="8", due_on=today.replace(day=24))
    scene.sign(group, "photos_sent", post_number="9")

    late, later = tasks(scene, scene.contact(maja))

    assert "Rätta skylten" in late.text
    assert "stolpe 8" in late.text
    assert (late.urgent, later.urgent) == (True, False)
    assert late.due == "senast 24 november 2026"


def test_signs_are_to_be_planned_by_a_living_group_that_has_none(scene):
    maja = scene.user()
    scene.group(maja, state="active", name="Utan")
    scene.sign(scene.group(maja, state="active", name="Med"), "approved")
    scene.group(maja, state="submitted", name="Väntar")

    planned = [text for text in texts(scene, scene.contact(maja)) if "Planera" in text]

    assert planned == ["Planera skyltar för Utan"]


def test_police_see_registrations_of_their_own_area_with_the_longest_wait_first(scene):
    scene.group(name="Ny", days=1)
    scene.group(name="Gammal", days=9)
    scene.group(name="Söderut", days=20, police_area_id=scene.south)

    found = tasks(scene, scene.staff(("police", scene.north)))

    assert [(task.text, task.due) for task in found] == [
        ("Besluta om Gammal", "väntat 9 dagar"),
        ("Besluta om Ny", "väntat 1 dag"),
    ]


def test_a_registration_leaves_the_list_of_whoever_has_said_yes(scene):
    group = scene.group(name="Björkvägen")
    scene.decision(group, "police", actor_id=9002)

    assert texts(scene, scene.staff("police")) == []
    assert "Besluta om Björkvägen" in texts(scene, scene.staff("coordinator"))


def test_police_see_what_an_approved_group_still_lacks(scene):
    maja = scene.user()
    group = scene.group(maja, state="approved", name="Björkvägen")
    for kind in ("meeting_held", "list_exists"):
        scene.fact(group, kind)
    scene.trained(group)

    (task,) = tasks(scene, scene.staff("police"))
    assert task.note == "Saknas: första informationen"

    scene.fact(group, "first_information")
    (task,) = tasks(scene, scene.staff("police"))
    assert task.text == "Förklara Björkvägen aktiv"


def test_the_coordinator_sees_why_doors_are_closed_and_the_group_orders_behind_an_open_one(scene):
    scene.edition()
    maja = scene.user()
    ready = scene.group(maja, state="active")
    scene.trained(ready)
    scene.sign(ready, "place_approved", post_number="1")
    untrained = scene.group(scene.user(), state="active")
    for _ in range(2):
        scene.sign(untrained, "place_approved")
    scene.sign(scene.group(scene.user(), state="approved"), "place_approved")
    scene.sign(scene.group(state="active"), "place_approved")

    found = texts(scene, scene.staff("coordinator"))

    assert texts(scene, scene.contact(maja)) == [f"Beställ skyltar till {ready.name}"]
    assert found == [
        "1 skylt väntar på att gruppen blir aktiv",
        "2 skyltar väntar på att kontaktombuden gör utbildningen",
        "1 skylt väntar på att gruppen får ett kontaktombud",
    ]


def test_the_coordinator_is_told_of_missing_and_unpublished_material(scene):
    assert "Lägg upp utbildningsmaterial" in texts(scene, scene.staff("coordinator"))

    scene.edition(state="draft", title="Nytt")
    assert texts(scene, scene.staff("coordinator")) == ["Lägg ut materialet ”Nytt”"]


def test_the_reviewer_sees_photos_and_places_of_the_own_municipality(scene):
    there = scene.municipality()
    own, foreign = scene.group(state="active"), scene.group(state="active", place=there)
    for group in (own, foreign):
        scene.photos(scene.sign(group, "photos_sent", post_number="1"), "ok", days=4)
        scene.sign(group, "planned", post_number="2")

    found = tasks(scene, scene.staff("reviewer"))

    assert [task.text.split(", ")[1] for task in found] == ["stolpe 1", "stolpe 2"]
    assert all(task.due.startswith("senast ") for task in found)


def test_the_administrator_sees_what_has_stopped_and_who_cannot_get_in(scene):
    scene.job()
    scene.user("Per Ny", kind="staff", roles=["reviewer"])

    assert texts(scene, scene.staff("admin")) == [
        "1 utskick har stannat",
        "Per Ny saknar kod från telefonen",
    ]


def test_several_roles_give_several_lists(scene):
    found = duties(scene, scene.staff("admin", "reviewer", "police"))

    assert [duty.role for duty in found] == ["police", "reviewer", "admin"]


@pytest.mark.parametrize("role", ["contact", "police", "coordinator", "reviewer", "admin"])
def test_ten_times_as_many_things_take_as_many_questions(scene, role):
    maja = scene.user()
    actor = scene.contact(maja) if role == "contact" else scene.staff(role)
    scene.edition()

    def add(number):
        for _ in range(number):
            for state in ("draft", "submitted", "approved", "active"):
                group = scene.group(maja, state=state)
                for sign_state in ("planned", "place_approved", "handed_out"):
                    scene.sign(group, sign_state)
            scene.photos(scene.sign(group, "photos_sent"), "ok")
            scene.job()

    def ask(work):
        return start.duties(work, Loaded(work))

    add(2)
    few = scene.questions(ask, actor)
    add(18)

    assert scene.questions(ask, actor) == few
    assert few <= 25


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    "roles",
    [
        ["police"],
        [("police", "south")],
        ["coordinator"],
        ["police", "coordinator"],
        [("police", "south"), "coordinator"],
        ["reviewer"],
    ],
)
@pytest.mark.parametrize(
    "yeses", [[], [("police", 1)], [("police", 9001)], [("police", 1), ("coordinator", 9001)]]
)
def test_the_database_finds_the_registrations_that_the_policy_gives_to_the_reader(
    scene, asked, roles, yeses
):
    # given registrations north and south, on which some have said yes
    if asked:
        with scene.given() as work:
            setting = Setting(
                municipality_id=scene.here,
                key="approve.coordinator_decides",
                value=True,
                changed_at=work.now,
            )
            work.session.add(setting)
    for area in (scene.north, scene.south):
        group = scene.group(police_area_id=area)
        for role, person in yeses:
            scene.decision(group, role, actor_id=person)
    held = [(r[0], scene.south) if isinstance(r, tuple) else r for r in roles]
    actor = scene.staff(*held)

    with scene.runtime.reading(actor) as work:
        loaded = Loaded(work)
        for role in ("police", "coordinator"):
            expected = {g.id for g in loaded.groups if loaded.role_to_decide(g) == role}
            found = {g.id for g in pressing.registrations(work, role).rows}

            # then
            assert found == expected


@pytest.mark.parametrize("state", ["approved", "active", "dormant"])
@pytest.mark.parametrize("people", ["nobody", "untrained", "trained", "over"])
def test_signs_stand_before_a_closed_door_exactly_when_the_gate_is_closed(scene, state, people):
    group = scene.group(*([] if people == "nobody" else [scene.user()]), state=state)
    if people in ("trained", "over"):
        scene.trained(group, over=people == "over")
    scene.sign(group, "place_approved")

    with scene.runtime.reading(scene.staff("coordinator")) as work:
        doors = pressing.closed_doors(work)
        is_open = groups_q.sign_gate(work.get(type(group), group.id)).open

    assert doors.total() == (0 if is_open else 1)


def test_police_see_who_wants_to_begin_again_and_whose_year_is_late(scene):
    # given resting groups, of which one asked last and one was answered after it asked
    asks, answered = scene.group(state="dormant", name="Vill"), scene.group(state="dormant")
    late, young = scene.group(state="active", name="Sen"), scene.group(state="active")
    far = scene.group(state="active", police_area_id=scene.south)
    with scene.given() as work:
        for group, *steps in ((asks, "rest", "ask_wake"), (answered, "ask_wake", "rest")):
            for step in steps:
                note = LifeNote(
                    municipality_id=scene.here, group_id=group.id, step=step, at=work.now
                )
                work.session.add(note)
        for group, days in ((late, 400), (young, 300), (far, 400)):
            began = (work.now - timedelta(days=days)).date()
            year = GroupYear(municipality_id=scene.here, group_id=group.id, began_on=began)
            work.session.add(year)

    found = texts(scene, scene.staff(("police", scene.north)))

    assert found == ["Starta Vill igen", "Ring ett kontaktombud i Sen"]


def test_a_long_list_says_how_many_there_are(scene):
    for _ in range(8):
        scene.group()

    (found,) = [one for duty in duties(scene, scene.staff("police")) for one in duty.lists]

    assert (len(found.shown), found.count, found.rest) == (5, 8, 3)


def test_all_that_can_be_missing_has_a_word():
    activate = group_rules.CONDITIONS["activate"].keys()

    assert {*activate, *group_rules.FACTS} == words.NEEDS.keys()


def test_of_many_tasks_the_contact_person_sees_the_first_ones_and_their_number(scene, given):
    maja = scene.user()
    group = scene.group(maja, state="active")
    signs = [scene.sign(group, "approved") for _ in range(rules.SHOWN + 2)]
    with given() as work:
        for sign in signs:
            work.session.add(
                SignTask(
                    municipality_id=scene.here,
                    sign_id=sign.id,
                    kind="inspect",
                    reason="",
                    created_at=work.now,
                )
            )

    with scene.runtime.reading(scene.contact(maja)) as work:
        (duty,) = start.duties(work, Loaded(work))
        (listed,) = [one for one in duty.lists if one.title == "Uppgifter med skyltar"]

    assert (len(listed.tasks), listed.count, listed.rest) == (
        rules.SHOWN,
        rules.SHOWN + 2,
        2,
    )


def test_those_who_decide_see_the_areas_that_groups_want_to_change(scene):
    maja = scene.user()
    wanting = scene.group(maja, state="active", name="Björkvägen")
    resting = scene.group(maja, state="dormant", name="Vilande")
    for group in (wanting, resting):
        with scene.given() as work:
            work.session.add(
                AreaChange(
                    municipality_id=scene.here,
                    group_id=group.id,
                    area_wkb=box(0, 0, 50, 50).wkb,
                    asked_at=work.now - timedelta(days=3),
                )
            )

    for role in ("police", "coordinator"):
        found = tasks(scene, scene.staff(role))
        assert [task.text for task in found if "området" in task.text] == [
            "Svara Björkvägen om området"
        ]
    assert not any("området" in text for text in texts(scene, scene.staff("reviewer")))


def test_the_police_call_a_group_that_has_come_to_rest_until_it_asks_or_time_has_passed(scene):
    fresh, asking, old = (scene.group(state="dormant", name=n) for n in ("Ny", "Ber", "Gammal"))
    for group, step, days in (
        (fresh, "dormant", 5),
        (asking, "dormant", 5),
        (asking, "ask_wake", 1),
        (old, "dormant", 200),
    ):
        with scene.given() as work:
            work.session.add(
                LifeNote(
                    municipality_id=scene.here,
                    group_id=group.id,
                    step=step,
                    at=work.now - timedelta(days=days),
                )
            )

    found = texts(scene, scene.staff("police"))

    assert [text for text in found if "Ring" in text] == ["Ring ett kontaktombud i Ny"]
    assert "Starta Ber igen" in found


def test_the_signs_that_press_most_stand_first_whatever_is_asked_of_them(scene, given):
    maja = scene.user()
    group = scene.group(maja, state="active")
    sign = scene.sign(group, "handed_out")

    def titles(days):
        with given() as work:
            work.get(Sign, sign.id).due_on = work.now.date() + timedelta(days=days)
        with scene.runtime.reading(scene.contact(maja)) as work:
            return [one.title for one in start.duties(work, Loaded(work))[0].lists]

    with given() as work:
        work.session.add(
            SignTask(
                municipality_id=scene.here,
                sign_id=scene.sign(group, "approved").id,
                kind="fault",
                due_on=work.now.date() + timedelta(days=5),
                created_at=work.now,
            )
        )

    assert titles(days=2) == ["Skyltar att sätta upp", "Uppgifter med skyltar"]
    assert titles(days=9) == ["Uppgifter med skyltar", "Skyltar att sätta upp"]
