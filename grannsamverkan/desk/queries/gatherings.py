"""Live sessions of training that somebody holds soon or comes to."""

from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.rules import SHOWN, Task, TaskList, Where
from grannsamverkan.training import words
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.queries import sessions as reads

_OWN = {
    "asked": lazy("Svara på inbjudan till %(title)s"),
    "signed": lazy("Kom till %(title)s"),
    "waiting": lazy("Du står på väntelistan till %(title)s"),
}


def of_staff(loaded: Loaded) -> TaskList:
    """Sessions of tomorrow, of today, and of before that nobody has ended."""
    found = reads.to_hold(loaded.work, SHOWN)
    return TaskList(
        _("Träffar"),
        tuple(_held(loaded, session) for session in found),
        Where("training.sessions"),
        _("Visa alla träffar"),
    )


def of_own(loaded: Loaded) -> TaskList:
    """Sessions to which a contact person is asked or comes."""
    found = reads.own_coming(loaded.work, SHOWN)
    return TaskList(
        _("Träffar"),
        tuple(map(_own, found)),
        Where("training.sessions"),
        _("Visa alla träffar"),
    )


def _held(loaded: Loaded, session: Session) -> Task:
    text = (
        _("Skriv in närvaron för %(title)s", title=session.title)
        if reads.has_begun(loaded.work, session)
        else _("Håll i %(title)s", title=session.title)
    )
    where = Where("training.attendance", {"session_id": session.id})
    return Task(text, where, due=words.when(session), note=session.place)


def _own(row: SignUp) -> Task:
    return Task(
        str(_OWN[row.state]) % {"title": row.session.title},
        Where("training.show_session", {"session_id": row.session_id}),
        due=words.when(row.session),
        note=row.session.place,
    )
