"""Packed OpenStreetMap files say the same as those in XML."""

import osmium
import pytest

from grannsamverkan.geometry.ground import FileFault
from grannsamverkan.geometry.osm import read_osm
from grannsamverkan.geometry.osm_pbf import read_pbf
from grannsamverkan.geometry.plane import plane_for


@pytest.fixture
def packed(tmp_path):
    """Packs an XML file as osmium itself writes it."""

    def pack(source):
        target = tmp_path / "karta.osm.pbf"
        with osmium.SimpleWriter(str(target)) as writer:
            for thing in osmium.FileProcessor(str(source)):
                writer.add(thing)
        return target

    return pack


@pytest.mark.parametrize(
    ("name", "epsg"), [("helsinki-centre-west", 3067), ("lyngby-dk", 25832), ("kallby-se", 3006)]
)
def test_a_real_town_is_the_same_ground_packed_and_as_xml(testdata, packed, name, epsg):
    # given
    source, plane = testdata / "geo" / f"{name}.osm.gz", plane_for(epsg)

    # when
    ground = read_pbf(packed(source), plane)

    # then
    assert len(ground.features) > 400
    assert ground == read_osm(source, plane)


def test_a_way_with_endless_nodes_is_refused(tmp_path):
    # given
    path = tmp_path / "karta.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(12.35, 58.4)))
        writer.add_way(osmium.osm.mutable.Way(id=5, nodes=[1] * 20_001))

    # when
    with pytest.raises(FileFault) as caught:
        read_pbf(path, plane_for(3006))

    # then
    assert (caught.value.code, caught.value.detail) == ("long_way", "5")


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\x00\x00\x0d\x0a\x09OSMHeader"])
def test_what_is_no_packed_file_is_told(tmp_path, content):
    # given
    path = tmp_path / "karta.osm.pbf"
    path.write_bytes(content)

    # when
    with pytest.raises(FileFault) as caught:
        read_pbf(path, plane_for(3006))

    # then
    assert caught.value.code == "broken_pbf"


def test_a_file_that_was_cut_off_is_told_and_nothing_of_it_is_handed_on(testdata, packed, tmp_path):
    # given
    whole = packed(testdata / "geo" / "kallby-se.osm.gz")
    cut = tmp_path / "halva.osm.pbf"
    cut.write_bytes(whole.read_bytes()[:-2000])

    # then
    with pytest.raises(FileFault, match="broken_pbf"):
        read_pbf(cut, plane_for(3006))


def test_a_place_far_from_the_plane_is_told(testdata, packed):
    with pytest.raises(FileFault, match="elsewhere"):
        read_pbf(packed(testdata / "geo" / "kallby-se.osm.gz"), plane_for(2193))


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match="karta"):
        read_pbf(tmp_path / "karta.osm.pbf", plane_for(3006))
