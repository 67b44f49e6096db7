"""Answers to photos that came by mail: what was understood, and what to do now."""

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_datetime, ngettext
from grannsamverkan.core.mail import Letter
from grannsamverkan.signs import words
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.mailin import InboundMail
from grannsamverkan.signs.words.mailin import left_out

MOST_ADVICE = 6


def mail_placed(mail: InboundMail) -> Letter:
    """To the sender: the photos are with their sign, and what is missing."""
    sign = mail.sign
    assert sign is not None  # placed
    number = len([photo for photo in mail.photos if photo.photo_id])
    return Letter(
        subject=_("Vi har fått dina foton av skylt %(code)s", code=codes.pretty(sign.code)),
        lead=ngettext("%(num)s foto ligger nu hos skylten.", "%(num)s foton ligger nu hos skylten.",
                      number),
        paragraphs=(
            _("Saknas något av de här tre fotona? Svara på mejlet och bifoga det: fästet på nära"
              " håll, hela stolpen från marken till skylten, och vyn längs vägen."),
            _("Skanna koden i brevet om du kan och fyll i fäste, höjd och stolpens nummer. Annars"
              " granskar kommunen det som har kommit."),
            *_advice(mail),
            *_left_out(mail),
        ),
        facts=_facts(mail, sign),
        contact=_help(mail),
        answers=mail.message_id,
        reply_to=mail.municipality.function_mailbox,
    )  # fmt: skip


def mail_for_task(mail: InboundMail, kind: str) -> Letter:
    """To the sender: the photos are with the task that was to be shown done."""
    sign = mail.sign
    assert sign is not None  # placed
    number = len([photo for photo in mail.photos if photo.photo_id])
    return Letter(
        subject=_("Vi har fått dina foton av skylt %(code)s", code=codes.pretty(sign.code)),
        lead=ngettext("%(num)s foto ligger nu hos uppgiften: %(what)s.",
                      "%(num)s foton ligger nu hos uppgiften: %(what)s.",
                      number, what=str(words.TASK_WORDS[kind]).lower()),
        paragraphs=(
            _("Vill du visa mer? Svara på mejlet och bifoga det. Annars tittar kommunen på det som"
              " har kommit."),
            *_advice(mail),
            *_left_out(mail),
        ),
        facts=_facts(mail, sign),
        contact=_help(mail),
        answers=mail.message_id,
        reply_to=mail.municipality.function_mailbox,
    )  # fmt: skip


def _facts(mail: InboundMail, sign: Sign) -> tuple[tuple[str, str], ...]:
    return (
        (_("Skylt"), codes.pretty(sign.code)),
        (_("Grupp"), sign.group.name),
        (_("Kom"), format_datetime(mail.received_at)),
    )


def mail_unsure(mail: InboundMail) -> Letter:
    """To the sender: a person will look."""
    return Letter(
        subject=_("Vi har fått ditt mejl"),
        lead=_("Vi är inte säkra på vilken skylt fotona visar. En handläggare tittar."),
        paragraphs=(_how_to_say_which(), *_advice(mail), *_left_out(mail)),
        contact=_help(mail),
        answers=mail.message_id,
        reply_to=mail.municipality.function_mailbox,
    )


def mail_not_understood(mail: InboundMail) -> Letter:
    """To the sender, at a person's wish: which sign was it?"""
    return Letter(
        subject=_("Vi förstod inte vilken skylt"),
        lead=_("Skicka fotona igen och skriv skyltens kod i ämnet."),
        paragraphs=(_how_to_say_which(),),
        contact=_help(mail),
        answers=mail.message_id,
        reply_to=mail.municipality.function_mailbox,
    )


def mail_without_photo(mail: InboundMail) -> Letter:
    """To the sender: no photo could be read."""
    return Letter(
        subject=_("Inget foto i mejlet gick att läsa"),
        lead=_("Skicka fotot igen som en vanlig bild, eller skanna koden i brevet."),
        paragraphs=(*_left_out(mail), *_refused(mail)),
        contact=_help(mail),
        answers=mail.message_id,
        reply_to=mail.municipality.function_mailbox,
    )


def _how_to_say_which() -> str:
    return _("Skyltens kod har sex tecken och står på etiketten och i brevet, till exempel"
             " K7Q-4MR. Låt koden på etiketten synas i ett av fotona, eller skriv den i ämnet."
             )  # fmt: skip


def _advice(mail: InboundMail) -> tuple[str, ...]:
    found = (words.ADVICE.get(code) for photo in mail.photos for code in photo.advice)
    return tuple(dict.fromkeys(str(text) for text in found if text))[:MOST_ADVICE]


def _left_out(mail: InboundMail) -> tuple[str, ...]:
    told = [left_out(name, why) for name, why in mail.left_out]
    return tuple(dict.fromkeys(told))[:MOST_ADVICE]


def _refused(mail: InboundMail) -> tuple[str, ...]:
    told = [left_out("", photo.refusal) for photo in mail.photos if photo.refusal]
    return tuple(dict.fromkeys(told))


def _help(mail: InboundMail) -> str:
    mailbox = mail.municipality.function_mailbox
    return _("Frågor: %(mailbox)s", mailbox=mailbox) if mailbox else ""
