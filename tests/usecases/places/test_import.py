"""Maps and lists of posts, all or nothing, again and again."""

import time

import osmium
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from grannsamverkan.core.errors import InvalidInput, NotPermitted
from grannsamverkan.places import usecases
from grannsamverkan.places.cli import places
from grannsamverkan.places.models import Address, MapFeature, MapSource, Post
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.places.queries import posts as post_queries
from grannsamverkan.places.usecases import imports

POSTS = "nummer;lat;lon\n1042;58,4000;12,3500\n1043;58,4003;12,3500\n1044;58,4006;12,3500\n"


@pytest.fixture
def bring(runtime, municipality, tmp_path):
    def bringer(text, name="stolpar.csv"):
        path = tmp_path / name
        path.write_text(text)
        with runtime.work() as work:
            return imports.import_file(work, municipality, path)

    return bringer


def counted(runtime, table):
    with runtime.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    ("name", "epsg", "features", "posts"),
    [
        ("helsinki-centre-west", 3067, 1659, 294),
        ("lyngby-dk", 25832, 8749, 0),
        ("kallby-se", 3006, 434, 0),
    ],
)
def test_real_towns_are_imported_in_seconds(runtime, testdata, name, epsg, features, posts):
    # given
    with runtime.work() as work:
        town = usecases.add_municipality(work, slug="t", name="T", short_name="T", epsg=epsg)

    # when
    started = time.monotonic()
    with runtime.work() as work:
        imports.import_file(work, town, testdata / "geo" / f"{name}.osm.gz")

    # then
    assert time.monotonic() - started < 60
    assert counted(runtime, MapFeature) == features
    assert counted(runtime, Post) == posts
    with runtime.reading() as work:
        assert any("OpenStreetMap" in words for words in map_queries.attributions(work, town.id))


def test_the_same_file_again_replaces_and_does_not_double(runtime, municipality, testdata):
    # given
    path = testdata / "geo" / "kallby-se.osm.gz"
    with runtime.work() as work:
        imports.import_file(work, municipality, path)
        version = map_queries.map_version(work, municipality.id)
    before = [counted(runtime, table) for table in (MapFeature, Address, Post, MapSource)]

    # when
    with runtime.work() as work:
        imports.import_file(work, municipality, path)

    # then
    after = [counted(runtime, table) for table in (MapFeature, Address, Post, MapSource)]
    assert after == before
    with runtime.reading() as work:
        assert map_queries.map_version(work, municipality.id).startswith(version.split("-")[0])


def test_a_packed_map_brings_what_the_same_map_in_xml_brings(
    runtime, municipality, testdata, tmp_path
):
    # given
    source, packed = testdata / "geo" / "kallby-se.osm.gz", tmp_path / "kallby.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)

    # when
    with runtime.work() as work:
        of_xml = imports.import_file(work, municipality, source)
        of_packed = imports.import_file(work, municipality, packed)

    # then
    assert of_xml.tallies["features"].added == 434
    assert of_packed.tallies == of_xml.tallies
    assert counted(runtime, MapSource) == 2


def test_another_file_adds_to_the_map(runtime, bring, municipality):
    # when
    bring(POSTS)
    bring(POSTS.replace("104", "204"), name="fler.csv")

    # then
    assert counted(runtime, Post) == 6


def test_a_post_that_is_known_keeps_its_identity_when_it_moves(runtime, bring, municipality):
    # given
    bring(POSTS)
    with runtime.reading() as work:
        before = post_queries.post_by_number(work, municipality.id, "1043")

    # when
    bring(POSTS.replace("58,4003", "58,4004"))

    # then
    with runtime.reading() as work:
        after = post_queries.post_by_number(work, municipality.id, " 1043")
        assert after.id == before.id
        assert after.y > before.y + 10


def test_a_post_that_is_gone_is_hidden_and_not_deleted_and_can_come_back(
    runtime, bring, municipality
):
    # given
    bring(POSTS)

    # when
    imported = bring(POSTS.replace("1043;58,4003;12,3500\n", ""))

    # then
    assert imported.posts_gone == 1
    assert counted(runtime, Post) == 3
    with runtime.reading() as work:
        assert post_queries.post_by_number(work, municipality.id, "1043") is None

    # when
    bring(POSTS)

    # then
    assert counted(runtime, Post) == 3
    with runtime.reading() as work:
        assert post_queries.post_by_number(work, municipality.id, "1043").gone_at is None


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (POSTS + "1045;hit;dit\n", "stolpar.csv", "rad 5"),
        ("<osm><node", "karta.osm", "rad 1"),
        ("<!DOCTYPE osm []><osm/>", "karta.osm", "DOCTYPE"),
        ("inte packad", "karta.osm.gz", "trasig"),
        ("{}", "karta.geojson", "kartlager"),
        ("{}", "karta.txt", ".osm"),
        ("hello", "karta.osm.pbf", ".osm.pbf"),
        ("<osm/>", "karta.osm", "Kartan är som den var"),
        ("id,lat,lon\n7,12.35,58.40\n", "andra.csv", "--swap-axes"),
        ("id,lat,lon\n7,57.00,18.00\n", "andra.csv", "sydost om kommunens karta.*--epsg"),
    ],
)
def test_of_a_broken_file_nothing_is_kept_and_the_old_map_stands(
    runtime, bring, municipality, text, name, words
):
    # given
    bring(POSTS)

    # when
    with pytest.raises(InvalidInput, match=words):
        bring(text, name=name)

    # then
    assert counted(runtime, Post) == 3
    assert counted(runtime, MapSource) == 1


def test_only_the_command_line_imports(runtime, municipality, staff, testdata):
    with pytest.raises(NotPermitted), runtime.work(staff("admin")) as work:
        imports.import_file(work, municipality, testdata / "geo" / "kallby-se.osm.gz")
    with pytest.raises(NotPermitted), runtime.work(staff("admin")) as work:
        imports.lay_out_town(work, municipality, 1)


def test_the_command_tells_what_it_read(runtime, municipality, tmp_path):
    # given
    path = tmp_path / "stolpar.csv"
    path.write_text(POSTS)

    # when
    result = CliRunner().invoke(places, ["import", str(path)], obj=runtime)

    # then
    assert result.exit_code == 0
    assert "Stolpar: 3 nya, 0 ändrade, 0 borta, 0 som förut" in result.output
    assert counted(runtime, Post) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "{broken}"], "rad 2"),
        (["import", "{missing}"], "does not exist"),
        (["import", "{whole}", "--municipality", "nowhere"], "Kommunen finns inte"),
    ],
)
def test_the_command_says_what_is_wrong_and_fails(
    runtime, municipality, tmp_path, arguments, words
):
    # given
    (tmp_path / "broken.csv").write_text("nummer;lat;lon\n1;x;y\n")
    (tmp_path / "whole.csv").write_text(POSTS)
    names = {name: str(tmp_path / f"{name}.csv") for name in ("broken", "missing", "whole")}

    # when
    filled = [argument.format(**names) for argument in arguments]
    result = CliRunner().invoke(places, filled, obj=runtime)

    # then
    assert result.exit_code != 0
    assert words in result.output
    assert counted(runtime, Post) == 0
