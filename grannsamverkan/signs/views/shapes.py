"""What the mounter's pages show, as plain data: words for codes, addresses for ids."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from flask import get_template_attribute, url_for

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, format_date, format_number
from grannsamverkan.core.work import Work
from grannsamverkan.imaging import phone_limits
from grannsamverkan.signs import errors, words
from grannsamverkan.signs.forms import StatementsForm
from grannsamverkan.signs.models import Photo, PhotoSet, Sign, SignDecision
from grannsamverkan.signs.queries import findings as finding_queries
from grannsamverkan.signs.rules import fastenings
from grannsamverkan.signs.usecases.mounting import Statements
from grannsamverkan.signs.words.drawings import ADVICE_DRAWINGS
from grannsamverkan.signs.workflow import SIGN

Shape = dict[str, Any]
TAPPED = {"post": "foot", "fastening": "fastening"}
"""What the mounter points out in a photo, by its view."""
AS_STATED = {"lower_edge": "lower_edge_m"}
"""Fields of the form whose statements have another name."""


def named(sign: Sign) -> Shape:
    """What names the sign: pretty `code`, `where` it hangs and its `group`."""
    post = _("stolpe %(number)s", number=sign.post_number) if sign.post_number else ""
    return {
        "code": codes.pretty(sign.code),
        "where": ", ".join(part for part in (post, sign.place) if part),
        "post_number": sign.post_number,
        "group": sign.group.name,
        "due": format_date(sign.due_on) if sign.due_on else None,
    }


def asked(sign: Sign) -> Shape | None:
    """What the reviewer asked for last, or None if nobody has looked yet."""
    if sign.state not in {"completion_asked", "correction_ordered"} or not sign.decisions:
        return None
    decision = sign.decisions[-1]
    return {
        "must_correct": sign.state == "correction_ordered",
        "reason": decision.reason,
        "due": format_date(decision.due_on) if decision.due_on else None,
    }


def wanted_view(token: str, photo_set: PhotoSet | None, view: str) -> Shape:
    """One of the wanted views with the photos that are there."""
    photos = photo_set.photos if photo_set else []
    return {
        "code": view,
        "word": words.VIEW_WORDS[view],
        "hint": words.VIEW_HINTS[view],
        "photos": [shown_photo(token, p) for p in photos if p.view == view],
    }


def mailed_photos(token: str, photo_set: PhotoSet | None) -> list[Shape]:
    """The photos that came by mail; nobody knows which view they are."""
    photos = photo_set.photos if photo_set else []
    return [shown_photo(token, photo) for photo in photos if photo.view == "mail"]


def shown_photo(token: str, photo: Photo) -> Shape:
    """One photo: its addresses (None while there is no clean picture), advice and refusal."""
    return {
        "id": photo.id,
        "view": photo.view,
        "word": str(words.VIEW_WORDS[photo.view]),
        "state": photo.state,
        "thumbnail_url": _picture_url(token, photo, "liten", photo.shown("thumb")),
        "picture_url": _picture_url(token, photo, "stor", photo.shown("stored")),
        "point_url": _point_url(token, photo),
        "pointed_out": _is_pointed_out(photo),
        "advice": _advised(_checks_of(photo)),
        "refused": str(errors.refused_photo(photo.refusal)) if photo.refusal else None,
    }


def answer(token: str, photo: Photo) -> str:
    """A photo for scripts, as JSON: `shown_photo` with its advice as sentences, and as `html` the
    list item that shows it.

    What a repeated sending gets is the same text.
    """
    shape = shown_photo(token, photo)
    item = get_template_attribute("mounting/_shot.html", "shot")
    said = [told["text"] for told in shape["advice"]]
    return json.dumps({**shape, "advice": said, "html": str(item(shape))}, ensure_ascii=False)


def first_look() -> Shape:
    """What the phone needs for a first look at a photo: its limits, and the advice by finding."""
    return {
        "limits": phone_limits(),
        "advice": {
            code: {"text": str(text), "drawing": ADVICE_DRAWINGS[code]}
            for code, text in words.PHONE_ADVICE.items()
        },
    }


def filled_form(photo_set: PhotoSet | None) -> StatementsForm:
    """The form with what was said before."""
    if photo_set is None:
        return StatementsForm()
    return StatementsForm(obj=photo_set, data={"lower_edge": photo_set.lower_edge_m})


def statements(form: StatementsForm) -> Statements:
    """What the form says, as far as it is right."""
    said = {name: None if form[name].errors else form[name].data for name in form.data}
    return Statements(
        fastening=said["fastening"] or None,
        liner=said["liner"] or None,
        surface=said["surface"] or None,
        lower_edge_m=said["lower_edge"],
        post_number=said["post_number"] or "",
        note=said["note"] or "",
        reply_to=said["reply_to"] or None,
    )


def some_statements(form: StatementsForm, names: Iterable[str]) -> Shape:
    """What the form says in the fields `names`, by the names of `Statements`, as far as right."""
    said = statements(form)
    right = {name for name in names if name in form and not form[name].errors}
    known = {AS_STATED.get(name, name) for name in right}
    return {f.name: getattr(said, f.name) for f in fields(said) if f.name in known}


def summary(work: Work, token: str, photo_set: PhotoSet) -> Shape:
    """All that is about to be sent, and what could be better."""
    found = finding_queries.set_findings(work, photo_set)
    return {
        "token": token,
        "sign": named(photo_set.sign),
        "municipality": photo_set.sign.municipality,
        "photos": [shown_photo(token, p) for p in photo_set.photos],
        "said": _said(token, photo_set),
        "advice": _advised(found),
    }


def sent(token: str, sign: Sign) -> Shape:
    """What has become of the sign and its photos."""
    photo_set = sign.sent_set
    return {
        "token": token,
        "sign": named(sign),
        "municipality": sign.municipality,
        "state": SIGN.states[sign.state],
        "is_approved": sign.state == "approved",
        "reply_to": photo_set.reply_to if photo_set else None,
        "photos": [shown_photo(token, p) for p in photo_set.photos] if photo_set else [],
        "timeline": timeline(sign),
    }


def timeline(sign: Sign) -> list[Shape]:
    """What has been, is now and comes, as `ui.timeline` takes it."""
    been = [
        *([(sign.handed_out_at, _("Skylten lämnades ut"), "")] if sign.handed_out_at else []),
        *((s.sent_at, _("Du skickade foton"), "") for s in sign.sets if s.sent_at),
        *((d.at, _outcome(d), d.reason) for d in sign.decisions if d.set_id is not None),
    ]
    items = [
        {"state": "done", "title": title, "date": at, "note": note}
        for at, title, note in sorted(been, key=lambda one: one[0])
    ]
    if sign.state == "photos_sent":
        items.append({"state": "now", "title": _("Kommunen tittar på fotona")})
        items.append({"state": "next", "title": _("Du får svar")})
    return items


def _outcome(decision: SignDecision) -> str:
    return {
        "approve": _("Kommunen godkände skylten"),
        "ask_completion": _("Kommunen bad om mer"),
        "order_correction": _("Kommunen bad om rättning"),
        "order_take_down": _("Kommunen bad dig ta ner skylten"),
    }[decision.outcome]


def _said(token: str, photo_set: PhotoSet) -> list[Shape]:
    height = photo_set.lower_edge_m
    form = StatementsForm()
    shown = {
        "fastening": fastenings()[photo_set.fastening].word if photo_set.fastening else None,
        "liner": words.LINER_WORDS.get(photo_set.liner or ""),
        "surface": words.SURFACE_WORDS.get(photo_set.surface or ""),
        "lower_edge": None if height is None else _("%(height)s m", height=format_number(height)),
        "post_number": photo_set.post_number,
        "note": photo_set.note,
        "reply_to": photo_set.reply_to,
    }
    return [
        {
            "label": form[name].label.text,
            "value": value or _("Inte angivet"),
            "href": url_for("mounting.letter", token=token, _anchor=name),
        }
        for name, value in shown.items()
    ]


def _checks_of(photo: Photo) -> list[Any]:
    if photo.state == "received":
        return []  # nobody has looked at it
    return [check for check in photo.set.checks if check.photo_id == photo.id]


def _advised(findings: Iterable[words.Found]) -> list[Shape]:
    """What could be better: each sentence with the name of its drawing."""
    return [
        {"text": text, "drawing": ADVICE_DRAWINGS[found.finding]}
        for found in findings
        if (text := words.advice(found))
    ]


def _point_url(token: str, photo: Photo) -> str | None:
    """Where the mounter shows what the photo is about, once there is a picture to press in."""
    if photo.view not in TAPPED or photo.shown("thumb") is None:
        return None
    return url_for("mounting.point", token=token, photo_id=photo.id)


def _is_pointed_out(photo: Photo) -> bool:
    kind = TAPPED.get(photo.view)
    # In a photo that has just come there is nothing to press in yet: the labels are not asked for.
    return photo.state != "received" and any(
        one.photo_id == photo.id and one.kind == kind for one in photo.set.labels
    )


def _picture_url(token: str, photo: Photo, size: str, stored: str | None) -> str | None:
    if stored is None:
        return None
    # The content's name in the address: a browser may keep the picture, but not for another one.
    return url_for("mounting.picture", token=token, photo_id=photo.id, size=size, v=stored[:8])
