"""The command that brings maps and lists in: what it asks for, and what it says."""

import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy import select

from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.places.cli import places
from grannsamverkan.places.models import MapFeature, MapThing, Post

ODD = "ANL;LAT_WGS;LONG_WGS\n1042;58,4000;12,3500\n1043;58,4003;12,3500\n"


@pytest.fixture
def run(runtime, municipality, tmp_path):
    """Runs the command on a file of that text, with what somebody types."""

    def runner(text, *options, name="stolpar.csv", typed=None):
        path = tmp_path / name
        if text is not None:
            path.write_text(text)
        arguments = ["import", str(path), *options]
        return CliRunner().invoke(places, arguments, obj=runtime, input=typed)

    return runner


@pytest.fixture
def rows(runtime):
    def reader(table):
        with runtime.reading() as work:
            return work.session.scalars(select(table).order_by(table.id)).all()

    return reader


def test_columns_that_cannot_be_guessed_are_named_with_the_options_to_give(run, rows):
    # when
    result = run(ODD)

    # then
    assert result.exit_code == 1
    assert "--column number=NAMN" in result.output
    assert "--column lat=NAMN --column lon=NAMN | --column north=NAMN" in result.output
    assert "ANL, LAT_WGS, LONG_WGS" in result.output
    assert rows(Post) == []


def test_columns_may_be_given(run, rows):
    # when
    result = run(
        ODD, "--column", "number=ANL", "--column", "lat=LAT_WGS", "--column", "lon=LONG_WGS",
        "--accuracy", "0.5",
    )  # fmt: skip

    # then
    assert result.exit_code == 0, result.output
    assert [(post.number, post.error_m) for post in rows(Post)] == [("1042", 0.5), ("1043", 0.5)]


def test_columns_are_asked_for_until_they_are_there(run, rows):
    # when somebody first mistypes a name
    result = run(ODD, "--ask", typed="ANLL\nANL\nLAT_WGS\nLONG_WGS\n")

    # then
    assert result.exit_code == 0, result.output
    assert result.output.count("stolpens eller husets nummer") == 2
    assert [post.number for post in rows(Post)] == ["1042", "1043"]


def test_another_pair_of_columns_is_asked_for_when_the_first_is_not_there(run, rows):
    # given
    x, y = plane_for(3006).to_metric(12.35, 58.40)

    # when
    result = run(f"nr;NK;OK\n7;{y};{x}\n", "--ask", typed="\nNK\nOK\n")

    # then
    assert result.exit_code == 0, result.output
    assert [post.number for post in rows(Post)] == ["7"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--column", "number"], "MEANING=NAME"),
        (["--column", "number=SAKNAS"], "Kolumnen finns inte: SAKNAS"),
        (["--column", "height=ANL"], "--column känner inte height"),
        (["--accuracy", "-1"], "range"),
        (["--what", "trees"], "trees"),
    ],
)
def test_options_that_are_wrong_are_told(run, rows, options, words):
    # when
    result = run(ODD, *options)

    # then
    assert result.exit_code != 0
    assert words in result.output
    assert rows(Post) == []


def test_layers_of_one_file_come_in_beside_each_other_and_none_replaces_another(
    run, rows, tmp_path
):
    # given
    x, y = plane_for(3007).to_metric(12.35, 58.40)
    for layer, kind, shape, field in (
        ("vagar", "LineString", shapely.LineString([(x, y), (x + 50, y)]), "namn"),
        ("marken", "Point", shapely.Point(x, y), "kod"),
        ("stolpar", "Point", shapely.Point(x, y), "nr"),
    ):
        pyogrio.raw.write(
            tmp_path / "kommun.gpkg",
            shapely.to_wkb(np.array([shape])),
            [np.array(["B1"])],
            fields=[field],
            crs="EPSG:3007",
            geometry_type=kind,
            layer=layer,
            append=layer != "vagar",
        )

    # when
    told = [
        run(None, "--layer", layer, "--what", what, name="kommun.gpkg").output
        for layer, what in (("stolpar", "posts"), ("vagar", "roads"), ("marken", "signs")) * 2
    ]

    # then
    assert "Stolpar: 1 nya" in told[0]
    assert "Vägar, hus och ytor: 1 nya" in told[1]
    assert "Vägmärken och signaler: 1 nya" in told[2]
    assert all("0 nya, 0 ändrade, 0 borta, 1 som förut" in again for again in told[3:])
    assert [feature.name for feature in rows(MapFeature)] == ["B1"]
    assert [thing.code for thing in rows(MapThing)] == ["B1"]
    assert [post.gone_at for post in rows(Post)] == [None]


def test_a_list_read_as_posts_and_as_signs_is_two_sources(run, rows):
    # given
    text = "nr;kod;lat;lon\n7;B1;58.4;12.35\n"

    # when
    run(text)
    run(text, "--what", "signs")

    # then
    assert [post.gone_at for post in rows(Post)] == [None]
    assert [thing.code for thing in rows(MapThing)] == ["B1"]


def test_what_changed_and_what_was_passed_over_is_told_in_words(run):
    # given
    nodes = '<node id="1" lat="58.4" lon="12.35"/><node id="2" lat="58.401" lon="12.35"/>'
    way = '<way id="{}"><nd ref="1"/><nd ref="{}"/><tag k="highway" v="service"/></way>'
    run(f"<osm>{nodes}{way.format(1, 2)}{way.format(2, 2)}</osm>", name="karta.osm")

    # when
    result = run(f"<osm>{nodes}{way.format(1, 2)}{way.format(3, 1)}</osm>", name="karta.osm")

    # then
    assert "Vägar, hus och ytor: 0 nya, 0 ändrade, 1 borta, 1 som förut" in result.output
    assert "Överhoppat: utan längd 1" in result.output


def test_posts_in_the_water_are_warned_of(run):
    # given
    corners = [(58.4, 12.35), (58.41, 12.35), (58.41, 12.37)]
    nodes = "".join(
        f'<node id="{n}" lat="{lat}" lon="{lon}"/>' for n, (lat, lon) in enumerate(corners)
    )
    refs = "".join(f'<nd ref="{n}"/>' for n in (0, 1, 2, 0))
    lake = f'<way id="1">{refs}<tag k="natural" v="water"/></way>'
    run(f"<osm>{nodes}{lake}</osm>", name="karta.osm")

    # when
    result = run("nummer;lat;lon\n7;58.405;12.355\n")

    # then
    assert "Varning: 1 stolpar står i vatten, bland dem 7" in result.output
