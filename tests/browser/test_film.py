"""A film from the coordinator's computer to somebody's window: uploaded, put out, sought in."""

import pytest
from playwright.sync_api import expect

from grannsamverkan.places.models import Setting
from tests.support.films import film

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]

MB = 1024 * 1024
SECONDS = 120


@pytest.fixture(scope="module")
def large():
    """A film that no browser loads as a whole before it is asked to."""
    return film(seconds=SECONDS, width=320, height=240)


def describes(sara, *, for_everyone=True):
    """Begin a material that is no training, up to the page of its film."""
    sara.opens("/utbildning/material/nytt")
    sara.writes("Vad heter materialet?", "Se dig om på gatan")
    sara.writes("Kort beskrivning", "En minut om att hälsa.")
    sara.chooses("Vad är det till för?", "Annat att läsa eller se, utan frågor")
    if for_everyone:
        sara.chooses("Vem får läsa det i biblioteket?", "Alla, även utan konto")
    sara.presses("Spara och fortsätt")
    sara.follows("Ladda upp en film i stället")
    sara.sees_page("Film")


def parts_of(page):
    """What the player asks the server for, as it goes: (Range, status)."""
    asked = []

    def note(answer):
        if answer.url.endswith("/fil"):
            asked.append((answer.request.headers.get("range"), answer.status))

    page.on("response", note)
    return asked


def seconds_shown(player):
    return player.evaluate("film => film.currentTime")


def test_a_film_is_uploaded_put_out_and_sought_in_by_a_stranger(signs, somebody, large, way):
    sara = signs.window_of(signs.coordinator_user, **way)
    describes(sara)
    sara.field("Filmfil").set_input_files(
        {"name": "gatan.webm", "mimeType": "video/webm", "buffer": large}
    )
    sara.presses("Spara och fortsätt")
    sara.sees_page("Se dig om på gatan")
    sara.follows("Gå vidare")
    sara.presses("Lägg ut materialet")
    sara.reads("Materialet är utlagt.")

    stranger = somebody(**way)
    asked = parts_of(stranger.page)
    stranger.opens("/utbildning/bibliotek")
    stranger.press(stranger.page.get_by_role("link", name="Se dig om på gatan"))
    stranger.sees_page("Se dig om på gatan")
    player = stranger.page.locator("video")
    expect(player).to_have_js_property("duration", SECONDS)
    player.evaluate("film => { film.currentTime = 110; }")
    stranger.page.wait_for_function(
        "() => { const film = document.querySelector('video');"
        " return film.currentTime >= 110 && !film.seeking && film.readyState >= 2; }"
    )

    begins = {int(part.split("=")[1].split("-")[0]) for part, status in asked if status == 206}
    assert all(part for part, _status in asked)
    assert max(begins) > len(large) // 2


def test_the_player_is_worked_with_the_keyboard_alone(signs, large):
    sara = signs.window_of(signs.coordinator_user)
    describes(sara)
    sara.field("Filmfil").set_input_files(
        {"name": "gatan.webm", "mimeType": "video/webm", "buffer": large}
    )
    sara.presses("Spara och fortsätt")
    sara.sees_page("Se dig om på gatan")
    player = sara.page.locator("video")
    expect(player).to_have_js_property("duration", SECONDS)

    player.focus()
    sara.page.keyboard.press("Space")
    sara.page.wait_for_function("() => document.querySelector('video').currentTime > 0")
    sara.page.keyboard.press("Space")
    expect(player).to_have_js_property("paused", True)
    before = seconds_shown(player)
    sara.page.keyboard.press("ArrowRight")
    sara.page.wait_for_function(
        "before => document.querySelector('video').currentTime > before + 1", arg=before
    )


def test_a_film_that_is_too_large_is_told_before_it_is_sent(signs, way):
    with signs.given() as work:
        limit = Setting(
            municipality_id=signs.here,
            key="training.film_megabytes",
            value=10,
            changed_at=work.now,
        )
        work.session.add(limit)
    sara = signs.window_of(signs.coordinator_user, **way)
    sent = []
    describes(sara)
    sara.page.on("request", lambda request: sent.append(request.method))

    sara.field("Filmfil").set_input_files(
        {"name": "lång.mp4", "mimeType": "video/mp4", "buffer": bytes(11 * MB)}
    )
    sara.reads("Filmen är för stor. Den får vara högst %(most)s MB.", most=10)
    sara.presses("Spara och fortsätt")

    sara.reads("Filmen är för stor. Den får vara högst %(most)s MB.", most=10)
    assert "POST" not in sent


def test_a_wrong_file_behind_a_films_name_is_told_where_one_stands(signs, way):
    sara = signs.window_of(signs.coordinator_user, **way)
    describes(sara)

    sara.field("Filmfil").set_input_files(
        {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"<script>alert(1)</script>" * 9}
    )
    sara.presses("Spara och fortsätt")

    sara.reads("Det är inte en film i MP4 eller WebM. Spara filmen så och välj filen igen.")
