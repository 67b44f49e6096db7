"""Letters about a group's year, and about resting, beginning again and closing."""

from datetime import date

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.mails import parts
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.rules.year import NO_ANSWER, Year


def _page(group: Group) -> str:
    return f"/grupper/{group.id}"


def _own_link() -> str:
    return _("Länken är din egen och gäller bara det här. Skicka den inte vidare.")


def year_asked(group: Group, token: str, year: Year, words: str) -> Letter:
    """To each contact person: the year can be confirmed, behind a personal link. `words` are the
    municipality's own, or the standard."""
    return Letter(
        subject=_("Är %(name)s fortfarande i gång?", name=group.name),
        lead=_(
            "Bekräfta det senast %(day)s. Du behöver inte logga in.", day=format_date(year.due_on)
        ),
        button=(_("Se vad du bekräftar"), f"/ar/{token}"),
        paragraphs=(
            *parts(words),
            _own_link(),
        ),
    )


def year_reminded(group: Group, token: str, year: Year, _words: str) -> Letter:
    """To each contact person: nobody has confirmed yet."""
    return Letter(
        subject=_("Påminnelse: är %(name)s i gång?", name=group.name),
        lead=_("Ingen av er har bekräftat året än. Det tar en minut."),
        button=(_("Se vad du bekräftar"), f"/ar/{token}"),
        paragraphs=(
            _(
                "Sista dagen i tid är %(due)s. Utan svar blir gruppen vilande den %(rests)s.",
                due=format_date(year.due_on),
                rests=format_date(year.dormant_on),
            ),
            _own_link(),
        ),
    )


def year_warned(group: Group, token: str, year: Year, _words: str) -> Letter:
    """To each contact person: the group is about to go dormant."""
    return Letter(
        subject=_(
            "%(name)s blir vilande den %(day)s",
            name=group.name,
            day=format_date(year.dormant_on),
        ),
        lead=_("Bekräfta att gruppen är i gång, så fortsätter den som förut."),
        button=(_("Se vad du bekräftar"), f"/ar/{token}"),
        paragraphs=(
            _("En vilande grupp får inga nya skyltar och syns inte när någon söker på sin adress."
              " Den går att starta igen."),
            _own_link(),
        ),
    )  # fmt: skip


def year_warned_police(group: Group, year: Year) -> Letter:
    """To the police of the area: a group is about to go dormant."""
    return Letter(
        subject=_("%(name)s är på väg att bli vilande", name=group.name),
        lead=_(
            "Ingen har bekräftat året. Ring gärna ett kontaktombud före den %(day)s.",
            day=format_date(year.dormant_on),
        ),
        button=(_("Öppna gruppens sida"), _page(group)),
    )


def year_confirmed(group: Group, who: str, next_due: date) -> Letter:
    """To the other contact persons: one of you has confirmed."""
    return Letter(
        subject=_("%(name)s är bekräftad för i år", name=group.name),
        lead=_("Du behöver inte göra något. %(who)s har bekräftat gruppen.", who=who),
        button=(_("Öppna gruppens sida"), _page(group)),
        paragraphs=(_("Nästa gång är senast %(day)s.", day=format_date(next_due)),),
    )


def signs_worn(group: Group) -> Letter:
    """To the safety coordinator: the group says that a sign is damaged, faded or gone."""
    return Letter(
        subject=_("En skylt i %(name)s är skadad eller borta", name=group.name),
        lead=_("Det skrev ett kontaktombud när gruppen bekräftade sitt år. Fråga vilken."),
        button=(_("Öppna gruppens sida"), _page(group)),
    )


def group_rests(group: Group, reason: str) -> Letter:
    """To the contact persons: the group rests now, and how it begins again."""
    return Letter(
        subject=_("%(name)s är vilande", name=group.name),
        lead=_("Vill ni fortsätta? Tryck på ”Vi vill starta igen” på gruppens sida."),
        button=(_("Öppna gruppens sida"), _page(group)),
        paragraphs=(
            _("Skälet är:"),
            reason or str(NO_ANSWER),
            _("Så länge gruppen vilar får den inga nya skyltar. Det som finns kvar sitter kvar."),
        ),
    )


def group_rests_told(group: Group, reason: str) -> Letter:
    """To police and coordinator: a group rests now."""
    return Letter(
        subject=_("%(name)s är vilande", name=group.name),
        lead=_("Du behöver inte göra något. Gruppen kan själv be att få starta igen."),
        button=(_("Öppna gruppens sida"), _page(group)),
        paragraphs=(_("Skälet är:"), reason or str(NO_ANSWER)),
    )


def wake_asked(group: Group) -> Letter:
    """To the police: a resting group wants to begin again."""
    return Letter(
        subject=_("%(name)s vill starta igen", name=group.name),
        lead=_("Se efter att uppgifterna stämmer, och starta gruppen."),
        button=(_("Öppna gruppens sida"), _page(group)),
    )


def group_woken(group: Group) -> Letter:
    """To the contact persons: active again."""
    return Letter(
        subject=_("%(name)s är i gång igen", name=group.name),
        lead=_("Berätta det för grannarna, och se över listan och skyltarna."),
        button=(_("Öppna gruppens sida"), _page(group)),
    )


def group_closed(group: Group, reason: str) -> Letter:
    """To contact persons, police and coordinator: the group exists no longer."""
    return Letter(
        subject=_("%(name)s är avslutad", name=group.name),
        lead=_("Gruppen finns inte längre. Skyltarna ska tas ner."),
        button=(_("Öppna gruppens sida"), _page(group)),
        paragraphs=(_("Skälet är:"), reason),
    )
