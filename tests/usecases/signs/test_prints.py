"""Printed matter about real signs, in both languages."""

import pytest

from grannsamverkan.core.i18n import LANGUAGES, speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.signs import prints, queries

PREVIEW_PPI = 20
TOKEN = "K7Q4MR" * 4 + "K7Q4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_out_letter_is_one_page_in_each_language(scene, language):
    sign_id = scene.handed_out()

    with scene.runtime.reading() as work, speaking(language):
        document = prints.hand_out_letter(work, queries.sign(work, sign_id), TOKEN)
        pages = compile_png("signs/letter.typ", document, created=work.now, ppi=PREVIEW_PPI)

    assert document["lang"] == language
    assert len(pages) == 1


def test_labels_and_letter_are_in_the_language_spoken(scene):
    sign_id = scene.handed_out()

    with scene.runtime.reading() as work, speaking("en"):
        sign = queries.sign(work, sign_id)
        sheet = prints.label_sheet("https://grannar.example", [sign])
        letter = prints.hand_out_letter(work, sign, TOKEN)

    assert sheet["emergency"] == ["Crime in progress: call 112", "Tips and reports: 114 14"]
    assert letter["fasteners"]["may"][0] == "Plastic cable tie"
