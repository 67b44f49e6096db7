"""Material is sent to a selection: who gets it, once, by which way, and what a number confirms."""

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, Unmet
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import Share
from grannsamverkan.training.usecases import distributing
from tests.usecases.training.distributing import DistributionScene
from tests.usecases.training.scene import RIGHT


@pytest.fixture
def scene(runtime, given):
    return DistributionScene(runtime, given)


# --- whom a selection finds ---


def test_a_plain_selection_finds_the_contact_persons_of_living_groups(
    scene, material, north, south
):
    scene.group(scene.person("Pia Alm"), state="submitted")

    draft = scene.planned(material)

    assert scene.names(draft) == ["Maja Lind", "Olle Ek"]
    assert (scene.count(draft).persons, scene.count(draft).groups) == (2, 2)


@pytest.mark.parametrize(
    ("selected", "found"),
    [
        ({"areas": ("north",)}, ["Maja Lind"]),
        ({"areas": ("north", "south")}, ["Maja Lind", "Olle Ek"]),
        ({"states": ("active",)}, ["Olle Ek"]),
        ({"role": "head"}, ["Olle Ek"]),
        ({"language": "en"}, ["Maja Lind"]),
        ({"role": "head", "language": "en"}, []),
    ],
)
def test_what_is_chosen_must_all_hold(scene, material, maja, olle, north, south, selected, found):
    with scene.given() as work:
        work.get(type(maja), maja.id).language = "en"
        work.get(Contact, scene.contact_of(olle, south).id).head = True
    if "areas" in selected:
        selected = {"areas": tuple(getattr(scene.town, name) for name in selected["areas"])}

    draft = scene.planned(material, **selected)

    assert scene.names(draft) == found


def test_who_is_done_is_left_out_and_who_has_read_or_been_sent_it_if_that_is_chosen(
    scene, maja, olle, north, south
):
    training = scene.material(trains=True)
    pia = scene.person("Pia Alm")
    scene.group(pia, name="Ulvvägen")
    scene.sent(training)
    scene.read(scene.link_of("maja@exempel.se"))
    scene.read(scene.link_of("olle@exempel.se"))
    assert scene.answer(scene.link_of("olle@exempel.se"), RIGHT)

    undone, unread, unsent = (
        scene.names(scene.planned(training, progress=how)) for how in ("undone", "unread", "unsent")
    )

    assert undone == ["Maja Lind", "Pia Alm"]
    assert unread == ["Pia Alm"]
    assert unsent == []


def test_who_is_trained_otherwise_is_done_with_a_new_training_too(scene, maja, olle, north, south):
    with scene.given() as work:
        contact = work.get(Contact, scene.contact_of(maja, north).id)
        groups.note_training(work, contact, edition_id=0)
    training = scene.material(trains=True)

    undone, unsent = (
        scene.names(scene.planned(training, progress=how)) for how in ("undone", "unsent")
    )

    assert undone == ["Olle Ek"]
    assert unsent == ["Maja Lind", "Olle Ek"]


def test_police_reach_their_own_area_whatever_they_choose(scene, material, north, south):
    draft = scene.planned(material, by=scene.petra)

    assert scene.names(draft, scene.petra) == ["Maja Lind"]
    with pytest.raises(InvalidInput):
        scene.planned(material, by=scene.petra, areas=(scene.town.south,))


def test_a_draft_keeps_how_many_there_are_in_each_area_and_language(
    scene, material, maja, north, south
):
    with scene.given() as work:
        work.get(type(maja), maja.id).language = "en"
    scene.group(scene.person("Pia Alm"), name="Ulvvägen", area=scene.town.south)

    kept = scene.distribution(scene.planned(material))

    assert (kept.persons, kept.groups) == (3, 3)
    assert set(kept.shares) == {
        Share(scene.town.north, "en", 1),
        Share(scene.town.south, "sv", 2),
    }


def test_a_draft_keeps_the_number_of_its_day_until_it_is_counted_again(
    scene, material, north, olle, clock
):
    draft = scene.planned(material)
    scene.join(olle, north)
    clock.forward(days=1)
    assert scene.distribution(draft).persons == 1
    assert scene.names(draft) == ["Maja Lind", "Olle Ek"]

    with scene.runtime.work(scene.sara) as work:
        distributing.count_again(work, draft)

    assert scene.distribution(draft).persons == 2
    assert scene.distribution(draft).counted_at == clock()


def test_only_whoever_began_a_draft_counts_it_again_and_only_while_it_is_one(
    scene, material, north
):
    draft = scene.planned(material, by=scene.petra)
    with pytest.raises(NotFound), scene.runtime.work(scene.sara) as work:
        distributing.count_again(work, draft)

    scene.press_send(draft, by=scene.petra)

    with pytest.raises(Conflict), scene.runtime.work(scene.petra) as work:
        distributing.count_again(work, draft)


def test_names_go_on_after_the_last_one_shown_and_nobody_is_shown_twice(
    scene, material, maja, north, south
):
    draft = scene.planned(material)

    with scene.runtime.reading(scene.sara) as work:
        found = reads.distribution(work, draft)
        following = reads.people(work, found, after=maja.id)

    assert [contact.user.name for contact in following] == ["Olle Ek"]


# --- a draft ---


def test_only_material_that_is_out_and_not_for_staff_alone_can_be_planned(scene, material):
    for values in ({"state": "draft"}, {"state": "published", "audience": "staff"}):
        with scene.given() as work:
            edition = work.get(Edition, material)
            for name, value in values.items():
                setattr(edition, name, value)

        with pytest.raises(Unmet):
            scene.planned(material)


@pytest.mark.parametrize("days", [0, 366])
def test_links_last_from_a_day_to_a_year(scene, material, days):
    with pytest.raises(InvalidInput):
        scene.planned(material, days=days)


def test_a_draft_without_a_group_state_is_refused(scene, material):
    with pytest.raises(InvalidInput):
        scene.planned(material, states=())


def test_a_draft_is_changed_and_thrown_away_by_its_writer_alone(scene, material, north, south):
    draft = scene.planned(material, by=scene.petra)
    for stranger in (scene.sara, scene.stranger):
        with pytest.raises(NotFound), scene.runtime.work(stranger) as work:
            distributing.change_plan(work, draft, scene.plan())

    with scene.runtime.work(scene.petra) as work:
        distributing.change_plan(work, draft, scene.plan(note="Läs före mötet."))
    assert scene.distribution(draft).note == "Läs före mötet."

    with scene.runtime.work(scene.petra) as work:
        distributing.discard(work, draft)
    assert scene.distribution(draft) is None


def test_who_may_plan(scene, material, maja):
    with pytest.raises(NotFound):
        scene.planned(material, by=scene.stranger)
    with pytest.raises(NotFound):
        scene.planned(material, by=scene.as_contact(maja))
