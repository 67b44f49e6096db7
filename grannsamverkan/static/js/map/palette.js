/** The map's colours, from the CSS variables of the page, so that both themes are one list. */

const NAMES = [
  "ground", "green", "wood", "water", "water-edge", "paved", "building", "building-edge", "road",
  "road-edge", "main", "path", "cycleway", "rail", "text", "text-quiet", "text-water", "halo",
  "post", "sign", "other", "ok", "looks", "not-ok",
];

/** All colours as {name: value}, read from `element`. */
export function palette(element) {
  const style = getComputedStyle(element);
  const colours = Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]),
  );
  return { ...colours, font: style.fontFamily };
}

/** Call `action` whenever the light or the dark theme is chosen by the device. */
export function onThemeChange(action) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", action);
}
