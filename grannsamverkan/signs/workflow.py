"""The life of a sign: its states, and the steps between them."""

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.workflow import State, Step, Workflow
from grannsamverkan.signs import policy

STATES = {
    "planned": State(lazy("Planerad"), "wait", lazy("Platsen väntar på kommunens svar.")),
    "place_approved": State(lazy("Platsen godkänd"), "info", lazy("Skylten kan lämnas ut.")),
    "place_refused": State(lazy("Platsen går inte"), "danger", lazy("Välj en annan plats.")),
    "handed_out": State(lazy("Utlämnad"), "wait", lazy("Sätt upp skylten och skicka foton.")),
    "photos_sent": State(lazy("Foton skickade"), "wait", lazy("Kommunen tittar på fotona.")),
    "approved": State(lazy("Godkänd"), "ok", lazy("Skylten sitter som den ska.")),
    "completion_asked": State(
        lazy("Mer behövs"), "warn", lazy("Kommunen behöver fler foton eller uppgifter.")
    ),
    "correction_ordered": State(
        lazy("Ska rättas"), "danger", lazy("Något med skylten måste rättas.")
    ),
    "take_down_ordered": State(
        lazy("Ska tas ner"), "danger", lazy("Ta ner skylten och skicka ett foto av stolpen.")
    ),
    "taken_down": State(lazy("Nedtagen"), "neutral", lazy("Skylten sitter inte uppe längre.")),
    "cancelled": State(lazy("Avbruten"), "neutral", lazy("Skylten blir inte av.")),
}

UPLOADING = frozenset({"handed_out", "completion_asked", "correction_ordered"})
STANDING = policy.OUT_THERE - {"take_down_ordered"}
"""Handed out and not to be taken down: the sign is, or soon will be, out there."""

DECIDED_STATES = frozenset(
    {"approved", "completion_asked", "correction_ordered", "take_down_ordered"}
)
"""Where a decision on photos leads; it can be undone until its letters go."""

SIGN = Workflow(
    "sign",
    STATES,
    [
        Step(
            "approve_place",
            lazy("Godkänn platsen"),
            frozenset({"planned"}),
            "place_approved",
            policy.may_review,
        ),
        Step(
            "refuse_place",
            lazy("Platsen går inte"),
            frozenset({"planned"}),
            "place_refused",
            policy.may_review,
            needs_reason=True,
            tone="danger",
        ),
        Step(
            "hand_out",
            lazy("Lämna ut skylten"),
            frozenset({"place_approved"}),
            "handed_out",
            policy.may_hand_out,
        ),
        Step(
            "send_photos",
            lazy("Skicka till kommunen"),
            UPLOADING,
            "photos_sent",
            policy.may_send,
        ),
        Step(
            "approve",
            lazy("Godkänn skylten"),
            frozenset({"photos_sent"}),
            "approved",
            policy.may_review,
        ),
        Step(
            "ask_completion",
            lazy("Be om mer"),
            frozenset({"photos_sent"}),
            "completion_asked",
            policy.may_review,
            needs_reason=True,
            tone="secondary",
        ),
        Step(
            "order_correction",
            lazy("Begär rättning"),
            frozenset({"photos_sent"}),
            "correction_ordered",
            policy.may_review,
            needs_reason=True,
            tone="danger",
        ),
        Step(
            "order_take_down",
            lazy("Begär nedtagning"),
            STANDING,
            "take_down_ordered",
            policy.may_order_take_down,
            needs_reason=True,
            tone="danger",
        ),
        Step(
            "accept_take_down",
            lazy("Skylten är nedtagen"),
            frozenset({"take_down_ordered"}),
            "taken_down",
            policy.may_review,
        ),
        Step(
            "undo",
            lazy("Ångra beslutet"),
            DECIDED_STATES,
            "photos_sent",
            policy.may_review,
            tone="secondary",
        ),
        Step(
            "cancel",
            lazy("Avbryt"),
            frozenset({"planned", "place_approved", "place_refused"}),
            "cancelled",
            policy.may_cancel,
            tone="secondary",
        ),
    ],
)

ORDER_STATES = {
    "asked": State(lazy("Önskad"), "wait", lazy("Samordnaren ska säga ja eller nej.")),
    "approved": State(lazy("Godkänd"), "info", lazy("Kommunen ska beställa skyltarna.")),
    "ordered": State(lazy("Beställd"), "wait", lazy("Skyltarna är på väg till kommunen.")),
    "delivered": State(lazy("Levererad"), "info", lazy("Skyltarna finns att hämta.")),
    "handed_out": State(lazy("Utlämnad"), "ok", lazy("Gruppen har fått skyltarna.")),
    "cancelled": State(lazy("Avbruten"), "neutral", lazy("Skyltarna blir inte beställda.")),
}

_ORDERING = [
    Step(
        "approve",
        lazy("Godkänn"),
        frozenset({"asked"}),
        "approved",
        policy.may_keep_order,
    ),
    Step(
        "order",
        lazy("Märk som beställd"),
        frozenset({"approved"}),
        "ordered",
        policy.may_keep_order,
    ),
    Step(
        "deliver",
        lazy("Märk som levererad"),
        frozenset({"ordered"}),
        "delivered",
        policy.may_keep_order,
    ),
]
"""What the municipality does with every order, whatever was ordered."""

ORDER = Workflow(
    "order",
    ORDER_STATES,
    [
        *_ORDERING,
        Step(
            "hand_out",
            lazy("Lämna ut"),
            frozenset({"approved", "ordered", "delivered"}),
            "handed_out",
            policy.may_hand_out,
        ),
        Step(
            "cancel",
            lazy("Avbryt beställningen"),
            frozenset({"asked", "approved", "ordered", "delivered"}),
            "cancelled",
            policy.may_cancel_order,
            needs_reason=True,
            tone="danger",
        ),
    ],
)

PRINTED_STATES = {
    "asked": State(lazy("Önskad"), "wait", lazy("Samordnaren ska säga ja eller nej.")),
    "approved": State(lazy("Godkänd"), "info", lazy("Kommunen ska beställa trycksakerna.")),
    "ordered": State(lazy("Beställd"), "wait", lazy("Trycksakerna är på väg.")),
    "delivered": State(lazy("Levererad"), "info", lazy("Gruppen ska svara att allt har kommit.")),
    "handed_out": State(lazy("Mottagen"), "ok", lazy("Gruppen har fått trycksakerna.")),
    "refused": State(lazy("Nej"), "danger", lazy("Kommunen beställer inte trycksakerna.")),
    "cancelled": State(lazy("Avbruten"), "neutral", lazy("Trycksakerna blir inte beställda.")),
}

PRINTED = Workflow(
    "printed",
    PRINTED_STATES,
    [
        *_ORDERING,
        Step(
            "receive",
            lazy("Vi har fått allt"),
            frozenset({"delivered"}),
            "handed_out",
            policy.may_receive_order,
        ),
        Step(
            "refuse",
            lazy("Säg nej"),
            frozenset({"asked"}),
            "refused",
            policy.may_keep_order,
            needs_reason=True,
            tone="danger",
        ),
        Step(
            "cancel",
            lazy("Avbryt beställningen"),
            frozenset({"asked", "approved", "ordered"}),
            "cancelled",
            policy.may_cancel_order,
            needs_reason=True,
            tone="danger",
        ),
    ],
)
ORDERS = {"signs": ORDER, "printed": PRINTED}
"""The step table of each kind of order."""

PRINTED_ASKED = declare("printed_ask", "group_id", "items")
PRINTED_LOWERED = declare("printed_lower", "item", "asked", "given")
PRINTED_ARRIVED = declare("printed_arrive", "items", "left")
PRINTED_RECEIVED = declare("printed_receipt", "by_link", "by_hand")
PRINTED_MATTER_CHANGED = declare("printed_matter", "code", "used", "per", "factor")
ORDER_ASKED = declare("order_ask", "group_id", "signs")
HAND_OUT_NOTED = declare("hand_out_note", "sign_id", "sets")
HAND_OUT_CONFIRMED = declare("hand_out_confirm", "sign_id")
CONSENT_NOTED = declare("owner_consent", "sign_id")
ROUND_STARTED = declare("round_start", "group_id")
ROUND_ENDED = declare("round_end")
ROUND_MARKED = declare("round_mark", "sign_id", "result")
CROSSING_STATED = declare("sign_crossing", "near")
PLANNED = declare("sign_plan", "support")
LETTER_PRINTED = declare("sign_letter", "fresh")
LABELS_PRINTED = declare("sign_label")
PHOTO_TAKEN_IN = declare("photo_take_in", "set_id", "view")
PHOTO_EXAMINED = declare("photo_examine", "outcome")
PHOTO_POINTED = declare("photo_point", "kind", "taken_back")
PHOTO_COVERED = declare("photo_cover", "kind")
PHOTO_REMOVED = declare("photo_remove", "set_id")
REVIEWED = declare("sign_review", "set_id", "galvanising", "view")
DECIDED = declare("sign_decide", "set_id", "outcome")
TASK_OPENED = declare("sign_task_open", "sign_id", "kind")
TASK_REPORTED = declare("sign_task_report", "sign_id", "kind")
TASK_RETURNED = declare("sign_task_return", "sign_id", "kind")
TASK_DONE = declare("sign_task_done", "sign_id", "kind")
TASK_GIVEN = declare("sign_task_give", "sign_id", "kind")
TASK_TAKEN_BACK = declare("sign_task_take_back", "sign_id", "kind")
TASK_LETTER_PRINTED = declare("task_letter")
TASK_CANCELLED = declare("sign_task_cancel", "sign_id", "kind")
UNDONE = declare("sign_decision_undone", "set_id", "outcome")
ASSIGNED = declare("sign_assign", "to")
MARKED = declare("photo_mark", "marks")
REASON_CHANGED = declare("reason_change", "code", "used")
FAULT_REPORTED = declare("fault_report", "sign_id", "kind")
ARTWORK_CHANGED = declare("sign_artwork", "used")
RUST_MODEL_SWITCHED = declare("rust_model_switch", "used")
RULE_CHANGED = declare("fastening_rule", "fastening", "liner", "verdict")

MAIL_TAKEN_IN = declare("mail_take_in", "state", "reason")
MAIL_SORTED = declare("mail_sort", "outcome", "sign_id", "kinds")
MAIL_ERASED = declare("mail_erase", "state")
