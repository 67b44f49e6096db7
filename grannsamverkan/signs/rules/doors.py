"""What must be in place before a sign gets its label and its letter."""

from collections.abc import Sequence
from typing import Any

from grannsamverkan.core.i18n import lazy


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
