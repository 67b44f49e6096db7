/** The municipality's own map on top of the base map, with a switch for it. */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";
import { escaped } from "../lib/markup.js";

/**
 * @param {L.Map} map
 * @param {{url: string, label: string, attribution: string, min_zoom: number, max_zoom: number,
 *   names: boolean}} own
 * @param {L.Layer} names the base map's, hidden while the own map writes its own
 */
export function addTiles(map, own, names) {
  const tiles = L.tileLayer(own.url, {
    minZoom: own.min_zoom,
    maxZoom: map.getMaxZoom(),
    maxNativeZoom: own.max_zoom,
    className: "map__own",
    attribution: escaped(own.attribution),
  });
  const show = (on) => {
    if (on) tiles.addTo(map);
    else tiles.remove();
    if (!own.names) return;
    if (on) names.remove();
    else names.addTo(map);
  };
  makeSwitch(own.label, show).addTo(map);
  show(true);
}

function makeSwitch(label, show) {
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const box = L.DomUtil.create("label", "map__switch");
    const input = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    input.addEventListener("change", () => show(input.checked));
    box.append(input, ` ${label}`);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  return control;
}
