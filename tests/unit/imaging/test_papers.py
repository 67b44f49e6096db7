"""The first page of a PDF: drawn apart, behind walls, and small."""

import io

import pikepdf
import pytest
from PIL import Image

from grannsamverkan.imaging import papers, wire
from grannsamverkan.imaging.decoders import Decoders
from grannsamverkan.imaging.report import Refused

BLACK = b"0 g 0 0 %d %d re f"


def paper(pages=1, width=200, height=400, content=BLACK % (200, 100)):
    """A PDF whose pages are black at the foot."""
    pdf = pikepdf.new()
    for _number in range(pages):
        page = pdf.add_blank_page()
        page.MediaBox = [0, 0, width, height]
        page.Contents = pdf.make_stream(content)
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_the_first_page_is_a_small_picture_and_the_pages_are_counted():
    sheet = papers.first_page(paper(pages=3))

    with Image.open(io.BytesIO(sheet.picture)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (240, 480))
        assert max(picture.getpixel((120, 460))) < 40
        assert min(picture.getpixel((120, 20))) > 215
    assert sheet.pages == 3


def test_a_huge_page_makes_no_huge_picture():
    sheet = papers.first_page(paper(width=14_400, height=14_400))

    with Image.open(io.BytesIO(sheet.picture)) as picture:
        assert picture.size == (480, 480)


@pytest.mark.parametrize("body", [
    b"%PDF-1.4 nothing at all %%EOF",
    b"<html>",
    paper()[:300],
    paper(pages=0),
    paper(width=0.5, height=0.5),
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused(body):
    with pytest.raises(Refused) as refused:
        papers.first_page(body)

    assert refused.value.code in {"not_an_image", "decoder_failed"}


@pytest.mark.parametrize("body", [b"", b"%PDF-" + bytes(26 * 1024 * 1024)])
def test_nothing_and_too_much_never_reach_the_process(body):
    with pytest.raises(Refused) as refused:
        papers.first_page(body)

    assert refused.value.code in {"empty", "too_large"}


def test_a_page_that_takes_for_ever_is_given_up():
    endless = b"q 1 0 0 1 0 0 cm " + b"0 0 m 100 100 l 200 0 l 0 300 l h B* " * 600_000

    with pytest.raises(Refused) as refused:
        papers.first_page(paper(content=endless), timeout_s=0.05)

    assert refused.value.code == "too_slow"


def test_real_test_files_of_other_kinds_are_no_papers(testdata):
    for path in sorted((testdata / "images-hostile").glob("*.png"))[:5]:
        with pytest.raises(Refused):
            papers.first_page(path.read_bytes())


def test_the_process_is_gone_when_the_page_is_drawn():
    decoders = Decoders(papers.COMMAND)
    answer = decoders.ask(paper(), wire.ALL, 20)
    pid = decoders.pid()
    decoders.stop()

    assert answer.end.code == 0
    assert pid is not None
    assert decoders.pid() is None


@pytest.mark.parametrize("raw", [
    b"", b"\0\0\0\2{}", wire.pack(Refused("too_small"))[:-1], b"\0\0\0\x0b{\"pages\":1}<html>",
    b"\0\0\0\x0c{\"pages\":-1}",
])  # fmt: skip
def test_an_answer_that_is_no_picture_is_not_believed(raw):
    with pytest.raises(Refused) as refused:
        wire.unpack_sheet(raw)

    assert refused.value.code == "decoder_failed"
