"""Captured mail and the style guide: there in development, not in production."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from grannsamverkan.app import create_app
from grannsamverkan.desk.queries import captured

pytestmark = pytest.mark.sqlite_only
PAGES = (
    "/utveckling/post",
    "/utveckling/post/ett",
    "/utveckling/post/ett/html",
    "/utveckling/post/ett/bilaga/0",
    "/utveckling/stilguide",
)


@pytest.fixture
def mail(settings):
    message = EmailMessage()
    message["To"], message["Subject"] = "maja@exempel.se", "<b>Din kod</b>"
    message.set_content("Öppna http://localhost/u/ABC?x=1 nu")
    message.add_alternative("<p style='color:red'>Hej</p><script>1</script>", subtype="html")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="bild.jpg")
    message.add_attachment(b"<script>", maintype="text", subtype="html", filename="x.html")
    folder = captured.folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ett.eml").write_bytes(message.as_bytes())


def test_mail_is_listed_and_its_links_can_be_followed(client, mail):
    listed = client.page("/utveckling/post")
    page = client.page("/utveckling/post/ett")

    assert "<b>Din kod</b>" in listed.text()
    assert "http://localhost/u/ABC?x=1" in [a.attrib["href"] for a in page.all("a")]
    assert [frame.attrib["sandbox"] for frame in page.all("iframe")] == [""]
    assert "bild.jpg" in page.text()


def test_the_html_of_a_mail_can_do_nothing(client, mail):
    client.check_pages = False  # it is a mail and no page
    answer = client.get("/utveckling/post/ett/html")

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_attached_pictures_are_shown_and_everything_else_is_saved(client, mail):
    picture = client.get("/utveckling/post/ett/bilaga/0")
    page = client.get("/utveckling/post/ett/bilaga/1")

    assert (picture.mimetype, picture.data) == ("image/jpeg", b"\xff\xd8")
    assert page.mimetype == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert client.get("/utveckling/post/ett/bilaga/9").status_code == 404


def test_no_mail_yet_is_a_page_with_a_first_step(client):
    assert "Inga mejl än" in client.page("/utveckling/post").text()


def test_the_style_guide_opens(client):
    client.check_pages = False  # its forms lead nowhere, on purpose
    page = client.page("/utveckling/stilguide")

    assert page.heading() == "Formspråk"
    assert {"input", "select", "textarea"} <= {element.tag for element in page.root.iter()}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_it_exists_in_production(settings, runtime, mail, path):
    live = replace(settings, environment="production")
    app = create_app(live, replace(runtime, settings=live))

    assert app.test_client().get(path, base_url="http://localhost").status_code == 404
