"""What OpenStreetMap's words mean for who drives where and sees what."""

import pytest

from grannsamverkan.geometry import osm_tags
from grannsamverkan.geometry.osm_tags import Mark


@pytest.mark.parametrize(
    ("tags", "way"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "reversible"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"junction": "circular"}, 1),
        ({"junction": "roundabout", "oneway": "no"}, 0),
        ({"highway": "motorway"}, 1),
        ({"highway": "motorway", "oneway": "perhaps"}, 1),
    ],
)
def test_one_way_is_along_the_nodes_or_against_them(tags, way):
    assert osm_tags.oneway(tags) == way


@pytest.mark.parametrize(
    ("tags", "side"),
    [
        ({}, ""),
        ({"sidewalk": "both"}, "both"),
        ({"sidewalk": "none"}, "no"),
        ({"sidewalk": "no"}, "no"),
        ({"sidewalk": "separate"}, ""),
        ({"sidewalk:left": "yes"}, "left"),
        ({"sidewalk:right": "separate", "sidewalk:left": "no"}, "right"),
        ({"sidewalk:both": "no"}, "no"),
        ({"sidewalk:both": "yes"}, "both"),
        ({"sidewalk:left": "no"}, ""),
    ],
)
def test_a_pavement_is_on_a_side_or_nobody_says(tags, side):
    assert osm_tags.sidewalk(tags) == side


@pytest.mark.parametrize(
    ("tags", "level"),
    [
        ({}, 0),
        ({"layer": "-2", "tunnel": "yes"}, -2),
        ({"tunnel": "yes"}, -1),
        ({"tunnel": "building_passage"}, 0),
        ({"bridge": "viaduct"}, 1),
        ({"bridge": "yes", "layer": "3"}, 3),
        ({"bridge": "no"}, 0),
        ({"layer": "ground"}, 0),
        ({"layer": "99"}, 5),
    ],
)
def test_bridges_and_tunnels_do_not_lie_on_the_ground(tags, level):
    assert osm_tags.level(tags) == level


@pytest.mark.parametrize(("text", "lanes"), [("2", 2), ("", None), ("2;3", None), ("0", None)])
def test_lanes_are_a_number_or_unknown(text, lanes):
    assert osm_tags.lanes({"lanes": text}) == lanes


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("135", 135.0),
        ("360", 0.0),
        ("22,5°", 22.5),
        ("SW", 225.0),
        ("nne", 22.5),
        ("forward", None),
        ("90-180", None),
        ("", None),
    ],
)
def test_a_face_looks_somewhere_in_degrees_or_in_letters(text, degrees):
    assert osm_tags.facing(text) == degrees


@pytest.mark.parametrize(
    ("tags", "marks"),
    [
        ({"highway": "street_lamp"}, []),
        ({"traffic_sign": "no"}, []),
        (
            {"highway": "street_lamp", "traffic_sign": "SE:C31", "direction": "90"},
            [Mark("sign", "SE:C31", 90.0, 0)],
        ),
        (
            {"traffic_sign": "FI:372", "traffic_sign:2": "FI:871", "traffic_sign:direction": "N"},
            [Mark("sign", "FI:372;FI:871", 0.0, 0)],
        ),
        ({"traffic_sign:backward": "SE:A1"}, [Mark("sign", "SE:A1", None, -1)]),
        (
            {"highway": "give_way", "direction": "forward", "traffic_sign": "SE:B1"},
            [Mark("give_way", "SE:B1", None, 1)],
        ),
        (
            {"highway": "traffic_signals", "traffic_signals:direction": "backward"},
            [Mark("signal", "", None, -1)],
        ),
        (
            {"highway": "crossing", "crossing": "uncontrolled", "traffic_sign": "FI:511"},
            [Mark("crossing", "uncontrolled", None, 0), Mark("sign", "FI:511", None, 0)],
        ),
        ({"highway": "stop"}, [Mark("stop", "", None, 0)]),
    ],
)
def test_a_node_tells_what_drivers_must_see_there(tags, marks):
    assert osm_tags.marks(tags) == marks


@pytest.mark.parametrize(
    ("highway", "bicycle", "subtype"),
    [
        ("path", "designated", "cycleway"),
        ("footway", "designated", "cycleway"),
        ("footway", "yes", "footway"),
        ("steps", "designated", "steps"),
    ],
)
def test_a_path_that_is_signed_for_cycles_is_a_cycleway(highway, bicycle, subtype):
    meaning = osm_tags.meaning({"highway": highway, "bicycle": bicycle}, closed=False)

    assert (meaning.kind, meaning.subtype) == ("path", subtype)


def test_an_owner_is_named_by_either_word():
    assert osm_tags.owner({"operator": "Alby Energi"}) == "Alby Energi"
    assert osm_tags.owner({"owner": "Alby", "operator": "Alby Energi"}) == "Alby"
    assert osm_tags.owner({}) == ""
