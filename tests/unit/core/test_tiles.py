"""A municipality's own map: read from files and services, and only pictures are handed on."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from grannsamverkan.core.settings import TileSource
from grannsamverkan.core.tiles import Tiles
from grannsamverkan.core.tiles.pictures import MOST_BYTES, Unreachable
from grannsamverkan.core.tiles.pmtiles import tile_id
from grannsamverkan.core.tiles.service import AT_ONCE
from grannsamverkan.core.tiles.told import read_sources
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.geometry.tiling import Grid, cutting, web_grid
from tests.support.cells import cell_at
from tests.support.tilefiles import colour_of, picture, write_geopackage, write_pmtiles
from tests.support.waiting import until

LON, LAT = 12.35, 58.40
GREEN, RED = (10, 120, 60), (200, 30, 20)
SWEREF = Grid(3006, (-1_200_000.0, 8_500_000.0), tuple(4096 / 2**zoom for zoom in range(15)))
CELL = cell_at(LON, LAT, 14)


def source(**more):
    told = {"municipality": "alby", "label": "Albys karta", "attribution": "© Alby", "kind": "xyz"}
    return TileSource(**{**told, **more})


class Answers(BaseHTTPRequestHandler):
    """Answers with what the test says, and remembers what was asked."""

    status, content, headers_sent, asked = 200, b"", {}, []

    def do_GET(self):
        type(self).asked.append((self.path, dict(self.headers)))
        self.gate.wait()
        self.send_response(self.status)
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    """A tile service on this machine: (its address, what it answers)."""
    answers = type(
        "Fresh",
        (Answers,),
        {"asked": [], "headers_sent": {}, "gate": threading.Event(), "content": picture(GREEN)},
    )
    answers.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", answers
    server.shutdown()
    server.server_close()


# --- files ---------------------------------------------------------------------------------------


def test_a_geopackage_in_the_webs_grid_is_handed_on_as_it_is(tmp_path):
    # given
    kept = picture(GREEN, kind="JPEG")
    file = write_geopackage(tmp_path / "map.gpkg", web_grid(16), {CELL: kept})

    # when
    tiles = Tiles(source(kind="gpkg", file=str(file)))

    # then
    assert tiles.get(CELL) == (kept, "image/jpeg")
    assert tiles.get(Cell(CELL.zoom, CELL.column + 1, CELL.row)) is None


def test_a_geopackage_in_sweref_is_cut_for_the_web(tmp_path):
    # given green tiles under the left half of the wanted one, and nothing under the rest
    plan = cutting(CELL, SWEREF)
    half = plan.column + plan.columns // 2
    below = {
        Cell(plan.zoom, column, plan.row + row): picture(GREEN)
        for column in range(plan.column, half)
        for row in range(plan.rows)
    }
    file = write_geopackage(tmp_path / "map.gpkg", SWEREF, below)

    # when
    tile = Tiles(source(kind="gpkg", file=str(file))).get(CELL)

    # then
    seam = int((plan.across[128] < (half - plan.column) * 256).sum())
    assert 0 < seam < 256
    assert tile.media_type == "image/png"
    assert colour_of(tile.content, (seam - 3, 128)) == (*GREEN, 255)
    assert colour_of(tile.content, (seam + 3, 128)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(200)]
)
def test_a_file_that_is_no_geopackage_is_told_as_one_fault(tmp_path, content):
    file = tmp_path / "map.gpkg"
    file.write_bytes(content)

    with pytest.raises(Unreachable):
        Tiles(source(kind="gpkg", file=str(file)))
    with pytest.raises(Unreachable):
        Tiles(source(kind="gpkg", file=str(tmp_path / "none.gpkg")))
    assert not (tmp_path / "none.gpkg").exists()


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (Cell(0, 0, 0), 0),
        (Cell(1, 0, 0), 1),
        (Cell(1, 0, 1), 2),
        (Cell(1, 1, 1), 3),
        (Cell(1, 1, 0), 4),
        (Cell(2, 0, 0), 5),
        (Cell(12, 3423, 1763), 19078479),
    ],
)
def test_tiles_of_an_archive_are_numbered_as_its_specification_says(cell, number):
    assert tile_id(cell) == number


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("leaves", [True, False])
def test_an_archive_gives_each_tile_where_it_is(tmp_path, packed, leaves):
    # given two tiles beside each other
    other = Cell(CELL.zoom, CELL.column + 1, CELL.row)
    kept = {tile_id(CELL): picture(GREEN), tile_id(other): picture(RED)}
    file = write_pmtiles(tmp_path / "map.pmtiles", kept, packed=packed, leaves=leaves)

    # when
    tiles = Tiles(source(kind="pmtiles", file=str(file)))

    # then
    assert colour_of(tiles.get(CELL).content) == GREEN
    assert colour_of(tiles.get(other).content) == RED
    assert tiles.get(Cell(CELL.zoom, CELL.column - 1, CELL.row)) is None


@pytest.mark.parametrize("length", [0, 60, 127, 130, 140])
def test_an_archive_that_is_cut_off_breaks_nothing(tmp_path, length):
    # given
    whole = write_pmtiles(tmp_path / "map.pmtiles", {tile_id(CELL): picture(GREEN)}).read_bytes()
    file = tmp_path / "short.pmtiles"
    file.write_bytes(whole[:length])

    # then
    with pytest.raises(Unreachable):
        Tiles(source(kind="pmtiles", file=str(file))).get(CELL)


# --- services ------------------------------------------------------------------------------------


def test_a_service_is_asked_with_our_secret_and_the_tiles_numbers(service):
    # given
    address, answers = service
    url = address + "/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    own = source(kind="wmts", url=url, secret="Bearer hemlig")

    # when
    tile = Tiles(own).get(CELL)

    # then
    [(path, headers)] = answers.asked
    assert colour_of(tile.content) == GREEN
    assert path == f"/wmts?TILEMATRIX={CELL.zoom}&TILEROW={CELL.row}&TILECOL={CELL.column}"
    assert headers["Authorization"] == "Bearer hemlig"


def test_a_service_in_a_sweref_zone_is_asked_by_its_own_names_and_cut_for_the_web(service):
    # given
    address, answers = service
    names = tuple(f"TM:{zoom}" for zoom in range(15))
    own = source(
        kind="wmts",
        url=address + "/{z}/{y}/{x}.png",
        epsg=3006,
        origin=SWEREF.origin,
        resolutions=SWEREF.resolutions,
        matrices=names,
    )

    # when
    tile = Tiles(own).get(CELL)

    # then
    plan = cutting(CELL, SWEREF)
    assert colour_of(tile.content) == (*GREEN, 255)
    assert len(answers.asked) == plan.columns * plan.rows
    assert all(path.startswith(f"/TM:{plan.zoom}/") for path, _ in answers.asked)


def test_neighbours_are_cut_out_of_tiles_that_are_asked_for_once(service):
    # given
    address, answers = service
    url = address + "/{z}/{y}/{x}.png"
    own = source(url=url, epsg=3006, origin=SWEREF.origin, resolutions=SWEREF.resolutions)
    tiles = Tiles(own)

    # when
    for step in range(3):
        assert tiles.get(Cell(CELL.zoom, CELL.column + step, CELL.row))

    # then
    paths = [path for path, _ in answers.asked]
    assert len(paths) == len(set(paths))


def test_the_same_tile_is_asked_for_once(service):
    address, answers = service
    tiles = Tiles(source(url=address + "/{z}/{x}/{y}.png"))

    assert tiles.get(CELL) == tiles.get(CELL)
    assert len(answers.asked) == 1


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b"<html><script>alert(1)</script></html>"),
        (200, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (200, picture(GREEN) + bytes(MOST_BYTES)),
        (500, b""),
        (302, b""),
    ],
)
def test_what_is_no_picture_is_not_handed_on(service, status, content):
    # given
    address, answers = service
    answers.status, answers.content = status, content
    answers.headers_sent = {"Location": address + "/elsewhere", "Content-Type": "image/png"}

    # then
    with pytest.raises(Unreachable):
        Tiles(source(url=address + "/{z}/{x}/{y}.png")).get(CELL)
    assert [path for path, _ in answers.asked] == [f"/{CELL.zoom}/{CELL.column}/{CELL.row}.png"]


def test_a_service_that_fails_is_left_alone_for_a_while(service):
    # given
    address, answers = service
    answers.status = 503
    tiles = Tiles(source(url=address + "/{z}/{x}/{y}.png"))

    # when two tiles are wanted one after the other
    for cell in (CELL, Cell(CELL.zoom, CELL.column + 1, CELL.row)):
        with pytest.raises(Unreachable):
            tiles.get(cell)

    # then
    assert len(answers.asked) == 1


def test_a_slow_service_takes_no_more_than_its_share_of_the_threads(service):
    # given a service that does not answer yet, and as many who wait for it as may
    address, answers = service
    answers.gate.clear()
    tiles = Tiles(source(url=address + "/{z}/{x}/{y}.png"))
    beside = [Cell(CELL.zoom, CELL.column + step, CELL.row) for step in range(AT_ONCE + 1)]
    waiting = [threading.Thread(target=tiles.get, args=[cell]) for cell in beside[1:]]
    for one in waiting:
        one.start()
    assert until(lambda: len(answers.asked) == AT_ONCE)

    # when one more comes
    with pytest.raises(Unreachable, match="at once"):
        tiles.get(beside[0])

    # then it has not been asked, and is answered when there is room again
    assert len(answers.asked) == AT_ONCE
    answers.gate.set()
    for one in waiting:
        one.join()
    assert tiles.get(beside[0])


def test_beyond_its_bounds_and_zooms_nothing_is_asked_for(service):
    # given
    address, answers = service
    own = source(
        url=address + "/{z}/{x}/{y}.png", bounds=(12.2, 58.3, 12.5, 58.5), min_zoom=12, max_zoom=15
    )
    tiles = Tiles(own)

    # then
    assert tiles.get(cell_at(18.0, 59.3, 14)) is None
    assert tiles.get(cell_at(LON, LAT, 11)) is None
    assert tiles.get(cell_at(LON, LAT, 16)) is None
    assert tiles.get(cell_at(LON, LAT, 14)) is not None
    assert len(answers.asked) == 1


# --- settings ------------------------------------------------------------------------------------

GOOD = {
    "municipality": "alby",
    "label": "Albys karta",
    "attribution": "© Alby",
    "kind": "wmts",
    "url": "https://karta.alby.example/wmts/{z}/{y}/{x}.png",
    "epsg": 3007,
    "origin": [-5120900.0, 9998100.0],
    "resolutions": [4000, 2000],
    "bounds": [12.2, 58.3, 12.5, 58.5],
    "secret_env": "ALBY_KARTA",
}


def test_a_map_is_read_with_its_secret_from_the_environment():
    # when
    sources, faults = read_sources([GOOD], {"ALBY_KARTA": "hemlig"})

    # then
    assert not faults
    assert sources[0].secret == "hemlig"
    assert sources[0].resolutions == (4000, 2000)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "wms"}, "kind: must be"),
        ({"url": "https://karta.alby.example/{z}/{x}.png"}, "url: must be an address with"),
        ({"url": "https://karta.alby.example/{z}/{x}/{y}/{0.x}"}, "url: may have no other braces"),
        ({"url": "http://karta.alby.example/{z}/{x}/{y}"}, "url: must begin with https://"),
        ({"url": "https://{x}.alby.example/{z}/{x}/{y}"}, "url: must name its host"),
        ({"url": "file:///etc/{z}/{x}/{y}"}, "url: must name its host"),
        ({"epsg": 4326}, "epsg: must be"),
        ({"epsg": "x"}, "epsg: must be"),
        ({"origin": None}, "origin: must be told together"),
        ({"resolutions": [0]}, "resolutions: must be"),
        ({"matrices": ["a"]}, "matrices: must be one name"),
        ({"tile_size": 0}, "tile_size: must be"),
        ({"max_zoom": 40}, "max_zoom: must be"),
        ({"bounds": [1, 2, 3]}, "bounds: must be west"),
        ({"bounds": []}, "bounds: must be told"),
        ({"names": "yes"}, "names: must be"),
        ({"colour": "red"}, "colour: is unknown"),
        ({"label": ""}, "label: must be a text"),
        ({"kind": "gpkg"}, "file: must be a text"),
        ({"secret_env": "NOT_SET"}, "secret: must be a text"),
    ],
)
def test_each_fault_of_a_map_is_named(change, told):
    # when
    sources, faults = read_sources([{**GOOD, **change}], {"ALBY_KARTA": "hemlig"})

    # then
    assert not sources
    assert any(f"map 'alby': {told}" in fault for fault in faults), faults


def test_two_maps_of_one_municipality_are_a_fault():
    assert read_sources([GOOD, GOOD], {"ALBY_KARTA": "x"})[1] == [
        "two maps are of the same municipality"
    ]
    assert read_sources(3, {})[1] == ["names no [[tiles]]"]
