"""A reviewer sorts mailed photos: on a phone with a finger, at a desk with two keys."""

import pytest

from tests.support.mailed import unsure_mail

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def test_photos_are_put_to_their_sign_and_the_next_mail_comes(signs, runtime, given, way):
    sign = signs.sign(signs.handed_out())
    likely = [(sign.id, 0.675, ["only_open", "sender"])]
    for subject in ("Första bilden", "Andra bilden"):
        unsure_mail(runtime, given, signs.here, likely, subject)
    gustav = signs.window_of(signs.reviewer, **way)
    gustav.opens("/granskning")

    waiting = "%(num)s mejl med foton väntar på att sorteras"
    gustav.press(gustav.page.get_by_role("link", name=gustav.count(waiting, waiting, 2)))
    gustav.sees_page("Mejl att sortera")
    gustav.press(gustav.page.get_by_role("link", name="Första bilden"))
    gustav.sees_page("Sortera mejl: %(subject)s", subject="Första bilden")
    places(gustav)
    gustav.sees_page("Sortera mejl: %(subject)s", subject="Andra bilden")
    places(gustav)

    gustav.reads("Inget mejl väntar")


def places(person):
    """Put the photos to the sign chosen already: one key at a desk, one press on a phone."""
    if person.phone:
        name = person.word("Lägg till skylten")
        person.press(person.page.get_by_role("button", name=name))
    else:
        person.keys("g")
