"""Single roles taken, and who gave, took and invited."""

import pytest
from sqlalchemy import event

from grannsamverkan.accounts import queries, usecases
from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.queries import history
from grannsamverkan.accounts.words import deed_by, deed_words
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import Conflict, NotFound

EMAIL = "nora@polisen.example"


@pytest.fixture
def nora(staff, places):
    return staff(
        EMAIL,
        Role("police", places.here, places.north),
        Role("reviewer", places.here),
        Role("police", places.elsewhere, places.far_area),
        name="Nora Ny",
    )


@pytest.fixture
def take(runtime, as_admin):
    """The administrator takes the role with that name and municipality."""

    def take(person, role, municipality_id, actor=as_admin):
        with runtime.work(actor) as work:
            grants = queries.user(work, person.id).grants
            (grant,) = [g for g in grants if (g.role, g.municipality_id) == (role, municipality_id)]
            usecases.end_role(work, user_id=person.id, grant_id=grant.id)

    return take


@pytest.fixture
def told(runtime, as_admin):
    """What the administrator reads, newest first: (whom, what, by whom)."""

    def told(person=None):
        with runtime.reading(as_admin) as work:
            found = history.deeds(work, number=1, person=person)
        return [(deed.whom, deed_words(deed), deed_by(deed)) for deed in found.rows]

    return told


def test_one_role_is_taken_and_the_others_stay(nora, take, places, runtime, sent_mail):
    take(nora, "reviewer", places.here)

    with runtime.reading() as work:
        after = work.get(User, nora.id)
        assert after.active
        assert {(role.name, role.municipality_id) for role in after.actor.roles} == {
            ("police", places.here),
            ("police", places.elsewhere),
        }
    (mail,) = sent_mail()
    assert "En av dina uppgifter" in mail["Subject"]


def test_with_the_last_role_the_account_closes(staff, take, places, runtime, sent_mail):
    police = staff(EMAIL, Role("police", places.here))

    take(police, "police", places.here)

    with runtime.reading() as work:
        after = work.get(User, police.id)
        assert (after.active, after.password_hash) == (False, None)
    assert "är avslutad" in sent_mail()[0]["Subject"]


def test_the_last_administrators_role_is_never_taken(admin, take, places, staff):
    with pytest.raises(Conflict):
        take(admin, "admin", places.here)

    staff("andra@alby.example", Role("admin", places.here))

    take(admin, "admin", places.here)


def test_a_role_in_another_municipality_is_not_taken(nora, take, places, admin):
    with pytest.raises(NotFound):
        take(nora, "police", places.elsewhere)


def test_a_role_is_taken_only_from_its_owner(nora, staff, places, runtime, as_admin):
    other = staff("bo@polisen.example", Role("police", places.here))
    grant_id = nora.grants[0].id

    with pytest.raises(NotFound), runtime.work(as_admin) as work:
        usecases.end_role(work, user_id=other.id, grant_id=grant_id)


def test_who_gave_and_took_is_told_with_the_role(nora, take, places, told, runtime, as_admin):
    with runtime.work(as_admin) as work:
        usecases.grant_role(work, user_id=nora.id, role=Role("coordinator", places.here))
    take(nora, "reviewer", places.here)

    assert told(nora)[:2] == [
        ("Nora Ny", "En uppgift togs bort: Handläggare av skyltar", "Ada Min"),
        ("Nora Ny", "Fick en uppgift: Säkerhetssamordnare", "Ada Min"),
    ]
    assert ("Nora Ny", "Fick en uppgift: Kommunpolis, Norr", "Systemet") in told(nora)
    assert set(told(nora)) <= set(told())


def test_roles_elsewhere_are_not_told(nora, told):
    here = [what for _whom, what, _by in told(nora) if what.startswith("Fick en uppgift")]

    assert len(here) == 2


def test_an_invitation_is_told_until_it_is_used_or_withdrawn(runtime, as_admin, places, told):
    for _ in range(2):
        with runtime.work(as_admin) as work:
            usecases.invite_staff(
                work, email=EMAIL, name="Nora Ny", role=Role("reviewer", places.here)
            )
    with runtime.work(as_admin) as work:
        (row,) = queries.invitations_managed(work)
        usecases.withdraw_invitation(work, invitation_id=row.id)

    assert [what for whom, what, _by in told() if whom == "Nora Ny"] == [
        "Inbjudan drogs tillbaka: Handläggare av skyltar",
        "Inbjudan skickades: Handläggare av skyltar",
        "Inbjudan skickades: Handläggare av skyltar",
    ]


def test_contact_persons_own_affairs_are_not_told(given, told, admin, sent_mail, ask, press_link):
    with given() as work:
        usecases.ensure_contact(work, email="n@h.example", name="Nina", language="sv")

    assert "Nina" not in {whom for whom, _what, _by in told()}


def test_administrators_elsewhere_read_nothing_of_it(nora, runtime, places):
    stranger = Actor("staff", 999, "X", roles=(Role("admin", places.elsewhere),))

    with runtime.reading(stranger) as work:
        found = history.deeds(work, number=1).rows

    assert {deed.area for deed in found} == {"Bro"}


@pytest.fixture
def asked(runtime):
    """Every question the database is asked while the test runs: (statement, values)."""
    asked = []

    def note(_connection, _cursor, statement, values, _context, _many):
        asked.append((statement, values))

    event.listen(runtime.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(runtime.database.engine, "before_cursor_execute", note)


@pytest.mark.sqlite_only
def test_the_log_is_never_read_through_for_the_list(nora, told, asked, runtime):
    told()

    of_log = [one for one in asked if "FROM audit_entry" in one[0]]
    with runtime.database.engine.connect() as connection:
        plans = [
            [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in of_log
        ]
    assert plans
    for plan in plans:
        assert any("audit_entry USING INDEX ix_audit_entry_event" in step for step in plan), plan
