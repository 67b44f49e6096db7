"""The drawings in a tagged PDF: their words are text there, and each has its alternative text."""

import json

import pikepdf
import pytest
import typst

from grannsamverkan.geometry.sight.drawings import PRINT, Scene, cross_section, plan
from grannsamverkan.geometry.sight.model import Plate
from tests.support.sightwords import WORDS

PAGE = """
#let drawn = json(bytes(sys.inputs.drawn))
#set document(title: "Siktlinjer")
#set text(lang: "sv")
#for one in drawn { image(bytes(one.svg), format: "svg", alt: one.alt, width: 80mm) }
"""


@pytest.fixture
def paper(tmp_path):
    scene = Scene(Plate(0.0, 0.0, 0.4, 0.5, 2.3, azimuth=0.0, number="1042"))
    made = [plan(scene, WORDS, palette=PRINT), cross_section(scene, WORDS, palette=PRINT)]
    template = tmp_path / "page.typ"
    template.write_text(PAGE)
    told = json.dumps([{"svg": one.svg, "alt": one.alt} for one in made])
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(
        template, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"drawn": told}
    )
    target = tmp_path / "page.pdf"
    target.write_bytes(compiler.compile(format="pdf", pdf_standards="ua-1"))
    with pikepdf.open(target) as pdf:
        yield made, pdf


def test_words_on_paper_are_letters_of_a_face_that_the_compiler_has(paper):
    _, pdf = paper

    faces = {
        str(font.BaseFont)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        for font in [thing]
    }
    assert any("LibertinusSerif" in face for face in faces)


def test_each_drawing_is_told_to_who_cannot_see_it(paper):
    made, pdf = paper

    told = {
        str(thing.Alt)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
    }
    assert {one.alt for one in made} <= told
