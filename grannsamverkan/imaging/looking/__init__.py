"""The look at a clean picture: networks, features and geometry. Heavy: only the looker imports it.

Each module finds one thing in an upright RGB picture (height x width x 3, 8 bits) and says it as a
part of `imaging.evidence`; `look` puts them together.
"""
