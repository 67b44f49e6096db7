"""Letters about live sessions. `token` is the secret of the person's own link."""

from grannsamverkan.core.i18n import _, format_date
from grannsamverkan.core.mail import Attachment, Letter
from grannsamverkan.training import words
from grannsamverkan.training.models import Edition, Session, SignUp
from grannsamverkan.training.rules.sessions import ROOM

Facts = tuple[tuple[str, str], ...]


def session_invited(signup: SignUp, token: str) -> Letter:
    """To a contact person: there is a session, and how to answer."""
    session = signup.session
    return Letter(
        subject=_("Inbjudan: %(title)s, %(when)s", title=session.title, when=words.when(session)),
        lead=_("Öppna din sida och tryck på Anmäl mig, eller säg att du inte kan komma."),
        button=(_("Svara på inbjudan"), _page(token)),
        paragraphs=(
            _("Anmäl dig senast %(day)s.", day=words.last_day(session)),
            _own(),
        ),
        facts=_facts(session),
    )


def session_confirmed(signup: SignUp, token: str, *files: Attachment) -> Letter:
    """To somebody who signed up and has a seat."""
    session = signup.session
    return Letter(
        subject=_(
            "Du har en plats: %(title)s, %(when)s", title=session.title, when=words.when(session)
        ),
        lead=_("Lägg in träffen i din kalender. Visa koden på din sida när du kommer."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_leave(), _own()),
        facts=_facts(session),
        attachments=files,
    )


def session_queued(signup: SignUp, token: str) -> Letter:
    """To somebody for whom there was no seat."""
    session = signup.session
    return Letter(
        subject=_("Du står på väntelistan: %(title)s", title=session.title),
        lead=_("Det är fullt just nu. Blir en plats ledig får du den, och ett mejl om det."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_own(),),
        facts=_facts(session),
    )


def session_seat_given(signup: SignUp, token: str, *files: Attachment) -> Letter:
    """To the first who waited: a seat is free, and it is theirs."""
    session = signup.session
    return Letter(
        subject=_(
            "En plats blev ledig: %(title)s, %(when)s",
            title=session.title,
            when=words.when(session),
        ),
        lead=_("Platsen är din. Kan du inte komma? Lämna den på din sida, så får nästa den."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_own(),),
        facts=_facts(session),
        attachments=files,
    )


def session_moved(signup: SignUp, token: str, *files: Attachment) -> Letter:
    """To those who come or wait: day, hour or place has changed."""
    session = signup.session
    return Letter(
        subject=_("Ändrat: %(title)s, %(when)s", title=session.title, when=words.when(session)),
        lead=_("Det som står här gäller nu. Filen ändrar träffen i din kalender."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_leave(), _own()),
        facts=_facts(session),
        attachments=files,
    )


def session_cancelled(signup: SignUp, token: str, *files: Attachment) -> Letter:
    """To the same: it will not be."""
    session = signup.session
    return Letter(
        subject=_("Inställt: %(title)s, %(when)s", title=session.title, when=words.when(session)),
        lead=_("Träffen blir inte av. Filen tar bort den ur din kalender."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_("Skälet är:"), session.reason),
        facts=_facts(session),
        attachments=files,
    )


def session_near(signup: SignUp, token: str) -> Letter:
    """To those who come: it is soon."""
    session = signup.session
    return Letter(
        subject=_("Snart: %(title)s, %(when)s", title=session.title, when=words.when(session)),
        lead=_("Ta med telefonen. På din sida finns koden som checkar in dig."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(_leave(), _own()),
        facts=_facts(session),
    )


def session_thanks(
    signup: SignUp, token: str, *, certified: bool, material: Edition | None
) -> Letter:
    """To somebody who came: what waits on the own page."""
    session = signup.session
    waiting = [
        *([_("Ditt intyg finns att hämta på din sida.")] if certified else []),
        *(
            [_("Materialet ”%(title)s” finns att läsa där.", title=material.title)]
            if material
            else []
        ),
    ]
    return Letter(
        subject=_("Tack för att du kom: %(title)s", title=session.title),
        lead=_("Du är noterad som närvarande den %(day)s.", day=format_date(session.starts_at)),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(*waiting, _own()),
    )


def session_missed(signup: SignUp, token: str, missed: Session) -> Letter:
    """To somebody who had a seat and did not come: when the next one is, if there is one."""
    following = signup.session if signup.session is not missed else None
    return Letter(
        subject=_("Vi saknade dig: %(title)s", title=missed.title),
        lead=_("Det kommer en ny träff. Anmäl dig på din sida.")
        if following
        else _("Ingen ny träff är bestämd än."),
        button=(_("Öppna din sida"), _page(token)),
        paragraphs=(
            _("Var du där? Säg till den som höll i träffen, så rättas det."),
            _own(),
        ),
        facts=_facts(following) if following else (),
    )


def _page(token: str) -> str:
    return f"/{ROOM}/{token}"


def _own() -> str:
    return _("Länken är din egen. Skicka den inte vidare.")


def _leave() -> str:
    return _("Kan du inte komma? Lämna platsen på din sida, så får någon annan den.")


def _facts(session: Session) -> Facts:
    given = (
        (_("När"), words.when(session)),
        (_("Var"), session.place),
        (_("Hitta dit"), session.directions),
        (_("Håller i träffen"), session.organiser),
    )
    return tuple((term, value) for term, value in given if value)
