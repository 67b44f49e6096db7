"""The whole main journey, from the start page to an approved sign, for real people's windows."""

import pytest

from tests.browser import ways
from tests.browser.journey import FOUNDER, SECOND, Journey, is_one_page_pdf
from tests.browser.town import Town

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(400)]


def test_a_group_is_registered_and_its_sign_approved(
    runtime, given, inbox, somebody, clock, photos, way
):
    town = Town(runtime, given, language=way["language"])
    case = Journey(town, inbox, somebody, clock, **way)
    choose = ways.on_the_map if way["phone"] else ways.in_the_list

    maja = case.founder_arrives()
    case.register(maja, ways.by_pressing(town))
    case.second_arrives()
    case.approve_group()
    case.train(FOUNDER, way["language"])
    case.train(SECOND, way["language"])
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
