"""Which edition of the training a person gets, and what material that is no training does."""

import pytest

from grannsamverkan.core.actor import Actor
from grannsamverkan.training import queries, rules, usecases
from grannsamverkan.training.models import Certificate
from grannsamverkan.training.rules.choosing import best_language
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def amy(scene):
    return scene.person("Amy Reed", language="en")


def sent_to(scene):
    return [mail.to_address for mail in scene.mails()]


def titles(scene, user):
    with scene.runtime.reading(Actor("contact", user.id)) as work:
        return [own.edition and own.edition.language for own in queries.own_trainings(work)]


@pytest.mark.parametrize(
    ("own", "out", "got"),
    [
        ("en", {"sv", "en"}, "en"),
        ("en", {"sv", "ar"}, "sv"),
        ("en", {"sv-lätt"}, "sv-lätt"),
        ("sv", {"sv", "sv-lätt", "en"}, "sv"),
        ("sv", {"en", "ar"}, None),
        ("sv", set(), None),
    ],
)
def test_the_own_language_comes_first_and_swedish_otherwise(own, out, got):
    assert best_language(own, out) == got


def test_each_gets_the_training_in_the_own_language_whichever_came_last(scene, maja, amy):
    scene.published("en")
    scene.published("sv")
    scene.published("ar")

    scene.approved(scene.group(maja, amy))

    given = {one.contact.user_id: one.edition.language for one in opened(scene)}
    assert given == {maja.id: "sv", amy.id: "en"}
    assert titles(scene, maja) + titles(scene, amy) == ["sv", "en"]


def opened(scene):
    return [scene.opened(token) for token in scene.tokens()]


def test_without_an_edition_in_it_swedish_is_what_one_gets(scene, amy):
    scene.published("sv")

    scene.approved(scene.group(amy))

    assert [one.edition.language for one in opened(scene)] == ["sv"]


def test_publishing_in_english_reaches_only_those_who_read_english(scene, maja, amy):
    scene.group(maja, amy)

    scene.published("en")
    assert sent_to(scene) == ["amy@exempel.se"]

    scene.published("sv")
    assert sent_to(scene) == ["amy@exempel.se", "maja@exempel.se"]


def test_publishing_in_english_leaves_the_swedish_edition_and_its_links_as_they_are(
    scene, maja, group, token
):
    scene.read(token)

    scene.published("en")

    assert len(scene.tokens()) == 1
    assert scene.answer(token, RIGHT)


def test_who_did_the_swedish_one_is_trained_whatever_language_comes_later(scene, amy):
    scene.published("sv")
    group = scene.group(amy)
    scene.approved(group)
    (token,) = scene.tokens()
    scene.read(token)
    scene.answer(token, RIGHT)

    scene.published("en")

    assert scene.tokens() == [token]
    with scene.runtime.reading(scene.coordinator) as work:
        assert [person.standing for person in queries.people(work).rows] == ["done"]


def test_whoever_has_it_in_two_languages_is_as_far_as_in_the_one_that_got_furthest(scene, amy):
    scene.published("sv")
    scene.approved(scene.group(amy))
    (swedish,) = scene.tokens()
    scene.read(swedish)

    scene.published("en")

    assert len(scene.tokens()) == 2
    with scene.runtime.reading(scene.coordinator) as work:
        assert [person.standing for person in queries.people(work).rows] == ["read"]


def test_other_material_is_published_without_questions_and_sent_to_nobody(scene, maja):
    scene.group(maja)
    training = scene.draft()

    leaf = scene.leaf()
    scene.publish(training)
    later = scene.leaf("Ett blad till")

    with scene.runtime.reading() as work:
        states = [queries.edition(work, one.id).state for one in (leaf, training, later)]
        assert states == ["published"] * 3
        assert queries.current_edition(work, scene.town.here).id == training.id
    assert len(scene.mails()) == 1


def test_other_material_is_done_when_its_reader_says_so_and_trains_nobody(scene, maja):
    contact = scene.contact_of(maja, scene.group(maja))
    token = scene.given_link(scene.leaf(), contact)

    scene.read(token)
    before = scene.everything()
    scene.read(token)

    assert scene.everything() == before
    (kept,) = scene.assignments()
    assert kept.done_at is not None
    assert kept.drawn is None
    assert scene.press(token), "there is nothing to answer"
    with scene.runtime.reading(scene.coordinator) as work:
        assert work.session.query(Certificate).count() == 0
        (person,) = queries.people(work).rows
        assert (person.standing, person.contact.trained_on) == ("none", None)


def test_what_was_a_training_in_a_draft_can_become_other_material(scene):
    edition = scene.draft()

    with scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(
            work,
            edition.id,
            title="Ett blad",
            language="sv",
            description="Kort.",
            about=rules.About(trains=False),
        )
        usecases.remove_question(work, edition.id, 0)

    with scene.runtime.reading() as work:
        assert queries.lacking(work, queries.edition(work, edition.id)) == []
