/** Areas and points that are only shown: groups, signs, posts. */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";

/** From here on names of areas have room on the map. */
const NAMES_FROM = 15;

/** [lon, lat] as Leaflet wants it. */
export const toLatLng = ([lon, lat]) => L.latLng(lat, lon);

/** A marker of the page's own making: `name` is the CSS class's last part, `size` its target. */
export function dot(name, size) {
  return L.divIcon({ className: `map-dot map-dot--${name}`, iconSize: [size, size] });
}

/**
 * Draw shapes: {name, kind, ring} for areas and {name, kind, point, href?} for places.
 * @returns {L.FeatureGroup} all of them
 */
export function addShapes(map, shapes) {
  const group = L.featureGroup().addTo(map);
  shapes.filter((shape) => shape.ring).forEach((shape) => group.addLayer(areaOf(shape)));
  shapes.filter((shape) => shape.point).forEach((shape) => group.addLayer(pointOf(shape)));
  const thin = () => map.getContainer().classList.toggle("map--far", map.getZoom() < NAMES_FROM);
  map.on("zoomend", thin);
  thin();
  return group;
}

function areaOf({ name, kind, ring }) {
  const area = L.polygon(ring.map(toLatLng), {
    className: `map-area map-area--${kind}`,
    interactive: false,
  });
  if (name) area.bindTooltip(name, { permanent: true, direction: "center", className: "map-name" });
  return area;
}

function pointOf({ name, kind, point, href }) {
  const place = L.marker(toLatLng(point), {
    icon: dot(kind, href ? 44 : 24),
    interactive: Boolean(href),
    keyboard: false,
  });
  if (name) place.bindTooltip(name, { direction: "top", permanent: !href, className: "map-name" });
  if (href) {
    place.on("click", () => window.location.assign(href));
    // Places lie where they lie, also on top of each other. Whoever does not point at the map has
    // the list beside it, so a place is nothing to reach by keys or to be told of twice.
    place.on("add", () => place.getElement().setAttribute("aria-hidden", "true"));
  }
  return place;
}
