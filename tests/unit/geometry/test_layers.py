"""Layers as geographers hand them over: posts, roads, signs and addresses in any system."""

import json

import numpy as np
import pyogrio
import pytest
import shapely

from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.ground import ColumnsUnclear, FileFault, merged
from grannsamverkan.geometry.layers import open_layer
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.rows import read_parts

SWEREF = plane_for(3006)
EAST, NORTH = SWEREF.to_metric(12.35, 58.40)


@pytest.fixture
def layer(tmp_path):
    """Writes a layer as other programs do; columns are lists of values by name."""

    def write(shapes, name="lager.gpkg", epsg=3006, kind="Point", layer="lager", **columns):
        path = tmp_path / name
        pyogrio.raw.write(
            path,
            shapely.to_wkb(np.array(shapes, dtype=object)),
            [np.array(values) for values in columns.values()],
            fields=list(columns),
            crs=f"EPSG:{epsg}" if epsg else None,
            geometry_type=kind,
            layer=layer,
            append=path.exists(),
        )
        return path

    return write


def read(path, **told):
    reading = Reading(**told)
    return merged(read_parts(open_layer(path, reading.layer), reading, SWEREF))


def geojson(path, features, **more):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def feature(kind, coordinates, **properties):
    shape = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": shape, "properties": properties}


@pytest.mark.parametrize("name", ["stolpar.gpkg", "stolpar.shp", "stolpar.geojson"])
@pytest.mark.parametrize("epsg", [3006, 3007, 4326])
def test_a_layer_of_posts_is_the_same_in_any_file_and_any_system(layer, name, epsg):
    # given
    place = (12.35, 58.40) if epsg == 4326 else plane_for(epsg).to_metric(12.35, 58.40)
    shapes = [shapely.Point(*place), shapely.Point(*place)]
    path = layer(shapes, name, epsg, Stolpnr=["A 17", "A 18"], agare=["x", "Alby Energi"])

    # when
    ground = read(path, accuracy=0.5, columns={"owner": "agare"})

    # then
    assert [(p.number, p.owner) for p in ground.posts] == [("A 17", "x"), ("A 18", "Alby Energi")]
    assert {p.error_m for p in ground.posts} == {0.5}
    assert [(p.x, p.y) for p in ground.posts] == [pytest.approx((EAST, NORTH), abs=0.05)] * 2


def test_numbers_kept_as_numbers_are_written_without_a_decimal_point(layer):
    # given
    path = layer([shapely.Point(EAST, NORTH)] * 2, nr=np.array([1042.0, 7.5]), id=[3, 4])

    # then
    assert [(p.number, p.key) for p in read(path).posts] == [("1042", "3"), ("7.5", "4")]


def test_roads_carry_what_the_columns_say(layer):
    # given a road in two pieces, with heights, and one without length
    pieces = shapely.MultiLineString(
        [[(EAST, NORTH, 9), (EAST + 50, NORTH, 9)], [(EAST + 60, NORTH, 9), (EAST + 90, NORTH, 9)]]
    )
    point = shapely.MultiLineString([[(EAST, NORTH, 9), (EAST, NORTH, 9)]])
    path = layer(
        [pieces, point],
        kind="MultiLineString Z",
        id=[12, 13],
        gatunamn=["Storgatan", "Punkten"],
        klass=["7", "7"],
        bredd=[5.5, 5.5],
        hastighet=[40, 40],
        riktning_enkel=["mot", ""],
        vaghallare=["Alby kommun", ""],
    )

    # when
    told = {"oneway": "riktning_enkel", "owner": "vaghallare"}
    ground = read(path, what="roads", columns=told)

    # then
    first, second = ground.features
    assert (first.key, second.key) == ("12/0", "12/1")
    assert (first.kind, first.subtype, first.name) == ("road", "residential", "Storgatan")
    assert (first.width, first.speed, first.oneway) == (5.5, 40, -1)
    assert first.owner == "Alby kommun"
    assert second.points == ((EAST + 60, NORTH), (EAST + 90, NORTH))
    assert ground.skipped["no_length"] == 1


def test_paths_are_for_walking_unless_they_are_for_cycles(layer):
    # given
    line = shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)])
    path = layer([line, line], kind="LineString", typ=["GC-väg", ""])

    # then
    subtypes = [(f.kind, f.subtype) for f in read(path, what="paths").features]
    assert subtypes == [("path", "cycleway"), ("path", "footway")]


def test_signs_have_a_code_and_may_face_somewhere(layer):
    # given
    shapes = [shapely.Point(EAST, NORTH)] * 3
    path = layer(shapes, id=["a", "b", "c"], kod=["B1", "C31-4", ""], riktning=["90", "SV", "?"],
                 sort=["väjningsplikt", "", "trafiksignal"])  # fmt: skip

    # when
    things = read(path, what="signs").things

    # then
    assert [(t.key, t.kind, t.code, t.facing) for t in things] == [
        ("a", "give_way", "B1", 90.0),
        ("b", "sign", "C31-4", 225.0),
        ("c", "signal", "", None),
    ]


def test_addresses_are_in_two_columns_or_in_one(layer):
    # given
    shapes = [shapely.Point(EAST, NORTH)] * 3
    two = layer(shapes[:1], "a.gpkg", gatunamn=["Ängsvägen"], husnummer=["12 B"])
    one = layer(shapes, "b.gpkg", adress=["Ängsvägen 12 B", "Norra Vägen 3", "Torget"])

    # then
    assert [(a.street, a.number) for a in read(two, what="addresses").addresses] == [
        ("Ängsvägen", "12 B")
    ]
    ground = read(one, what="addresses")
    assert [(a.street, a.number) for a in ground.addresses] == [
        ("Ängsvägen", "12 B"),
        ("Norra Vägen", "3"),
    ]
    assert ground.skipped["no_address"] == 1


def test_geojson_that_names_no_system_is_in_degrees(tmp_path):
    # given
    path = geojson(tmp_path / "a.geojson", [feature("Point", [12.35, 58.40], nr="7")])

    # then
    [post] = read(path).posts
    assert (post.x, post.y) == pytest.approx((EAST, NORTH), abs=0.01)


@pytest.mark.parametrize(
    ("coordinates", "code"),
    [
        ([58.40, 12.35], "swapped"),
        ([EAST, NORTH], "outside"),
        ([-74.0, 40.7], "outside"),
    ],
)
def test_geojson_that_is_turned_or_elsewhere_is_refused(tmp_path, coordinates, code):
    # given
    path = geojson(tmp_path / "a.geojson", [feature("Point", coordinates, nr="7")])

    # when
    with pytest.raises(FileFault) as caught:
        read(path)

    # then
    assert (caught.value.code, caught.value.line, caught.value.detail) == (code, 1, "EPSG:4326")


def test_metres_in_geojson_are_understood_when_the_system_is_told(tmp_path):
    # given
    path = geojson(tmp_path / "a.geojson", [feature("Point", [EAST, NORTH], nr="7")])

    # then
    [post] = read(path, epsg=3006).posts
    assert (post.x, post.y) == pytest.approx((EAST, NORTH))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "1e999"])
def test_a_place_that_is_no_number_is_refused(tmp_path, word):
    # given
    path = geojson(tmp_path / "a.geojson", [feature("Point", ["@", 58.40], nr="7")])
    path.write_text(path.read_text().replace('"@"', word))

    # then
    with pytest.raises(FileFault):
        read(path)


def test_what_has_no_place_or_another_shape_is_passed_over_and_counted(tmp_path):
    # given
    features = [
        {"type": "Feature", "geometry": None, "properties": {"nr": "1"}},
        feature("Point", [], nr="2"),
        feature("LineString", [[12.35, 58.40], [12.36, 58.40]], nr="3"),
        feature("MultiPoint", [[12.35, 58.40]], nr="4"),
        feature("MultiPoint", [[12.35, 58.40], [12.36, 58.40]], nr="5"),
    ]

    # when
    ground = read(geojson(tmp_path / "a.geojson", features))

    # then
    assert [post.number for post in ground.posts] == ["4"]
    assert ground.skipped["no_point"] == 4


def test_a_file_with_several_layers_needs_one_named(layer):
    # given
    for name in ("stolpar", "skåp"):
        path = layer([shapely.Point(EAST, NORTH)], layer=name, nr=[name])

    # when
    with pytest.raises(FileFault) as caught:
        read(path)

    # then
    assert (caught.value.code, caught.value.detail) == ("which_layer", "stolpar, skåp")
    assert [post.number for post in read(path, layer="skåp").posts] == ["skåp"]


def test_a_layer_that_says_no_system_needs_one_told(layer):
    # given
    with pytest.warns(UserWarning, match="crs"):
        path = layer([shapely.Point(EAST, NORTH)], "a.shp", epsg=None, nr=["7"])

    # then
    with pytest.raises(FileFault, match="no_epsg"):
        read(path)
    assert len(read(path, epsg=3006).posts) == 1


def test_columns_that_nobody_can_guess_are_asked_for_by_name(layer):
    # given
    path = layer([shapely.Point(EAST, NORTH)], ANL=["7"], LUX=["3"])

    # when
    with pytest.raises(ColumnsUnclear) as caught:
        read(path)

    # then
    assert (caught.value.missing, caught.value.columns) == (("number",), ("ANL", "LUX"))


def test_more_rows_than_one_batch_are_all_read(layer):
    # given
    count = 45_000
    places = shapely.points(EAST + np.arange(count) / 10, np.full(count, NORTH))
    path = layer(places, nr=np.arange(count))

    # when
    shares = []
    table = open_layer(path)
    ground = merged(read_parts(table, Reading(), SWEREF, shares.append))

    # then
    assert [post.number for post in ground.posts] == [str(n) for n in range(count)]
    assert shares == sorted(shares)
    assert len(shares) == 3
    assert shares[-1] == 1.0


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp"])
@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + b"\x00" * 99])
def test_what_is_no_layer_is_told(tmp_path, name, content):
    # given
    path = tmp_path / name
    path.write_bytes(content)

    # when
    with pytest.raises(FileFault) as caught:
        read(path)

    # then
    assert caught.value.code == "broken_layer"
    assert str(tmp_path) not in caught.value.detail


def test_an_empty_layer_is_told(tmp_path):
    with pytest.raises(FileFault, match="no_columns"):
        read(geojson(tmp_path / "a.geojson", []))
