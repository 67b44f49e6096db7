"""A live session from its plan to the certificate: signed up for on a phone, checked in by QR."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from grannsamverkan.core.i18n import local
from grannsamverkan.imaging.qr import read_codes
from tests.browser.town import path_in
from tests.support.gatherings import hold_sessions

INVITED = "Inbjudan: Kväll i biblioteket, tisdag 1 december 2026 kl. 10:00–11:30"
pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


def writes_plan(sara, starts):
    """Fill in the plan of a session that trains, for an hour and a half."""
    sara.chooses("Vilken sorts träff?", "Utbildningstillfälle")
    sara.writes("Vad ska den heta?", "Kväll i biblioteket")
    sara.writes("Vilken dag?", f"{starts:%Y-%m-%d}")
    sara.writes("När börjar den?", f"{starts:%H:%M}")
    sara.writes("När slutar den?", f"{starts + timedelta(minutes=90):%H:%M}")
    sara.writes("Var?", "Biblioteket, Torget 2")
    sara.writes("Hur många får plats?", "12")
    sara.ticks("Den som kommer har gått utbildningen")
    sara.presses("Spara träffen")


def invitations(sara, number):
    """The words of the button that sends so many."""
    return sara.count("Skicka %(num)s inbjudan", "Skicka %(num)s inbjudningar", number)


def code_on(person):
    """What the camera of another phone reads off this one's screen."""
    shot = person.page.locator(".pass__code").screenshot()
    with Image.open(io.BytesIO(shot)) as picture:
        (address,) = read_codes(picture)
    return address


def path_of(address):
    """The path of a printed address: its scheme and host are in upper case."""
    return "/" + address.split("/", 3)[3]


def test_a_session_is_planned_signed_up_for_and_trains_those_who_came(
    signs, inbox, somebody, way, clock
):
    signs.active(trained=False)
    starts = local(clock()) + timedelta(days=8)
    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens("/utbildning/tillfallen")
    sara.follows("Planera en träff")
    writes_plan(sara, starts)
    sara.presses("Öppna anmälan")
    sara.follows("Bjud in")
    sara.press(sara.page.get_by_role("button", name=invitations(sara, 1)))

    maja = somebody(**way)
    maja.opens(path_in(inbox.letter(signs.maja.email, INVITED), "/P/"))
    maja.sees_page("Kväll i biblioteket")
    maja.presses("Anmäl mig")
    maja.reads("Du har en plats")
    assert maja.downloads(maja.link("Lägg in träffen i din kalender")).read_text()

    clock.now = starts + timedelta(minutes=5)
    sara = signs.window_of(signs.coordinator_user, **way)
    maja.page.reload()
    sara.opens(path_of(code_on(maja)))
    sara.presses("Checka in %(name)s", name="Maja Lind")
    sara.sees_page("%(name)s är incheckad", name="Maja Lind")
    maja.page.reload()
    maja.reads("Du är incheckad")

    sara.follows("Till närvaron")
    sara.confirms("Träffen är hållen")
    sara.reads("Hållet")
    inbox.letter(signs.maja.email, "Tack för att du kom: Kväll i biblioteket")
    maja.page.reload()
    paper = maja.downloads(maja.link("Hämta intyget (PDF)"))
    assert paper.read_bytes().startswith(b"%PDF-")


def test_signing_up_and_ticking_off_need_nothing_but_keys(signs, given, way):
    signs.active(trained=False)
    made = hold_sessions(signs.runtime, given, signs.here, signs.coordinator_user, signs.maja)
    maja = signs.window_of(signs.maja, **way)
    maja.opens(f"/utbildning/tillfallen/{made.free}")
    maja.tabs_to(maja.button("Anmäl mig"))
    maja.keys("Enter")
    maja.reads("Du har en plats")

    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens(f"/utbildning/tillfallen/{made.going}/narvaro")
    sara.tabs_to(sara.page.get_by_role("button", name=f"{sara.word('Här')} Maja Lind"))
    sara.keys("Enter")
    sara.reads("avprickad")
    sara.tabs_to(sara.page.locator("details.confirm summary"))
    sara.keys("Enter", "Tab", "Enter")
    sara.reads("Träffen är noterad som hållen. De som kom får ett tack.")
