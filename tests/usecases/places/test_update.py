"""The same source again: what is added, changed, gone and as it was."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.places.models import Address, MapFeature, MapThing, Post
from grannsamverkan.places.usecases import imports
from grannsamverkan.places.usecases.shelves import Tally

NODES = """<node id="1" lat="58.4000" lon="12.3500"/><node id="2" lat="58.4005" lon="12.3500"/>
<node id="3" lat="58.4010" lon="12.3510"/>
<node id="4" lat="58.4003" lon="12.3502"><tag k="highway" v="street_lamp"/></node>
<node id="5" lat="58.4003" lon="12.3504"><tag k="traffic_sign" v="SE:B1"/></node>
<node id="6" lat="58.4003" lon="12.3506"><tag k="addr:street" v="Ängsvägen"/>
  <tag k="addr:housenumber" v="12"/></node>"""
WAY = '<way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>'
HOUSE = """<way id="8"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/>
<tag k="building" v="yes"/></way>"""
LAKE = HOUSE.replace('k="building" v="yes"', 'k="natural" v="water"').replace('"8"', '"9"')
EAST, NORTH = plane_for(3006).to_metric(12.35, 58.40)


@pytest.fixture
def bring(runtime, municipality, tmp_path):
    def bringer(*parts, name="karta.osm", **told):
        path = tmp_path / name
        path.write_text(f"<osm>{''.join(parts)}</osm>" if name.endswith("osm") else parts[0])
        with runtime.work() as work:
            return imports.import_file(work, municipality, path, **told)

    return bringer


@pytest.fixture
def rows(runtime):
    def reader(table):
        with runtime.reading() as work:
            return work.session.scalars(select(table).order_by(table.id)).all()

    return reader


def listed(*posts):
    """A list of posts: (number, key, metres north of the first)."""
    lines = [f"{number};{key};{NORTH + away};{EAST}" for number, key, away in posts]
    return "\n".join(["nummer;id;norr;öst", *lines])


def test_the_same_again_leaves_every_row_as_it_was(bring, rows):
    # given
    bring(NODES, WAY, HOUSE)
    before = [[row.id for row in rows(t)] for t in (MapFeature, Address, MapThing, Post)]

    # when
    imported = bring(NODES, WAY, HOUSE)

    # then
    assert imported.tallies == {
        "features": Tally(unchanged=2),
        "addresses": Tally(unchanged=1),
        "posts": Tally(unchanged=1),
        "things": Tally(unchanged=1),
    }
    after = [[row.id for row in rows(t)] for t in (MapFeature, Address, MapThing, Post)]
    assert after == before


def test_what_differs_is_told_and_keeps_its_row(bring, rows):
    # given
    bring(NODES, WAY, HOUSE)
    way, _house = rows(MapFeature)

    # when
    imported = bring(
        NODES.replace('lon="12.3506"', 'lon="12.3507"').replace("SE:B1", "SE:B2"),
        WAY.replace('v="residential"/>', 'v="residential"/><tag k="maxspeed" v="30"/>'),
        HOUSE.replace('"8"', '"18"'),
    )

    # then
    assert imported.tallies == {
        "features": Tally(added=1, changed=1, gone=1),
        "addresses": Tally(changed=1),
        "posts": Tally(unchanged=1),
        "things": Tally(changed=1),
    }
    changed, house = rows(MapFeature)
    assert (changed.id, changed.speed, house.key) == (way.id, 30, "way/18")
    assert [thing.code for thing in rows(MapThing)] == ["SE:B2"]


def test_things_that_are_gone_are_deleted_but_posts_are_only_marked(bring, rows):
    # given
    bring(NODES, WAY)

    # when
    imported = bring(NODES.split("<node id='4'")[0].split('<node id="4"')[0], WAY)

    # then
    assert (imported.tallies["things"], imported.posts_gone) == (Tally(gone=1), 1)
    assert rows(MapThing) == []
    assert [post.gone_at is None for post in rows(Post)] == [False]


def test_features_without_a_key_are_the_same_if_all_of_them_is(runtime, ground):
    # when the invented town is laid out again, and then another
    with runtime.work() as work:
        same = imports.lay_out_town(work, ground, 1)
        other = imports.lay_out_town(work, ground, 2)

    # then
    assert {(t.added, t.changed, t.gone) for t in same.tallies.values()} == {(0, 0, 0)}
    features = other.tallies["features"]
    assert features.added > 100
    assert features.gone > 100
    assert features.unchanged > 0


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (("A1", "k1", 500), True),
        (("A1", "k9", 0), True),
        (("A1", "k9", 500), True),
        (("A1", "", 0), True),
        (("B2", "k1", 0), True),
        (("B2", "k1", 500), False),
        (("B2", "k9", 0), False),
    ],
    ids=[
        "moved",
        "another id",
        "another id and moved",
        "no id",
        "renumbered",
        "an id used again elsewhere",
        "another post in its place",
    ],
)
def test_a_post_is_known_by_its_number_then_by_its_id_and_place(bring, rows, now, same):
    # given
    bring(listed(("A1", "k1", 0), ("A2", "k2", 40)), name="stolpar.csv")
    first = rows(Post)[0]

    # when
    imported = bring(listed(now, ("A2", "k2", 40)), name="stolpar.csv")

    # then
    expected = Tally(changed=1, unchanged=1) if same else Tally(added=1, gone=1, unchanged=1)
    assert imported.tallies["posts"] == expected
    [standing] = [p for p in rows(Post) if p.gone_at is None and p.number != "A2"]
    assert (standing.id == first.id) is same
    assert (standing.number, standing.key) == now[:2]
    assert standing.y == pytest.approx(NORTH + now[2])


@pytest.mark.parametrize(("away", "same"), [(1.5, True), (2.5, False)])
def test_a_post_without_number_and_id_is_known_by_its_place(bring, rows, away, same):
    # given
    told = Reading(columns={"number": "", "key": ""})
    bring(listed(("", "", 0)), name="stolpar.csv", reading=told)

    # when
    imported = bring(listed(("", "", away)), name="stolpar.csv", reading=told)

    # then
    assert imported.posts_gone == (0 if same else 1)
    assert len(rows(Post)) == (1 if same else 2)


def test_two_posts_with_one_number_stay_two(bring, rows):
    # given
    bring(listed(("A1", "", 0), ("A1", "", 40)), name="stolpar.csv")

    # when
    imported = bring(listed(("A1", "", 0), ("A1", "", 41)), name="stolpar.csv")

    # then
    assert imported.tallies["posts"] == Tally(changed=1, unchanged=1)
    assert len(rows(Post)) == 2


@pytest.mark.parametrize(("before", "left"), [(40, 19), (20, 0)])
def test_half_a_list_is_not_taken_for_half_a_town_without_posts(bring, rows, before, left):
    # given
    posts = [(f"A{n}", "", 40 * n) for n in range(before)]
    bring(listed(*posts), name="stolpar.csv")
    cut = listed(*posts[:left], ("NY", "", -40))

    # when
    with pytest.raises(InvalidInput, match=f"{before - left}/{before}.*--gone"):
        bring(cut, name="stolpar.csv")

    # then
    assert len([post for post in rows(Post) if post.gone_at is None]) == before
    assert bring(cut, name="stolpar.csv", gone=True).posts_gone == before - left


def test_a_few_posts_may_go_without_a_question(bring):
    # given
    posts = [(f"A{n}", "", 40 * n) for n in range(19)]
    bring(listed(*posts), name="stolpar.csv")

    # then
    assert bring(listed(("NY", "", -40)), name="stolpar.csv").posts_gone == 19


def test_how_far_posts_may_be_wrong_is_kept(bring, rows):
    # when
    bring(listed(("A1", "", 0)), name="stolpar.csv", reading=Reading(accuracy=0.3))

    # then
    assert [post.error_m for post in rows(Post)] == [0.3]


def test_posts_in_the_water_are_warned_of(bring):
    # given
    bring(NODES, LAKE)
    x, y = plane_for(3006).to_metric(12.3503, 58.4005)

    # when
    text = f"nummer;norr;öst\nTORR;{y};{x + 500}\nBLÖT;{y};{x}\n"
    imported = bring(text, name="stolpar.csv")

    # then
    assert (imported.in_water, imported.in_water_named) == (1, ("BLÖT",))


def test_an_area_that_crosses_itself_is_told_and_drawn_by_its_largest_part(bring, rows):
    # given a bow-tie
    nodes = "".join(
        f'<node id="{n}" lat="{58.4 + lat}" lon="{12.35 + lon}"/>'
        for n, (lat, lon) in enumerate([(0, 0), (0.002, 0.002), (0, 0.002), (0.001, 0)], start=1)
    )
    way = HOUSE.replace('<nd ref="3"/>', '<nd ref="3"/><nd ref="4"/>')

    # when
    imported = bring(nodes, way)

    # then
    assert imported.skipped == {"crossed": 1}
    assert [row.kind for row in rows(MapFeature)] == ["building"]


def test_a_file_about_a_place_far_away_comes_in_if_somebody_says_so(bring, rows):
    # given
    bring(NODES, WAY)
    far = "nummer;lat;lon\n1;57.0;18.0\n"

    # when
    with pytest.raises(InvalidInput, match="--far"):
        bring(far, name="stolpar.csv")
    bring(far, name="stolpar.csv", far=True)

    # then
    assert [post.number for post in rows(Post)] == ["", "1"]


def test_reading_is_told_as_it_goes(bring):
    # when
    shares = []
    bring(NODES, WAY, tell=shares.append)

    # then
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.5, 1.0)
