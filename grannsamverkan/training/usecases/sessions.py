"""Live sessions: every write, one public function per intention."""

from grannsamverkan.training.usecases.afterwards import (
    hold_session,
    open_material,
    open_own_material,
    remind,
    settle_some,
)
from grannsamverkan.training.usecases.attending import (
    arrive,
    arrive_by_link,
    check_in,
    come_late,
    tick,
)
from grannsamverkan.training.usecases.planning import (
    Plan,
    cancel_session,
    change_session,
    invite,
    invite_some,
    open_session,
    plan_session,
)
from grannsamverkan.training.usecases.seats import (
    follow_contact,
    follow_group,
    leave,
    leave_by_link,
    sign_up,
    sign_up_by_link,
)

__all__ = [
    "Plan",
    "arrive",
    "arrive_by_link",
    "cancel_session",
    "change_session",
    "check_in",
    "come_late",
    "follow_contact",
    "follow_group",
    "hold_session",
    "invite",
    "invite_some",
    "leave",
    "leave_by_link",
    "open_material",
    "open_own_material",
    "open_session",
    "plan_session",
    "remind",
    "settle_some",
    "sign_up",
    "sign_up_by_link",
    "tick",
]
