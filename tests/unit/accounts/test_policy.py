"""Who may manage whose access."""

from types import SimpleNamespace

from grannsamverkan.accounts import policy
from grannsamverkan.core.actor import NOBODY, SYSTEM, Actor, Role

ADMIN = Actor("staff", 1, roles=(Role("admin", 10),))
POLICE = Actor("staff", 2, roles=(Role("police", 10),))
CONTACT = Actor("contact", 3)


def somebody(kind="staff", *places):
    grants = [SimpleNamespace(municipality_id=place) for place in places]
    return SimpleNamespace(id=3, kind=kind, grants=grants)


def test_an_administrator_manages_the_own_municipality_only():
    assert policy.may_manage_staff(ADMIN, 10)
    assert not policy.may_manage_staff(ADMIN, 11)
    assert not policy.may_manage_staff(POLICE, 10)
    assert policy.may_manage_staff(SYSTEM, 11)


def test_a_person_is_managed_by_whoever_manages_one_of_the_roles():
    assert policy.may_manage_person(ADMIN, somebody("staff", 11, 10))
    assert not policy.may_manage_person(ADMIN, somebody("staff", 11))
    assert not policy.may_manage_person(ADMIN, somebody("staff"))
    assert not policy.may_manage_person(ADMIN, somebody("contact", 10))


def test_staff_is_made_only_by_whoever_manages_all_its_roles():
    assert policy.may_manage_all(ADMIN, [Role("police", 10)])
    assert not policy.may_manage_all(ADMIN, [Role("police", 10), Role("police", 11)])


def test_only_administrators_see_the_staff():
    assert policy.may_see_staff(ADMIN)
    assert not any(policy.may_see_staff(actor) for actor in (POLICE, CONTACT, NOBODY))
    assert policy.managed_municipalities(ADMIN) == {10}


def test_an_account_is_its_own_persons():
    assert policy.is_self(CONTACT, somebody("contact"))
    assert not policy.is_self(ADMIN, somebody("contact"))
    assert not policy.is_self(NOBODY, SimpleNamespace(id=None))
