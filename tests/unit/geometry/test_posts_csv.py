"""Lists of lamp posts as programs and people write them."""

import pytest

from grannsamverkan.geometry.ground import FileFault
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.posts_csv import read_posts

SWEREF = plane_for(3006)
EAST, NORTH = SWEREF.to_metric(12.35, 58.40)


@pytest.fixture
def read(tmp_path):
    def reader(text, encoding="utf-8"):
        path = tmp_path / "stolpar.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_posts(path, SWEREF).posts

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
        ("", "no_columns", 1),
        ("nummer,lat\n1,58\n", "no_columns", 1),
        ("lat,lon\n58,12\n", "no_columns", 1),
        ("nummer,lat,lon\n", "empty", None),
        ("nummer,lat,lon\n1,58.4,12.35\n2,58.4\n", "bad_position", 3),
        ("nummer,lat,lon\n1,58.4,hit\n", "bad_position", 2),
        ("nummer,lat,lon\n1,58.4,nan\n", "bad_position", 2),
        ("nummer,lat,lon\n1,12.35,58.4\n", "outside", 2),
        ("nummer,lat,lon\n1,40.7,-74.0\n", "outside", 2),
        ("nr,n,e\n1,350000,6400000\n", "outside", 2),
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
