"""Mail is read whoever wrote it: phones, Outlook, forwards, and those who mean ill."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grannsamverkan.core import mime
from grannsamverkan.core.mime import read_mail
from tests.support.lacks import TESTDATA
from tests.support.posted import mail, picture

HOST = "grannsamverkan.example.se"
SAMPLES = sorted(path for path in (TESTDATA / "mime").glob("*") if path.suffix in {".eml", ".txt"})
PHOTO = picture(1)


def read(message, **headers):
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return read_mail(bytes(message), HOST)


def test_a_mail_from_a_phone_gives_words_and_photo():
    found = read(mail(PHOTO, subject="Skylt på Björkvägen", text="Här är den. Hälsningar Åke"))

    assert found.sender == "boende@exempel.se"
    assert found.recipients == ("skyltar@kommun.example",)
    assert (found.subject, found.message_id) == ("Skylt på Björkvägen", "<1@telefon.example>")
    assert "Åke" in found.text
    assert [(one.name, one.content) for one in found.pictures] == [("IMG_0001.jpg", PHOTO)]
    assert found.answerable
    assert not found.automatic


def test_a_photo_shown_in_the_text_and_attached_too_comes_once():
    found = read(mail(PHOTO, PHOTO, inline=True))

    assert len(found.pictures) == 1


@pytest.mark.parametrize("size", [(120, 60), (300, 300), (2000, 400)])
def test_logos_and_banners_of_signatures_are_passed_over(size):
    found = read(mail(PHOTO, picture(2, size=size), inline=True))

    assert [one.content for one in found.pictures] == [PHOTO]
    assert found.left_out == ()


def test_a_small_picture_that_somebody_attached_is_kept():
    found = read(mail(picture(2, size=(300, 300))))

    assert len(found.pictures) == 1


def test_a_photo_is_known_by_its_content_and_not_by_what_it_is_called():
    message = mail()
    message.add_attachment(PHOTO, "application", "octet-stream")
    message.add_attachment(b"MZ not a photo at all", "image", "jpeg", filename="foto.jpg")

    found = read(message)

    assert [one.content for one in found.pictures] == [PHOTO]


def test_a_photo_from_an_iphone_is_taken_in(testdata):
    heic = (testdata / "images-real" / "exif-samples-heic__IMG_5195.HEIC").read_bytes()
    message = mail()
    message.add_attachment(heic, "image", "heic", filename="IMG_5195.HEIC")

    assert read(message).pictures[0].content == heic


def test_photos_of_a_forwarded_mail_are_found_and_its_words_too():
    inner = mail(PHOTO, subject="Skylt K7Q-4MR", text="Uppsatt i går")
    forward = mail(subject="VB: foto", text="Se nedan", number=2)
    forward.add_attachment(inner)

    found = read(forward)

    assert len(found.pictures) == 1
    assert "K7Q-4MR" in found.text
    assert "Uppsatt i går" in found.text
    assert found.message_id == "<2@telefon.example>"


def test_forwards_are_unpacked_to_a_depth():
    message = mail(PHOTO)
    for number in range(mime.MOST_DEPTH + 2):
        outer = mail(number=number)
        outer.add_attachment(message)
        message = outer

    assert read(message).pictures == ()


def test_outlooks_package_is_named_and_refused():
    message = mail()
    message.add_attachment(b"\x78\x9f\x3e\x22", "application", "ms-tnef", filename="winmail.dat")

    assert [(one.name, one.why) for one in read(message).left_out] == [("winmail.dat", "winmail")]


def test_a_document_is_named_as_no_photo():
    message = mail()
    message.add_attachment(b"%PDF-1.7 x", "application", "pdf", filename="Ansökan å.pdf")

    assert [(one.name, one.why) for one in read(message).left_out] == [
        ("Ansökan å.pdf", "not_a_photo")
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"filename*=UTF-8''St%C3%B6lpe%20%C3%A5.jpg",
        b'filename="=?utf-8?B?U3TDtmxwZSDDpS5qcGc=?="',
        b"filename*0*=UTF-8''St%C3%B6lpe; filename*1*=%20%C3%A5.jpg",
        'filename="C:\\\\bilder\\\\Stölpe å.jpg"'.encode(),
    ],
    ids=["rfc2231", "rfc2047", "in parts", "raw with folders"],
)
def test_a_file_name_is_read_however_it_was_written(line):
    raw = b"Content-Type: image/jpeg\r\nContent-Disposition: attachment; " + line + b"\r\n\r\n"

    found = read_mail(raw + PHOTO, HOST)

    assert [one.name for one in found.pictures] == ["Stölpe å.jpg"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_words_are_read_in_their_character_set(charset):
    message = EmailMessage()
    message.set_content("Skylten på Åsgatan är uppe", charset=charset)

    assert "Åsgatan" in read(message).text


def test_an_untrue_character_set_costs_no_mail():
    raw = b"Subject: =?klingon?Q?hej?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\nK\xe5re"

    assert read_mail(raw, HOST).text == "Kåre"


def test_a_mail_of_html_alone_gives_its_words():
    message = EmailMessage()
    message.set_content("<style>p{}</style><p>Skylt <b>K7Q-4MR</b><br>uppe</p>", subtype="html")

    assert read(message).text.split() == ["Skylt", "K7Q-4MR", "uppe"]


@pytest.mark.parametrize(
    ("header", "value", "kind"),
    [
        ("Auto-Submitted", "auto-replied", "auto"),
        ("X-Autoreply", "yes", "auto"),
        ("Precedence", "auto_reply", "auto"),
        ("Precedence", "bulk", "list"),
        ("List-Id", "<grannar.example.se>", "list"),
        ("Return-Path", "<>", "bounce"),
    ],
)
def test_what_a_machine_sent_is_told_apart(header, value, kind):
    found = read(mail(PHOTO, headers={header: value}))

    assert (found.automatic, found.answerable) == (kind, False)


def test_a_delivery_report_is_a_bounce(testdata):
    raw = (testdata / "mime" / "mimekit__delivery-status.txt").read_bytes()

    assert read_mail(raw, HOST).automatic == "bounce"


def test_our_own_mail_is_known_by_its_number():
    message = mail(PHOTO)
    message.replace_header("Message-ID", f"<abc@{HOST}>")

    assert read(message).automatic == "own"


def test_an_answer_of_a_person_to_our_mail_is_no_mail_of_ours():
    found = read(mail(PHOTO, headers={"In-Reply-To": f"<abc@{HOST}>"}))

    assert found.automatic == ""
    assert found.refers_to == (f"<abc@{HOST}>",)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Auto-Response-Suppress": "All"},
        {"Return-Path": "<someone.else@exempel.se>"},
        {"Authentication-Results": "mx.kommun.se; dmarc=fail header.from=exempel.se"},
    ],
)
def test_no_answer_goes_to_a_sender_who_may_be_forged_or_wants_none(headers):
    found = read(mail(PHOTO, headers=headers))

    assert found.automatic == ""
    assert not found.answerable


def test_the_same_mail_has_the_same_fingerprint_however_it_travelled():
    raw = bytes(mail(PHOTO))
    other = b"Received: from a by b\r\nDelivered-To: x@y.se\r\n" + raw.replace(b"\n", b"\r\n")

    assert mime.fingerprint(raw) == mime.fingerprint(other)


def test_another_mail_under_the_same_number_has_a_fingerprint_of_its_own():
    assert mime.fingerprint(bytes(mail(PHOTO))) != mime.fingerprint(bytes(mail(picture(3))))


def test_a_mail_nested_to_make_parsers_stumble_is_read_as_nothing_at_once():
    parts = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)]
    began = time.monotonic()

    found = read_mail("".join(parts).encode() + b"x\n" * 100_000, HOST)

    assert found.pictures == ()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_mail_of_the_samples_raises(path):
    found = read_mail(path.read_bytes(), HOST)

    assert len(found.text) <= mime.MOST_TEXT
    assert "\n" not in found.subject
    assert "@" in found.sender or not found.sender


def test_the_samples_are_many(testdata):
    assert len(list((testdata / "mime").glob("*"))) > 150
    assert len(SAMPLES) > 150


HEADERS = st.sampled_from(
    [b"Subject: ", b"From: ", b"Content-Type: ", b"Content-Disposition: ", b"Message-ID: ",
     b"Content-Transfer-Encoding: ", b"To: ", b"References: ", b"Return-Path: "]
)  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"multipart/mixed; boundary=x", b"message/rfc822", b"image/jpeg; name*=utf-8''%",
         b"base64", b"x-uuencode", b"=?utf-8?B?!?=", b"a@b@c <", b"text/html; charset=\xff",
         b"attachment; filename*0*=x'y'%zz; filename*2=q"]
    ),
)  # fmt: skip
PIECES = st.one_of(
    st.tuples(HEADERS, VALUES).map(lambda pair: pair[0] + pair[1] + b"\r\n"),
    st.sampled_from([b"\r\n", b"--x\r\n", b"--x--\r\n", b"begin 644 a\r\n"]),
    st.binary(max_size=80),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map(b"".join))
@example(b"Content-Type: charset=\x80\r\n\r\nSubject: \x80\r\n")
@example(b"Content-Type: charset=\x00\r\n\r\nSubject: \x80\r\n")
def test_no_bytes_raise(raw):
    read_mail(raw, HOST)
