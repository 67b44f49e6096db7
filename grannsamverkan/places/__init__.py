"""Municipalities, their settings and whom to call; imported roads, houses, addresses and posts."""
