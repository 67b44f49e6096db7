"""The lives of editions, sessions and seats, and words for how far material has come."""

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.workflow import State, Step, Workflow
from grannsamverkan.training import policy

STATES = {
    "draft": State(lazy("Utkast"), "neutral", lazy("Ingen utanför kommunen ser det än.")),
    "published": State(lazy("Utlagt"), "ok", lazy("De som det är till för kan läsa det.")),
    "replaced": State(lazy("Ersatt"), "neutral", lazy("En nyare utgåva är utlagd i stället.")),
    "withdrawn": State(lazy("Tillbakadraget"), "warn", lazy("Länkarna till det gäller inte.")),
}

EDITION = Workflow(
    "edition",
    STATES,
    [
        Step(
            "publish",
            lazy("Lägg ut materialet"),
            frozenset({"draft"}),
            "published",
            policy.may_manage_edition,
        ),
        Step(
            "replace",
            lazy("Ersätt med en ny utgåva"),
            frozenset({"published"}),
            "replaced",
            policy.may_manage_edition,
        ),
        Step(
            "withdraw",
            lazy("Dra tillbaka"),
            frozenset({"draft", "published", "replaced"}),
            "withdrawn",
            policy.may_manage_edition,
            tone="danger",
        ),
    ],
)

STANDINGS = {
    "none": State(lazy("Inte skickat"), "neutral"),
    "queued": State(lazy("På väg"), "wait"),
    "sent": State(lazy("Skickat"), "info"),
    "refused": State(lazy("Mejlet kom inte fram"), "danger"),
    "started": State(lazy("Har börjat själv"), "info"),
    "expired": State(lazy("Länken har gått ut"), "warn"),
    "read": State(lazy("Läsningen bekräftad"), "info"),
    "done": State(lazy("Klar"), "ok"),
    "over": State(lazy("Behöver göras om"), "warn"),
}
CERTIFICATES = {
    "valid": State(lazy("Gäller"), "ok"),
    "expired": State(lazy("Har gått ut"), "warn"),
    "withdrawn": State(lazy("Återkallat"), "danger"),
}

SESSION = Workflow(
    "session",
    {
        "draft": State(lazy("Utkast"), "neutral", lazy("Ingen kan anmäla sig än.")),
        "open": State(lazy("Öppet"), "info", lazy("Kontaktombud kan anmäla sig.")),
        "held": State(lazy("Hållet"), "ok", lazy("De som kom är noterade.")),
        "cancelled": State(lazy("Inställt"), "danger", lazy("Det blir inte av.")),
    },
    [
        Step(
            "open",
            lazy("Öppna anmälan"),
            frozenset({"draft"}),
            "open",
            policy.may_hold_session,
        ),
        Step(
            "hold",
            lazy("Träffen är hållen"),
            frozenset({"open"}),
            "held",
            policy.may_hold_session,
        ),
        Step(
            "cancel",
            lazy("Ställ in träffen"),
            frozenset({"draft", "open"}),
            "cancelled",
            policy.may_hold_session,
            needs_reason=True,
            tone="danger",
        ),
    ],
)
SIGNUP = Workflow(
    "signup",
    {
        "asked": State(lazy("Har inte svarat"), "neutral"),
        "signed": State(lazy("Anmäld"), "ok"),
        "waiting": State(lazy("På väntelistan"), "wait"),
        "left": State(lazy("Kommer inte"), "neutral"),
    },
    [
        Step(
            "sign",
            lazy("Anmäl mig"),
            frozenset({"asked", "left", "waiting"}),
            "signed",
            policy.may_answer_session,
        ),
        Step(
            "queue",
            lazy("Ställ mig på väntelistan"),
            frozenset({"asked", "left"}),
            "waiting",
            policy.may_answer_session,
            tone="secondary",
        ),
        Step(
            "seat",
            lazy("Ge platsen"),
            frozenset({"waiting"}),
            "signed",
            policy.takes_free_seat,
        ),
        Step(
            "leave",
            lazy("Jag kan inte komma"),
            frozenset({"asked", "signed", "waiting"}),
            "left",
            policy.may_leave_session,
            tone="secondary",
        ),
    ],
)

CREATED = declare("edition_create")
SUCCEEDED = declare("edition_succeed", "earlier_id")
EDITED = declare("edition_edit", "part")
SENT = declare("training_send", "edition_id", "contact_id")
STARTED = declare("training_start", "edition_id", "contact_id")
READ = declare("training_read", "edition_id", "contact_id")
PEOPLE_EXPORTED = declare("training_people_export", "persons")
MODULE_READ = declare("training_module_read", "edition_id", "contact_id")
TRIED = declare("training_try", "edition_id", "contact_id", "right")
CERTIFIED = declare("certificate_issue", "contact_id", "edition_id", "session_id")
CERTIFICATE_WITHDRAWN = declare("certificate_withdraw", "contact_id")
REMINDED = declare("certificate_remind", "contact_id")
TOLD_OVER = declare("certificate_over", "contact_id")
SESSION_PLANNED = declare("session_plan", "kind")
SESSION_CHANGED = declare("session_change", "moved")
SESSION_INVITED = declare("session_invite", "who", "number")
SESSION_ASKED = declare("session_ask", "session_id", "contact_id")
SESSION_REMINDED = declare("session_remind", "number")
ATTENDED = declare("session_attend", "session_id", "contact_id", "present", "how")
SETTLED = declare("session_settle", "session_id", "contact_id", "present")
PEOPLE_EXPORTED = declare("training_people_export", "persons")

DISTRIBUTION = Workflow(
    "distribution",
    {
        "draft": State(lazy("Utkast"), "neutral", lazy("Bara du ser det än.")),
        "sent": State(lazy("Skickat"), "ok", lazy("Mottagarna har egna länkar.")),
        "withdrawn": State(lazy("Tillbakadraget"), "warn", lazy("Länkarna gäller inte längre.")),
    },
    [
        Step("send", lazy("Skicka"), frozenset({"draft"}), "sent", policy.may_keep_distribution),
        Step(
            "withdraw",
            lazy("Dra tillbaka alla länkar"),
            frozenset({"sent"}),
            "withdrawn",
            policy.may_follow_distribution,
            tone="danger",
        ),
    ],
)

WAYS = {
    "queued": State(lazy("På väg"), "wait"),
    "sent": State(lazy("Skickat"), "info"),
    "refused": State(lazy("Mejlet kom inte fram"), "danger"),
    "paper": State(lazy("På papper"), "info"),
    "page": State(lazy("På sidan, utan mejl"), "neutral"),
    "read": State(lazy("Läsningen bekräftad"), "info"),
    "done": State(lazy("Klar"), "ok"),
    "left": State(lazy("Slutat"), "neutral"),
    "withdrawn": State(lazy("Länken tillbakadragen"), "warn"),
}
"""How far a distribution has come to somebody (`rules.selecting.WAYS`)."""

DISTRIBUTION_CREATED = declare("distribution_create", "edition_id")
DISTRIBUTION_EDITED = declare("distribution_edit", "part")
DISTRIBUTION_DISCARDED = declare("distribution_discard")
DISTRIBUTION_REACHED = declare("distribution_receivers", "groups", "persons")
DISTRIBUTION_REMINDED = declare("distribution_remind", "persons")
LETTERS_MADE = declare("distribution_letters", "persons")
LINK_ENDED = declare("distribution_end_link", "contact_id")
NOTED_READ = declare("distribution_note_read", "contact_id")
