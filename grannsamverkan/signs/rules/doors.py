"""What must be in place before a sign gets its label and its letter, or a group printed matter."""

from collections.abc import Mapping, Sequence
from typing import Any

from grannsamverkan.core.i18n import lazy

_CLOSED: Mapping[str, Any] = {
    "dormant": lazy("Gruppen är vilande. Starta den igen först."),
    "closed": lazy("Gruppen är avslutad."),
    "rejected": lazy("Gruppen är inte godkänd."),
}
_NOT_YET = lazy("Gruppen är inte godkänd än.")


def hand_out_door(
    group_reasons: Sequence[Any], order_state: str | None, lacks_consent: bool
) -> tuple[Any, ...]:
    """One sentence for each thing missing; nothing if the sign may be handed out.

    `group_reasons` are the group's own (`groups.sign_gate`), `order_state` that of the order the
    sign is part of, None without one.
    """
    reasons = list(group_reasons)
    if order_state is None:
        reasons.append(lazy("Gruppen har inte beställt skylten."))
    elif order_state == "asked":
        reasons.append(lazy("Beställningen är inte godkänd."))
    if lacks_consent:
        reasons.append(lazy("Ägarens medgivande saknas."))
    return tuple(reasons)


def printed_door(opens: str, group_state: str, sign_reasons: Sequence[Any]) -> tuple[Any, ...]:
    """One sentence for each thing that keeps a group from some printed matter; nothing if none.

    What informs (`opens` "approved") is for every approved or active group, because it is how one
    gets going. What tells passers-by that a neighbourhood watches ("active") waits for what signs
    wait for: `sign_reasons`.
    """
    if group_state not in {"approved", "active"}:
        return (_CLOSED.get(group_state, _NOT_YET),)
    return tuple(sign_reasons) if opens == "active" else ()
