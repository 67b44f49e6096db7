"""Every figure of the sight rules. A municipality's settings `sight.*` and `clearance.*` fill them.

The defaults stand beside their sources in `places/sight.toml`; nothing here claims to be VGU.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Lengths in metres, speeds in km/h, times in seconds, shares 0..1. Fields are setting keys."""

    # Sight triangles: how far along the first and the second leg from the corner of the kerbs.
    corner_street: float = 10.0
    corner_driveway: float = 2.5
    corner_cycle: float = 10.0
    corner_path_street: float = 10.0
    corner_path_inward: float = 5.0
    corner_foot: float = 5.0
    band_low: float = 0.8
    band_high: float = 2.0
    band_lorry: float = 2.5
    junction_merge: float = 12.0
    wait_near: float = 2.4
    wait_far: float = 5.0
    object_low: float = 0.6
    object_high: float = 1.3
    reaction_s: float = 2.0
    braking_ms2: float = 2.45
    hidden_width: float = 0.6
    hidden_s: float = 1.0

    # Eyes.
    eye_car: float = 1.1
    eye_lorry: float = 2.0
    eye_cyclist: float = 1.4

    # Road signs and signals.
    must_30: float = 45.0
    must_60: float = 60.0
    must_70: float = 75.0
    must_over: float = 105.0
    want_50: float = 125.0
    want_70: float = 150.0
    want_90: float = 200.0
    want_over: float = 300.0
    hidden_least: float = 0.1
    hidden_most: float = 0.5
    blocked_s: float = 1.0
    same_post: float = 1.0
    sign_size: float = 0.6
    sign_size_yield: float = 0.9
    sign_edge_footway: float = 2.2
    sign_edge_else: float = 1.5
    signal_width: float = 0.3
    signal_height: float = 0.9
    signal_edge: float = 2.2
    sign_far_from_road: float = 15.0
    signs_complete: bool = False

    # Clear height by surface, side distance, the plate itself.
    carriageway_least: float = 4.6
    carriageway_wanted: float = 4.6
    cycle_least: float = 2.5
    cycle_wanted: float = 3.2
    footway_least: float = 2.1
    footway_wanted: float = 2.5
    over_margin: float = 0.3
    side_least: float = 0.3
    side_wanted: float = 0.5
    area_ok: float = 0.2
    area_most: float = 0.3
    top_most: float = 3.6

    # What is assumed where the map does not say.
    lane_width: float = 3.0
    width_residential: float = 5.5
    width_living_street: float = 5.0
    width_tertiary: float = 6.5
    width_secondary: float = 7.0
    width_primary: float = 7.5
    width_service: float = 4.0
    width_driveway: float = 3.0
    width_cycleway: float = 2.5
    width_footway: float = 2.0
    width_doubt: float = 0.2
    speed_residential: float = 40.0
    speed_living_street: float = 7.0
    speed_service: float = 20.0
    speed_else: float = 50.0
    speed_cycle: float = 30.0
    right_hand: bool = True

    # How sure positions and heights are.
    position_error: float = 2.0
    height_error: float = 0.1
