"""The program of the process that draws PDFs: `python -m grannsamverkan.imaging.paper_child`.

Started by `papers`; see `child`, which does the same for photos.
"""

import io

import pypdfium2  # type: ignore[import-untyped]  # it carries no types
from PIL import Image

from grannsamverkan.imaging import wire, zygote
from grannsamverkan.imaging.report import Refused, Sheet

SIDE_PX = 480
"""Of the long side: sharp in a card on a phone, some 20 kB."""
_QUALITY = 80
_SMALLEST_PT, _LARGEST_PT = 1.0, 14_400.0
"""Sides of a page in points: ISO 32000 allows up to 14 400."""
# One page of 100 x 100 points with nothing on it.
_BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def main() -> None:
    """Load all that drawing needs, then fork a child for each paper until the parent is gone."""
    draw(_BLANK)
    zygote.serve(answer)


def answer(paper: bytes, _kind: bytes) -> bytes:
    """`wire.pack_sheet` of the first page, or of why there is none."""
    try:
        return wire.pack_sheet(draw(paper))
    except Refused as refusal:
        return wire.pack_sheet(refusal)


def draw(paper: bytes) -> Sheet:
    """The first page as a JPEG of at most `SIDE_PX`, and the number of pages. Raises `Refused`."""
    try:
        document = pypdfium2.PdfDocument(paper)
        page = document[0]
        scale = SIDE_PX / _long_side(page.get_size())
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        return Sheet(len(document), _jpeg(picture))
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        raise Refused("not_an_image", type(error).__name__) from error


def _long_side(size: tuple[float, float]) -> float:
    """The longer side in points. Raises `Refused` for a page of no size, or of an absurd one."""
    if not all(_SMALLEST_PT <= side <= _LARGEST_PT for side in size):
        raise Refused("not_an_image", "no page")
    return max(size)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    main()
