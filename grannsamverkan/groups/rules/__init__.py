"""Arithmetic and decisions about groups. Pure: plain values in, plain values out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from grannsamverkan.core.i18n import format_date, lazy

FACTS = ("meeting_booked", "meeting_held", "list_exists", "first_information")
FACT_WORDS = {
    "meeting_booked": lazy("Uppstartsmöte bokat"),
    "meeting_held": lazy("Uppstartsmöte hållet"),
    "list_exists": lazy("Hushållslistan finns"),
    "first_information": lazy("Första informationen lämnad"),
}
FACT_TASKS = {
    "meeting_booked": lazy("Boka uppstartsmötet och skriv in dagen"),
    "meeting_held": lazy("Håll uppstartsmötet"),
    "list_exists": lazy("Gör en lista över hushållen"),
    "first_information": lazy("Lämna den första informationen till hushållen"),
}
FACT_HINTS = {
    "meeting_booked": lazy("Dagen då ni träffar polisen och varandra."),
    "meeting_held": lazy("Ni har träffats och fått veta hur grannsamverkan går till."),
    "list_exists": lazy("Kontaktombuden har en lista över hushållen. Den lämnas inte hit."),
    "first_information": lazy("Alla anslutna hushåll har fått den första informationen."),
}
HOUSING_WORDS = {
    "villa": lazy("Villor"),
    "radhus": lazy("Radhus"),
    "flerfamiljshus": lazy("Flerfamiljshus"),
    "fritidshus": lazy("Fritidshus"),
}
NEEDS_OWNER_CONSENT = frozenset({"flerfamiljshus"})


@dataclass(frozen=True)
class Participation:
    """How many of the dwellings have joined, with its three parts."""

    dwellings: int
    joined: int
    declined: int

    @property
    def unanswered(self) -> int:
        """Dwellings that have said neither yes nor no."""
        return max(0, self.dwellings - self.joined - self.declined)

    @property
    def share(self) -> float:
        """Joined / dwellings, 0..1; 0 when there are no dwellings."""
        return self.joined / self.dwellings if self.dwellings else 0.0


@dataclass(frozen=True)
class Advice:
    """A piece of advice for the person deciding: how serious, and one sentence."""

    tone: str
    text: Any


def counts_fit(dwellings: int, joined: int, declined: int) -> bool:
    """True if the parts are not more than the whole."""
    return joined + declined <= dwellings


def participation_advice(part: Participation, wanted: float, warn: float) -> Advice | None:
    """Advice on the share, given the wanted and the warning share (both 0..1)."""
    values = {"have": round(part.share * 100), "want": round(wanted * 100)}
    if part.share < warn:
        return Advice(
            "warn", lazy("Bara %(have)d %% av bostäderna är med. Riktmärke: %(want)d %%.", **values)
        )
    if part.share < wanted:
        return Advice(
            "info", lazy("%(have)d %% av bostäderna är med. Riktmärke: %(want)d %%.", **values)
        )
    return None


def contacts_advice(
    contacts: int, heads: int, dwellings: int, *, warn: int, hard: int, head_from: int, head_at: int
) -> list[Advice]:
    """Advice on the number of contact persons.

    `warn` and `hard` are dwellings per contact person; a head contact person is wanted from
    `head_from` contact persons or `head_at` dwellings.
    """
    found: list[Advice] = []
    each = ceil(dwellings / max(1, contacts))
    values = {"each": each, "warn": warn, "hard": hard}
    if each > hard:
        text = lazy(
            "Det blir %(each)d bostäder per kontaktombud. Fler än %(hard)d hinner ett ombud sällan"
            " med: ni behöver minst %(least)d kontaktombud.",
            **values,
            least=fewest_contacts(dwellings, hard),
        )
        found.append(Advice("warn", text))
    elif each > warn:
        text = lazy(
            "Det blir %(each)d bostäder per kontaktombud. Högst %(warn)d är lagom: då behövs"
            " %(least)d kontaktombud.",
            **values,
            least=fewest_contacts(dwellings, warn),
        )
        found.append(Advice("info", text))
    if not heads and (contacts >= head_from or dwellings >= head_at):
        text = lazy(
            "Välj ett huvudkontaktombud. Det behövs från %(contacts)d kontaktombud eller"
            " %(dwellings)d bostäder.",
            contacts=head_from,
            dwellings=head_at,
        )
        found.append(Advice("info", text))
    return found


@dataclass(frozen=True)
class Draft:
    """What a registration holds so far, as plain values."""

    named: bool
    placed: bool
    dwellings: int | None
    contacts: int
    housing: str
    consent: bool


STEPS = ("name", "area", "dwellings", "contacts", "send")
STEP_WORDS = {
    "name": lazy("Namn och boende"),
    "area": lazy("Område"),
    "dwellings": lazy("Bostäder"),
    "contacts": lazy("Kontaktombud"),
    "send": lazy("Läs igenom och skicka"),
}


def missing_in(draft: Draft) -> dict[str, Any]:
    """What must be added before sending, by the step where it is added."""
    missing: dict[str, Any] = {}
    if not draft.named:
        missing["name"] = lazy("Ge gruppen ett namn.")
    if not draft.placed:
        missing["area"] = lazy("Visa vilket område gruppen täcker, på kartan eller med gator.")
    if not draft.dwellings:
        missing["dwellings"] = lazy("Ange hur många bostäder som finns i området.")
    elif draft.housing in NEEDS_OWNER_CONSENT and not draft.consent:
        missing["dwellings"] = lazy("Ange vem som äger husen och när ägaren sa ja.")
    if not draft.contacts:
        missing["contacts"] = lazy("Föreslå minst ett kontaktombud.")
    return missing


@dataclass(frozen=True)
class Standing:
    """How a group stands, as plain values: what *approve* and *activate* look at.

    `fewest_contacts` is how many contact persons the number of dwellings asks for;
    `wanted_share` is the participation asked for, 0..1.
    """

    draft: Draft
    participation: Participation
    wanted_share: float
    fewest_contacts: int
    privacy_read: bool
    facts: frozenset[str]
    all_trained: bool


CONDITIONS: Mapping[str, Mapping[str, tuple[Any, Callable[[Standing], bool]]]] = {
    "approve": {
        "area": (lazy("Ett område är angivet"), lambda s: s.draft.placed),
        "contact_person": (lazy("Minst ett kontaktombud"), lambda s: s.draft.contacts > 0),
        "contacts_enough": (
            lazy("Kontaktombud nog för antalet bostäder"),
            lambda s: s.draft.contacts >= s.fewest_contacts,
        ),
        "dwellings": (lazy("Antalet bostäder är angivet"), lambda s: bool(s.draft.dwellings)),
        "participation": (
            lazy("Tillräckligt många bostäder är med"),
            lambda s: s.participation.share >= s.wanted_share,
        ),
        "owner_consent": (
            lazy("Fastighetsägaren har sagt ja"),
            lambda s: s.draft.housing not in NEEDS_OWNER_CONSENT or s.draft.consent,
        ),
        "privacy_notice": (
            lazy("Informationen om personuppgifter är läst"),
            lambda s: s.privacy_read,
        ),
        "meeting_booked": (
            lazy("Uppstartsmötet är bokat"),
            lambda s: bool(s.facts & {"meeting_booked", "meeting_held"}),
        ),
    },
    "activate": {
        "meeting_held": (lazy("Uppstartsmötet är hållet"), lambda s: "meeting_held" in s.facts),
        "list_exists": (lazy("Hushållslistan finns"), lambda s: "list_exists" in s.facts),
        "first_information": (
            lazy("Första informationen är lämnad"),
            lambda s: "first_information" in s.facts,
        ),
        "training": (lazy("Kontaktombuden är utbildade"), lambda s: s.all_trained),
    },
}


@dataclass(frozen=True)
class Unmet:
    """Conditions that do not hold: those that bind here, and those that only advise."""

    binding: tuple[Any, ...]
    advisory: tuple[Any, ...]


def unmet(standing: Standing, moment: str, binding: Collection[str]) -> Unmet:
    """What is missing for `moment` ("approve" or "activate"), as sentences."""
    open_ones = {
        code: text for code, (text, holds) in CONDITIONS[moment].items() if not holds(standing)
    }
    return Unmet(
        binding=tuple(text for code, text in open_ones.items() if code in binding),
        advisory=tuple(text for code, text in open_ones.items() if code not in binding),
    )


def fewest_contacts(dwellings: int, hard: int) -> int:
    """Contact persons needed so that none answers for more than `hard` dwellings."""
    return max(1, ceil(dwellings / hard))


def facts_to_note(known: Collection[str]) -> list[str]:
    """Kinds of facts still to come; a meeting that was held need not be booked any more."""
    settled = {*known, "meeting_booked"} if "meeting_held" in known else set(known)
    return [kind for kind in FACTS if kind not in settled]


def fact_day_is_possible(kind: str, on: date, today: date) -> bool:
    """Only a booked meeting may lie ahead."""
    return kind == "meeting_booked" or on <= today


def roles_that_decide(coordinator_decides: bool) -> tuple[str, ...]:
    """Whose decisions a registration needs, in the order they are usually given."""
    return ("police", "coordinator") if coordinator_decides else ("police",)


@dataclass(frozen=True)
class Gate:
    """Whether signs may be handed out to a group; if not, one sentence for each thing missing.

    `training`: somebody's training is among them.
    """

    open: bool
    reasons: tuple[Any, ...] = ()
    training: bool = False


def sign_gate(
    active: bool,
    contacts: int,
    untrained: Sequence[str],
    over: Sequence[tuple[str, date]] = (),
) -> Gate:
    """Open only for an active group all of whose contact persons have done the training.

    `untrained` holds the names of those who have not, `over` of those who must do it anew, with
    the last day of what they did.
    """
    reasons = []
    if not active:
        reasons.append(lazy("Gruppen är inte aktiv än."))
    if not contacts:
        reasons.append(lazy("Gruppen har inget kontaktombud."))
    reasons.extend(lazy("%(name)s har inte gått utbildningen.", name=name) for name in untrained)
    reasons.extend(
        lazy(
            "%(name)s behöver gå utbildningen igen. Den gällde till och med %(day)s.",
            name=name,
            day=format_date(day),
        )
        for name, day in over
    )
    return Gate(not reasons, tuple(reasons), training=bool(untrained or over))
