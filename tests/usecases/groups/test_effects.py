"""What a changed setting would mean for the groups there are, counted on real ones."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.queries.effects import effects
from grannsamverkan.places.models import OwnText


@pytest.fixture
def told(scene):
    """The sentences for a setting, changed from `old` to `new`."""

    def told(key, old, new):
        with scene.runtime.reading() as work:
            return effects(work, scene.here, key, old, new)

    return told


@pytest.fixture
def words(scene):
    """Words a text anew, in Swedish."""

    def words(key, body):
        with scene.given() as work:
            work.session.add(OwnText(municipality_id=scene.here, key=key, language="sv", body=body))

    return words


@pytest.fixture
def letters(scene):
    """The texts of all letters of a kind."""

    def letters(name):
        with scene.runtime.reading() as work:
            found = select(MailRow.text).where(MailRow.letter == name)
            return list(work.session.scalars(found))

    return letters


def test_a_shorter_year_opens_and_ends_the_years_that_run(scene, told, clock):
    scene.active()
    clock.forward(days=100)

    opens, then, over = told("group.confirm_months", 12, 4)

    assert opens == "0 grupper kan bekräfta sitt år i dag."
    assert then == "Med det nya värdet blir det 1 grupp av 1."
    assert over.startswith("Med det nya värdet har tiden gått ut för 0 grupper.")
    clock.forward(days=150)
    assert "för 1 grupp." in told("group.confirm_months", 12, 4)[2]


def test_a_lower_limit_of_households_reaches_more_groups(scene, told):
    group_id = scene.active()
    homes = scene.group(group_id).dwellings / len(scene.group(group_id).contacts)

    now, then = told("group.households_per_contact_warn", homes, homes - 1)

    assert now == "0 grupper ligger utanför gränsen i dag."
    assert then == "Med det nya värdet blir det 1 grupp av 1."


def test_an_area_is_measured_against_both_its_limits(scene, told):
    size = scene.group(scene.active()).area_m2

    assert "1 grupp av 1" in told("area.smallest_m2", 1, size + 1)[1]
    assert "0 grupper av 1" in told("area.smallest_m2", 1, size - 1)[1]
    assert "1 grupp av 1" in told("area.largest_m2", size + 1, size - 1)[1]


def test_a_setting_that_reaches_no_group_tells_nothing(told):
    assert told("sign.correction_days", 21, 10) == ()


def test_the_letters_say_what_the_municipality_wants_said(scene, words, letters):
    words("mail.group_active", "Hämta västarna på Torget 1.")
    words("mail.group_rejected", "Ring Säkerheten.\n\nVi svarar snart.")
    scene.active()
    rejected = scene.submitted()
    scene.reject(scene.police("Rut Polis"), rejected)

    assert "Hämta västarna på Torget 1." in letters("group_activated")[0]
    (letter,) = letters("group_rejected")
    assert "Ring Säkerheten." in letter
    assert "Vi svarar snart." in letter
