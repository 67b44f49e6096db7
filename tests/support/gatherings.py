"""Live sessions in each of their states, for tests about every page and every address."""

from dataclasses import dataclass
from datetime import timedelta

from grannsamverkan.core import links
from grannsamverkan.core.actor import Actor
from grannsamverkan.training.jobs import settle_session
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.usecases import sessions as usecases
from grannsamverkan.training.usecases.sessions import Plan

_GOING = {"attendance", "tick", "come_late", "attendance_list", "door_poster"}
_PLANNED = {"open_session", "change_session", "cancel_session"}


@dataclass(frozen=True)
class Gatherings:
    """Ids of one of each; the reader has a seat at `coming`, `going` and `held`, none at `free`.

    `going` has begun. The key and the codes are the reader's at `going`.
    """

    planned: int
    free: int
    coming: int
    going: int
    held: int
    token: str
    held_token: str
    pass_code: str
    door: str
    signup: int

    def values(self, endpoint: str) -> dict[str, object]:
        """What stands for the parts of an address."""
        room, name = endpoint.split(".")
        if room == "attending":
            return {"token": self.token, "code": self.pass_code, "door": self.door}
        if room != "training":
            return {}
        chosen = {
            "sign_up": self.free,
            "hold_session": self.going,
            "session_material": self.held,
            **dict.fromkeys(_GOING, self.going),
            **dict.fromkeys(_PLANNED, self.planned),
        }
        return {"session_id": chosen.get(name, self.coming), "signup_id": self.signup}


def hold_sessions(runtime, given, municipality_id, staff, reader) -> Gatherings:
    """Plan, open, begin and hold them as `staff`; `reader` is a contact person there."""
    made = {
        name: _planned(runtime, municipality_id, staff, days)
        for name, days in (("planned", 20), ("free", 9), ("coming", 8), ("going", 7), ("held", 6))
    }
    rows = {}
    for name in ("free", "coming", "going", "held"):
        with runtime.work(staff.actor) as work:
            usecases.open_session(work, made[name])
    for name in ("coming", "going", "held"):
        with runtime.work(Actor("contact", reader.id)) as work:
            rows[name] = usecases.sign_up(work, made[name]).id
    _begin(given, made["going"], made["held"])
    with runtime.work(staff.actor) as work:
        usecases.tick(work, rows["held"], present=True)
        usecases.hold_session(work, made["held"])
    settle_session(runtime, made["held"])
    with runtime.reading() as work:
        going, held = work.get(SignUp, rows["going"]), work.get(SignUp, rows["held"])
        return Gatherings(
            **made,
            token=links.token_of(work, going),
            held_token=links.token_of(work, held),
            pass_code=going.pass_code,
            door=going.session.door_code,
            signup=going.id,
        )


def _planned(runtime, municipality_id, staff, days) -> int:
    with runtime.work(staff.actor) as work:
        starts = work.now + timedelta(days=days)
        plan = Plan(
            kind="training",
            title="Utbildning för nya kontaktombud",
            language="sv",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            place="Folkets hus, Storgatan 1",
            directions="Ingången från gården, hissen till plan 2.",
            organiser="Sara Samordnare",
            closes_at=starts,
            seats=20,
            trains=True,
        )
        return usecases.plan_session(work, municipality_id, plan).id


def _begin(given, *session_ids) -> None:
    with given() as work:
        for session_id in session_ids:
            session = work.get(Session, session_id)
            session.starts_at = work.now - timedelta(minutes=10)
            session.ends_at = work.now + timedelta(minutes=80)
