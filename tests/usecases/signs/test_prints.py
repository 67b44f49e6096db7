"""Printed matter about real signs, in both languages."""

import pytest

from grannsamverkan.core.i18n import LANGUAGES, speaking
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.places.models import OwnText, PublicContact
from grannsamverkan.places.rules import texts
from grannsamverkan.signs import prints, queries
from grannsamverkan.signs.models import Sign

PREVIEW_PPI = 20
TOKEN = "K7Q4MR" * 4 + "K7Q4"


@pytest.fixture
def sign_id(scene):
    """A sign in somebody's hands, with everything a letter can tell: a place in words, whom to
    call in the group and in the municipality."""
    sign_id = scene.handed_out()
    with scene.given() as work:
        sign = work.get(Sign, sign_id)
        sign.place = "vid infarten från Sandviksvägen, mitt emot nummer 14"
        sign.group.contacts[0].user.phone = "070-174 06 30"
        for title in ("Kommunpolis", "Säkerhetssamordnare"):
            work.session.add(
                PublicContact(municipality_id=sign.municipality_id, title=title, phone="114 14")
            )
    return sign_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_out_letter_is_one_page_in_each_language(scene, sign_id, language):
    with scene.runtime.reading() as work, speaking(language):
        document = prints.hand_out_letter(work, queries.sign(work, sign_id), TOKEN)
        pages = compile_png("signs/letter.typ", document, created=work.now, ppi=PREVIEW_PPI)

    assert document["lang"] == language
    assert len(document["call"]["items"]) == 3
    assert len(pages) == 1


def test_labels_and_letter_are_in_the_language_spoken(scene, sign_id):
    with scene.runtime.reading() as work, speaking("en"):
        sign = queries.sign(work, sign_id)
        sheet = prints.label_sheet("https://grannar.example", [sign])
        letter = prints.hand_out_letter(work, sign, TOKEN)

    assert sheet["emergency"] == ["Crime in progress: call 112", "Tips and reports: 114 14"]
    assert letter["fasteners"]["may"][0] == "Plastic cable tie"


def test_the_letter_ends_in_the_municipalitys_words_and_stays_on_one_sheet(scene, sign_id):
    longest = ("Behöver du hjälp med stegen? Ring vaktmästaren på 020-100 200. " * 9)[
        : texts.TEXTS["letter.hand_out"].most
    ]
    with scene.given() as work:
        place = queries.sign(work, sign_id).municipality_id
        work.session.add(
            OwnText(municipality_id=place, key="letter.hand_out", language="sv", body=longest)
        )

    with scene.runtime.reading() as work, speaking("sv"):
        document = prints.hand_out_letter(work, queries.sign(work, sign_id), TOKEN)
        pages = compile_png("signs/letter.typ", document, created=work.now, ppi=PREVIEW_PPI)

    assert document["closing"] == longest
    assert len(pages) == 1
