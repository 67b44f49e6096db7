"""Delivery reports are read whoever wrote them, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.core.bounces import MOST_REASON, Returned, read
from tests.support.lacks import TESTDATA
from tests.support.returned import QMAIL, away, report

SAMPLES = sorted(path for path in (TESTDATA / "mime").glob("*") if path.suffix in {".eml", ".txt"})
OURS = "<0123456789abcdef0123456789abcdef@grannsamverkan.example.se>"


def test_a_failed_mail_is_told_in_the_servers_words_without_the_address():
    found = read(report(OURS))

    assert found == Returned(OURS, final=True, reason="550 5.1.1 <->: no such user: -")


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global"])
def test_the_mail_that_came_back_tells_which_it_was(kind):
    found = read(report(OURS, kind=kind))

    assert found is not None
    assert found.about == OURS


@pytest.mark.parametrize(("action", "status", "final"), [
    ("failed", "5.1.1", True),
    ("Failed (bad destination)", "5.1.1", True),
    ("failed", "4.4.7", True),  # tried for days, given up at last
    ("", "5.2.2", True),
    ("", "4.2.2", False),
    ("delayed", "4.4.1", False),
    ("delayed", "5.0.0", False),
    ("delivered", "2.0.0", False),
    ("relayed", "2.0.0", False),
    ("expanded", "2.0.0", False),
])  # fmt: skip
def test_only_what_failed_for_good_is_final(action, status, final):
    found = read(report(OURS, action=action, status=status))

    assert found is not None
    assert found.final is final


def test_a_list_that_reached_somebody_has_not_failed():
    one_of_two = report(OURS).replace(
        b"Original-Recipient",
        b"Action: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; b@example.se\r\nX",
    )

    found = read(one_of_two)

    assert found is not None
    assert not found.final


def test_a_server_that_tells_in_words_alone_is_understood():
    found = read(report(OURS, form=QMAIL))

    assert found is not None
    assert (found.about, found.final) == (OURS, True)
    assert "given up" in found.reason
    assert "kerstin" not in found.reason


def test_a_warning_in_words_is_not_final():
    warned = QMAIL.replace("I've given up", "your message will be retried")

    found = read(report(OURS, form=warned))

    assert found is not None
    assert not found.final


def test_the_mail_that_came_back_goes_before_what_it_answered():
    raw = report("<svar@kommun.example>").replace(
        b"Subject: Hej", f"In-Reply-To: {OURS}\r\nReferences: {OURS}\r\nSubject: Hej".encode()
    )

    found = read(b"In-Reply-To: " + OURS.encode() + b"\r\n" + raw)

    assert found is not None
    assert found.about == "<svar@kommun.example>"


def test_without_the_mail_the_report_tells_what_it_answers():
    raw = report("", kind="text/plain")

    found = read(b"References: <a@b> " + OURS.encode() + b"\r\n" + raw)

    assert found is not None
    assert found.about == OURS


@pytest.mark.parametrize("raw", [
    away(OURS),
    report(OURS).replace(b"report-type=delivery-status", b"report-type=disposition-notification"),
    report(OURS).replace(b"report-type=delivery-status", b"report-type=feedback-report"),
    f"From: Maja <maja@example.se>\r\nMessage-ID: {OURS}\r\n\r\n550 5.1.1 permanent error".encode(),
], ids=["away", "receipt", "complaint", "person"])  # fmt: skip
def test_what_is_no_delivery_report_is_not_taken_for_one(raw):
    assert read(raw) is None


def test_a_long_reason_is_cut_and_holds_nothing_a_database_refuses():
    found = read(report(OURS, diagnosis="550 \x00\ufffd" + "x" * 5000))

    assert found is not None
    assert 10 < len(found.reason) <= MOST_REASON
    assert found.reason.isprintable()


@pytest.mark.parametrize("path", SAMPLES, ids=[path.name for path in SAMPLES])
def test_no_real_mail_makes_it_stumble(path):
    found = read(path.read_bytes())

    assert found is None or (found.about and "@" not in found.reason)


def test_the_real_reports_among_them_are_found(testdata):
    reports = [name for path in SAMPLES if (found := read(path.read_bytes())) and found.final
               for name in [path.name]]  # fmt: skip

    assert len(reports) == 9
    assert "mimekit__delivery-status-no-blank-line.txt" in reports


@given(st.integers(0, 2000), st.binary(max_size=40))
def test_a_report_broken_anywhere_never_raises(at, junk):
    raw = report(OURS)

    found = read(raw[:at] + junk + raw[at:])

    assert found is None or isinstance(found, Returned)
