/**
 * The map. `templates/components/map.html` writes what it needs:
 *   data-mode    area | post | show
 *   data-cells   where cells of the base map are asked for
 *   data-things  where what stands there is asked for, if it is shown: posts, road signs, signals
 *   data-tiles   the municipality's own map, if it has one, as map/tiles.js tells
 *   data-bounds  [west, south, east, north], what is shown first
 *   data-others  shapes that are only shown, as map/shapes.js tells
 *   data-target  id of the text field an area is drawn into (area)
 *   data-list    id of the element with the radio buttons of the posts (post)
 *   data-texts   every word it says
 * The page works without it: until it is mounted it is hidden.
 */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";
import { escaped } from "../lib/markup.js";
import { AreaDrawing } from "../map/area.js";
import { addBaseMap } from "../map/base.js";
import { PostChoice } from "../map/posts.js";
import { mountSearch } from "../map/search.js";
import { addShapes, dot, toLatLng } from "../map/shapes.js";
import { addThings } from "../map/things.js";
import { addTiles } from "../map/tiles.js";

const ZOOMS = { minZoom: 10, maxZoom: 19 };
const ADDRESS_ZOOM = 18;
const FIRST_ZOOM_AT_MOST = 18;
const LOCATE_MS = 12000;
/** What is shown first keeps clear of the zoom buttons, by half a handle more than they take. */
const CLEAR_OF_BUTTONS = [80, 24];
const CLEAR_OF_EDGE = [24, 24];
/** What is drawn over the ground and under areas and places, in Leaflet's own numbers. */
const PANES = { names: "350", things: "380" };
const TOUCHES = ["pointerdown", "wheel", "keydown"];

export default function mapWidget(root) {
  const parts = partsOf(root);
  root.hidden = false;
  const map = makeMap(root.querySelector(".map__ground"), parts);
  const shapes = addShapes(map, parts.others);
  const mode = makeMode(map, parts);
  const shown = parts.mode === "show" ? shapes.getBounds() : mode.bounds;
  if (shown?.isValid()) {
    lookAt(map, shown);
    keepInSight(map, shown);
  }
  const names = addBaseMap(map, root.dataset.cells);
  if (root.dataset.tiles) addTiles(map, JSON.parse(root.dataset.tiles), names);
  if (root.dataset.things) addThings(map, root.dataset.things);
  mountButtons(root, map, mode, parts);
}

function partsOf(root) {
  const json = (name, without) => (root.dataset[name] ? JSON.parse(root.dataset[name]) : without);
  const status = root.querySelector(".map__status");
  const [west, south, east, north] = json("bounds", [12.2, 58.3, 12.5, 58.45]);
  return {
    mode: root.dataset.mode,
    texts: json("texts", {}),
    others: json("others", []),
    bounds: L.latLngBounds([south, west], [north, east]),
    target: document.getElementById(root.dataset.target),
    list: document.getElementById(root.dataset.list),
    attribution: root.dataset.attribution,
    say: (text) => {
      if (status.textContent !== text) status.textContent = text;
    },
  };
}

function makeMap(element, { texts, bounds, attribution }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // One finger rolls the page past the map and moves corners; two fingers move the map.
  const fingers = matchMedia("(pointer: coarse)").matches;
  const map = L.map(element, {
    ...ZOOMS,
    dragging: !fingers,
    zoomControl: false,
    attributionControl: false,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
    maxBounds: bounds.pad(0.6),
    maxBoundsViscosity: 0.7,
  });
  L.control.zoom({ zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  lookAt(map, bounds);
  Object.entries(PANES).forEach(([name, zIndex]) => {
    Object.assign(map.createPane(name).style, { zIndex, pointerEvents: "none" });
  });
  const credit = L.control.attribution({ prefix: false }).addTo(map);
  if (attribution) credit.addAttribution(escaped(attribution));
  return map;
}

function makeMode(map, parts) {
  if (parts.mode === "area") {
    openByNeed(parts.target);
    return new AreaDrawing(map, parts);
  }
  return parts.mode === "post" ? new PostChoice(map, parts) : null;
}

/** With the map there, the field for corners steps back, unless something is wrong in it. */
function openByNeed(target) {
  const details = target.closest("details");
  if (details && target.getAttribute("aria-invalid") !== "true") details.open = false;
}

function lookAt(map, bounds) {
  map.fitBounds(bounds, {
    paddingTopLeft: CLEAR_OF_BUTTONS,
    paddingBottomRight: CLEAR_OF_EDGE,
    maxZoom: FIRST_ZOOM_AT_MOST,
    animate: false,
  });
}

/** A phone that is turned shows the same again, until somebody has moved the map. */
function keepInSight(map, bounds) {
  const look = () => lookAt(map, bounds);
  const leave = () => map.off("resize", look);
  map.on("resize", look);
  TOUCHES.forEach((touch) =>
    map.getContainer().addEventListener(touch, leave, { once: true, passive: true }),
  );
}

function mountButtons(root, map, mode, { texts, say }) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    if (button.dataset.do === "locate") map.locate({ enableHighAccuracy: true, timeout: LOCATE_MS });
    else mode?.act?.(button.dataset.do);
  });
  const here = L.marker([0, 0], { icon: dot("here", 24), interactive: false, keyboard: false });
  map.on("locationfound", ({ latlng }) => {
    if (!map.options.maxBounds.contains(latlng)) {
      say(texts.far);
      return;
    }
    here.setLatLng(latlng).addTo(map);
    map.setView(latlng, ADDRESS_ZOOM);
    say(texts.located);
    mode?.located?.([latlng.lng, latlng.lat]);
  });
  map.on("locationerror", () => say(texts.not_located));
  const box = root.querySelector(".map__search");
  if (box) {
    const pin = L.marker([0, 0], { icon: dot("address", 24), interactive: false, keyboard: false });
    mountSearch(
      box,
      ({ text, lon, lat }) => {
        pin.setLatLng(toLatLng([lon, lat])).addTo(map);
        map.setView(toLatLng([lon, lat]), ADDRESS_ZOOM);
        say(text);
      },
      texts,
    );
  }
}
