"""Changes of the municipality itself, its settings and whom to call; imports stand beside."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from grannsamverkan.core import audit
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.places import errors, policy, queries, rules
from grannsamverkan.places.models import (
    Municipality,
    PoliceArea,
    PublicContact,
    Setting,
)
from grannsamverkan.places.usecases import changes

SETTING_CHANGE = audit.declare("setting_change", "key", "old", "new")
CONTACT_ADD = audit.declare("public_contact_add")
CONTACT_CHANGE = audit.declare("public_contact_change")
CONTACT_REMOVE = audit.declare("public_contact_remove")
MUNICIPALITY_ADD = audit.declare("municipality_add")
POLICE_AREA_ADD = audit.declare("police_area_add")


@dataclass(frozen=True)
class ContactDetails:
    """What the public is told of somebody to call."""

    title: str
    phone: str
    name: str | None = None
    email: str | None = None
    hours: str | None = None
    note: str | None = None
    position: int = 0


def add_municipality(work: Work, **details: Any) -> Municipality:
    """Found a municipality with the columns of Municipality; ValueError for a plane unknown."""
    work.require(policy.may_found)
    municipality = Municipality(**details)
    plane.plane_for(municipality.epsg or 3006)
    work.session.add(municipality)
    work.record(MUNICIPALITY_ADD, municipality)
    return municipality


def add_police_area(work: Work, municipality: Municipality, name: str) -> PoliceArea:
    """Add a police area to a municipality."""
    work.require(policy.may_found)
    area = PoliceArea(municipality_id=municipality.id, name=name)
    work.session.add(area)
    work.record(POLICE_AREA_ADD, area)
    return area


def change_setting(work: Work, municipality: Municipality, key: str, value: Any) -> None:
    """Give a setting the municipality's own value. Raises InvalidInput on the field `value`."""
    work.require(policy.may_change_settings, municipality)
    definition = rules.SETTINGS[key]
    fault = rules.value_fault(definition, value)
    if fault:
        raise errors.setting_error(fault)
    row = _setting_row(work, municipality.id, key)
    old = definition.default if row is None else row.value
    if row is None:
        row = Setting(municipality_id=municipality.id, key=key)
        work.session.add(row)
    row.value, row.changed_at, row.changed_by = value, work.now, work.actor.id
    if old != value:
        changes.note(work, municipality.id, f"setting:{key}", old, value)
    queries.forget_settings(work)
    # Free text stays out of the log.
    shown = (None, None) if definition.type == "text" else (old, value)
    work.record(SETTING_CHANGE, row, key=key, old=shown[0], new=shown[1])


def add_public_contact(
    work: Work, municipality: Municipality, details: ContactDetails
) -> PublicContact:
    """Tell the public of one more to call."""
    work.require(policy.may_change_contacts, municipality)
    contact = PublicContact(municipality_id=municipality.id, **vars(details))
    work.session.add(contact)
    work.record(CONTACT_ADD, contact)
    _note_contact(work, contact, None, vars(details))
    return contact


def change_public_contact(work: Work, contact: PublicContact, details: ContactDetails) -> None:
    """Change what the public is told of somebody to call."""
    work.require(policy.may_change_contacts, work.get(Municipality, contact.municipality_id))
    old = {name: getattr(contact, name) for name in vars(details)}
    for name, value in vars(details).items():
        setattr(contact, name, value)
    if old != vars(details):
        _note_contact(work, contact, old, vars(details))
    work.record(CONTACT_CHANGE, contact)


def remove_public_contact(work: Work, contact: PublicContact) -> None:
    """Stop telling the public of somebody."""
    work.require(policy.may_change_contacts, work.get(Municipality, contact.municipality_id))
    work.record(CONTACT_REMOVE, contact)
    told = {field.name: getattr(contact, field.name) for field in fields(ContactDetails)}
    _note_contact(work, contact, told, None)
    work.session.delete(contact)


def _note_contact(
    work: Work, contact: PublicContact, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> None:
    changes.note(work, contact.municipality_id, f"contact:{contact.id}", old, new)


def _setting_row(work: Work, municipality_id: int, key: str) -> Setting | None:
    return work.session.scalar(
        select(Setting).where(Setting.municipality_id == municipality_id, Setting.key == key)
    )
