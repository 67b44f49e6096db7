"""Lists of lamp posts as programs and people write them."""

import pytest

from grannsamverkan.geometry.columns import Reading
from grannsamverkan.geometry.ground import ColumnsUnclear, FileFault, merged
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.rows import read_parts
from grannsamverkan.geometry.tables import ROWS_AT_ONCE, open_text

SWEREF = plane_for(3006)
EAST, NORTH = SWEREF.to_metric(12.35, 58.40)


@pytest.fixture
def read(tmp_path):
    def reader(text, encoding="utf-8", **told):
        path = tmp_path / "stolpar.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return merged(read_parts(open_text(path), Reading(**told), SWEREF)).posts

    return reader


@pytest.mark.parametrize(
    "text",
    [
        "nummer,lat,lon\n1042,58.40,12.35\n",
        "Stolpnummer;Latitud;Longitud\r\n1042;58,40;12,35\r\n",
        "longitude\tlatitude\tref\n12.35\t58.4\t1042\n",
        f"nr;N;E\n1042;{NORTH:.3f};{EAST:.3f}\n",
        f"nr;N;E\n1042;{NORTH:.3f};{EAST:.3f}\n".replace(".", ","),
        f'number,north,east\n1042,"{NORTH:_.2f}","{EAST:_.2f}"\n'.replace("_", " "),
        '"nummer","lat","lon"\n"1042","58.40","12.35"\n\n,,\n',
    ],
)
def test_the_same_post_is_read_however_the_list_is_written(read, text):
    # when
    [post] = read(text)

    # then
    assert post.number == "1042"
    assert (post.x, post.y) == pytest.approx((EAST, NORTH), abs=0.02)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_swedish_letters_in_the_heading_are_understood(read, encoding):
    # when
    text = f"Nummer;Öst;Norr;Ägare;Förzinkad\n7;{EAST};{NORTH};Trollhättan Energi;Ja\n"
    [post] = read(text, encoding)

    # then
    assert (post.owner, post.galvanised) == ("Trollhättan Energi", True)


def test_letters_put_together_from_parts_are_the_same_letters(read):
    # given ö and ä as o and a followed by dots of their own
    text = f"Nummer;O\u0308st;Norr;A\u0308gare\n7;{EAST};{NORTH};x\n"

    # then
    assert read(text)[0].owner == "x"


@pytest.mark.parametrize(("word", "known"), [("ja", True), ("NEJ", False), ("", None), ("?", None)])
def test_galvanised_is_yes_no_or_unknown(read, word, known):
    assert read(f"nr,lat,lon,galvanised\n1,58.4,12.35,{word}\n")[0].galvanised is known


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "no_columns", None),
        ("nummer,lat\n1,58\n", "no_columns", None),
        ("lat,lon\n58,12\n", "no_columns", None),
        (f"nr,e,n\n1,{NORTH},{EAST}\n", "swapped", 2),
        ("nr,wkt\n1,POINT (1 1)\n2,POINT (1\n", "bad_position", 3),
        ("nummer,lat,lon\n", "empty", None),
        ("nummer,lat,lon\n1,58.4,12.35\n2,58.4\n", "bad_position", 3),
        ("nummer,lat,lon\n1,58.4,hit\n", "bad_position", 2),
        ("nummer,lat,lon\n1,58.4,nan\n", "bad_position", 2),
        ("nummer,lat,lon\n1,12.35,58.4\n", "swapped", 2),
        ("nummer,lat,lon\n1,40.7,-74.0\n", "outside", 2),
        ("nr,n,e\n1,350000,6400000\n", "swapped", 2),
        ("nr,n,e\n1,6478000,1298000\n", "outside", 2),
        ("nummer,lat,lon\n,58.4,12.35\n", "bad_number", 2),
        ("nummer,lat,lon\n" + "1" * 41 + ",58.4,12.35\n", "bad_number", 2),
        ('nummer,lat,lon\n"1,58.4,12.35\n', "bad_row", 2),
        (b"PK\x03\x04\x00\x00nummer", "not_text", None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(read, text, code, line):
    # when
    with pytest.raises(FileFault) as caught:
        read(text)

    # then
    assert (caught.value.code, caught.value.line) == (code, line)


def test_another_system_is_told_and_turned_into_the_planes_metres(read):
    # given RT 90 2,5 gon V, and the same post in degrees
    east, north = plane_for(3021).to_metric(12.35, 58.40)

    # when
    [post] = read(f"nr;x;y\n1;{east:.3f};{north:.3f}\n", epsg=3021)
    [same] = read("nr;x;y\n1;12.35;58.40\n", epsg=4326)

    # then
    assert (post.x, post.y) == pytest.approx((EAST, NORTH), abs=1.0)
    assert (same.x, same.y) == pytest.approx((EAST, NORTH), abs=0.02)


@pytest.mark.parametrize("epsg", [3007, 3021, 32733])
def test_the_wrong_system_puts_a_post_outside_and_says_which_it_was(read, epsg):
    # when
    with pytest.raises(FileFault) as caught:
        read("nr;lat;lon\n1;58.40;12.35\n", epsg=epsg)

    # then
    assert (caught.value.code, caught.value.detail) == ("outside", f"EPSG:{epsg}")


def test_a_system_that_does_not_exist_is_told(read):
    with pytest.raises(FileFault, match="unknown_epsg"):
        read("nr;lat;lon\n1;58.40;12.35\n", epsg=123)


def test_turned_axes_are_read_when_somebody_says_that_they_are_turned(read):
    # when
    [post] = read("nr;lat;lon\n1;12.35;58.40\n", swap=True)

    # then
    assert (post.x, post.y) == pytest.approx((EAST, NORTH), abs=0.02)


def test_columns_with_other_names_are_told(read):
    # given
    text = "ANL;LAT_WGS;LONG_WGS;Pos\n1042;58.40;12.35;3\n"
    told = {"number": "ANL", "lat": "LAT_WGS", "lon": "LONG_WGS", "error": "Pos"}

    # when
    [post] = read(text, columns=told, accuracy=5.0)

    # then
    assert (post.number, post.error_m) == ("1042", 3.0)


def test_what_is_not_told_and_cannot_be_guessed_is_asked_for(read):
    # when
    with pytest.raises(ColumnsUnclear) as caught:
        read("ANL;LAT_WGS;LONG_WGS\n1042;58.40;12.35\n")

    # then
    assert caught.value.missing == ("number", "lat+lon|north+east|shape")
    assert caught.value.columns == ("ANL", "LAT_WGS", "LONG_WGS")


def test_posts_may_be_without_numbers_if_somebody_says_so(read):
    # when
    [post] = read("lat,lon\n58.40,12.35\n", columns={"number": ""}, accuracy=2.5)

    # then
    assert (post.number, post.error_m) == ("", 2.5)


@pytest.mark.parametrize(
    ("columns", "code"), [({"height": "h"}, "no_such_meaning"), ({"lat": "h"}, "no_such_column")]
)
def test_columns_told_wrongly_are_refused(read, columns, code):
    with pytest.raises(FileFault, match=code):
        read("nr,lat,lon\n1,58.40,12.35\n", columns=columns)


def test_a_list_longer_than_one_batch_is_read_whole_and_told_line_by_line(read):
    # given
    lines = [f"{n};58.4;12.35" for n in range(45_000)]

    # when
    posts = read("\n".join(["nr;lat;lon", *lines]))

    # then
    assert [post.number for post in posts] == [str(n) for n in range(45_000)]
    with pytest.raises(FileFault) as caught:
        read("\n".join(["nr;lat;lon", *lines, "x;58.4;hit"]))
    assert caught.value.line == 45_002


def test_a_long_list_is_handed_on_in_parts_before_its_end_is_read(tmp_path):
    # given a list whose last row is broken
    path = tmp_path / "stolpar.csv"
    rows = "".join(f"{n};58.4;12.35\n" for n in range(2 * ROWS_AT_ONCE))
    path.write_text(f"nr;lat;lon\n{rows}x;58.4;hit\n")

    # when
    shares = []
    parts = read_parts(open_text(path), Reading(), SWEREF, shares.append)

    # then
    assert [len(next(parts).posts) for _time in range(2)] == [ROWS_AT_ONCE, ROWS_AT_ONCE]
    assert 0.4 < shares[0] < 0.6
    with pytest.raises(FileFault, match="bad_position"):
        next(parts)


def test_roads_come_from_a_list_with_their_lines_in_words(tmp_path):
    # given
    path = tmp_path / "vagar.csv"
    path.write_text(
        "vägnamn;wkt;bredd;körfält;hastighet;enkelriktad;gångbana;nivå\n"
        f"Storgatan;LINESTRING ({EAST} {NORTH}, {EAST + 50} {NORTH});5,5 m;2;40 km/h;ja;båda;-1\n"
        "Utan linje;;;;;;;\n"
    )

    # when
    ground = merged(read_parts(open_text(path), Reading("roads"), SWEREF))

    # then
    [road] = ground.features
    assert (road.name, road.width, road.lanes, road.speed) == ("Storgatan", 5.5, 2, 40)
    assert (road.oneway, road.sidewalk, road.level) == (1, "both", -1)
    assert road.points == ((EAST, NORTH), (EAST + 50, NORTH))
    assert ground.skipped["no_line"] == 1


def test_roads_cannot_be_made_of_points(tmp_path):
    # given
    path = tmp_path / "vagar.csv"
    path.write_text("vägnamn;lat;lon\nStorgatan;58.4;12.35\n")

    # then
    with pytest.raises(FileFault, match="no_lines"):
        merged(read_parts(open_text(path), Reading("roads"), SWEREF))
