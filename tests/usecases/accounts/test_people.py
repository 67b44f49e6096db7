"""Accounts, roles, and who is found for a task."""

import pytest

from grannsamverkan.accounts import queries, usecases
from grannsamverkan.accounts.models import User
from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from tests.support.mailbox import text_of
from tests.usecases.accounts.conftest import PASSWORD


def test_a_person_changes_the_own_account(given, runtime, person_of):
    with given() as work:
        nina = usecases.ensure_contact(work, email="n@h.example", name="", language="sv")

    with runtime.work(Actor("contact", nina.id)) as work:
        usecases.change_account(work, name="Nina Berg", phone="", language="en")

    after = person_of("n@h.example")
    assert (after.name, after.phone, after.language) == ("Nina Berg", None, "en")


def test_nobody_has_no_account_to_change(runtime):
    with pytest.raises(NotFound), runtime.work(NOBODY) as work:
        usecases.change_account(work, name="X", phone=None, language="sv")


def test_the_right_police_is_found_for_an_area(staff, places, runtime):
    north = staff("norr@polisen.example", Role("police", places.here, places.north), name="Nora")
    staff("soder@polisen.example", Role("police", places.here, places.south), name="Sara")
    whole = staff("alla@polisen.example", Role("police", places.here), name="Alva")
    staff("annan@polisen.example", Role("police", places.elsewhere), name="Bo")
    staff("samordnare@alby.example", Role("coordinator", places.here), name="Cia")

    with runtime.reading() as work:
        for_north = queries.staff_with_role(work, "police", places.here, places.north)
        for_none = queries.staff_with_role(work, "police", places.here)

    assert [person.id for person in for_north] == [whole.id, north.id]
    assert [person.id for person in for_none] == [whole.id]


def test_who_left_is_not_found_for_a_task(staff, places, runtime, given):
    police = staff("norr@polisen.example", Role("police", places.here))
    with given() as work:
        usecases.end_access(work, user_id=police.id)

    with runtime.reading() as work:
        assert queries.staff_with_role(work, "police", places.here) == []


def test_names_are_given_for_the_ids_that_exist(staff, places, runtime):
    police = staff("norr@polisen.example", Role("police", places.here), name="Nora")

    with runtime.reading() as work:
        assert queries.names(work, [police.id, 9999]) == {police.id: "Nora"}
        assert queries.names(work, []) == {}


def test_a_user_is_found_however_the_address_is_written(staff, places, runtime):
    police = staff("Norr@Polisen.example", Role("police", places.here))

    with runtime.reading() as work:
        assert queries.user_by_email(work, "norr@POLISEN.example ").id == police.id
        assert queries.user(work, police.id).email == "norr@polisen.example"
        assert queries.user_by_email(work, "annan@polisen.example") is None


def test_staff_is_not_made_by_just_anybody(runtime, places):
    with pytest.raises(NotPermitted), runtime.work(Actor("contact", 1)) as work:
        usecases.create_staff(
            work,
            email="x@alby.example",
            name="X",
            password=PASSWORD,
            totp_secret=None,
            roles=[Role("admin", places.here)],
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "för kort"}, "password"),
        ({"email": "admin@alby.example"}, "email"),
    ],
)
def test_staff_with_a_weak_password_or_a_taken_address_is_refused(
    given, admin, places, changed, field
):
    values = {"email": "ny@alby.example", "password": PASSWORD, **changed}

    with pytest.raises(InvalidInput) as refused, given() as work:
        usecases.create_staff(
            work, name="Ny", totp_secret=None, roles=[Role("reviewer", places.here)], **values
        )

    assert refused.value.field == field


def test_an_administrator_grants_a_role_once(staff, places, as_admin, runtime, person_of, events):
    police = staff("norr@polisen.example", Role("police", places.here, places.north))

    for _ in range(2):
        with runtime.work(as_admin) as work:
            usecases.grant_role(
                work, user_id=police.id, role=Role("police", places.here, places.south)
            )

    with runtime.reading() as work:
        roles = queries.user(work, police.id).actor.roles
    assert {role.police_area_id for role in roles} == {places.north, places.south}
    assert len(roles) == 2


def test_an_administrator_grants_nothing_elsewhere(staff, places, as_admin, runtime):
    police = staff("norr@polisen.example", Role("police", places.here))

    with pytest.raises(NotPermitted), runtime.work(as_admin) as work:
        usecases.grant_role(work, user_id=police.id, role=Role("police", places.elsewhere))


def test_a_role_gets_only_an_area_that_fits(staff, places, as_admin, runtime):
    police = staff("norr@polisen.example", Role("police", places.here))

    for role in (
        Role("police", places.here, places.far_area),
        Role("reviewer", places.here, places.north),
    ):
        with pytest.raises(InvalidInput), runtime.work(as_admin) as work:
            usecases.grant_role(work, user_id=police.id, role=role)


def test_a_contact_person_gets_no_role(given, places, as_admin, runtime):
    with given() as work:
        nina = usecases.ensure_contact(work, email="n@h.example", name="N", language="sv")

    with pytest.raises(NotFound), runtime.work(as_admin) as work:
        usecases.grant_role(work, user_id=nina.id, role=Role("admin", places.here))


def test_ending_access_tells_the_person_and_closes_the_account(
    staff, places, as_admin, runtime, sent_mail
):
    police = staff("norr@polisen.example", Role("police", places.here))

    with runtime.work(as_admin) as work:
        usecases.end_access(work, user_id=police.id)

    (mail,) = sent_mail()
    assert mail["To"] == "norr@polisen.example"
    assert "avslutad" in mail["Subject"]
    assert text_of(mail)
    with runtime.reading() as work:
        after = work.get(User, police.id)
        assert (after.active, after.password_hash, after.totp_sealed) == (False, None, None)


def test_roles_elsewhere_stay_when_access_here_ends(staff, places, as_admin, runtime):
    police = staff(
        "norr@polisen.example", Role("police", places.here), Role("police", places.elsewhere)
    )

    with runtime.work(as_admin) as work:
        usecases.end_access(work, user_id=police.id)

    with runtime.reading() as work:
        after = work.get(User, police.id)
        assert after.active
        assert after.actor.roles == (Role("police", places.elsewhere),)


def test_an_administrator_does_not_reach_staff_elsewhere(staff, places, as_admin, runtime):
    stranger = staff("bo@bro.example", Role("police", places.elsewhere))

    for attempt in (usecases.end_access, usecases.reset_sign_in):
        with pytest.raises(NotFound), runtime.work(as_admin) as work:
            attempt(work, user_id=stranger.id)
    with runtime.reading(as_admin) as work:
        assert stranger.id not in {person.id for person in queries.staff_managed(work)}


def test_the_last_administrator_cannot_leave(admin, as_admin, staff, places, runtime):
    with pytest.raises(Conflict), runtime.work(as_admin) as work:
        usecases.end_access(work, user_id=admin.id)

    staff("andra@alby.example", Role("admin", places.here))

    with runtime.work(as_admin) as work:
        usecases.end_access(work, user_id=admin.id)
