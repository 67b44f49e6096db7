"""Does a plate on a post hide anything? Sight triangles, road signs, clearance; numbers in and out.

`check.py` puts the parts together; `model.py` says what goes in and comes out. All positions are
metres in a municipality's plane (x east, y north), heights are metres above the ground, which is
taken to be level; azimuths are degrees clockwise from north.
"""
