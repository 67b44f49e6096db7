"""Letters about meetings."""

from grannsamverkan.core.i18n import _
from grannsamverkan.core.mail import Attachment, Letter
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.words import kind_word, when


def meeting_booked(meeting: Meeting, calendar: Attachment) -> Letter:
    """To contact persons and police: a meeting is booked."""
    return Letter(
        subject=_(
            "%(kind)s för %(name)s: %(when)s",
            kind=kind_word(meeting),
            name=meeting.group.name,
            when=when(meeting),
        ),
        lead=_("Lägg in mötet i din kalender, och bjud in grannarna. Ett anslag finns på sidan."),
        button=(_("Öppna mötets sida"), _page(meeting)),
        facts=_facts(meeting),
        attachments=(calendar,),
    )


def meeting_moved(meeting: Meeting, calendar: Attachment) -> Letter:
    """To the same: day, hour or place has changed."""
    return Letter(
        subject=_(
            "Ändrat möte för %(name)s: %(when)s", name=meeting.group.name, when=when(meeting)
        ),
        lead=_("Det som står här gäller nu. Säg till grannarna, och byt ut anslaget."),
        button=(_("Öppna mötets sida"), _page(meeting)),
        facts=_facts(meeting),
        attachments=(calendar,),
    )


def meeting_cancelled(meeting: Meeting, calendar: Attachment) -> Letter:
    """To the same: it will not be."""
    return Letter(
        subject=_("Inställt möte för %(name)s", name=meeting.group.name),
        lead=_("Mötet blir inte av. Säg till grannarna, och ta ner anslaget."),
        button=(_("Öppna mötets sida"), _page(meeting)),
        paragraphs=(_("Skälet är:"), meeting.reason),
        facts=_facts(meeting),
        attachments=(calendar,),
    )


def meeting_proposed(meeting: Meeting) -> Letter:
    """To the police: the group proposes a meeting."""
    return Letter(
        subject=_("%(name)s föreslår ett möte", name=meeting.group.name),
        lead=_("Boka mötet om tiden passar, eller ändra den."),
        button=(_("Svara på förslaget"), _page(meeting)),
        facts=_facts(meeting),
    )


def meeting_near(meeting: Meeting) -> Letter:
    """To the contact persons: it is soon."""
    return Letter(
        subject=_("Snart möte för %(name)s: %(when)s", name=meeting.group.name, when=when(meeting)),
        lead=_("Påminn grannarna. Efter mötet skriver du in hur många hushåll som kom."),
        button=(_("Öppna mötets sida"), _page(meeting)),
        facts=_facts(meeting),
    )


def _page(meeting: Meeting) -> str:
    return f"/moten/{meeting.id}"


def _facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return ((_("När"), when(meeting)), (_("Var"), meeting.place))
