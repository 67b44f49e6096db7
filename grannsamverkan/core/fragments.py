"""Parts of pages that say the same to everybody: made once in each language, then kept."""

from collections.abc import Callable, Hashable

from markupsafe import Markup

from grannsamverkan.core.i18n import current_language

MOST = 500
"""Own choice: past so many, keeping begins anew; a page has a handful."""
_kept: dict[tuple[Hashable, ...], Markup] = {}


def kept(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
    """What stands in the block, made the first time: `{% call kept("keys") %}…{% endcall %}`.

    The language and the key must say all that the block depends on. Nothing that belongs to one
    person, one browser (a CSRF token) or one installation (an address) may stand in it.
    """
    whole = (current_language(), *key)
    if whole not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[whole] = caller()
    return _kept[whole]
