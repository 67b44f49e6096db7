"""Which drawing shows what a piece of advice asks for: names in templates/drawings; pure."""

from collections.abc import Mapping

ADVICE_DRAWINGS: Mapping[str, str] = {
    "size_not_ok": "advice-camera",
    "sharpness_not_ok": "advice-still",
    "dark_not_ok": "advice-light",
    "bright_not_ok": "advice-light",
    "plain_not_ok": "advice-aim",
    "same_view": "advice-same",
    "same_file": "advice-same",
    "alike": "advice-same",
    "before_hand_out": "advice-which",
    "elsewhere": "advice-which",
    "other_sign": "advice-which",
    "fastening_not_ok": "lined-band",
    "clearance_not_ok": "lower-edge",
    "other_post": "post-number",
    "views_missing": "photo-post",
}
"""By the finding that the advice is about, as in `words.ADVICE` and `words.PHONE_ADVICE`."""
