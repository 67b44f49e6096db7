"""The whole main journey, from the start page to an approved sign, for real people's windows."""

import pytest

from tests.browser import ways
from tests.browser.journey import FOUNDER, SECOND, Journey, is_one_page_pdf
from tests.browser.town import Town

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(400)]


@pytest.mark.parametrize(
    ("language", "phone", "draw", "choose"),
    [
        pytest.param("sv", True, ways.by_pressing, ways.in_the_list, id="phone-sv"),
        pytest.param("sv", False, ways.by_pressing, ways.on_the_map, id="desk-sv"),
        pytest.param("en", True, ways.by_coordinates, ways.on_the_map, id="phone-en"),
        pytest.param("en", False, ways.by_keyboard, ways.in_the_list, id="desk-en"),
    ],
)
def test_a_group_is_registered_and_its_sign_approved(
    language, phone, draw, choose, runtime, given, inbox, somebody, clock, photos
):
    town = Town(runtime, given, language=language)
    case = Journey(town, inbox, somebody, clock, language=language, phone=phone)

    maja = case.founder_arrives()
    case.register(maja, draw(town))
    case.second_arrives()
    case.approve_group()
    case.train(FOUNDER, language)
    case.train(SECOND, language)
    case.start_up(maja)
    case.plan(maja, choose(town))
    case.approve_place()
    case.order(maja)
    letter, labels = case.hand_out()
    resident = case.open_letter()
    case.send_photos(resident, photos)
    case.approve_sign(case.open_case())

    assert is_one_page_pdf(letter)
    assert is_one_page_pdf(labels)
    case.check_letters_of_approval()
    case.check_label()
    resident.page.reload()
    resident.sees_page("Skylten är godkänd")
