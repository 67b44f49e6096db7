"""Every write of the accounts room, in four parts."""

from grannsamverkan.accounts.usecases.entrance import (
    ask_code,
    pass_password,
    pass_second_factor,
    use_code,
    use_link,
)
from grannsamverkan.accounts.usecases.invitations import (
    accept_invitation,
    choose_password,
    invite_staff,
    reset_sign_in,
    withdraw_invitation,
)
from grannsamverkan.accounts.usecases.people import (
    change_account,
    create_staff,
    end_access,
    ensure_contact,
    grant_role,
)
from grannsamverkan.accounts.usecases.sessions import (
    Entry,
    sign_out,
    sign_out_everywhere,
    touch_session,
)

__all__ = [
    "Entry",
    "accept_invitation",
    "ask_code",
    "change_account",
    "choose_password",
    "create_staff",
    "end_access",
    "ensure_contact",
    "grant_role",
    "invite_staff",
    "pass_password",
    "pass_second_factor",
    "reset_sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch_session",
    "use_code",
    "use_link",
    "withdraw_invitation",
]
