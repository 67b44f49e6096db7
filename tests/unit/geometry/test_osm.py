"""OpenStreetMap files, real ones and broken ones."""

import gzip
import tracemalloc

import pytest

from grannsamverkan.geometry.ground import FileFault
from grannsamverkan.geometry.osm import read_osm
from grannsamverkan.geometry.plane import plane_for

SWEREF = plane_for(3006)
NODES = """
<node id="1" lat="58.400" lon="12.350"/><node id="2" lat="58.401" lon="12.350"/>
<node id="3" lat="58.401" lon="12.352"/><node id="4" lat="58.400" lon="12.352"/>
<node id="9" lat="58.4005" lon="12.351"><tag k="highway" v="street_lamp"/><tag k="ref" v="A 17"/>
  <tag k="support" v="wall"/></node>
<node id="8" lat="58.4007" lon="12.351"><tag k="addr:street" v="Ängsvägen"/>
  <tag k="addr:housenumber" v="12 B"/></node>
"""


def way(nodes, **tags):
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    words = "".join(
        f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items()
    )
    return f'<way id="1">{refs}{words}</way>'


@pytest.fixture
def read(tmp_path):
    def reader(*parts, name="map.osm", raw=None):
        path = tmp_path / name
        path.write_bytes(raw if raw is not None else f"<osm>{''.join(parts)}</osm>".encode())
        return read_osm(path, SWEREF)

    return reader


@pytest.mark.parametrize(
    ("name", "epsg", "buildings", "lamps", "driveways"),
    [
        ("helsinki-centre-west", 3067, None, 294, 5),
        ("lyngby-dk", 25832, 5178, 0, 356),
        ("kallby-se", 3006, 316, 0, 0),
    ],
)
def test_real_towns_are_read_whole(testdata, name, epsg, buildings, lamps, driveways):
    # when
    ground = read_osm(testdata / "geo" / f"{name}.osm.gz", plane_for(epsg))

    # then the counts are those that stand beside the data
    kinds = [feature.kind for feature in ground.features]
    assert buildings is None or kinds.count("building") == buildings
    assert len(ground.posts) == lamps
    assert sum(feature.subtype == "driveway" for feature in ground.features) == driveways
    assert {"road", "path", "building", "green", "water", "rail"} <= set(kinds)
    assert "OpenStreetMap" in ground.attribution


def test_a_file_is_read_as_a_stream_and_not_into_memory(testdata):
    # given 3.3 MB of XML
    path, plane = testdata / "geo" / "helsinki-centre-west.osm.gz", plane_for(3067)
    with gzip.open(path) as file:
        unpacked = len(file.read())

    # when
    tracemalloc.start()
    ground = read_osm(path, plane)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # then beyond what it hands on it never needed more than a part of the file
    assert ground.features
    assert peak - kept < unpacked / 4


def test_roads_paths_houses_addresses_and_posts_are_told_apart(read):
    # when
    ground = read(
        NODES,
        way([1, 2], highway="residential", name="Ängsvägen", maxspeed="30", width="5,5 m"),
        way([1, 3], highway="cycleway"),
        way([1, 2, 3, 1], building="yes", addr__street="Ängsvägen", addr__housenumber="14"),
        way([1, 2, 3, 4, 1], landuse="forest"),
        way([1, 2, 3, 4], landuse="forest"),
        way([1, 4], power="line"),
    )

    # then
    assert [(f.kind, f.subtype, f.is_area) for f in ground.features] == [
        ("road", "residential", False),
        ("path", "cycleway", False),
        ("building", "yes", True),
        ("green", "forest", True),
    ]
    road = ground.features[0]
    assert (road.name, road.speed, road.width) == ("Ängsvägen", 30, 5.5)
    assert [(a.street, a.number) for a in ground.addresses] == [
        ("Ängsvägen", "12 B"),
        ("Ängsvägen", "14"),
    ]
    assert [(p.number, p.kind) for p in ground.posts] == [("A 17", "wall_lamp")]


@pytest.mark.parametrize(
    ("words", "speed"), [("50", 50), ("30 mph", 48), ("SE:urban", None), ("", None), ("9999", None)]
)
def test_speeds_are_kilometres_an_hour_or_unknown(read, words, speed):
    assert (
        read(NODES, way([1, 2], highway="residential", maxspeed=words)).features[0].speed == speed
    )


def test_ways_before_their_nodes_are_read_too(read):
    assert len(read(way([1, 2], highway="residential"), NODES).features) == 1


def test_ways_without_length_are_passed_over_and_counted(read):
    # when
    ground = read(
        NODES,
        way([1, 1], highway="residential"),
        way([1, 77], highway="residential"),
        way([], highway="residential"),
    )

    # then
    assert ground.features == []
    assert ground.skipped["no_length"] == 3
    assert ground.skipped["incomplete"] == 1


def test_a_house_cut_by_the_edge_of_the_file_is_left_out(read):
    assert read(NODES, way([1, 2, 77, 1], building="yes")).features == []
    assert read(NODES, way([77, 1, 2, 3, 77], building="yes")).features == []
    assert read(NODES, way([1, 2, 2, 1, 1], building="yes")).features == []


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"<osm>\n<node id='1' lat='58' lon='12'/>\n<way", "broken_xml", 3),
        (b"<osm>\n<node", "broken_xml", 2),
        (b"", "broken_xml", 1),
        (b"hello", "broken_xml", 1),
        (b"<html></html>", "not_osm", None),
        (b"<osm>\n\n<node id='1' lat='x' lon='12'/></osm>", "bad_node", 3),
        (b"<osm>\n<node id='1' lat='58'/></osm>", "bad_node", 2),
        (b"<osm><node id='99999999999999999999' lat='58' lon='12'/></osm>", "bad_node", 1),
        (b"<osm>\n<way id='1'><nd ref='x'/></way></osm>", "bad_way", 2),
        (b"<osm><node id='1' lat='40' lon='-74'/></osm>", "elsewhere", None),
        (b"\x1f\x8bnonsense", "broken_gzip", 1),
        (
            gzip.compress(b"<osm>" + b"<node id='1' lat='58' lon='12'/>" * 99)[:-20],
            "broken_gzip",
            1,
        ),
    ],
)
def test_what_is_broken_is_told_with_its_line(read, content, code, line):
    # when
    with pytest.raises(FileFault) as caught:
        read(raw=content)

    # then
    assert (caught.value.code, caught.value.line) == (code, line)


def test_a_file_that_defines_entities_is_refused_before_they_grow(read):
    # given
    bomb = b"""<?xml version="1.0"?>
<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<osm><node id="1" lat="58" lon="12"><tag k="name" v="&b;"/></node></osm>"""

    # when
    with pytest.raises(FileFault) as caught:
        read(raw=bomb)

    # then
    assert (caught.value.code, caught.value.line) == ("dtd", 2)


def test_a_way_with_endless_nodes_is_refused(read):
    with pytest.raises(FileFault, match="bad_way"):
        read(NODES, way([1, 2] * 10_001, highway="residential"))


def test_positions_that_are_no_numbers_are_outside(read):
    # when
    ground = read(NODES, '<node id="5" lat="nan" lon="inf"/>', way([1, 5, 2], highway="service"))

    # then
    assert ground.skipped["outside"] == 1
    assert len(ground.features[0].points) == 2
