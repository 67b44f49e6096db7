"""Measurements as ratios within one run: `make bench`. Absolute times would say little."""
