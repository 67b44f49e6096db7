"""Puts the rooms together. The only module that sees every one of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask

from grannsamverkan.accounts import views as accounts_views
from grannsamverkan.core import search, unsent, web, worker
from grannsamverkan.core.clock import Clock, system_clock
from grannsamverkan.core.db import Database
from grannsamverkan.core.queue import open_bell
from grannsamverkan.core.secrets import Vault
from grannsamverkan.core.settings import Settings
from grannsamverkan.core.storage import open_storage
from grannsamverkan.core.work import Reaction, Runtime
from grannsamverkan.desk import views as desk_views
from grannsamverkan.groups import jobs as groups_jobs
from grannsamverkan.groups import views as groups_views
from grannsamverkan.groups.queries import effects as group_effects
from grannsamverkan.messages import jobs as messages_jobs
from grannsamverkan.messages import views as messages_views
from grannsamverkan.notices import views as notices_views
from grannsamverkan.places import jobs as places_jobs
from grannsamverkan.places import views as places_views
from grannsamverkan.places.usecases import sight as place_sight
from grannsamverkan.places.views import ground
from grannsamverkan.signs import jobs as signs_jobs
from grannsamverkan.signs import views as signs_views
from grannsamverkan.signs.jobs import mailin as signs_mailin
from grannsamverkan.signs.jobs import sight as signs_sight_jobs
from grannsamverkan.signs.queries import effects as sign_effects
from grannsamverkan.signs.usecases import outside as sign_outside
from grannsamverkan.signs.usecases import reminders as sign_reminders
from grannsamverkan.signs.usecases import sight as sign_sight
from grannsamverkan.signs.usecases import tasks as sign_tasks
from grannsamverkan.training import jobs as training_jobs
from grannsamverkan.training import usecases as training
from grannsamverkan.training import views as training_views
from grannsamverkan.training.usecases import sessions as training_sessions

ROOMS = (
    desk_views,
    signs_views,
    training_views,
    messages_views,
    groups_views,
    accounts_views,
    notices_views,
    places_views,
)
JOBS = (
    worker,
    search,
    unsent,
    places_jobs,
    groups_jobs,
    messages_jobs,
    signs_jobs,
    signs_mailin,
    signs_sight_jobs,
    training_jobs,
)

# What happens in an upper room because of an event in a lower one, in the same transaction.
REACTIONS: Mapping[str, Sequence[Reaction]] = {
    "municipality_add": (training.lay_out_starters,),
    "group_approve": (training.send_to_group,),
    "contact_add": (training.send_to_contact,),
    "contact_end": (training_sessions.follow_contact,),
    "map_import": (sign_reminders.put_back_after_import, place_sight.ask_after_import),
    "setting_change": (place_sight.ask_after_setting,),
    "sight_check": (sign_sight.ask_for_all,),
    "group_close": (sign_tasks.take_down_with_group, training_sessions.follow_group),
    "group_area": (sign_outside.tell_of_signs_outside,),
}

# What the upper rooms know of a changed setting: (work, municipality, key, old, new) -> sentences.
EFFECTS = (group_effects.effects, sign_effects.effects)

# Endpoints that need no sign-in. Each room lists its own; everything else asks who it is.
PUBLIC = frozenset({"static"}).union(*(room.PUBLIC for room in ROOMS))

MAX_BODY = 65 * 1024 * 1024
FILM_PATH = re.compile(r"/utbildning/material/[0-9]+/film")
MAX_FILM_BODY = 1001 * 1024 * 1024
"""The largest film that a municipality may allow (`training.film_megabytes`), with its form."""


def make_runtime(settings: Settings, clock: Clock = system_clock) -> Runtime:
    """The parts of one installation; opens no web server and no worker."""
    return Runtime(
        settings=settings,
        database=Database(settings.database_url),
        storage=open_storage(settings.storage_url),
        bell=open_bell(settings.queue_url),
        vault=Vault(settings.data_keys),
        clock=clock,
        reactions=REACTIONS,
    )


def create_app(settings: Settings, runtime: Runtime | None = None) -> Flask:
    """The web application for `settings`; tests may hand in a runtime of their own."""
    app = Flask(__name__)
    app.config.update(flask_config(settings))
    web.init(app, runtime or make_runtime(settings), PUBLIC)
    app.extensions[ground.EFFECTS] = EFFECTS
    for room in ROOMS:
        room.init(app)
    return app


def flask_config(settings: Settings) -> dict[str, Any]:
    """Flask's own settings. The session cookie carries a session id and the CSRF secret only."""
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.environment == "testing",
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 200,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": secure,
        "TRUSTED_HOSTS": trusted_hosts(settings),
        # Longest wait for the first advice on the photos of one request; the worker does the rest.
        "ADVICE_WAIT_S": 8.0,
    }


def trusted_hosts(settings: Settings) -> list[str]:
    """The only Host headers answered: the installation's own address."""
    host = settings.base_url.split("://", 1)[1].split("/")[0].split(":")[0]
    return [host] if settings.environment == "production" else [host, "localhost", "127.0.0.1"]
