"""Delivery reports as mail servers send them, built for tests."""

from email.message import EmailMessage

MAILBOX = "bounces@kommun.example"
POSTFIX = """\
From: MAILER-DAEMON@{host} (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {mailbox}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Return-Path: <>
Message-Id: <{number}@{host}>
Content-Type: multipart/report; report-type=delivery-status; boundary="AAA"

This is a MIME-encapsulated message.

--AAA
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--AAA
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--AAA
Content-Type: {kind}

From: no-reply@localhost
To: {to}
Message-ID: {message_id}
Subject: Hej

--AAA--
"""
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@{host}
To: {mailbox}
Subject: failure notice
Message-Id: <{number}@{host}>

Hi. This is the qmail-send program at {host}.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Remote host said: 550 sorry, no mailbox here by that name (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{mailbox}>
Message-ID: {message_id}
Subject: Hej

Hej 450 4.2.1.
"""


def report(
    message_id: str,
    *,
    to: str = "kerstin.lind@example.se",
    action: str = "failed",
    status: str = "5.1.1",
    diagnosis: str = "550 5.1.1 <{to}>: no such user: kerstin.lind",
    kind: str = "text/rfc822-headers",
    number: int = 1,
    form: str = POSTFIX,
) -> bytes:
    """The report on the mail with that Message-ID; `number` tells reports apart."""
    values = {"to": to, "action": action, "status": status, "kind": kind, "number": number}
    text = form.format(
        message_id=message_id,
        diagnosis=diagnosis.format(to=to),
        host="mx.example.se",
        mailbox=MAILBOX,
        **values,
    )
    return text.replace("\n", "\r\n").encode()


def away(message_id: str) -> bytes:
    """What somebody's mailbox says who is on leave."""
    message = EmailMessage()
    message["From"] = "kerstin.lind@example.se"
    message["Return-Path"] = "<>"
    message["Auto-Submitted"] = "auto-replied"
    message["In-Reply-To"] = message_id
    message["Subject"] = "Frånvaro"
    message.set_content("Jag är ledig till 5.1.26. Ring 550 5.12 vid behov.")
    return bytes(message)
