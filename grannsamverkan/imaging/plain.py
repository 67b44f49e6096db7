"""Data classes as plain JSON values and back, every value checked against its declared type.

For what crosses between processes and for what is kept in a table: the reader believes neither.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

_T = TypeVar("_T")


def dump(thing: Any) -> Any:
    """A data class (of numbers, texts, tuples, mappings by text, other such) as JSON's values."""
    if dataclasses.is_dataclass(thing):
        return {f.name: dump(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
    if isinstance(thing, tuple | list):
        return [dump(part) for part in thing]
    if isinstance(thing, Mapping):
        return {str(key): dump(part) for key, part in thing.items()}
    return thing


def load(kind: type[_T], raw: Any) -> _T:
    """The data class `kind` from what `dump` gave.

    Fields that are missing take their default, so that what was kept before a field was added can
    still be read; fields that are gone are passed over. Raises ValueError for anything else.
    """
    try:
        found: _T = _load(kind, raw)
    except (TypeError, KeyError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error
    return found


def _load(kind: Any, raw: Any) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if not isinstance(raw, Mapping):
            raise TypeError("not a mapping")
        known = {name: _load(hint, raw[name]) for name, hint in _hints(kind).items() if name in raw}
        return kind(**known)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _load_optional(arguments, raw)
    if origin is typing.Literal:
        return _one_of(raw, arguments)
    if origin is tuple:
        return _load_tuple(arguments, raw)
    if origin is Mapping:
        return _load_mapping(arguments, raw)
    return _simple(kind, raw)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _load_optional(arguments: tuple[Any, ...], raw: Any) -> Any:
    if raw is None and type(None) in arguments:
        return None
    (only,) = (one for one in arguments if one is not type(None))
    return _load(only, raw)


def _load_tuple(arguments: tuple[Any, ...], raw: Any) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        raise TypeError("not a list")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_load(arguments[0], part) for part in raw)
    if len(arguments) != len(raw):
        raise ValueError("a list of another length")
    return tuple(_load(kind, part) for kind, part in zip(arguments, raw, strict=True))


def _load_mapping(arguments: tuple[Any, ...], raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
        raise TypeError("not a mapping of texts")
    return {key: _load(arguments[1], part) for key, part in raw.items()}


def _one_of(raw: Any, allowed: tuple[Any, ...]) -> Any:
    if raw not in allowed:
        raise ValueError(f"{raw!r} is not among {allowed}")
    return raw


def _simple(kind: Any, raw: Any) -> Any:
    if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, kind) or (isinstance(raw, bool) and kind is not bool):
        raise TypeError(f"{type(raw).__name__} where {kind.__name__} belongs")
    return raw
