"""Registering a group, step by step, and sending it."""

from datetime import timedelta

import pytest

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.geometry import plane
from grannsamverkan.groups import queries, usecases
from grannsamverkan.places.models import Municipality, PoliceArea
from tests.usecases.groups.scene import BLOCK, EASTERN, polygon


@pytest.fixture
def change(scene):
    """Run a use case on a group as its founder: `change(group_id, usecases.place_group, …)`."""

    def change(group_id, usecase, user=None, **values):
        with scene.runtime.work((user or scene.maja).actor) as work:
            return usecase(work, group_id, **values)

    return change


def place(area=BLOCK, streets="", police_area_id=None):
    drawn = polygon(area) if area else None
    return {"area": drawn, "streets": streets, "police_area_id": police_area_id}


def test_a_founder_becomes_the_first_contact_person(scene):
    group_id = scene.draft()

    group = scene.group(group_id)
    assert (group.state, group.name, group.housing) == ("draft", "Björkvägen", "villa")
    assert group.contact_ids == {scene.maja.id}
    assert not group.head_ids


@pytest.mark.parametrize("kind", ["staff", "nobody", "link"])
def test_only_contact_persons_found_groups(scene, kind):
    with pytest.raises(NotPermitted), scene.runtime.work(Actor(kind, scene.maja.id)) as work:
        usecases.start_group(work, municipality_id=scene.here, name="X", housing="villa")


def test_name_and_housing_can_be_changed(scene, change):
    group_id = scene.draft()

    change(group_id, usecases.describe_group, name="Kvarteret Eken", housing="radhus")

    assert (scene.group(group_id).name, scene.group(group_id).housing) == (
        "Kvarteret Eken",
        "radhus",
    )


def test_an_area_is_kept_in_metres_with_its_box(scene, change):
    group_id = scene.draft()

    change(group_id, usecases.place_group, **place(police_area_id=scene.north))

    group = scene.group(group_id)
    assert group.area.equals(polygon())
    # 0.0020° of latitude is 222.8 m and 0.0040° of longitude 234.0 m at 58.38° N.
    assert group.area_m2 == pytest.approx(222.8 * 234.0, rel=0.001)
    assert (group.minx, group.miny, group.maxx, group.maxy) == pytest.approx(polygon().bounds)


def test_streets_alone_are_enough_and_take_a_drawn_area_away(scene, change):
    group_id = scene.draft()
    change(group_id, usecases.place_group, **place(police_area_id=scene.north))

    change(
        group_id,
        usecases.place_group,
        **place(None, "Björkvägen 1–24", police_area_id=scene.north),
    )

    group = scene.group(group_id)
    assert (group.area, group.area_m2, group.minx, group.streets) == (
        None,
        None,
        None,
        "Björkvägen 1–24",
    )


def test_neither_area_nor_streets_is_refused_beside_the_streets(scene, change):
    group_id = scene.draft()

    with pytest.raises(InvalidInput) as refused:
        change(group_id, usecases.place_group, **place(None, "", scene.north))

    assert refused.value.field == "streets"


def test_a_police_area_must_be_chosen_where_there_are_several(scene, change, given):
    with given() as work:
        far = PoliceArea(municipality_id=scene.elsewhere, name="Bro")
        work.session.add(far)
    group_id = scene.draft()

    for wrong in (None, far.id):
        with pytest.raises(InvalidInput) as refused:
            change(group_id, usecases.place_group, **place(police_area_id=wrong))
        assert refused.value.field == "police_area"


@pytest.mark.parametrize(("areas", "chosen"), [(0, None), (1, "the only one")])
def test_without_a_choice_of_police_areas_none_is_asked_for(scene, change, given, areas, chosen):
    with given() as work:
        new = [PoliceArea(municipality_id=scene.elsewhere, name=f"P{n}") for n in range(areas)]
        work.session.add_all(new)
    with scene.runtime.work(scene.maja.actor) as work:
        group_id = usecases.start_group(
            work, municipality_id=scene.elsewhere, name="Bro", housing="villa"
        ).id

    change(group_id, usecases.place_group, **place())

    expected = new[0].id if chosen else None
    assert scene.group(group_id).police_area_id == expected


def test_counts_that_do_not_fit_are_refused(scene, change):
    group_id = scene.draft()

    with pytest.raises(InvalidInput) as refused:
        change(group_id, usecases.count_households, dwellings=10, joined=8, declined=3)

    assert refused.value.field == "joined"
    assert scene.group(group_id).dwellings is None


def test_the_owners_consent_is_kept_and_not_lost_by_new_counts(scene, change, clock):
    group_id = scene.draft(housing="flerfamiljshus")
    consent = usecases.OwnerConsent("Alby bostäder, Kim Berg", clock().date())
    counts = {"dwellings": 10, "joined": 8, "declined": 1}

    change(group_id, usecases.count_households, **counts, consent=consent)
    change(group_id, usecases.attach_consent, stored="a" * 64)
    change(group_id, usecases.count_households, **counts)

    group = scene.group(group_id)
    assert (group.consent_by, group.consent_on) == ("Alby bostäder, Kim Berg", clock().date())
    assert group.consent_stored == "a" * 64


def test_consent_cannot_be_given_tomorrow(scene, change, clock):
    group_id = scene.draft(housing="flerfamiljshus")
    tomorrow = usecases.OwnerConsent("Kim Berg", clock().date() + timedelta(days=1))

    with pytest.raises(InvalidInput) as refused:
        change(
            group_id,
            usecases.count_households,
            dwellings=10,
            joined=8,
            declined=1,
            consent=tomorrow,
        )

    assert refused.value.field == "consent_on"


def test_a_half_filled_registration_is_not_sent_and_says_what_is_missing(scene):
    group_id = scene.draft()

    with pytest.raises(Unmet) as refused:
        scene.submit(group_id)

    assert [str(text) for text in refused.value.missing] == [
        "Visa vilket område gruppen täcker, på kartan eller med gator.",
        "Ange hur många bostäder som finns i området.",
    ]
    assert scene.state(group_id) == "draft"
    assert scene.mails() == []


def test_sending_tells_those_who_decide_and_the_contact_persons(scene):
    scene.police()
    scene.staff("Sven Söder", ("police", scene.south))
    scene.staff("Petter Polischef", ("police", None))
    scene.coordinator()
    scene.staff("Rut Granskare", ("reviewer", None))
    group_id = scene.complete()

    scene.submit(group_id, message="Vi har haft stölder.")

    group = scene.group(group_id)
    assert (group.state, group.round, group.message) == ("submitted", 1, "Vi har haft stölder.")
    assert (group.submitted_at, group.privacy_version) == (scene.runtime.clock(), "2026-11")
    assert sorted(scene.mails()) == [
        ("group_received", "maja@exempel.se"),
        ("group_submitted", "petra@kommun.example"),
        ("group_submitted", "petter@kommun.example"),
        ("group_submitted", "sara@kommun.example"),
    ]


def test_a_coordinator_who_does_not_decide_is_not_asked(scene):
    scene.police()
    scene.coordinator()
    scene.setting("approve.coordinator_decides", False)

    scene.submitted()

    assert sorted(scene.mails()) == [
        ("group_received", "maja@exempel.se"),
        ("group_submitted", "petra@kommun.example"),
    ]


@pytest.mark.parametrize(
    ("usecase", "values"),
    [
        (usecases.describe_group, {"name": "Nytt", "housing": "villa"}),
        (usecases.place_group, place(EASTERN)),
    ],
)
def test_what_is_sent_can_no_longer_be_changed(scene, change, usecase, values):
    group_id = scene.submitted()

    with pytest.raises(Conflict):
        change(group_id, usecase, **values)

    assert scene.group(group_id).name == "Björkvägen"
    assert scene.group(group_id).area.equals(polygon())


def test_sending_twice_sends_once(scene):
    group_id = scene.submitted()
    told = scene.mails()

    with pytest.raises(Conflict) as refused:
        scene.submit(group_id)

    assert refused.value.actor_id == scene.maja.id
    assert scene.group(group_id).round == 1
    assert scene.mails() == told


@pytest.mark.parametrize(
    ("usecase", "values"),
    [
        (usecases.describe_group, {"name": "Kapad", "housing": "villa"}),
        (usecases.place_group, place(EASTERN)),
        (usecases.count_households, {"dwellings": 1, "joined": 1, "declined": 0}),
        (usecases.attach_consent, {"stored": "b" * 64}),
        (usecases.submit_group, {"message": "", "privacy_version": "1"}),
        (usecases.add_contact, {"name": "X", "email": "x@e.se", "phone": None, "head": False}),
    ],
)
def test_somebody_elses_draft_does_not_exist(scene, change, usecase, values):
    group_id = scene.complete()
    stranger, police = scene.person(), scene.police()

    for user in (stranger, police):
        with pytest.raises(NotFound):
            change(group_id, usecase, user=user, **values)

    assert scene.group(group_id).name == "Björkvägen"


def test_police_cannot_send_or_edit_what_they_can_see(scene, change):
    group_id = scene.submitted()
    police = scene.police()
    scene.send_back(police, group_id)

    for usecase, values in (
        (usecases.describe_group, {"name": "Kapad", "housing": "villa"}),
        (usecases.submit_group, {"message": "", "privacy_version": "1"}),
        (usecases.count_households, {"dwellings": 1, "joined": 1, "declined": 0}),
    ):
        with pytest.raises(NotPermitted):
            change(group_id, usecase, user=police, **values)


def test_an_overlap_is_told_in_square_metres_and_as_a_share(scene):
    first = scene.approved(scene.person(), "Kvarteret Eken")
    second = scene.complete(name="Tallstigen", area=EASTERN)

    with scene.runtime.reading(scene.maja.actor) as work:
        (found,) = queries.overlaps(work, queries.group(work, second))

    expected, share, of_other = plane.overlap(polygon(EASTERN), polygon(BLOCK))
    assert found.group.id == first
    assert (found.area_m2, found.share) == (pytest.approx(expected), pytest.approx(share))
    assert found.share == pytest.approx(0.5, abs=0.01)
    assert found.share_of_other == pytest.approx(of_other)


def test_neighbours_that_only_meet_do_not_overlap(scene):
    scene.approved(scene.person(), "Kvarteret Eken")
    beside = BLOCK.replace("12.3230", "12.3310")
    second = scene.complete(name="Tallstigen", area=beside)

    with scene.runtime.reading(scene.maja.actor) as work:
        assert len(queries.overlaps(work, queries.group(work, second))) == 0


def test_a_registration_under_way_is_told_to_those_who_decide_and_to_nobody_else(scene):
    first = scene.submitted(scene.person(), "Kvarteret Eken")
    second = scene.submitted(name="Tallstigen", area=EASTERN)

    def others(user):
        with scene.runtime.reading(user.actor) as work:
            found = queries.overlaps(work, queries.group(work, second))
            return [overlap.group.id for overlap in found]

    assert others(scene.police()) == [first]
    assert others(scene.maja) == []


def test_a_group_in_another_municipality_is_no_overlap(scene, given):
    with given() as work:
        area = PoliceArea(municipality_id=scene.elsewhere, name="Bro")
        work.session.add(area)
        assert work.get(Municipality, scene.elsewhere).epsg == 3006
    with scene.runtime.work(scene.maja.actor) as work:
        far = usecases.start_group(
            work, municipality_id=scene.elsewhere, name="Bro", housing="villa"
        )
        usecases.place_group(work, far.id, **place())
    with given() as work:
        work.session.merge(far).state = "approved"
    here = scene.complete()

    with scene.runtime.reading(scene.maja.actor) as work:
        assert queries.overlaps(work, queries.group(work, here)) == []
