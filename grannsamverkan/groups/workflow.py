"""The life of a group: its states, and the steps between them."""

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.workflow import State, Step, Workflow
from grannsamverkan.groups import policy

STATES = {
    "draft": State(lazy("Utkast"), "neutral", lazy("Bara ni själva ser anmälan.")),
    "submitted": State(lazy("Inskickad"), "wait", lazy("Polisen läser anmälan.")),
    "returned": State(lazy("Ska kompletteras"), "warn", lazy("Något behöver kompletteras.")),
    "approved": State(lazy("Godkänd"), "info", lazy("Gruppen är godkänd och ska komma i gång.")),
    "active": State(lazy("Aktiv"), "ok", lazy("Gruppen är i gång.")),
    "dormant": State(lazy("Vilande"), "warn", lazy("Gruppen vilar och kan startas igen.")),
    "closed": State(lazy("Avslutad"), "neutral", lazy("Gruppen finns inte längre.")),
    "rejected": State(lazy("Avslagen"), "danger", lazy("Anmälan har avslagits.")),
}

GROUP = Workflow(
    "group",
    STATES,
    [
        Step(
            "submit",
            lazy("Skicka anmälan"),
            frozenset({"draft", "returned"}),
            "submitted",
            policy.may_send,
        ),
        Step(
            "approve",
            lazy("Godkänn gruppen"),
            frozenset({"submitted"}),
            "approved",
            policy.may_decide,
        ),
        Step(
            "return",
            lazy("Skicka tillbaka"),
            frozenset({"submitted"}),
            "returned",
            policy.may_decide,
            needs_reason=True,
            tone="secondary",
        ),
        Step(
            "reject",
            lazy("Avslå"),
            frozenset({"submitted"}),
            "rejected",
            policy.may_decide,
            needs_reason=True,
            tone="danger",
        ),
        Step(
            "activate",
            lazy("Förklara gruppen aktiv"),
            frozenset({"approved"}),
            "active",
            policy.may_decide,
        ),
        Step(
            "dormant",
            lazy("Gör gruppen vilande"),
            frozenset({"active"}),
            "dormant",
            policy.may_make_dormant,
            needs_reason=True,
            tone="secondary",
        ),
        Step(
            "wake",
            lazy("Starta gruppen igen"),
            frozenset({"dormant"}),
            "active",
            policy.may_decide,
        ),
        Step(
            "close",
            lazy("Avsluta gruppen"),
            frozenset({"approved", "active", "dormant"}),
            "closed",
            policy.may_close,
            needs_reason=True,
            tone="danger",
        ),
    ],
)

MEETING = Workflow(
    "meeting",
    {
        "proposed": State(lazy("Förslag"), "wait", lazy("Polisen svarar på förslaget.")),
        "booked": State(lazy("Bokat"), "info", lazy("Kontaktombuden och polisen är bjudna.")),
        "held": State(lazy("Hållet"), "ok", ""),
        "cancelled": State(lazy("Inställt"), "neutral", lazy("Mötet blir inte av.")),
    },
    [
        Step(
            "book",
            lazy("Boka mötet"),
            frozenset({"proposed"}),
            "booked",
            policy.may_book_meeting,
        ),
        Step(
            "hold",
            lazy("Mötet är hållet"),
            frozenset({"booked"}),
            "held",
            policy.may_change_meeting,
        ),
        Step(
            "cancel",
            lazy("Ställ in mötet"),
            frozenset({"proposed", "booked"}),
            "cancelled",
            policy.may_change_meeting,
            needs_reason=True,
            tone="danger",
        ),
    ],
)

STARTED = declare("group_start")
EDITED = declare("group_edit", "part")
AREA_ASKED = declare("group_area_ask", "change_id")
AREA_CHANGED = declare("group_area", "change_id")
AREA_REFUSED = declare("group_area_refuse", "change_id")
DECIDED = declare("group_decide", "role", "outcome", "round")
FACT_NOTED = declare("group_fact", "kind", "on")
YEAR_BEGUN = declare("group_year", "began_on")
YEAR_ASKED = declare("group_year_ask", "letter")
YEAR_CONFIRMED = declare("group_year_confirm", "by", "met_on", "signs")
MEETING_PLANNED = declare("meeting_plan", "group_id", "kind")
MEETING_MOVED = declare("meeting_move", "group_id")
MEETING_REMINDED = declare("meeting_remind", "group_id")
INTEREST_NOTED = declare("interest_note")
INTEREST_CONFIRMED = declare("interest_confirm")
INTEREST_GONE = declare("interest_gone")
INTEREST_INVITED = declare("interest_invite", "number")
NEIGHBOUR_WROTE = declare("neighbour_write")
WAKE_ASKED = declare("group_wake_ask")
CONTACT_ADDED = declare("contact_add", "group_id", "head")
CONTACT_ENDED = declare("contact_end", "group_id")
CONTACT_TRAINED = declare("contact_trained", "group_id", "edition_id", "on")
CONTACT_TRAINING_OVER = declare("contact_training_over", "group_id", "closes")
CONTACT_TRAINING_UNDONE = declare("contact_training_undone", "group_id")

LIST_STARTED = declare("household_list_start")
LIST_COUNTS = declare("household_list_count")
LIST_ENDED = declare("household_list_end", "reason")
DWELLING_ADDED = declare("dwelling_add", "how")
DWELLING_ANSWERED = declare("dwelling_answer", "status", "how")
DWELLING_DESCRIBED = declare("dwelling_describe", "consent")
DWELLING_MOVED_OUT = declare("dwelling_move_out")
DWELLING_REMOVED = declare("dwelling_remove")
DWELLING_SEEN = declare("dwelling_seen")
DWELLING_INVITED = declare("dwelling_invite")
INVITED = declare("household_invite")
INVITATION_WITHDRAWN = declare("household_invite_end")
LINK_SENT = declare("household_link")
DWELLING_PLACED = declare("dwelling_place", "replaced")
LIST_IMPORTED = declare("household_import", "rows")
LIST_EXPORTED = declare("household_export")
FELL = declare("participation_fall", "group_id", "below_pct")
SUCCESSOR_SOUGHT = declare("contact_sought")
