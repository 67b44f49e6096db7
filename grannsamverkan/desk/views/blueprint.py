"""The desk's addresses hang on this."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
