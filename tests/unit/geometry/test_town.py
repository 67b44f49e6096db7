"""The invented town: the same for the same seed, and a place one could live in."""

import math
import re
from collections import Counter

import pytest
from shapely import LineString, Point, Polygon, STRtree, union_all

from grannsamverkan.geometry import town
from grannsamverkan.geometry.plane import plane_for

SWEREF = plane_for(3006)
SEEDS = (1, 7, 2026)


@pytest.fixture(scope="module", params=SEEDS)
def ground(request):
    return town.build(request.param, SWEREF)


def shapes(ground, kind):
    return [Polygon(f.points) for f in ground.features if f.kind == kind and f.is_area]


def roads(ground):
    return [f for f in ground.features if f.kind == "road"]


def test_the_same_seed_gives_the_same_town_and_another_another():
    assert town.build(3, SWEREF) == town.build(3, SWEREF)
    assert town.build(3, SWEREF) != town.build(4, SWEREF)


def test_it_has_the_size_of_a_small_town(ground):
    assert 400 <= len(ground.addresses) <= 800
    assert 200 <= len(ground.posts) <= 400
    assert 30 <= len(roads(ground)) <= 70


def test_every_address_and_every_post_number_is_there_once(ground):
    addresses = Counter((a.street, a.number) for a in ground.addresses)
    posts = Counter(p.number for p in ground.posts)
    assert max(addresses.values()) == max(posts.values()) == 1
    assert all(re.fullmatch(r"\d{4}", number) for number in posts)


def test_every_address_is_on_a_street_of_that_name_and_within_a_stones_throw(ground):
    # given
    lines = {road.name: LineString(road.points) for road in roads(ground)}

    # then
    assert all(lines[a.street].distance(Point(a.x, a.y)) < 45 for a in ground.addresses)


def test_odd_numbers_are_on_the_other_side_than_even_ones(ground):
    # given
    lines = {road.name: LineString(road.points) for road in roads(ground)}

    # then
    def left(address):
        line = lines[address.street]
        along = line.project(Point(address.x, address.y))
        a, b = line.interpolate(max(along - 1, 0)), line.interpolate(along + 1)
        return (b.x - a.x) * (address.y - a.y) - (b.y - a.y) * (address.x - a.x) > 0

    sides = [left(a) == (int(a.number) % 2 == 1) for a in ground.addresses]
    assert sum(sides) / len(sides) > 0.98


def test_houses_stand_neither_in_the_road_nor_in_the_water_nor_in_each_other(ground):
    # given
    houses = shapes(ground, "building")
    carriageways = union_all([LineString(r.points).buffer(r.width / 2) for r in roads(ground)])
    water = union_all(shapes(ground, "water"))

    # when
    pairs = STRtree(houses).query(houses, predicate="intersects")
    overlaps = [houses[i].intersection(houses[j]).area for i, j in pairs.T if i < j]

    # then wings and terraces touch, and no more
    assert max(overlaps, default=0) < 12
    assert sum(house.intersects(carriageways) for house in houses) == 0
    assert sum(house.intersects(water) for house in houses) == 0


def test_lamp_posts_stand_beside_carriageways_and_near_some_way(ground):
    # given
    ways = [f for f in ground.features if f.kind in {"road", "path"} and f.width]
    carriageways = union_all([LineString(r.points).buffer(r.width / 2) for r in roads(ground)])
    lines = union_all([LineString(f.points) for f in ways])

    # then
    places = [Point(post.x, post.y) for post in ground.posts]
    assert not any(carriageways.contains(place) for place in places)
    assert all(lines.distance(place) < 5 for place in places)


def test_every_street_can_be_reached_from_the_square(ground):
    # given streets as lines that meet where they come within a metre
    lines = [LineString(road.points) for road in roads(ground)]
    pairs = STRtree(lines).query(lines, predicate="dwithin", distance=1.0)
    neighbours = {i: set() for i in range(len(lines))}
    for i, j in pairs.T:
        neighbours[int(i)].add(int(j))

    # when walking on from the first street, which passes the square
    reached, walk = {0}, [0]
    while walk:
        new = neighbours[walk.pop()] - reached
        reached |= new
        walk += new

    # then
    assert reached == set(range(len(lines)))


def test_it_lies_where_the_municipality_of_the_demonstration_lies(ground):
    # when
    lon, lat = SWEREF.to_lonlat(ground.posts[0].x, ground.posts[0].y)

    # then
    assert (lon, lat) == pytest.approx((town.SQUARE_LON, town.SQUARE_LAT), abs=0.03)


def test_there_are_ways_for_those_who_walk_and_cycle_and_green_to_be_in(ground):
    kinds = Counter((f.kind, f.subtype) for f in ground.features)
    assert kinds["path", "cycleway"] >= 3
    assert kinds["path", "footway"] >= 5
    assert {
        ("green", "park"),
        ("green", "wood"),
        ("water", "lake"),
        ("paved", "pedestrian"),
    } <= set(kinds)


def test_ways_that_meet_share_a_point_as_on_real_maps(ground):
    # given
    ways = [f for f in ground.features if f.kind in {"road", "path"}]
    lines = [LineString(way.points) for way in ways]

    # when
    pairs = STRtree(lines).query(lines, predicate="dwithin", distance=0.3)
    apart = [(i, j) for i, j in pairs.T if i < j and not {*ways[i].points} & {*ways[j].points}]

    # then
    assert len(pairs.T) > 3 * len(lines)
    assert apart == []


def test_signs_stand_beside_the_carriageway_and_not_in_houses_or_water(ground):
    # given
    carriageways = union_all([LineString(r.points).buffer(r.width / 2) for r in roads(ground)])
    walls = union_all([*shapes(ground, "building"), *shapes(ground, "water")])

    # when
    places = [Point(thing.x, thing.y) for thing in ground.things if thing.kind != "crossing"]

    # then
    assert len(places) >= 48
    assert all(0.4 < carriageways.distance(place) < 3 for place in places)
    assert not any(walls.contains(place) for place in places)


def test_there_is_something_of_every_kind_to_see_and_not_all_say_where_they_face(ground):
    kinds = Counter(thing.kind for thing in ground.things)
    assert min(kinds[kind] for kind in ("sign", "signal", "give_way", "crossing")) >= 4
    assert len({thing.key for thing in ground.things}) == len(ground.things)
    signs = [thing for thing in ground.things if thing.kind == "sign"]
    quiet = sum(sign.facing is None for sign in signs)
    assert 0.3 < quiet / len(signs) < 0.7


def test_who_drives_to_a_give_way_sign_has_it_on_the_right_and_sees_its_face(ground):
    # given
    lines = [LineString(road.points) for road in roads(ground)]
    signs = [thing for thing in ground.things if thing.kind == "give_way"]

    # then
    for sign in signs:
        place = Point(sign.x, sign.y)
        line = min(lines, key=place.distance)
        along = line.project(place)
        a, b = line.interpolate(max(along - 1, 0)), line.interpolate(along + 1)
        # the driver comes from where the face looks
        towards = math.radians(sign.facing + 180)
        east, north = math.sin(towards), math.cos(towards)
        drives = (b.x - a.x) * east + (b.y - a.y) * north
        assert abs(drives) / a.distance(b) > 0.97
        at = line.interpolate(along)
        assert east * (sign.y - at.y) - north * (sign.x - at.x) < 0


def test_posts_and_streets_have_owners(ground):
    assert {post.owner for post in ground.posts} == {"Björkviks kommun"}
    assert {road.owner for road in roads(ground)} == {"Björkviks kommun", "Trafikverket"}
