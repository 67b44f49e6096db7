"""Reading captured mail, whatever lies in the folder."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from grannsamverkan.core.errors import NotFound
from grannsamverkan.desk.queries import captured

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def folder(settings):
    path = captured.folder(settings)
    path.mkdir(parents=True, exist_ok=True)
    return path


def test_a_mail_is_read_with_both_its_bodies_and_what_came_along(settings, folder):
    message = EmailMessage()
    message["To"], message["Subject"] = "maja@exempel.se", "Skylten på Åvägen är godkänd"
    message.set_content("Hej Maja")
    message.add_alternative("<p>Hej Maja</p>", subtype="html")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="å.jpg")
    (folder / "ett.eml").write_bytes(message.as_bytes())

    found = captured.mail(settings, "ett")

    assert (found.to, found.subject) == ("maja@exempel.se", "Skylten på Åvägen är godkänd")
    assert (found.text.strip(), found.html.strip()) == ("Hej Maja", "<p>Hej Maja</p>")
    assert [(one.name, one.content) for one in found.attached] == [("å.jpg", b"\xff\xd8")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe no mail at all",
        b"Subject: =?nonsense?q?abc?=\nContent-Type: text/plain; charset=nonsense\n\n\xe5",
        b"Subject: =?utf-8?b?!!!?=\n\nx",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n###",
        b"To: \xe5\xe4\nSubject: \xff\n\nx",
    ],
)
def test_odd_files_are_shown_as_far_as_they_go(settings, folder, content):
    (folder / "odd.eml").write_bytes(content)

    assert captured.mail(settings, "odd").name == "odd"
    assert [mail.name for mail in captured.mails(settings)] == ["odd"]


@pytest.mark.parametrize("name", ["..", "../hemligt", "finns-inte", ".dold", "a/b", ""])
def test_only_files_in_the_folder_are_found(settings, folder, name):
    (folder.parent / "hemligt.eml").write_bytes(b"x")

    with pytest.raises(NotFound):
        captured.mail(settings, name)


@pytest.mark.parametrize(
    "change", [{"environment": "production"}, {"mail_url": "smtp://localhost"}]
)
def test_nothing_is_shown_in_production_or_where_mail_is_sent(settings, change):
    with pytest.raises(NotFound):
        captured.mails(replace(settings, **change))
