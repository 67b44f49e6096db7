"""A municipality's own map on top of the product's: its tiles, and what a page must know of it."""

import base64
from typing import Any, NamedTuple

from flask import Response, current_app, make_response, request, url_for

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.settings import TileSource
from grannsamverkan.core.tiles import tiles_of
from grannsamverkan.core.tiles.pictures import Tile, Unreachable
from grannsamverkan.core.web import reading, runtime
from grannsamverkan.geometry.cells import Cell
from grannsamverkan.places import queries
from grannsamverkan.places.views.ground import blueprint

HIGHEST_ZOOM = 22
KEPT_S = 7 * 24 * 3600
GAP_KEPT_S = 60
# One see-through pixel: where the municipality's map has nothing, the product's own shows.
GAP = Tile(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNgYAAAAAMAASsJTYQAAAAASUVORK5CYII="
    ),
    "image/png",
)


class OwnMap(NamedTuple):
    """What a page tells the browser of a municipality's own map."""

    url: str
    label: str
    attribution: str
    min_zoom: int
    max_zoom: int
    names: bool


def own_map(kommun: str | None = None) -> OwnMap | None:
    """The own map of the municipality that a page is about, or None."""
    try:
        source = _source(kommun)
    except NotFound:  # a page about no municipality, or about one of several
        return None
    if source is None:
        return None
    address = url_for("places.tile", zoom=0, column=0, row=0, kommun=source.municipality)
    return OwnMap(
        address.replace("/0/0/0", "/{z}/{x}/{y}"),
        source.label,
        source.attribution,
        source.min_zoom,
        source.max_zoom,
        source.names,
    )


@blueprint.get("/karta/platta/<int:zoom>/<int:column>/<int:row>")
def tile(zoom: int, column: int, row: int) -> Response:
    """One tile of the municipality's own map, in the web's grid."""
    source = _source(request.args.get("kommun"))
    if source is None or zoom > HIGHEST_ZOOM or max(column, row) >= 2**zoom:
        raise NotFound()
    found = _tile(source, Cell(zoom, column, row))
    content, media_type = found or GAP
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S if found else GAP_KEPT_S}"
    return answer


def _tile(source: TileSource, cell: Cell) -> Tile | None:
    try:
        return tiles_of(source).get(cell)
    except Unreachable as error:
        current_app.logger.warning("map of %s: %s", source.municipality, error)
        return None


def _source(kommun: str | None) -> TileSource | None:
    sources: dict[str, Any] = {one.municipality: one for one in runtime().settings.tile_sources}
    if not sources:
        return None
    if kommun not in sources:
        with reading() as work:
            kommun = queries.chosen_municipality(work, kommun).slug
    return sources.get(kommun)
