"""What is taken as a link or a file, and what a download is called."""

import io
import json
import time
import zlib

import pikepdf
import pytest

from grannsamverkan.training import rules
from grannsamverkan.training.rules import pdfs

SMALLEST = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf_with(change=None, **saving):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if change:
        change(pdf)
    file = io.BytesIO()
    pdf.save(file, **saving)
    return file.getvalue()


def opening_with(**action):
    def change(pdf):
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(**action))

    return change


def script(pdf):
    opening_with(S=pikepdf.Name.JavaScript, JS="app.alert(1)")(pdf)


def attachment(pdf):
    pdf.attachments["x.exe"] = b"MZ"


def with_fields(pdf, **more):
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="name", V="")
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)], **more)


def with_program_in_xml(pdf):
    program = b"<xdp:xdp><script>app.alert(1)</script></xdp:xdp>"
    with_fields(pdf, XFA=pdf.make_stream(program))


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


@pytest.mark.parametrize("saving", [{}, PACKED, {"linearize": True}])
def test_a_plain_pdf_is_taken_however_it_is_written(saving):
    assert pdfs.pdf_fault(pdf_with(**saving)) is None


@pytest.mark.parametrize("saving", [{}, PACKED])
@pytest.mark.parametrize(
    "change",
    [script, attachment, opening_with(S=pikepdf.Name.Launch, F="calc.exe")],
    ids=["script", "attachment", "launch"],
)
def test_scripts_programs_and_attachments_are_found_packed_or_not(change, saving):
    assert pdfs.pdf_fault(pdf_with(change, **saving)) == "active"


@pytest.mark.parametrize("saving", [{}, PACKED])
@pytest.mark.parametrize(
    "change",
    [
        opening_with(S=pikepdf.Name.SubmitForm, F="https://elsewhere.example/"),
        opening_with(S=pikepdf.Name.ImportData, F="x.fdf"),
        with_program_in_xml,
    ],
    ids=["sends itself", "reads a file", "is a program in XML"],
)
def test_a_form_to_print_neither_sends_nor_runs_anything(change, saving):
    assert pdfs.pdf_fault(pdf_with(change, **saving)) == "active"


@pytest.mark.parametrize("saving", [{}, PACKED])
def test_a_form_with_plain_fields_is_taken(saving):
    assert pdfs.pdf_fault(pdf_with(with_fields, **saving)) is None


@pytest.mark.parametrize(
    "name", [b"/J#61vaScript", b"/#4a#61vaScript", b"/Launc#68", b"/J#53 (x)", b"/JS(x)"]
)
def test_names_written_with_hex_are_found(name):
    assert pdfs.pdf_fault(SMALLEST.replace(b"/Type", b"/A<</S" + name + b">>/Type")) == "active"


def test_packing_does_hide_names_from_the_raw_bytes():
    assert b"/JavaScript" not in pdf_with(script, **PACKED)
    assert b"/JavaScript" in pdf_with(script)


def test_a_file_with_a_password_is_refused():
    locked = pdf_with(encryption=pikepdf.Encryption(owner="a", user="b"))

    assert pdfs.pdf_fault(locked) == "encrypted"


def test_three_letters_inside_a_packed_picture_are_no_script():
    stream = b"5 0 obj<</Length 9>>stream\nxx/JS xyz\nendstream endobj\n"

    assert pdfs.pdf_fault(SMALLEST.replace(b"trailer", stream + b"trailer")) is None


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "not_pdf"),
        (b"GIF89a" + SMALLEST, "not_pdf"),
        (b"PK\x03\x04" + SMALLEST, "not_pdf"),
        (SMALLEST[:-6], "cut_off"),
        (SMALLEST + b"\0" * 2000, "cut_off"),
        (b"%PDF-1.4" + b" " * pdfs.LARGEST_FILE + b"%%EOF", "too_large"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(body, fault):
    assert pdfs.pdf_fault(body) == fault


def test_no_picture_of_the_hostile_collection_passes_for_a_pdf(testdata):
    bodies = [f.read_bytes() for f in (testdata / "images-hostile").iterdir() if f.is_file()]

    assert len(bodies) > 100
    assert {pdfs.pdf_fault(body) for body in bodies} <= {"empty", "not_pdf", "too_large"}


def test_an_object_stream_that_swells_is_refused_soon():
    bomb = zlib.compress(b"\0" * (200 * 1024 * 1024), 9)
    stream = b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + bomb + b"\nendstream endobj\n"

    started = time.monotonic()
    assert pdfs.pdf_fault(SMALLEST.replace(b"trailer", stream + b"trailer")) == "swelling"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("piece", [b"stream\n", b"/ObjStm stream\n", b"endstream", b"#4", b"/JS0"])
def test_a_file_made_to_tire_the_check_is_done_within_seconds(piece):
    body = b"%PDF-" + piece * (8_000_000 // len(piece)) + b"%%EOF"

    started = time.monotonic()
    pdfs.pdf_fault(body)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://exempel.se/utbildning", "exempel.se"),
        ("http://exempel.se:8080/a?b=c#d", "exempel.se"),
        ("HTTPS://Exempel.SE", "exempel.se"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//exempel.se/x", None),
        ("exempel.se", None),
        ("https://", None),
        ("https:///x", None),
        ("https://polisen.se@ond.example/", None),
        ("https://exempel.se\\@ond.example", None),
        ("https://exempel.se/a b", None),
        ("https://exempel.se/\nx", None),
        ("https://exempel.se:99999999/", None),
        ("https://[::1", None),
        ("https://exempel.se/" + "a" * 500, None),
    ],
)
def test_only_plain_web_addresses_are_links(url, host):
    assert rules.link_host(url) == host


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Att vara kontaktombud", "att-vara-kontaktombud.pdf"),
        ("Åka till Öland?", "aka-till-oland.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("القرية", "utbildning.pdf"),
        ('a"; filename="x.exe\r\nSet-Cookie: a', "a-filename-x-exe-set-cookie-a.pdf"),
    ],
)
def test_a_download_is_called_by_harmless_letters_of_its_title(title, name):
    assert rules.file_name(title) == name


@pytest.mark.parametrize("collection", ["filenames", "path-traversal", "xss-polyglots"])
def test_no_hostile_title_becomes_a_path_or_a_header(testdata, collection):
    text = (testdata / "strings" / f"{collection}.json").read_text(encoding="utf-8")
    titles = [entry for entry in _strings(json.loads(text)) if entry]

    assert titles
    for title in titles:
        name = rules.file_name(title)
        assert len(name) <= 64
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert name.count(".") == 1


def _strings(data):
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        data = list(data.values())
    return [text for part in data for text in _strings(part)] if isinstance(data, list) else []
