"""What the crowd is made of: which states there are, how often, and the streets."""

# Of every hundred, in turn: what an installation looks like that has run for some years.
GROUP_STATES = (
    *["active"] * 88,
    *["submitted"] * 5,
    *["approved"] * 4,
    "draft",
    "returned",
    "rejected",
)
SIGN_STATES = (
    *["approved"] * 70,
    *["photos_sent"] * 10,
    *["handed_out"] * 8,
    *["place_approved"] * 5,
    *["planned"] * 3,
    *["completion_asked"] * 2,
    "correction_ordered",
    "cancelled",
)
WITH_PHOTOS = {"approved", "photos_sent", "completion_asked", "correction_ordered"}
OUTCOMES = {
    "approved": "approve",
    "completion_asked": "ask_completion",
    "correction_ordered": "order_correction",
}
CHECKS = (
    ("fastening", "fastening_ok"),
    ("views", "views_complete"),
    ("identity", "right_sign"),
    ("time", "time_fits"),
)
STREETS = (
    "Björkgatan",
    "Ekvägen",
    "Åsgatan",
    "Älvstigen",
    "Östra Ringen",
    "Storgatan",
    "Lindgatan",
)
