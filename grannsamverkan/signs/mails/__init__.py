"""Letters about signs. Each is a pure function of what it is about."""

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Attachment, Letter
from grannsamverkan.signs.models import PhotoSet, Sign, SignDecision
from grannsamverkan.signs.words import VIEW_WORDS
from grannsamverkan.signs.words.reasons import Wording


def name_of(sign: Sign) -> str:
    """The sign's public code as people read it."""
    return codes.pretty(sign.code)


def where_of(sign: Sign) -> str:
    """Where the sign hangs: post and place."""
    post = _("stolpe %(number)s", number=sign.post_number) if sign.post_number else ""
    return ", ".join(part for part in (post, sign.place) if part)


def facts_of(sign: Sign) -> tuple[tuple[str, str], ...]:
    """What names a sign in every letter about it."""
    return (
        (_("Skylt"), name_of(sign)),
        (_("Plats"), where_of(sign)),
        (_("Grupp"), sign.group.name),
    )


def place_planned(sign: Sign) -> Letter:
    """To the reviewers: a place to judge."""
    return Letter(
        subject=_("Ny skyltplats: %(where)s", where=where_of(sign)),
        lead=_("%(group)s vill sätta upp en skylt. Svara om platsen går bra.",
               group=sign.group.name),
        button=(_("Titta på platsen"), f"/skyltar/{sign.id}"),
        facts=facts_of(sign),
    )  # fmt: skip


def place_approved(sign: Sign) -> Letter:
    """To the contact persons: the place is fine."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Platsen är godkänd: %(where)s", where=where_of(sign)),
        lead=_("Kommunen säger ja till platsen. Vänta med att sätta upp något tills skylten är"
               " utlämnad."),
        button=(_("Öppna skyltens sida"), f"/skyltar/{sign.id}"),
        facts=facts_of(sign),
    )  # fmt: skip


def place_refused(sign: Sign, reason: str) -> Letter:
    """To the contact persons: choose another place."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Platsen går inte: %(where)s", where=where_of(sign)),
        lead=_("Kommunen säger nej till platsen. Välj en annan."),
        button=(_("Planera en ny plats"), f"/grupper/{sign.group_id}/skyltar"),
        paragraphs=(_("Skälet är:"), reason),
        facts=facts_of(sign),
    )


def sign_handed_out(sign: Sign) -> Letter:
    """To the contact persons: the sign is out, and what happens next."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Skylten %(code)s är utlämnad", code=name_of(sign)),
        lead=_("Sätt upp skylten, skanna koden i brevet och skicka foton."),
        button=(_("Öppna skyltens sida"), f"/skyltar/{sign.id}"),
        facts=(
            *facts_of(sign),
            *(((_("Skicka foton senast"), format_date(sign.due_on)),) if sign.due_on else ()),
        ),
        paragraphs=(_("Ge brevet till den som sätter upp skylten. Koden i brevet är personlig."),),
    )


def photos_reminder(sign: Sign) -> Letter:
    """To the contact persons: the day for the photos is near, or has passed."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Påminnelse: foton av skylt %(code)s", code=name_of(sign)),
        lead=_("Kommunen väntar på foton. Den som har brevet skannar koden och skickar dem."),
        button=(_("Öppna skyltens sida"), f"/skyltar/{sign.id}"),
        paragraphs=(_("Är brevet borta? Kontaktombudet hämtar det på nytt på skyltens sida."),),
        facts=(
            *facts_of(sign),
            *(((_("Skicka foton senast"), format_date(sign.due_on)),) if sign.due_on else ()),
        ),
    )


def photos_late(sign: Sign) -> Letter:
    """To the reviewers: no photos have come in time."""
    return Letter(
        subject=_("Inga foton av skylt %(code)s", code=name_of(sign)),
        lead=_("Dagen har gått och gruppen är påmind. Ring kontaktombudet, eller titta på plats."),
        button=(_("Öppna skyltens sida"), f"/skyltar/{sign.id}"),
        facts=facts_of(sign),
    )


def photos_sent(sign: Sign) -> Letter:
    """To the reviewers: photos to look at."""
    return Letter(
        subject=_("Foton på skylt %(code)s", code=name_of(sign)),
        lead=_("En uppsatt skylt väntar på din granskning."),
        button=(_("Granska skylten"), f"/skyltar/{sign.id}/granska"),
        facts=facts_of(sign),
    )


def photos_received(sign: Sign) -> Letter:
    """To the mounter: your photos have come."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Vi har fått dina foton"),
        lead=_("Tack. Du behöver inte göra något mer nu."),
        paragraphs=(_("Kommunen tittar på fotona. Du får ett mejl när det är klart."),),
        facts=facts_of(sign),
    )


def sign_approved(
    sign: Sign, decision: SignDecision, said: Wording, enclosed: str | None
) -> Letter:
    """To the mounter and the contact persons: approved."""
    paragraphs = (said.reason,) if said.reason else ()
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Skylten %(code)s är godkänd", code=name_of(sign)),
        lead=_("Skylten sitter som den ska. Du behöver inte göra något mer."),
        paragraphs=(
            *paragraphs,
            _("Fästet är skonsamt mot stolpens zink och skylten skymmer inte sikten."),
        ),
        facts=facts_of(sign),
        attachments=_enclosed(sign, decision, enclosed),
    )


def completion_asked(
    sign: Sign, decision: SignDecision, said: Wording, enclosed: str | None
) -> Letter:
    """To the mounter and the contact persons: send more."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Skicka mer om skylten %(code)s", code=name_of(sign)),
        lead=_("Kommunen behöver mer för att kunna godkänna skylten."),
        paragraphs=(
            *_grounds(said),
            _("Skanna koden i brevet igen och skicka det som saknas."),
        ),
        facts=(*facts_of(sign), *_due(decision)),
        attachments=_enclosed(sign, decision, enclosed),
    )


def correction_ordered(
    sign: Sign, decision: SignDecision, said: Wording, enclosed: str | None
) -> Letter:
    """To the mounter and the contact persons: put it right."""
    return Letter(
        reply_to=sign.municipality.function_mailbox,
        subject=_("Skylten %(code)s behöver rättas", code=name_of(sign)),
        lead=_("Rätta det som står här. Ta sedan nya foton och skicka dem med koden i brevet."),
        paragraphs=(
            *_grounds(said),
            _("Klättra aldrig från körbanan, och borra aldrig i en stolpe."),
        ),
        facts=(*facts_of(sign), *_due(decision)),
        attachments=_enclosed(sign, decision, enclosed),
    )


def take_down_ordered(
    sign: Sign, decision: SignDecision, said: Wording, enclosed: str | None
) -> Letter:
    """To the mounter and the contact persons: it must come down."""
    return Letter(
        subject=_("Skylten %(code)s ska tas ner", code=name_of(sign)),
        lead=_("Ta ner skylten, och ta ett foto av stolpen när den är nere."),
        paragraphs=(
            *_grounds(said),
            _("Gruppens kontaktombud ser uppgiften när de loggar in, och skickar fotot där."),
            _("Klättra aldrig från körbanan."),
        ),
        facts=(*facts_of(sign), *_due(decision)),
        attachments=_enclosed(sign, decision, enclosed),
    )


def _grounds(said: Wording) -> tuple[str, ...]:
    rule = _("Regeln: %(rule)s", rule=said.rule) if said.rule else ""
    return tuple(part for part in (said.reason, said.remedy, rule) if part)


def _enclosed(sign: Sign, decision: SignDecision, stored: str | None) -> tuple[Attachment, ...]:
    if stored is None:
        return ()
    name = _("beslut-%(code)s-%(day)s.pdf", code=sign.code, day=f"{decision.at:%Y-%m-%d}")
    return (Attachment(name, "application/pdf", stored),)


def case_sent(photo_set: PhotoSet) -> Letter:
    """To the function mailbox: the case with its clean pictures."""
    sign = photo_set.sign
    ready = [photo for photo in photo_set.photos if photo.shown("stored")]
    attachments = tuple(
        Attachment(f"{sign.code}-{number}-{photo.view}.jpg", "image/jpeg", photo.stored or "")
        for number, photo in enumerate(ready, start=1)
    )
    shown = ", ".join(str(VIEW_WORDS[photo.view]) for photo in ready)
    return Letter(
        subject=_("Uppsatt skylt %(code)s: foton", code=name_of(sign)),
        lead=_("Fotona är bifogade, utan kameradata. Ärendet avgörs i Grannsamverkan."),
        button=(_("Öppna ärendet"), f"/skyltar/{sign.id}/granska"),
        facts=(*facts_of(sign), (_("Foton"), shown)),
        attachments=attachments,
    )


def case_decided(sign: Sign, decision: SignDecision) -> Letter:
    """To the function mailbox: how the case ended."""
    words = {
        "approve": _("Godkänd"),
        "ask_completion": _("Komplettering begärd"),
        "order_correction": _("Rättning begärd"),
        "order_take_down": _("Nedtagning begärd"),
    }
    paragraphs = (decision.reason,) if decision.reason else ()
    return Letter(
        subject=_("Beslut om skylt %(code)s: %(outcome)s", code=name_of(sign),
                  outcome=words[decision.outcome].lower()),
        lead=_("Beslutet är skickat till den som satte upp skylten och till kontaktombuden."),
        button=(_("Öppna ärendet"), f"/skyltar/{sign.id}/granska"),
        paragraphs=paragraphs,
        facts=(*facts_of(sign), *_due(decision)),
    )  # fmt: skip


def _due(decision: SignDecision) -> tuple[tuple[str, str], ...]:
    return ((_("Senast"), format_date(decision.due_on)),) if decision.due_on else ()
