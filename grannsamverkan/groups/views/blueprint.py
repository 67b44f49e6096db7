"""The blueprint that all pages of the groups room hang on."""

from flask import Blueprint

bp = Blueprint("groups", __name__)
