"""Every write of the accounts room."""

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
    send_again,
    withdraw_invitation,
)
from grannsamverkan.accounts.usecases.outside import enter_from_outside
from grannsamverkan.accounts.usecases.passkeys import (
    add_passkey,
    begin_passkey,
    begin_passkey_sign_in,
    remove_passkey,
    rename_passkey,
    use_passkey,
)
from grannsamverkan.accounts.usecases.passwords import Proof, change_password
from grannsamverkan.accounts.usecases.people import (
    change_account,
    create_staff,
    end_access,
    end_role,
    ensure_contact,
    grant_role,
)
from grannsamverkan.accounts.usecases.recovery import (
    begin_new_app,
    finish_new_app,
    make_recovery_codes,
    pass_recovery_code,
)
from grannsamverkan.accounts.usecases.sessions import (
    Entry,
    end_session,
    remember_device,
    sign_out,
    sign_out_everywhere,
    sign_out_person,
    touch_session,
)

__all__ = [
    "Entry",
    "Proof",
    "accept_invitation",
    "add_passkey",
    "ask_code",
    "begin_new_app",
    "begin_passkey",
    "begin_passkey_sign_in",
    "change_account",
    "change_password",
    "choose_password",
    "create_staff",
    "end_access",
    "end_role",
    "end_session",
    "ensure_contact",
    "enter_from_outside",
    "finish_new_app",
    "grant_role",
    "invite_staff",
    "make_recovery_codes",
    "pass_password",
    "pass_recovery_code",
    "pass_second_factor",
    "remember_device",
    "remove_passkey",
    "rename_passkey",
    "reset_sign_in",
    "send_again",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_person",
    "touch_session",
    "use_code",
    "use_link",
    "use_passkey",
    "withdraw_invitation",
]
