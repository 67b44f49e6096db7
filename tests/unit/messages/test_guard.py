"""The wording guard: what it asks about, where, and what it leaves in peace."""

import pytest

from grannsamverkan.messages.rules import guard
from grannsamverkan.messages.words import WARNING_REASONS, WARNING_WORDS


def asked(text, known=()):
    """(kind, words) of every finding."""
    return [(hit.kind, hit.text) for hit in guard.findings({"text": text}, known)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Två män av utländsk härkomst gick runt.", "utländsk härkomst"),
        ("En finsk kvinna sågs vid garaget.", "finsk kvinna"),
        ("Rumänska medborgare säljer asfalt.", "Rumänska medborgare"),
        ("En man med mörk hy.", "mörk hy"),
        ("Mörkhyad man i tjugoårsåldern.", "Mörkhyad"),
        ("De pratade polska med varandra.", "pratade polska"),
        ("Polsktalande par ringde på.", "Polsktalande"),
        ("Det är zigenare i området.", "zigenare"),
        ("Romerna har kommit tillbaka.", "Romerna"),
        ("Unga somalier utanför skolan.", "somalier"),
        ("Fem muslimer i en bil.", "muslimer"),
        ("En svensk äldre man.", "svensk äldre man"),
        ("A Romanian woman was begging.", "Romanian woman"),
        ("Two black men in a van.", "black men"),
        ("They were foreigners.", "foreigners"),
        ("A man of foreign appearance.", "foreign appearance"),
        ("They spoke Polish.", "spoke Polish"),
    ],
)
def test_origin_and_faith_as_descriptions_of_people_are_asked_about(text, words):
    assert asked(text) == [("origin", words)]


@pytest.mark.parametrize(
    "text",
    [
        "Svenska kyrkan har öppet hus.",
        "Hissa svenska flaggan på nationaldagen.",
        "Båten drev iland vid Finska viken.",
        "Finsk sommar är ett namn på en förening på Finska gatan.",
        "Informationen finns på arabiska, engelska och finska.",
        "Vi talar svenska på mötet.",
        "Tolk finns: vi talar finska.",
        "En svart bil av märket Volvo stod vid Rommevägen.",
        "Mörka kvällar lockar tjuvar.",
        "Det har lett till fler inbrott.",
        "Han köpte turkisk yoghurt och polsk korv.",
        "En man med svart jacka gick mot Danmarksgatan.",
        "Den vita bilen körde mot norr. Mannen gick åt söder.",
        "Den judiska kyrkogården har fått nytt staket.",
        "Swedish law says that a black car must have lights.",
        "The Polish shop had a broken window.",
        "Information is available in Arabic and Somali.",
    ],
)
def test_ordinary_words_that_look_alike_are_left_in_peace(text):
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "Kalle Karlsson 850709-9805 är efterlyst.",
            "personal_number",
            "Kalle Karlsson 850709-9805",
        ),
        ("Numret 19850709-9805 står där.", "personal_number", "19850709-9805"),
        ("Numret 8507099805 står där.", "personal_number", "8507099805"),
        ("En samordnad 850769-1234.", "personal_number", "850769-1234"),
        ("Ring Nils på 070-123 45 67.", "phone", "070-123 45 67"),
        ("Ring +46 70 123 45 67 nu.", "phone", "+46 70 123 45 67"),
        ("Ring 0521-72 10 00.", "phone", "0521-72 10 00"),
        ("Bilen ABC 123 har setts.", "plate", "ABC 123"),
        ("Bilen abc123 har setts.", "plate", "abc123"),
        ("Bilen MLB 84A har setts.", "plate", "MLB 84A"),
        ("Skriv till nils.ek@exempel.se.", "email", "nils.ek@exempel.se"),
        ("Inbrott på Björkvägen 12 i natt.", "address", "Björkvägen 12"),
        ("Inbrott på Stora torget 3 B.", "address", "Stora torget 3 B"),
        ("Burglary at 12 Birch Street.", "address", "12 Birch Street"),
    ],
)
def test_personal_data_are_asked_about(text, kind, words):
    assert asked(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 112 om det händer nu, annars 114 14 eller 1177.",
        "Polisens växel: 077-114 14 00.",
        "Mötet är kl. 18.30–20.00 den 2026-12-01.",
        "Mötet är 18:30 den 1 december 2026.",
        "Inbrott på Björkvägen 1–24 i natt.",
        "Inbrott på Björkvägen i natt.",
        "Kostnaden är 1 250 000 kronor.",
        "Ärende 5000-K123456-26.",
        "Hastigheten är max 100 på väg E45.",
        "Ring tel 112.",
        "Rummet är den 100 meter långa korridoren.",
        "Siffran 123456-7890123 är för lång.",
        "Ordernummer 991399-1234 har ingen sådan månad.",
    ],
)
def test_numbers_that_point_out_nobody_are_left_in_peace(text):
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Affischen har svart bakgrund.", "origin"),
        ("Mötet är på Storgatan 5.", "address"),
        ("Lampan heter LUX 100.", "plate"),
    ],
)
def test_these_false_alarms_remain_and_are_told_in_the_decision(text, kind):
    assert [found for found, _words in asked(text)] == [kind]


def test_the_municipalitys_own_numbers_and_addresses_are_not_asked_about():
    text = "Ring 0521-72 10 00 eller skriv till trygg@kommun.example. Eller 0521-99 99 99."

    assert asked(text, ["+46 521 721000", "Trygg@kommun.example"]) == [("phone", "0521-99 99 99")]


def test_a_finding_says_where_and_its_words_are_marked():
    text = "Ring Nils på 070-123 45 67 eller en finsk man."
    found = guard.findings({"title": "Lugnt", "text": text})

    parts = [(part, hit.kind if hit else None) for part, hit in guard.marked(text, found)]

    assert parts == [
        ("Ring Nils på ", None),
        ("070-123 45 67", "phone"),
        (" eller en ", None),
        ("finsk man", "origin"),
        (".", None),
    ]
    assert {hit.field for hit in found} == {"text"}


def test_a_confirmation_is_for_these_words_in_this_place():
    def one(field, text):
        (hit,) = guard.findings({field: text})
        return hit.key

    first = one("text", "Ring 070-123 45 67.")

    assert one("text", "Ring 070-123 45 67 nu.") == first
    assert one("text", "Ring då 070-123 45 67.") != first
    assert one("text", "Ring 070-123 45 68.") != first
    assert one("title", "Ring 070-123 45 67.") != first


def test_overlapping_findings_are_one():
    assert asked("Ring 8507099805.") == [("personal_number", "8507099805")]


def test_what_is_confirmed_is_not_asked_again():
    found = guard.findings({"text": "Ring 070-123 45 67. Skriv till a@b.se."})

    assert guard.unconfirmed(found, [found[0].key]) == [found[1]]


def test_every_list_of_words_says_why_and_names_known_sources():
    words = guard.load_words()

    for entry in (*words["alone"], *words["with"]):
        assert entry["reason"]
        assert entry["language"] in {"sv", "en"}
        assert set(entry["sources"]) <= set(words["sources"])


def test_every_kind_has_its_words_and_its_reason():
    assert set(WARNING_WORDS) == set(WARNING_REASONS) == set(guard.KINDS)


def test_a_long_text_is_read_at_once():
    text = "Två män sågs vid Björkvägen 1–24 med en svart bil. " * 400

    assert asked(text) == []
