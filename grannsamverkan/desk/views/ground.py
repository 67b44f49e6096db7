"""Which municipality a public page is about."""

from flask import request

from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import search
from grannsamverkan.desk.views.context import MUNICIPALITY_COOKIE


def here(work: Work) -> search.Ground:
    """The municipality the address names (`kommun`), else this browser's choice, else the first."""
    named = (request.args.get("kommun"), request.cookies.get(MUNICIPALITY_COOKIE))
    return search.ground(work, *named)
