"""What a municipality changes about itself beside its figures: its facts, its own words."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from grannsamverkan.core import audit
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.places import errors, policy
from grannsamverkan.places.models import MapSource, Municipality, OwnText, PlaceChange
from grannsamverkan.places.rules import texts

MUNICIPALITY_CHANGE = audit.declare("municipality_change", "fields")
TEXT_CHANGE = audit.declare("text_change", "key", "language")
FIELDS = (
    "name",
    "short_name",
    "epsg",
    "language",
    "function_mailbox",
    "privacy_controller",
    "privacy_contact",
)


def note(work: Work, municipality_id: int, what: str, old: Any, new: Any) -> None:
    """Remember a change so that it can be read and taken back. A building block."""
    work.session.add(
        PlaceChange(
            municipality_id=municipality_id,
            what=what,
            old=old,
            new=new,
            changed_at=work.now,
            changed_by=work.actor.id,
        )
    )


def change_municipality(
    work: Work, municipality: Municipality, values: Mapping[str, Any]
) -> list[str]:
    """Change facts about the municipality; returns the fields that differ now.

    `values` may hold any of FIELDS. The plane cannot change under a map that is drawn in it.
    Raises InvalidInput on `epsg`.
    """
    row = work.get(Municipality, municipality.id)
    work.require(policy.may_change_settings, row)
    changed = [name for name in FIELDS if name in values and getattr(row, name) != values[name]]
    if "epsg" in changed:
        _check_plane(work, row, values["epsg"])
    for name in changed:
        note(work, row.id, f"municipality:{name}", getattr(row, name), values[name])
        setattr(row, name, values[name])
    if changed:
        work.record(MUNICIPALITY_CHANGE, row, fields=changed)
    return changed


def _check_plane(work: Work, row: Municipality, epsg: int) -> None:
    drawn = select(func.count(MapSource.id)).where(MapSource.municipality_id == row.id)
    if work.session.scalar(drawn):
        raise errors.plane_in_use()
    try:
        plane.plane_for(epsg)
    except ValueError as error:
        raise errors.no_plane() from error


def word_text(
    work: Work, municipality: Municipality, *, key: str, language: str, body: str | None
) -> None:
    """Put a text in the municipality's own words; None goes back to the standard.

    Raises InvalidInput on `body` for a text that is too long or names something unknown.
    """
    work.require(policy.may_change_settings, municipality)
    fault = texts.body_fault(texts.TEXTS[key], body or "")
    if fault:
        raise errors.text_error(fault)
    row = work.session.scalar(
        select(OwnText).where(
            OwnText.municipality_id == municipality.id,
            OwnText.key == key,
            OwnText.language == language,
        )
    )
    old = None if row is None else row.body
    if old == body:
        return
    row = row or OwnText(municipality_id=municipality.id, key=key, language=language)
    if body is None:
        work.session.delete(row)
    else:
        row.body = body
        work.session.add(row)
    note(work, municipality.id, f"text:{key}:{language}", old, body)
    work.record(TEXT_CHANGE, row, key=key, language=language)
