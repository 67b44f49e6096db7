"""Is there a group at my address?"""

from grannsamverkan.desk.queries import search
from grannsamverkan.places.models import Municipality


def look(scene, text):
    with scene.runtime.reading() as work:
        return search.search(work, work.get(Municipality, scene.here), text)


def test_an_address_inside_an_approved_group_gives_its_name(scene):
    scene.address("Storgatan", "12", 50, 50)
    scene.draw(scene.group(state="active", name="Björkvägen"), 0, 0)

    found = look(scene, "storgatan 12")

    assert found.address.text == "Storgatan 12"
    assert [name for _id, name in found.groups] == ["Björkvägen"]


def test_a_group_that_is_not_approved_is_not_told_of(scene):
    scene.address("Storgatan", "12", 50, 50)
    scene.draw(scene.group(state="submitted"), 0, 0)
    scene.draw(scene.group(state="active"), 1000, 1000)

    assert look(scene, "Storgatan 12").groups == ()


def test_a_beginning_gives_addresses_to_choose_among_and_a_single_one_is_taken(scene):
    scene.address("Storgatan", "12", 0, 0)
    scene.address("Storgatan", "14", 0, 0)
    scene.address("Åvägen", "1", 0, 0)

    assert [address.text for address in look(scene, "stor").choices] == [
        "Storgatan 12",
        "Storgatan 14",
    ]
    assert look(scene, "åv").address.text == "Åvägen 1"


def test_nothing_is_found_by_words_that_fit_nothing(scene):
    scene.address("Storgatan", "12", 0, 0)

    found = look(scene, "Långgatan 1")

    assert (found.address, found.choices) == (None, [])


def test_the_municipality_named_first_counts_and_unknown_names_do_not(scene):
    scene.municipality("bro")

    with scene.runtime.reading() as work:
        assert search.ground(work, None, None).chosen.slug == "alby"
        assert search.ground(work, "bro", "alby").chosen.slug == "bro"
        assert search.ground(work, "finns-inte", None).chosen.slug == "alby"
