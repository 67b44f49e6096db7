"""What can go wrong by somebody's doing, and who is told what.

DomainError                 shown to the user with its message
├── InvalidInput   422      lands on `field` of the form, or above it
├── Unmet          409      the door is closed; `missing` lists what opens it
├── Conflict       409      somebody else was first
├── NotFound       404      does not exist, or may not be seen: the same answer
└── NotPermitted   403      may be seen, may not be done
"""

from collections.abc import Sequence
from typing import Any


class DomainError(Exception):
    """A refusal with a message in the user's language (may be a lazy text)."""

    status = 400

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class InvalidInput(DomainError):
    """The value of `field` (or the whole form, when None) cannot be used."""

    status = 422


class Unmet(DomainError):
    """Something must happen first; `missing` holds one sentence for each."""

    status = 409

    def __init__(self, message: Any, missing: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class Conflict(DomainError):
    """The thing has changed since it was shown.

    `event`, `actor_id` and `at` tell what was done last, by whom and when, where that is known.
    """

    status = 409

    def __init__(
        self, message: Any, *, event: str | None = None, actor_id: int | None = None, at: Any = None
    ) -> None:
        super().__init__(message)
        self.event, self.actor_id, self.at = event, actor_id, at


class NotFound(DomainError):
    """No such thing for this person; says nothing about whether it exists for others."""

    status = 404

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)


class NotPermitted(DomainError):
    """The person may see the thing but not do this to it."""

    status = 403

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)
