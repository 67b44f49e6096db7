"""Reads of municipalities, their settings and whom to call there; ground and map stand beside."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.db import BigId
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.geometry.plane import Plane
from grannsamverkan.places import rules
from grannsamverkan.places.models import Municipality, PoliceArea, PublicContact, Setting


def municipalities(work: Work) -> Sequence[Municipality]:
    """All municipalities of the installation, by name."""
    return work.session.scalars(select(Municipality).order_by(Municipality.name)).all()


def municipality(work: Work, municipality_id: int) -> Municipality:
    """One municipality; NotFound if there is none. No question if it has been read already."""
    return work.get(Municipality, municipality_id)


def municipality_by_slug(work: Work, slug: str) -> Municipality:
    """The municipality called `slug` in addresses; NotFound if there is none."""
    found = work.session.scalar(select(Municipality).where(Municipality.slug == slug))
    if found is None:
        raise NotFound()
    return found


def chosen_municipality(work: Work, slug: str | None) -> Municipality:
    """The municipality an address names; without a name the first one. NotFound if none."""
    if slug:
        return municipality_by_slug(work, slug)
    found = municipalities(work)
    if not found:
        raise NotFound()
    return found[0]


def managed_municipality(
    work: Work, slug: str | None, permission: Callable[[Actor, Municipality], bool]
) -> Municipality:
    """The municipality an address names, or the first for which the actor has `permission`;
    NotPermitted if there is none."""
    candidates = [municipality_by_slug(work, slug)] if slug else municipalities(work)
    for municipality in candidates:
        if permission(work.actor, municipality):
            return municipality
    raise NotPermitted()


def public_contact(work: Work, contact_id: int) -> PublicContact:
    """Somebody the public may call; NotFound if there is none with that id."""
    return work.get(PublicContact, contact_id)


def municipality_of(work: Work, contact: PublicContact) -> Municipality:
    """The municipality whose contact it is."""
    return work.get(Municipality, contact.municipality_id)


def plane_of(work: Work, municipality_id: int) -> Plane:
    """The metric plane in which the municipality's coordinates are kept."""
    return plane.plane_for(work.get(Municipality, municipality_id).epsg)


def police_areas(work: Work, municipality_id: int) -> Sequence[PoliceArea]:
    """The municipality's police areas, by name."""
    return work.session.scalars(
        select(PoliceArea)
        .where(PoliceArea.municipality_id == municipality_id)
        .order_by(PoliceArea.name)
    ).all()


def police_area_names(work: Work, municipality_ids: Collection[int]) -> dict[int, str]:
    """The police areas' names by id, of all these municipalities, by one question."""
    found = work.session.execute(
        select(PoliceArea.id, PoliceArea.name).where(
            PoliceArea.municipality_id.in_(municipality_ids)
        )
    )
    return dict(found.all())


def public_contacts(work: Work, municipality_id: int) -> Sequence[PublicContact]:
    """Whom the public may call, in the order the municipality chose."""
    return work.session.scalars(
        select(PublicContact)
        .where(PublicContact.municipality_id == municipality_id)
        .order_by(PublicContact.position, PublicContact.id)
    ).all()


def setting(work: Work, municipality_id: int, key: str) -> Any:
    """The municipality's value for `key`, or the default; KeyError if there is no such setting."""
    definition = rules.SETTINGS[key]
    return _own_values(work, municipality_id).get(key, definition.default)


def forget_settings(work: Work) -> None:
    """Read them anew from here on, because one has been changed."""
    work.session.info.pop("settings", None)


_OWN_VALUES = select(Setting.key, Setting.value).where(
    Setting.municipality_id == bindparam("place", type_=BigId)
)


def _own_values(work: Work, municipality_id: int) -> dict[str, Any]:
    # Pages ask for many settings: all are read at once, and kept while the transaction lasts.
    transaction, kept = work.session.info.get("settings", (None, {}))
    if transaction is None or transaction is not work.session.get_transaction():
        kept = {}
    if municipality_id not in kept:
        rows = work.rows(_OWN_VALUES, {"place": municipality_id})
        kept[municipality_id] = {row.key: row.value for row in rows}
        work.session.info["settings"] = (work.session.get_transaction(), kept)
    values: dict[str, Any] = kept[municipality_id]
    return values


def settings(work: Work, municipality_id: int) -> list[rules.SettingValue]:
    """All settings with their definitions, in the order of `settings.toml`."""
    own = {
        row.key: row
        for row in work.session.scalars(
            select(Setting).where(Setting.municipality_id == municipality_id)
        )
    }
    return [
        rules.SettingValue(
            definition=definition,
            value=own[key].value if key in own else definition.default,
            is_default=key not in own,
            changed_at=own[key].changed_at if key in own else None,
        )
        for key, definition in rules.SETTINGS.items()
    ]
