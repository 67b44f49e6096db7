"""Taking a spreadsheet in: nothing before the yes, nothing twice, and only one's own."""

from datetime import timedelta

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from grannsamverkan.groups.usecases import household_sheets as usecases
from tests.usecases.groups.listing import CONSENT_VERSION, Listing, everything_stored

SHEET = (
    "Adress;Svar;Namn;Telefon\n"
    "Björkvägen 1;Med;Ali Kanariefågel;070-111 22 33\n"
    "Björkvägen 2;Tackar nej;Eva Kanariefågel;\n"
    "Nygatan 7;Med;;\n"
    "Nygatan 7;Med;;\n"
).encode()


@pytest.fixture
def listing(scene):
    return Listing(scene, scene.submitted()).begin()


def previewed(listing, content=SHEET, by=None):
    return listing.do(usecases.preview_file, listing.group_id, content, by=by)


def take_in(listing, preview, consents=True, by=None):
    return listing.do(usecases.take_in, listing.group_id, preview.sealed, consents=consents, by=by)


def test_a_preview_saves_nothing_at_all(scene, listing):
    before = listing.all()

    preview = previewed(listing)

    assert [row.deed for row in preview.rows] == ["change", "change", "skip", "skip"]
    assert (preview.changes, preview.described, preview.wrong) == (2, 1, 2)
    assert listing.all() == before
    assert "Kanarie" not in everything_stored(scene.runtime)
    assert "Kanarie" not in preview.sealed


def test_what_was_shown_is_taken_in_and_the_rest_is_not(scene, listing):
    done = take_in(listing, previewed(listing))

    homes = listing.all()
    assert done == 2
    assert homes["Björkvägen 1"].details.names == "Ali Kanariefågel"
    assert homes["Björkvägen 1"].how == "sheet"
    assert homes["Björkvägen 1"].consent_version == CONSENT_VERSION
    assert homes["Björkvägen 2"].status == "declined"
    assert homes["Björkvägen 2"].details.is_empty
    assert "Nygatan 7" not in homes
    assert listing.numbers == (20, 1, 1)
    assert "Kanarie" not in everything_stored(scene.runtime)


def test_taking_in_the_same_sheet_twice_does_nothing_more(listing):
    preview = previewed(listing)
    take_in(listing, preview)
    before = listing.all()

    assert take_in(listing, preview) == 0
    assert previewed(listing).changes == 0
    assert listing.all() == before


def test_details_are_not_taken_in_without_consent(listing):
    with pytest.raises(InvalidInput):
        take_in(listing, previewed(listing), consents=False)

    assert listing.all()["Björkvägen 1"].status == "unanswered"


def test_other_columns_can_be_chosen_without_choosing_the_file_again(listing):
    preview = previewed(listing, b"Vem;Var\nAli;Nygatan 7\n")
    assert preview.rows[0].problems == ("no_address",)

    chosen = listing.do(
        usecases.preview_sealed, listing.group_id, preview.sealed, {"names": 0, "address": 1}
    )

    assert (chosen.rows[0].address, chosen.rows[0].deed) == ("Nygatan 7", "add")
    take_in(listing, chosen)
    assert listing.all()["Nygatan 7"].details.names == "Ali"


def test_a_preview_lasts_an_hour(listing, clock):
    preview = previewed(listing)

    clock.now += timedelta(minutes=61)
    with pytest.raises(Conflict):
        take_in(listing, preview)


def test_a_preview_is_good_for_its_own_person_and_group(scene, listing):
    nils = scene.person("Nils Ek")
    scene_group = scene.submitted(name="Ekvägen")
    other = Listing(scene, scene_group).begin(["Ekvägen 1"])
    preview = previewed(listing)

    with pytest.raises(Conflict):
        take_in(other, preview)
    with pytest.raises(NotFound):
        take_in(listing, preview, by=nils)
    with pytest.raises(Conflict):
        listing.do(usecases.take_in, listing.group_id, "made up", consents=True)


def test_only_the_lists_keepers_read_or_write_a_sheet(scene, listing):
    officer = scene.police()

    with pytest.raises(NotPermitted):
        previewed(listing, by=officer)
    with pytest.raises(NotPermitted):
        listing.do(usecases.export, listing.group_id, by=officer)


def test_an_unreadable_file_lands_on_its_field(listing):
    with pytest.raises(InvalidInput) as refused:
        previewed(listing, b"%PDF-1.7\0")

    assert refused.value.field == "file"


def test_an_export_is_logged_and_leaves_out_what_waits(scene, listing):
    listing.joins("Björkvägen 1")
    listing.send(listing.invite(), "Okänd väg 3")

    rows = listing.do(usecases.export, listing.group_id)

    assert len(rows) == 5
    assert [e.event for e in scene.events("household_list")][-1] == "household_export"
