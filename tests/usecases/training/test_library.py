"""The library: what is out, for whom, and in which order."""

from datetime import date, timedelta

import pytest

from grannsamverkan.core.actor import NOBODY, Actor, Role
from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.training import usecases
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import library
from grannsamverkan.training.queries.library import Wanted
from grannsamverkan.training.rules import About

ALL = Wanted()


@pytest.fixture
def shelves(scene):
    """Material of each audience and in some languages; keyed by title."""
    made = {}
    for title, more in {
        "Affisch": {"audience": "everyone", "kind": "form"},
        "Ombudets film": {"kind": "film"},
        "Poster": {"audience": "everyone", "language": "en"},
        "Rutin": {"audience": "staff"},
        "ملصق": {"audience": "everyone", "language": "ar"},
    }.items():
        made[title] = on_shelf(scene, title, **more)
    return made


def on_shelf(scene, title, **more):
    values = {"kind": "page", "language": "sv", "audience": "contacts", "state": "published"}
    with scene.given() as work:
        edition = Edition(
            municipality_id=scene.town.here,
            title=title,
            questions=[],
            created_at=work.now,
            published_at=work.now,
            **values | more,
        )
        work.session.add(edition)
    return edition


def acting(user, language="sv"):
    return Actor("contact", user.id, language=language)


def titles(scene, actor, wanted=ALL):
    with scene.runtime.reading(actor) as work:
        return [edition.title for edition in library.shelf(work, wanted, 1).shown.rows]


def test_everybody_sees_what_is_for_everyone(scene, shelves):
    assert titles(scene, NOBODY) == ["Affisch", "Poster", "ملصق"]


def test_a_contact_person_sees_that_and_what_is_for_contact_persons_here(scene, shelves):
    maja = scene.person()
    away = scene.person("Nils Ek", municipality=scene.town.elsewhere)

    assert "Ombudets film" in titles(scene, acting(maja))
    assert "Rutin" not in titles(scene, acting(maja))
    assert "Ombudets film" not in titles(scene, acting(away))


def test_who_answers_for_a_group_here_sees_it_too(scene, shelves):
    away = scene.person("Nils Ek", municipality=scene.town.elsewhere)
    scene.group(away)

    assert "Ombudets film" in titles(scene, acting(away))


def test_staff_sees_all_of_the_own_municipality(scene, shelves):
    reviewer = Actor("staff", 1, roles=(Role("reviewer", scene.town.here),))
    elsewhere = Actor("staff", 2, roles=(Role("police", scene.town.elsewhere),))

    assert set(titles(scene, reviewer)) == set(shelves)
    assert titles(scene, elsewhere) == titles(scene, NOBODY)


def test_the_own_language_comes_first_then_swedish(scene, shelves):
    reader = acting(scene.person(), "ar")

    assert titles(scene, reader) == ["ملصق", "Affisch", "Ombudets film", "Poster"]


def test_a_course_comes_before_its_parts_whatever_their_names(scene, shelves):
    on_shelf(scene, "Östra kursen", kind="course", audience="everyone")

    assert titles(scene, NOBODY) == ["Östra kursen", "Affisch", "Poster", "ملصق"]


def test_it_is_looked_through_by_language_and_kind(scene, shelves):
    assert titles(scene, NOBODY, Wanted("en")) == ["Poster"]
    assert titles(scene, NOBODY, Wanted(None, "form")) == ["Affisch"]
    assert titles(scene, NOBODY, Wanted("en", "form")) == []
    with scene.runtime.reading(NOBODY) as work:
        found = library.shelf(work, Wanted("en"), 1)
    assert set(found.languages) == {"sv", "en", "ar"}
    assert set(found.kinds) == {"form", "page"}


@pytest.mark.parametrize("state", ["draft", "replaced", "withdrawn"])
def test_only_what_is_out_stands_there(scene, state):
    edition = on_shelf(scene, "Annat", state=state, audience="everyone")

    assert titles(scene, NOBODY) == []
    with scene.runtime.reading(NOBODY) as work, pytest.raises(NotFound):
        library.readable(work, edition.id)
    with scene.runtime.reading(scene.coordinator) as work:
        assert library.readable(work, edition.id).title == "Annat"


def test_material_stands_there_on_its_days_only(scene, clock):
    today = date(2026, 11, 23)
    day = timedelta(days=1)
    on_shelf(scene, "Förr", audience="everyone", valid_until=today - day)
    on_shelf(scene, "Snart", audience="everyone", valid_from=today + day)
    on_shelf(scene, "Nu", audience="everyone", valid_from=today, valid_until=today)

    assert titles(scene, NOBODY) == ["Nu"]
    clock.forward(days=1)
    assert titles(scene, NOBODY) == ["Snart"]


def test_a_link_to_one_thing_opens_no_other(scene, shelves):
    holder = Actor("link", opens=("assignment", 1))

    with scene.runtime.reading(holder) as work, pytest.raises(NotFound):
        library.readable(work, shelves["Ombudets film"].id)


def test_staff_has_drafts_first_and_what_is_over_last(scene):
    for state in ("withdrawn", "published", "draft", "replaced"):
        on_shelf(scene, state, state=state)

    with scene.runtime.reading(scene.coordinator) as work:
        order = [edition.title for edition in library.kept(work, 1).rows]
    assert order == ["draft", "published", "replaced", "withdrawn"]


def test_the_training_cannot_be_for_staff_alone(scene):
    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.create_edition(
            work,
            municipality_id=scene.town.here,
            title="Utbildning",
            language="sv",
            description="Kort.",
            about=About(audience="staff"),
        )

    assert refused.value.field == "audience"
