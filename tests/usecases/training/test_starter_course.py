"""The product's own course stands in a fresh installation, until the municipality has its own."""

from dataclasses import replace

import pytest

from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.places import usecases as places
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.queries import courses
from grannsamverkan.training.rules.starter import LANGUAGES, load_starter


@pytest.fixture
def fresh(scene):
    """The scene, in a municipality that has just been founded."""
    with scene.runtime.work(SYSTEM) as work:
        town = places.add_municipality(work, slug="ny", name="Nya kommun", short_name="Nya")
        area = places.add_police_area(work, town, "Nya")
    scene.town = replace(scene.town, here=town.id, north=area.id)
    return scene


def test_a_founded_municipality_has_the_course_in_each_language(fresh):
    with fresh.runtime.reading() as work:
        out = queries.trainings(work, fresh.town.here)
        assert {one.language for one in out} == set(LANGUAGES)
        for one in out:
            starter = load_starter(one.language)
            inside = courses.modules(work, one)
            texts = [queries.page_text(work, module.edition) for module in inside]
            assert texts == [module.text for module in starter.modules]
            assert one.asked == list(starter.questions)
            assert queries.lacking(work, one) == []


def test_a_newly_approved_group_gets_a_training_that_nobody_had_to_build(fresh):
    maja, amy = fresh.person("Maja Lind"), fresh.person("Amy Reed", language="en")

    fresh.approved(fresh.group(maja, amy))

    given = {token: fresh.opened(token).edition.language for token in fresh.tokens()}
    assert sorted(given.values()) == ["en", "sv"]
    for token in given:
        fresh.learn(token)
        assert not fresh.press(token, wrong=2)
        assert fresh.press(token)
    with fresh.runtime.reading(fresh.coordinator) as work:
        assert {person.standing for person in queries.people(work).rows} == {"done"}


def test_the_municipality_replaces_it_with_its_own_in_one_language(fresh):
    own = fresh.published()

    fresh.approved(fresh.group(fresh.person("Maja Lind"), fresh.person("Amy", language="en")))

    titles = {fresh.opened(token).edition.id == own.id for token in fresh.tokens()}
    assert titles == {True, False}
    with fresh.runtime.reading() as work:
        assert len(queries.trainings(work, fresh.town.here)) == 2


def test_where_there_is_material_already_the_course_comes_as_a_draft_for_the_asking(scene):
    own = scene.published()

    with scene.runtime.work(scene.coordinator) as work:
        course = usecases.create_starter(work, scene.town.here, "en")

    with scene.runtime.reading() as work:
        assert queries.edition(work, course.id).state == "draft"
        assert queries.lacking(work, queries.edition(work, course.id)) == []
        assert queries.current_edition(work, scene.town.here, "en").id == own.id


def test_only_those_who_keep_the_material_ask_for_it(scene):
    for actor in (scene.stranger, scene.police()):
        with pytest.raises(NotPermitted), scene.runtime.work(actor) as work:
            usecases.create_starter(work, scene.town.here)
