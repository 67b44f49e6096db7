"""The letter of a decision, as plain data for `templates/signs/decision.typ`."""

from collections.abc import Mapping, Sequence
from typing import Any

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_date, local, speaking
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.sight.drawings import PRINT
from grannsamverkan.imaging.marking import painted
from grannsamverkan.signs import prints, queries
from grannsamverkan.signs.models import Photo, PhotoSet, Sign, SignDecision
from grannsamverkan.signs.prints import sight
from grannsamverkan.signs.queries import layers, reasons
from grannsamverkan.signs.queries.sight import answer_of
from grannsamverkan.signs.rules.layers import Layer
from grannsamverkan.signs.words import VIEW_WORDS
from grannsamverkan.signs.words.layers import drawn as names_of_drawn
from grannsamverkan.signs.words.reasons import Wording
from grannsamverkan.signs.words.sight import told_sentences

TEMPLATE = "signs/decision.typ"
KINDS = {
    "approve": "approved",
    "ask_completion": "more",
    "order_correction": "correction",
    "order_take_down": "down",
}
MOST_PICTURES = 3
SHOWN = ["outline", "ruler"]
"""The layers that a letter's pictures show."""
MOST_DRAWINGS = 2
ABOUT_VIEW = ("view_blocked", "traffic_sign_post")
"""Ready-made reasons that rest on sight lines."""
ABOUT_ZINC, ABOUT_HEIGHT = ("steel_on_zinc", "drilled"), ("too_low",)
"""Ready-made reasons that rest on rust, and on the height."""


def letters(work: Work, decision_id: int) -> dict[str, prints.Document]:
    """The letter in each language that somebody reads it in; none for what is gone or was sent."""
    decision = work.session.get(SignDecision, decision_id)
    if decision is None or decision.job_id is None or decision.set_id is None:
        return {}
    sign, photo_set = work.get(Sign, decision.sign_id), work.get(PhotoSet, decision.set_id)
    readers = queries.readers_of_decision(sign, photo_set)
    languages = {to.language for to in readers} | {sign.municipality.language}
    return {language: _in(language, work, decision, sign, photo_set) for language in languages}


def _in(
    language: str, work: Work, decision: SignDecision, sign: Sign, photo_set: PhotoSet
) -> prints.Document:
    with speaking(language):
        return document(work, decision, sign, photo_set)


def document(
    work: Work, decision: SignDecision, sign: Sign, photo_set: PhotoSet
) -> prints.Document:
    """The letter in the language spoken now."""
    said = reasons.told(work, decision)
    pictures = _pictures(work, decision, photo_set)
    return {
        **prints.basics(_("Beslut om skylt %(code)s", code=codes.pretty(sign.code))),
        "sender": {"name": sign.municipality.name, "unit": _("Grannsamverkan")},
        "recipient": [_("Till dig som satte upp skylten"), sign.group.name],
        "facts": _facts(work, decision, sign),
        "heading": _heading(decision, sign),
        "outcome": {"kind": KINDS[decision.outcome], "label": _label(decision)},
        "greeting": _("Hej,"),
        "intro": [_intro(decision)],
        "reason": {"heading": _("Varför"), "text": said.reason} if said.reason else None,
        "photo": pictures[0] if pictures else None,
        "photos": [*pictures[1:], *_drawings(work, decision, sign)],
        "rule": _rule(work, decision, said),
        "todo": _todo(decision, said),
        "deadline": _deadline(decision),
        "again": {"heading": _("Tycker du att det blev fel?"), "text": how_to_ask_again(decision)},
        "call": prints.whom_to_call(work, sign),
        "emergency": prints.emergency(),
        "footer": prints.footer(work.runtime.settings.base_url, sign),
    }


def _heading(decision: SignDecision, sign: Sign) -> str:
    code = codes.pretty(sign.code)
    return {
        "approve": _("Skylten %(code)s är godkänd", code=code),
        "ask_completion": _("Skicka mer om skylten %(code)s", code=code),
        "order_correction": _("Skylten %(code)s behöver rättas", code=code),
        "order_take_down": _("Skylten %(code)s ska tas ner", code=code),
    }[decision.outcome]


def _label(decision: SignDecision) -> str:
    return {
        "approve": _("Godkänd"),
        "ask_completion": _("Mer behövs"),
        "order_correction": _("Behöver rättas"),
        "order_take_down": _("Ska tas ner"),
    }[decision.outcome]


def _intro(decision: SignDecision) -> str:
    return {
        "approve": _(
            "kommunen har tittat på dina foton. Fästet är skonsamt mot stolpens zink och skylten"
            " skymmer inte sikten. Du behöver inte göra något mer."
        ),
        "ask_completion": _(
            "kommunen har tittat på dina foton och behöver mer för att kunna godkänna skylten."
        ),
        "order_correction": _(
            "kommunen har tittat på dina foton. Något med skylten behöver rättas innan den kan"
            " godkännas."
        ),
        "order_take_down": _(
            "kommunen har tittat på dina foton. Skylten kan inte sitta kvar och behöver tas ner."
        ),
    }[decision.outcome]


def _facts(work: Work, decision: SignDecision, sign: Sign) -> list[Mapping[str, str]]:
    who = accounts.names(work, [decision.actor_id]).get(decision.actor_id, "")
    rows = [
        (_("Datum"), format_date(local(decision.at))),
        (_("Skylt"), codes.pretty(sign.code)),
        (_("Plats"), ", ".join(prints.place(sign))),
        (_("Grupp"), sign.group.name),
        (_("Beslutat av"), who),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _pictures(work: Work, decision: SignDecision, photo_set: PhotoSet) -> list[dict[str, Any]]:
    """The photos that were marked, and the one that shows how high a sign hangs that is too low."""
    if decision.outcome == "approve":
        return []
    seen = [photo for photo in photo_set.photos if photo.shown("stored")]
    found = layers.of_photos(work, photo_set, seen)
    shown = [*SHOWN, "rust"] if decision.template in ABOUT_ZINC else SHOWN
    drawn = {
        photo_id: [one for one in its_layers if one.name in shown and one.is_drawn]
        for photo_id, (_evidence, its_layers) in found.items()
    }
    measured = {photo_id for photo_id, its in drawn.items() if any(o.name == "ruler" for o in its)}
    too_low = measured if decision.template in ABOUT_HEIGHT else set()
    chosen = [photo for photo in seen if photo.marks or photo.id in too_low]
    chosen.sort(key=lambda photo: photo.id not in too_low)
    return [_picture(work, photo, drawn.get(photo.id, [])) for photo in chosen[:MOST_PICTURES]]


def _picture(work: Work, photo: Photo, drawn: Sequence[Layer]) -> dict[str, Any]:
    assert photo.stored is not None  # asked by `_pictures`
    labels = [mark.label or _("märkt plats") for mark in photo.marks]
    numbered = "; ".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))
    view = str(VIEW_WORDS.get(photo.view, _("Foto")))
    figures = [one.sentence for one in drawn if one.name != "outline"]
    marked = _("Märkt i rött: %(marks)s.", marks=numbered) if numbered else ""
    lines = f"{names_of_drawn(one.name for one in drawn)}." if drawn else ""
    return {
        "image": painted(
            work.storage.get(photo.stored), photo.marks, {one.name: one.drawing for one in drawn}
        ),
        "alt": " ".join(part for part in (f"{view}.", marked, lines, *figures) if part),
        "caption": " ".join(
            part for part in (f"{view}.", f"{numbered}." if numbered else "", *figures) if part
        ),
    }


def _drawings(work: Work, decision: SignDecision, sign: Sign) -> list[dict[str, Any]]:
    """What the sight check draws of what it finds: where the decision rests on the view, or the
    check says no."""
    if decision.outcome == "approve" or sign.sight is None or sign.sight.verdict == "ok":
        return []
    if decision.template not in ABOUT_VIEW and sign.sight.verdict != "not_ok":
        return []
    drawn = sight.drawings(work, sign.municipality_id, answer_of(sign.sight), PRINT)
    told = " ".join(told_sentences(sign.sight))
    return [
        {
            "image": one.svg.encode(),
            "alt": one.alt,
            "caption": f"{one.title}. {told}" if one is drawn[0] else f"{one.title}.",
        }
        for one in drawn[:MOST_DRAWINGS]
    ]


def _rule(work: Work, decision: SignDecision, said: Wording) -> Mapping[str, str] | None:
    if not said.rule:
        return None
    source = _(reasons.rule_source(work, decision)) if decision.template else ""
    text = _("Källa: %(source)s", source=source) if source else ""
    return {"heading": _("Regeln"), "text": said.rule, "source": text}


def _todo(decision: SignDecision, said: Wording) -> Mapping[str, Any] | None:
    if decision.outcome == "approve":
        return None
    steps = [line.strip() for line in said.remedy.splitlines() if line.strip()]
    return {"heading": _("Gör så här"), "steps": [*steps, _last_step(decision)]}


def _last_step(decision: SignDecision) -> str:
    if decision.outcome == "order_take_down":
        return _("Ta ett foto av stolpen när skylten är nere, och ge det till ert kontaktombud.")
    return _("Läs av koden i brevet du fick med skylten och skicka nya foton.")


def _deadline(decision: SignDecision) -> Mapping[str, str] | None:
    if decision.due_on is None:
        return None
    return {"label": _("Senast"), "date": format_date(decision.due_on)}


def how_to_ask_again(decision: SignDecision) -> str:
    """Whom to turn to if the decision seems wrong, and what to say when time is short."""
    again = _(
        "Ring något av numren här nere och säg skyltens kod, så tittar kommunen en gång till."
    )
    late = _("Hinner du inte i tid, så säg det också.")
    # Where nothing is asked for there is nothing to be late with.
    return f"{again} {late}" if decision.due_on else again
