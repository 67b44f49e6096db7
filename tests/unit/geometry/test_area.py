"""What people draw, paste and type, and what they are told when it cannot be used."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grannsamverkan.geometry.area import (
    FAULTS,
    AreaFault,
    Limits,
    first_crossing,
    parse_area,
    polygon_to_lonlat,
)
from grannsamverkan.geometry.plane import Bounds, plane_for

SWEREF = plane_for(3006)
SQUARE = [[12.35, 58.40], [12.353, 58.40], [12.353, 58.402], [12.35, 58.402], [12.35, 58.40]]
LINES = "58.40, 12.35\n58.40, 12.353\n58.402, 12.353\n58.402, 12.35\n"


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def fault_of(text, limits=None):
    with pytest.raises(AreaFault) as caught:
        parse_area(text, SWEREF, *([limits] if limits else []))
    assert caught.value.code in FAULTS
    return caught.value


def test_a_drawn_square_becomes_an_area_of_its_true_size():
    # given a square of some 175 by 223 metres
    # when
    draft = parse_area(polygon(SQUARE), SWEREF)

    # then
    assert draft.area_m2 == pytest.approx(175.3 * 222.8, rel=0.01)
    assert len(draft.lonlat) == 4


@pytest.mark.parametrize(
    "wrapped",
    [
        {"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": json.loads(polygon(SQUARE))}],
        },
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
    ],
)
def test_the_same_area_is_read_however_it_is_wrapped(wrapped):
    assert parse_area(json.dumps(wrapped), SWEREF).wkb == parse_area(polygon(SQUARE), SWEREF).wkb


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        LINES.replace(", ", " "),
        LINES.replace(", ", ";"),
        LINES.replace(", ", "\t"),
        LINES.replace(", ", ","),
        LINES.replace(", ", ";").replace(".", ","),
        LINES.replace(", ", "  ").replace(".", ","),
        LINES.replace("\n", "\r\n\r\n"),
        "\ufeff" + LINES,
        "12.35 58.40\n12.353 58.40\n12.353 58.402\n12.35 58.402\n12.35 58.40",
    ],
)
def test_corners_can_be_written_as_people_write_them(text):
    assert parse_area(text, SWEREF).wkb == parse_area(polygon(SQUARE), SWEREF).wkb


def test_corners_can_be_written_in_metres():
    # given
    corners = [SWEREF.to_metric(lon, lat) for lon, lat in SQUARE]

    # when
    draft = parse_area("\n".join(f"{y:.2f} {x:.2f}" for x, y in corners), SWEREF)

    # then
    assert draft.area_m2 == pytest.approx(parse_area(polygon(SQUARE), SWEREF).area_m2, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("x" * 100_001, "too_long"),
        ("hej", "unreadable_line"),
        ("58.4 12.3 7", "unreadable_line"),
        ("nan, inf", "unreadable_line"),
        ("{", "unreadable"),
        ("[" * 50_000, "unreadable"),
        ('{"type":' * 9_000, "unreadable"),
        ("[" + "9" * 5_000 + "]", "unreadable"),
        ("[1, 2]", "not_an_area"),
        ("{}", "not_an_area"),
        ('{"type": "Point", "coordinates": [12, 58]}', "not_an_area"),
        ('{"type": "Polygon"}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": []}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": {"a": 1}}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": [null]}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": [[12, 58]]}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": [[["12", "58"]]]}', "not_an_area"),
        ('{"type": "Polygon", "coordinates": [[[true, 58]]]}', "not_an_area"),
        ('{"type": "Feature", "geometry": null}', "not_an_area"),
        ('{"type": "FeatureCollection", "features": []}', "not_an_area"),
        ('{"type": "FeatureCollection", "features": [{}, {}]}', "not_an_area"),
        ('{"type": "MultiPolygon", "coordinates": [[], []]}', "not_an_area"),
        (
            json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}),
            "several_areas",
        ),
        (polygon(SQUARE, SQUARE), "has_hole"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 58], [12, 58], [12, 59]]]}', "not_finite"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 58], [12, 58], [12, 59]]]}', "not_finite"),
        (polygon([[10**400, 58], [12, 58], [12, 59]]), "outside"),
        (polygon([[345_000, 6_476_000], [12, 58], [12, 59]]), "outside"),
        (polygon([[-74, 40], [-74, 41], [-73, 41]]), "outside"),
        ("40.7 -74.0\n40.8 -74.0\n40.8 -73.9", "outside"),
        (polygon(SQUARE[:2]), "too_few_corners"),
        (polygon([SQUARE[0]] * 9), "too_few_corners"),
        (polygon([[12 + i / 1e4, 58] for i in range(401)]), "too_many_corners"),
        (polygon([SQUARE[i] for i in (0, 2, 1, 3)]), "crosses_itself"),
        (polygon([[12, 58], [12.001, 58], [12.002, 58]]), "too_small"),
        (polygon([[12, 58], [12.0001, 58], [12.0001, 58.0001]]), "too_small"),
        (polygon([[12, 58], [12.1, 58], [12.1, 58.1]]), "too_large"),
    ],
)
def test_what_cannot_be_used_is_told_by_name(text, code):
    assert fault_of(text).code == code


def test_a_line_that_cannot_be_read_is_told_by_its_number():
    assert fault_of(LINES + "\nhär någonstans").details == {"line": 6}


def test_a_crossing_border_is_told_by_the_corners_where_its_sides_begin():
    details = fault_of(polygon([SQUARE[i] for i in (0, 2, 1, 3)])).details

    assert (details["first"], details["second"]) == (1, 3)
    assert details["at"] == pytest.approx((12.3515, 58.401), abs=1e-5)


def test_an_area_in_another_part_of_the_country_is_far_away():
    # given a municipality whose map lies round the square
    east, north = SWEREF.to_metric(12.35, 58.40)
    near = Bounds(east - 1000, north - 1000, east + 1000, north + 1000)

    # then
    assert parse_area(LINES, SWEREF, Limits(near=near)).area_m2 > 0
    far = fault_of(LINES.replace("58.", "59."), Limits(near=near))
    assert far.code == "far_away"
    assert far.details["km"] == pytest.approx(110, abs=2)
    assert far.details["direction"] == "n"
    slip = fault_of(LINES.replace("58.402, 12.353", "58.402, 12.853"), Limits(near=near))
    assert (slip.code, slip.details["corner"], slip.details["direction"]) == ("far_corner", 3, "e")


def test_the_limits_are_the_municipalitys_own():
    assert fault_of(LINES, Limits(smallest_m2=50_000)).details["limit_m2"] == 50_000
    assert fault_of(LINES, Limits(largest_m2=1_000)).code == "too_large"


def test_what_is_kept_is_drawn_again_where_it_was():
    # given
    draft = parse_area(LINES, SWEREF)

    # when
    again = parse_area(draft.geojson(), SWEREF)

    # then
    assert again.polygon.symmetric_difference(draft.polygon).area < 1
    assert polygon_to_lonlat(again.polygon, SWEREF) == [pytest.approx(c) for c in draft.lonlat]


@pytest.mark.parametrize(
    ("ring", "found"),
    [
        ([(0, 0), (9, 0), (9, 9), (0, 9)], None),
        ([(0, 0), (9, 0), (0, 9), (9, 9)], (2, 4)),
        ([(0, 0), (9, 0), (4, 0), (4, 9)], (1, 2)),
        ([(0, 0), (9, 0), (9, 9), (4, 0), (0, 9)], (1, 3)),
    ],
)
def test_a_border_may_not_touch_itself(ring, found):
    assert first_crossing(ring) == found


@given(st.text(alphabet='{}[]",:0123456789.eE+- \nNaInfityPolgPn', max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_area_or_a_named_fault(text):
    assert _outcome(text) in {"area", *FAULTS}


def _outcome(text):
    try:
        return "area" if parse_area(text, SWEREF).polygon.is_valid else "not valid"
    except AreaFault as fault:
        return fault.code
