"""The room's blueprint, for its parts to hang their pages on."""

from flask import Blueprint

bp = Blueprint("messages", __name__)
