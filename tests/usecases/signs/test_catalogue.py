"""A municipality's own catalogue of printed matter."""

import pytest

from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.places.models import Municipality, PlaceChange
from grannsamverkan.signs.queries import catalogue as queries
from grannsamverkan.signs.usecases import catalogue
from grannsamverkan.signs.usecases.catalogue import Matter, matter_of
from grannsamverkan.signs.words.printed import shipped
from tests.usecases.signs.press import LEAFLET, STICKER, Press

MUG = Matter("Mugg", "Mug", "En mugg.", "A mug.", "piece", "contact", 2.0, "approved", "Vi själva")


def change(scene, use_case, *given, by=None, **more):
    with scene.runtime.work((by or scene.coordinator_user).actor) as work:
        return use_case(work, work.get(Municipality, scene.here), *given, **more)


def known(scene, place=None):
    with scene.runtime.reading() as work:
        return queries.catalogue(work, place or scene.here)


def test_at_first_there_is_what_ships(scene):
    assert known(scene) == shipped()


def test_a_municipality_changes_a_number_and_adds_matter_of_its_own(scene):
    leaflet = matter_of(shipped()[LEAFLET])

    change(scene, catalogue.keep_item, LEAFLET, Matter(**{**vars(leaflet), "factor": 2.0}))
    code = change(scene, catalogue.keep_item, None, MUG)

    found = known(scene)
    assert found[LEAFLET].factor == 2.0
    assert found[LEAFLET].names == shipped()[LEAFLET].names
    assert (found[code].names["en"], found[code].is_own) == ("Mug", True)
    assert known(scene, scene.elsewhere) == shipped()


def test_what_is_left_out_is_not_offered_but_keeps_its_name_in_orders(scene):
    press, group_id = Press(scene), scene.approved()
    press.wishes(group_id)

    change(scene, catalogue.use_item, LEAFLET, used=False)

    assert LEAFLET not in press.offers(group_id)
    assert known(scene)[LEAFLET].name == shipped()[LEAFLET].name
    change(scene, catalogue.use_item, LEAFLET, used=True)
    assert LEAFLET in press.offers(group_id)


def test_one_goes_back_to_what_ships_and_own_matter_is_left_out(scene):
    change(scene, catalogue.keep_item, STICKER, MUG)
    own = change(scene, catalogue.keep_item, None, MUG)

    change(scene, catalogue.drop_own_item, STICKER)
    change(scene, catalogue.drop_own_item, own)

    found = known(scene)
    assert found[STICKER] == shipped()[STICKER]
    assert not found[own].used


def test_every_change_stands_in_the_history_and_in_the_log(scene):
    change(scene, catalogue.keep_item, STICKER, MUG)
    change(scene, catalogue.keep_item, STICKER, MUG)

    with scene.runtime.reading() as work:
        (noted,) = work.session.query(PlaceChange).filter_by(what=f"printed:{STICKER}").all()
        assert noted.old["factor"] == shipped()[STICKER].factor
        assert (noted.new["factor"], noted.new["name_sv"]) == (2.0, "Mugg")
        assert noted.changed_by == scene.coordinator_user.id
    logged = [entry for entry in scene.events("printed_matter") if entry.event == "printed_matter"]
    assert {entry.details["factor"] for entry in logged} == {2.0}
    assert all("Mugg" not in str(entry.details) for entry in logged)


def test_only_coordinators_and_administrators_keep_it(scene):
    for user in (scene.maja, scene.reviewer):
        with pytest.raises(NotPermitted):
            change(scene, catalogue.keep_item, STICKER, MUG, by=user)

    change(scene, catalogue.keep_item, STICKER, MUG, by=scene.staff("Alva", ("admin", None)))

    assert known(scene)[STICKER].names["sv"] == "Mugg"


def test_what_is_not_there_is_not_changed(scene):
    for use_case, given in (
        (catalogue.keep_item, ("none", MUG)),
        (catalogue.drop_own_item, ("x",)),
    ):
        with pytest.raises(NotFound):
            change(scene, use_case, *given)
