"""Layers of GeoPackage, Shapefile and GeoJSON. Needs pyogrio, of the extra `maps`.

Nothing but this module may import it, and it is itself imported by name where such a file comes.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from shapely import from_wkb

from grannsamverkan.geometry.ground import FileFault, Tell
from grannsamverkan.geometry.tables import Batch

ENDINGS = (".gpkg", ".shp", ".geojson", ".json")
ROWS_AT_ONCE = 20_000
# GeoJSON cannot be entered in the middle: each batch reads it from its beginning, so they are few.
ROWS_AT_ONCE_JSON = 200_000


@dataclass(frozen=True)
class Layer:
    """One layer of a file; see `open_layer`."""

    path: Path
    name: str
    columns: tuple[str, ...]
    system: str | None
    count: int
    has_shapes: bool = True

    @property
    def part(self) -> str:
        """The layer's name where a file may hold several."""
        return self.name if self.path.suffix.lower() == ".gpkg" else ""

    def batches(self, columns: Sequence[str], tell: Tell) -> Iterator[Batch]:
        """All rows, with shapes as shapely's (None where a row has none)."""
        is_json = self.path.suffix.lower() in {".geojson", ".json"}
        step = ROWS_AT_ONCE_JSON if is_json else ROWS_AT_ONCE
        for start in range(0, self.count, step):
            batch = self._batch(columns, start, step)
            tell(min(1.0, (start + step) / self.count))
            if batch.lines:
                yield batch

    def _batch(self, columns: Sequence[str], start: int, step: int) -> Batch:
        with _translated(self.path):
            meta, _, shapes, values = pyogrio.raw.read(
                self.path,
                layer=self.name,
                columns=list(columns),
                skip_features=start,
                max_features=step,
                force_2d=True,
            )
        cells = {
            str(name): _texts(column) for name, column in zip(meta["fields"], values, strict=True)
        }
        lines = range(start + 1, start + 1 + len(shapes))
        return Batch(lines, cells, from_wkb(shapes, on_invalid="ignore"))


def open_layer(path: Path, name: str = "") -> Layer:
    """The layer called `name`, or the only one. Raises FileFault or OSError."""
    with path.open("rb"):  # OSError, where GDAL would speak of a source of data
        pass
    with _translated(path):
        names = [str(row[0]) for row in pyogrio.list_layers(path)]
        chosen = _chosen(names, name)
        info = pyogrio.read_info(path, layer=chosen, force_feature_count=True)
    columns = tuple(str(column) for column in info["fields"])
    return Layer(path, chosen, columns, info["crs"], int(info["features"]))


def _chosen(names: Sequence[str], name: str) -> str:
    if name in names:
        return name
    if name or len(names) != 1:
        raise FileFault("which_layer", detail=", ".join(names))
    return names[0]


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """What GDAL cannot read is a fault of the file; what it only grumbles at is nobody's matter."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FileFault:
        raise
    except (DataSourceError, DataLayerError, RuntimeError, ValueError) as error:
        # The first sentence; what follows are hints for programmers.
        told = str(error).split(";")[0].replace(str(path), path.name)
        raise FileFault("broken_layer", detail=told) from error


def _texts(values: NDArray[Any]) -> list[str]:
    """As a person would write them: nothing for what is missing, 17 for 17.0."""
    if values.dtype.kind == "f":
        return [_number(float(value)) for value in values]
    return ["" if value is None or value != value else str(value).strip() for value in values]


def _number(value: float) -> str:
    if not np.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)
