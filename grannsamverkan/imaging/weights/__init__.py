"""Weights that ship with the product, each with its licence beside it: see README.md."""
