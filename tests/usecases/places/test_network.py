"""Ways and things out of the database, as the sight engine takes them."""

import numpy as np
import pytest

from grannsamverkan.geometry.plane import Bounds, plane_for
from grannsamverkan.places.queries import network
from grannsamverkan.places.usecases import imports

MAP = """<osm>
<node id="1" lat="58.4000" lon="12.3500"/><node id="2" lat="58.4005" lon="12.3500"/>
<node id="3" lat="58.4010" lon="12.3510"/>
<node id="4" lat="58.4003" lon="12.35005"><tag k="highway" v="street_lamp"/>
  <tag k="operator" v="Björkviks Energi"/><tag k="traffic_sign" v="SE:C31"/>
  <tag k="direction" v="S"/></node>
<way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/>
  <tag k="name" v="Ängsvägen"/><tag k="lanes" v="1"/><tag k="oneway" v="-1"/>
  <tag k="sidewalk" v="left"/><tag k="maxspeed" v="30"/><tag k="bridge" v="yes"/>
  <tag k="operator" v="Vägföreningen"/></way>
<way id="8"><nd ref="1"/><nd ref="3"/><nd ref="2"/><nd ref="1"/><tag k="building" v="yes"/></way>
</osm>"""
FAR = Bounds(0, 0, 1, 1)


@pytest.fixture
def mapped(runtime, municipality, tmp_path):
    path = tmp_path / "karta.osm"
    path.write_text(MAP)
    with runtime.work() as work:
        imports.import_file(work, municipality, path)
    return municipality


def test_a_way_keeps_all_that_the_map_says_of_it(runtime, mapped):
    # when
    with runtime.reading() as work:
        [way] = network.ways_within(work, mapped.id)

    # then
    assert (way.key, way.kind, way.subtype) == ("way/7", "road", "residential")
    assert (way.name, way.owner) == ("Ängsvägen", "Vägföreningen")
    assert (way.width, way.lanes, way.speed) == (None, 1, 30)
    assert (way.oneway, way.sidewalk, way.level) == (-1, "left", 1)
    x, y = plane_for(3006).many_to_metric([12.35, 12.35, 12.351], [58.4, 58.4005, 58.401])
    np.testing.assert_allclose(way.points, np.column_stack([x, y]), atol=0.001)


def test_a_lamp_that_carries_a_sign_is_a_post_and_a_thing(runtime, mapped):
    # when
    with runtime.reading() as work:
        [thing] = network.things_within(work, mapped.id)

    # then
    assert (thing.key, thing.kind, thing.code) == ("node/4", "sign", "SE:C31")
    assert (thing.facing, thing.along) == (180.0, 0)


def test_only_what_the_box_meets_is_found(runtime, mapped):
    # given
    x, y = plane_for(3006).to_metric(12.35005, 58.4003)

    # then
    with runtime.reading() as work:
        near = Bounds(x - 1, y - 1, x + 9, y + 1)
        assert len(network.ways_within(work, mapped.id, near)) == 1
        assert len(network.things_within(work, mapped.id, near)) == 1
        assert network.ways_within(work, mapped.id, FAR) == []
        assert network.things_within(work, mapped.id, FAR) == []


def test_ways_without_a_key_of_their_own_are_told_apart(runtime, ground):
    # when
    with runtime.reading() as work:
        ways = network.ways_within(work, ground.id)

    # then
    assert len(ways) > 50
    assert len({way.key for way in ways}) == len(ways)
    assert all(way.points.shape[1] == 2 and len(way.points) > 1 for way in ways)
