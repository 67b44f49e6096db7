"""The forms of the journey as a browser without JavaScript sends them."""

import pytest

from tests.browser import ways
from tests.browser.journey import FOUNDER, SECOND, Journey

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(300)]


@pytest.fixture
def case(town, inbox, somebody, clock):
    """The journey with plain forms only, on a phone."""
    return Journey(town, inbox, somebody, clock, phone=True, javascript=False)


def test_registration_training_photos_and_review_need_no_script(case, town, photos):
    maja = case.founder_arrives()
    case.register(maja, ways.by_coordinates(town))
    case.approve_group()
    case.train(FOUNDER, "sv")
    case.train(SECOND, "sv")
    case.start_up(maja)
    case.plan(maja, ways.in_the_list(town))
    case.approve_place()
    case.order(maja)
    case.hand_out()
    resident = case.open_letter()
    case.send_photos(resident, photos)
    case.approve_sign(case.open_case())

    case.check_letters_of_approval()
