"""Who acts: a person, the holder of a private link, or the system itself."""

from dataclasses import dataclass, field
from typing import Literal

StaffRole = Literal["police", "coordinator", "reviewer", "admin"]
Kind = Literal["nobody", "contact", "staff", "link", "system"]


@dataclass(frozen=True)
class Role:
    """One staff role, scoped to a municipality and, for police, to one police area of it."""

    name: StaffRole
    municipality_id: int
    police_area_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The acting party as plain data, so that policies stay pure.

    `opens` is what a private link opens, as (kind, id): a link is good for that and nothing else.
    """

    kind: Kind
    id: int | None = None
    name: str = ""
    language: str = "sv"
    roles: tuple[Role, ...] = ()
    opens: tuple[str, int] | None = field(default=None)

    def has(
        self, *names: StaffRole, municipality_id: int, police_area_id: int | None = None
    ) -> bool:
        """True if any role among `names` covers the municipality and, where bound, the area."""
        return any(
            role.name in names
            and role.municipality_id == municipality_id
            and (role.police_area_id is None or role.police_area_id == police_area_id)
            for role in self.roles
        )

    def has_any(self, *names: StaffRole) -> bool:
        """True if the person carries one of the roles anywhere."""
        return any(role.name in names for role in self.roles)

    @property
    def person_id(self) -> int:
        """The id of the person who acts; ValueError for a link's holder and the system."""
        if self.id is None:
            raise ValueError("no person acts here")
        return self.id

    @property
    def is_system(self) -> bool:
        """True for the worker and the command line, which act by the municipality's rules."""
        return self.kind == "system"


NOBODY = Actor("nobody")
SYSTEM = Actor("system", name="system")
