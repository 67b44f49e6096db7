"""From the coordinates of any file to the metres of a municipality's plane."""

from collections.abc import Sequence

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from grannsamverkan.geometry.ground import FileFault
from grannsamverkan.geometry.plane import WGS84, Floats, Plane


def system(named: int | str) -> CRS:
    """The coordinate system of an EPSG number or of what a file says; FileFault if unknown."""
    try:
        return CRS.from_user_input(named)
    except CRSError as error:
        raise FileFault("unknown_epsg", detail=str(named)[:60]) from error


class Placing:
    """Turns positions in `source` (x east or longitude, y north or latitude) into the plane's.

    `swap` says that the file has them the other way round.
    """

    def __init__(self, plane: Plane, source: CRS, *, swap: bool = False) -> None:
        self._plane, self._source, self._swap = plane, source, swap
        self._is_same = source.to_epsg() == plane.epsg
        self._degrees = Transformer.from_crs(source, WGS84, always_xy=True)

    def metres(self, xs: Floats, ys: Floats, lines: Sequence[int]) -> tuple[Floats, Floats]:
        """Metres of all positions.

        Raises FileFault with the line (of `lines`) of the first that is no number, that lies where
        the plane does not hold ("outside"), or that would lie there only turned ("swapped").
        """
        finite = np.isfinite(xs) & np.isfinite(ys)
        if not finite.all():
            raise FileFault("bad_position", lines[int(np.argmin(finite))])
        if self._swap:
            xs, ys = ys, xs
        lon, lat = self._to_degrees(xs, ys)
        inside = self._plane.inside(lon, lat)
        if not inside.all():
            raise self._fault(xs, ys, lines, int(np.argmin(inside)))
        return (xs, ys) if self._is_same else self._plane.many_to_metric(lon, lat)

    def _to_degrees(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        lon, lat = self._degrees.transform(xs, ys)
        return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)

    def _fault(self, xs: Floats, ys: Floats, lines: Sequence[int], first: int) -> FileFault:
        turned = self._plane.inside(*self._to_degrees(ys, xs))
        code = "swapped" if turned[first] else "outside"
        number = self._source.to_epsg()
        detail = f"EPSG:{number}" if number else self._source.name
        return FileFault(code, lines[first], detail)
