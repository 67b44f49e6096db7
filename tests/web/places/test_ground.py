"""A setting's value in words."""

from grannsamverkan.core.i18n import speaking
from grannsamverkan.places import rules
from grannsamverkan.places.views.ground import shown_value

SHARE = rules.SETTINGS["group.participation_approve_pct"]
HOUSEHOLDS = rules.SETTINGS["group.head_contact_from_households"]
GAP = "\N{NO-BREAK SPACE}"


def test_a_number_and_its_unit_stay_on_one_line():
    with speaking("sv"):
        assert shown_value(SHARE, 60) == f"60{GAP}%"
        assert shown_value(HOUSEHOLDS, 40) == f"40{GAP}hushåll"


def test_english_writes_per_cent_close_to_the_number():
    with speaking("en"):
        assert shown_value(SHARE, 60) == "60%"
