"""Plain training material: a PDF and three questions."""

import io
from functools import cache

import pikepdf

from grannsamverkan.training import usecases
from grannsamverkan.training.rules import Question

BANK = (
    Question(
        "Någon bryter sig in hos grannen just nu. Vad gör du?",
        ("Jag ringer 112.", "Jag ringer 114 14.", "Jag skriver i chatten.", "Jag går dit."),
        0,
        "Brottet pågår, och då är det 112.",
    ),
    Question(
        "Ett hushåll vill inte vara med. Vad skriver du i listan?",
        ("Namn och nummer.", "Bara bostaden.", "Bostaden och skälet."),
        1,
        "Namn, nummer och skäl skrivs inte ner för den som tackat nej.",
    ),
    Question(
        "En familj är bortrest. Var skriver du upp det?",
        ("I listan.", "I chatten.", "Ingenstans.", "I den här tjänsten."),
        2,
        "Uppgifter om vem som är borta samlas aldrig.",
    ),
)
"""The questions of the plain material."""


@cache
def one_page():
    """A sound PDF of one empty page."""
    file, paper = io.BytesIO(), pikepdf.new()
    paper.add_blank_page()
    paper.save(file)
    return file.getvalue()


def ask(work, edition):
    """Write the questions of `BANK` into a draft."""
    for place, question in enumerate(BANK):
        usecases.set_question(work, edition.id, place, question)


def whole_draft(work, municipality_id, language="sv"):
    """A draft of the training that lacks nothing: a PDF, and the questions of `BANK`."""
    edition = usecases.create_edition(
        work,
        municipality_id=municipality_id,
        title="Att vara kontaktombud",
        language=language,
        description="Det viktigaste på en sida.",
    )
    usecases.attach_file(work, edition.id, one_page())
    ask(work, edition)
    return edition
