"""What a municipality asks of fastenings and of heights above the ground."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from grannsamverkan.core.db import BigId
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.places.rules import SETTINGS
from grannsamverkan.signs import rules
from grannsamverkan.signs.models import FasteningRule
from grannsamverkan.signs.rules import Clearance, Fastening, Verdict

_OWN_VERDICTS = select(FasteningRule.fastening, FasteningRule.liner, FasteningRule.verdict).where(
    FasteningRule.municipality_id == bindparam("place", type_=BigId)
)


def fastening_table(work: Work, municipality_id: int) -> Mapping[str, Fastening]:
    """Fastenings with the municipality's own verdicts put in."""
    own: dict[tuple[str, str], Verdict] = {
        (row.fastening, row.liner): row.verdict  # checked by the form
        for row in work.session.execute(_OWN_VERDICTS, {"place": municipality_id})
    }
    return rules.with_own_verdicts(own)


def own_rule(work: Work, municipality_id: int, fastening: str, liner: str) -> FasteningRule | None:
    """The municipality's own row for a fastening and liner, if it has one."""
    return work.session.scalar(
        select(FasteningRule).where(
            FasteningRule.municipality_id == municipality_id,
            FasteningRule.fastening == fastening,
            FasteningRule.liner == liner,
        )
    )


def clearance_table(work: Work, municipality_id: int) -> Mapping[str, Clearance]:
    """Heights wanted above each surface, from the municipality's settings."""
    values = {v.definition.key: v for v in places.settings(work, municipality_id)}
    return {
        surface: Clearance(
            float(values[f"clearance.{surface}_least"].value),
            float(values[f"clearance.{surface}_wanted"].value),
            values[f"clearance.{surface}_wanted"].definition.source,
        )
        for surface in ("carriageway", "footway", "cycle", "none")
    }


def clearance_over(work: Work, municipality_id: int, surface: str) -> Clearance | None:
    """The height wanted above one surface; None for a surface that nobody has told."""
    keys = [f"clearance.{surface}_{which}" for which in ("least", "wanted")]
    if keys[0] not in SETTINGS:
        return None
    least, wanted = (float(places.setting(work, municipality_id, key)) for key in keys)
    return Clearance(least, wanted, SETTINGS[keys[1]].source)
