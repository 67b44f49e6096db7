"""A municipality's own values, and whom its public may call."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.places import queries, rules, usecases
from grannsamverkan.places.usecases import ContactDetails

KEY = "group.participation_approve_pct"


def test_until_somebody_changes_it_a_setting_has_its_default(runtime, municipality):
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, KEY) == 50
        assert all(value.is_default for value in queries.settings(work, municipality.id))
        assert len(queries.settings(work, municipality.id)) == len(rules.SETTINGS)


def test_a_change_holds_in_the_own_municipality_and_stands_in_the_log(
    runtime, municipality, neighbour, staff
):
    # when
    with runtime.work(staff("admin")) as work:
        usecases.change_setting(work, municipality, KEY, 60)
    with runtime.work(staff("admin")) as work:
        usecases.change_setting(work, municipality, KEY, 45)

    # then
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, KEY) == 45
        assert queries.setting(work, neighbour.id, KEY) == 50
        [changed] = [v for v in queries.settings(work, municipality.id) if not v.is_default]
        assert (changed.definition.key, changed.value) == (KEY, 45)
        entries = work.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "setting_change").order_by(AuditEntry.id)
        ).all()
        assert [entry.details for entry in entries] == [
            {"key": KEY, "old": 50, "new": 60},
            {"key": KEY, "old": 60, "new": 45},
        ]
        assert {entry.actor_id for entry in entries} == {7}


@pytest.mark.parametrize("value", [-1, 101, 12.5, "50", None, True, [50]])
def test_a_value_that_cannot_be_is_refused_at_its_field(runtime, municipality, staff, value):
    with pytest.raises(InvalidInput) as caught, runtime.work(staff("admin")) as work:
        usecases.change_setting(work, municipality, KEY, value)
    assert caught.value.field == "value"
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, KEY) == 50


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("approve.coordinator_decides", False),
        ("approve.binding_facts", []),
        ("activate.binding_facts", ["training", "meeting_held"]),
    ],
)
def test_values_of_every_type_come_back_as_they_were(runtime, municipality, staff, key, value):
    # when
    with runtime.work(staff("admin")) as work:
        usecases.change_setting(work, municipality, key, value)

    # then
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, key) == value


@pytest.mark.parametrize("role", ["police", "coordinator", "reviewer"])
def test_only_administrators_change_settings(runtime, municipality, staff, role):
    with pytest.raises(NotPermitted), runtime.work(staff(role)) as work:
        usecases.change_setting(work, municipality, KEY, 60)


def test_the_administrator_of_one_municipality_leaves_the_others_alone(
    runtime, municipality, neighbour, staff
):
    with pytest.raises(NotPermitted), runtime.work(staff("admin", neighbour)) as work:
        usecases.change_setting(work, municipality, KEY, 60)


def test_a_setting_that_does_not_exist_is_a_fault_of_the_program(runtime, municipality):
    with pytest.raises(KeyError), runtime.reading() as work:
        queries.setting(work, municipality.id, "group.nothing")


def test_whom_to_call_is_added_changed_and_removed_by_the_coordinator(runtime, municipality, staff):
    # given
    with runtime.work(staff("coordinator")) as work:
        line = usecases.add_public_contact(
            work, municipality, ContactDetails("Stödtelefon", "020-100 200", position=2)
        )
        usecases.add_public_contact(
            work, municipality, ContactDetails("Kommunpolis", "114 14", name="Eva Ek", position=1)
        )

    # when
    with runtime.work(staff("coordinator")) as work:
        found = queries.public_contact(work, line.id)
        usecases.change_public_contact(
            work, found, ContactDetails("Stödtelefon", "020-100 200", hours="9–15", position=0)
        )

    # then
    with runtime.reading() as work:
        contacts = queries.public_contacts(work, municipality.id)
        assert [(c.title, c.hours) for c in contacts] == [
            ("Stödtelefon", "9–15"),
            ("Kommunpolis", None),
        ]

    # when
    with runtime.work(staff("admin")) as work:
        usecases.remove_public_contact(work, queries.public_contact(work, line.id))

    # then
    with runtime.reading() as work:
        assert [c.title for c in queries.public_contacts(work, municipality.id)] == ["Kommunpolis"]
        with pytest.raises(NotFound):
            queries.public_contact(work, line.id)


def test_whom_to_call_is_not_for_reviewers_or_neighbours(runtime, municipality, neighbour, staff):
    # given
    with runtime.work(staff("admin")) as work:
        contact = usecases.add_public_contact(work, municipality, ContactDetails("Polis", "114 14"))

    # then
    for actor in (staff("reviewer"), staff("admin", neighbour)):
        with pytest.raises(NotPermitted), runtime.work(actor) as work:
            usecases.add_public_contact(work, municipality, ContactDetails("Jag", "1"))
        with pytest.raises(NotPermitted), runtime.work(actor) as work:
            usecases.remove_public_contact(work, queries.public_contact(work, contact.id))


def test_only_the_command_line_founds_municipalities_and_police_areas(runtime, municipality, staff):
    with pytest.raises(NotPermitted), runtime.work(staff("admin")) as work:
        usecases.add_municipality(work, slug="x", name="X", short_name="X")
    with pytest.raises(NotPermitted), runtime.work(staff("admin")) as work:
        usecases.add_police_area(work, municipality, "Norr")
    with runtime.work() as work:
        usecases.add_police_area(work, municipality, "Väster")
        usecases.add_police_area(work, municipality, "Norr")
    with runtime.reading() as work:
        assert [a.name for a in queries.police_areas(work, municipality.id)] == ["Norr", "Väster"]


def test_a_municipality_needs_a_plane_that_exists(runtime):
    with pytest.raises(ValueError, match="EPSG"), runtime.work() as work:
        usecases.add_municipality(work, slug="x", name="X", short_name="X", epsg=999_999)
    with runtime.reading() as work:
        assert queries.municipalities(work) == []
