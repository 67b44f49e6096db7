"""The rule tables and checks, held against tables made by hand from the published sources."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from grannsamverkan.core import codes
from grannsamverkan.signs import rules
from grannsamverkan.signs.rules import Clearance, PlaceFacts

DRAWINGS = Path(rules.__file__).parents[2] / "templates" / "drawings"

# Made by hand from mounting-rules 2.2; o = ok, n = not ok, p = a person looks; yes, no, unknown.
TABLE = {
    "cable_tie": "ooo",
    "textile_strap": "ooo",
    "plastic_clip": "ooo",
    "aluminium_band": "opp",
    "stainless_band": "opp",
    "galvanised_clamp": "opp",
    "electro_zinc_clamp": "ppp",
    "binding_wire": "ppp",
    "loose_wire": "nnn",
    "plain_steel": "nnn",
    "copper": "nnn",
    "screw": "nnn",
    "weld": "nnn",
    "glue_tape": "ppp",
    "magnet": "ppp",
    "unknown": "ppp",
}
WORDS = {"o": "ok", "n": "not_ok", "p": "person_looks"}
CASES = [
    (fastening, liner, WORDS[letter])
    for fastening, letters in TABLE.items()
    for liner, letter in zip(("yes", "no", "unknown"), letters, strict=True)
]


def test_the_table_knows_these_fastenings_and_no_other():
    assert set(rules.fastenings()) == set(TABLE)


@pytest.mark.parametrize(("fastening", "liner", "verdict"), CASES)
@pytest.mark.parametrize("galvanised", [True, None])
def test_each_fastening_and_liner_on_zinc_or_perhaps_zinc(fastening, liner, verdict, galvanised):
    found = rules.check_fastening(rules.fastenings(), fastening, liner, galvanised)

    assert found.verdict == verdict
    assert found.source


@pytest.mark.parametrize(("fastening", "liner", "_verdict"), CASES)
def test_where_there_is_no_zinc_no_fastening_harms_it(fastening, liner, _verdict):
    found = rules.check_fastening(rules.fastenings(), fastening, liner, False)

    assert (found.finding, found.verdict) == ("not_galvanised", "ok")


@pytest.mark.parametrize("fastening", [None, "unknown", "chewing_gum"])
@pytest.mark.parametrize("liner", [None, "yes", "no", "unknown"])
def test_a_fastening_nobody_knows_is_never_ok(fastening, liner):
    assert rules.check_fastening(rules.fastenings(), fastening, liner, True).verdict == (
        "person_looks"
    )


@pytest.mark.parametrize("fastening", TABLE)
@pytest.mark.parametrize("liner", [None, "perhaps"])
def test_a_liner_nobody_knows_counts_as_unknown(fastening, liner):
    found = rules.check_fastening(rules.fastenings(), fastening, liner, True)
    unknown = rules.check_fastening(rules.fastenings(), fastening, "unknown", True)

    assert found.verdict in (unknown.verdict, "person_looks")
    assert not (found.verdict == "ok" and unknown.verdict != "ok")


@pytest.mark.parametrize("row", rules.fastenings().values(), ids=lambda row: row.code)
def test_each_fastening_has_words_a_source_and_a_drawing_that_exists(row):
    assert str(row.word)
    assert str(row.why)
    assert row.source
    assert (DRAWINGS / f"{row.drawing}.svg").is_file()
    assert set(row.verdicts) == set(rules.LINERS)
    assert set(row.verdicts.values()) <= set(WORDS.values())


def test_a_municipalitys_own_verdict_stands_in_place_of_the_tables_and_only_there():
    own = rules.with_own_verdicts({("stainless_band", "no"): "not_ok"})

    assert rules.check_fastening(own, "stainless_band", "no", True).verdict == "not_ok"
    assert rules.check_fastening(own, "stainless_band", "yes", True).verdict == "ok"
    assert rules.check_fastening(own, "copper", "no", True).verdict == "not_ok"


# Heights. Least 2.1, wanted 2.5, told to a decimetre: what the doubt could turn, a person decides.

FOOTWAY = {"footway": Clearance(2.1, 2.5, "2,5 m över gångbana")}


@pytest.mark.parametrize(
    ("height", "verdict"),
    [
        (0.5, "not_ok"),
        (1.9, "not_ok"),
        (1.99, "not_ok"),
        (2.0, "person_looks"),
        (2.1, "person_looks"),
        (2.2, "person_looks"),
        (2.4, "person_looks"),
        (2.5, "person_looks"),
        (2.59, "person_looks"),
        (2.6, "ok"),
        (3.5, "ok"),
    ],
)
def test_the_lower_edge_at_its_limits(height, verdict):
    found = rules.check_clearance(FOOTWAY, "footway", height)

    assert (found.verdict, found.value, found.uncertainty) == (verdict, height, 0.1)
    assert found.limit == (2.1 if verdict == "not_ok" else 2.5)
    assert found.source == "2,5 m över gångbana"


@pytest.mark.parametrize(
    ("surface", "height"),
    [(None, 3.0), ("unknown", 3.0), ("carriageway", 9.0), ("footway", None), (None, None)],
)
def test_a_height_or_surface_nobody_knows_is_never_ok(surface, height):
    assert rules.check_clearance(FOOTWAY, surface, height).finding == "not_stated"
    assert rules.check_clearance(FOOTWAY, surface, height).verdict == "person_looks"


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("2,4", 2.4),
        ("2.4", 2.4),
        ("2,4 m", 2.4),
        ("2,4 meter", 2.4),
        ("240 cm", 2.4),
        ("240cm", 2.4),
        ("240", 2.4),
        ("2 m 40", 2.4),
        ("ca 2,5 m", 2.5),
        ("2", 2.0),
        ("", None),
        ("Vet inte", None),
        ("?", None),
    ],
)
def test_a_height_is_read_as_people_write_it(said, metres):
    assert rules.read_height(said) == metres


@pytest.mark.parametrize("said", ["hög", "2-3", "-2", "0", "24", "2,4,1", "1e3", "nan", "50 m"])
def test_what_is_no_height_of_a_sign_is_refused(said):
    with pytest.raises(ValueError, match="height"):
        rules.read_height(said)


# Is it the right sign, post, photo, time and place?


@pytest.mark.parametrize(
    ("stated", "planned", "finding"),
    [
        ("1042", "1042", "same_post"),
        ("nr-0 1042", "NR01042", "same_post"),
        ("01042", "1042", "same_post"),
        ("1043", "1042", "other_post"),
        ("", "1042", "not_stated"),
        ("1042", "", "not_stated"),
    ],
)
def test_the_number_on_the_post_against_the_planned_one(stated, planned, finding):
    assert rules.check_post_number(stated, planned).finding == finding


MINE, OTHER = codes.new_code(), codes.new_code()


@pytest.mark.parametrize(
    ("read", "finding", "verdict"),
    [
        ([f"HTTPS://EXEMPEL.SE/S/{MINE}"], "right_sign", "ok"),
        ([f"https://exempel.se/s/{MINE.lower()}"], "right_sign", "ok"),
        ([f"HTTPS://X.SE/S/{OTHER}", f"HTTPS://X.SE/S/{MINE}"], "right_sign", "ok"),
        ([f"HTTPS://EXEMPEL.SE/S/{OTHER}"], "other_sign", "not_ok"),
        ([], "no_code", "person_looks"),
        (["https://exempel.se/", MINE, f"HTTPS://X.SE/B/{MINE}"], "no_code", "person_looks"),
    ],
)
def test_the_code_in_the_picture_says_which_sign_it_is(read, finding, verdict):
    found = rules.check_identity(read, MINE)

    assert (found.finding, found.verdict) == (finding, verdict)


@pytest.mark.parametrize(
    ("same", "bits", "finding"),
    [
        (True, None, "same_file"),
        (True, 60, "same_file"),
        (False, 0, "alike"),
        (False, 10, "alike"),
        (False, 11, "new_photo"),
        (False, None, "new_photo"),
    ],
)
def test_a_photo_used_before_by_file_or_by_look(same, bits, finding):
    assert rules.check_reuse(same, bits, 10).finding == finding


OUT = datetime(2026, 11, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("taken", "finding"),
    [
        (None, "no_time"),
        (OUT - rules.CLOCK_SLACK - MINUTE, "before_hand_out"),
        (OUT - rules.CLOCK_SLACK, "time_fits"),
        (OUT, "time_fits"),
        (NOW, "time_fits"),
        (NOW + rules.CLOCK_SLACK, "time_fits"),
        (NOW + rules.CLOCK_SLACK + MINUTE, "in_future"),
    ],
)
def test_the_photos_time_between_hand_out_and_now_with_slack_for_clocks(taken, finding):
    assert rules.check_time(taken, OUT, NOW).finding == finding


def test_without_a_hand_out_only_the_future_is_odd():
    assert rules.check_time(OUT - timedelta(days=900), None, NOW).verdict == "ok"


@pytest.mark.parametrize(
    ("metres", "finding"),
    [(None, "no_place"), (0.0, "place_fits"), (60.0, "place_fits"), (60.1, "elsewhere")],
)
def test_the_photos_place_within_the_tolerance(metres, finding):
    assert rules.check_place(metres, 60.0).finding == finding


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        ((12.3234, 58.3801), 0.0),
        ((12.3234, 58.3891), 1000.8),  # 0.009 degrees of a meridian of 40 030.2 km
        ((13.3234, 58.3801), 58_296),  # a degree along this parallel: 111.195 km × cos 58.38°
    ],
)
def test_the_distance_between_two_positions(other, metres):
    assert rules.distance_m(12.3234, 58.3801, *other) == pytest.approx(metres, abs=5)


@pytest.mark.parametrize(
    ("views", "finding", "have"),
    [
        ({"fastening", "post", "road"}, "views_complete", 3.0),
        ({"fastening", "road"}, "views_missing", 2.0),
        (set(), "views_missing", 0.0),
    ],
)
def test_the_three_views(views, finding, have):
    assert (rules.check_views(views).finding, rules.check_views(views).value) == (finding, have)


ANSWERS = [None, "yes", "no", "", "maybe"]


@pytest.mark.parametrize("galvanising", ANSWERS)
@pytest.mark.parametrize("view", ANSWERS)
def test_approval_needs_yes_to_both_questions_and_nothing_else_will_do(galvanising, view):
    assert rules.may_approve(galvanising, view) is (galvanising == view == "yes")


def test_days_to_do_something_are_calendar_days():
    assert rules.due_after(date(2026, 12, 20), 14) == date(2027, 1, 3)


# What should be known of a place before anyone climbs

GOOD_PLACE = PlaceFacts("lamp_post", True, True, 0, None, True, "Kommunen", False)


def test_a_place_with_nothing_odd_about_it_gives_no_findings():
    assert rules.place_findings(GOOD_PLACE) == []


@pytest.mark.parametrize(
    ("change", "finding", "verdict"),
    [
        ({"post_known": False}, "post_unknown", "person_looks"),
        ({"inside_area": False}, "outside_area", "person_looks"),
        ({"signs_on_post": 1}, "post_taken", "not_ok"),
        ({"nearest_sign_m": 14.9}, "sign_near", "person_looks"),
        ({"support": "fence"}, "consent_missing", "person_looks"),
    ],
)
def test_each_thing_odd_about_a_place_is_told(change, finding, verdict):
    [found] = rules.place_findings(PlaceFacts(**{**vars(GOOD_PLACE), **change}))

    assert (found.finding, found.verdict) == (finding, verdict)


@pytest.mark.parametrize(
    "change",
    [{"inside_area": None}, {"nearest_sign_m": 15.0}, {"support": "wall", "owner_consent": True}],
)
def test_what_is_fine_or_unknown_about_a_place_is_not_told(change):
    assert rules.place_findings(PlaceFacts(**{**vars(GOOD_PLACE), **change})) == []
