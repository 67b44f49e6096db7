// Layers over a photo, on and off: each by its button and its key. What one has chosen holds for all
// photos while the window is open. Without JavaScript what matters most is drawn, and all is written.

const STORE = "lager";

export default function layers(list) {
  const figure = list.closest("figure");
  const drawing = figure.querySelector(".layers");
  for (const item of list.querySelectorAll("[data-switch]")) {
    const name = item.querySelector(".layer-item__name");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.key = item.dataset.switch;
    button.setAttribute("aria-keyshortcuts", item.dataset.switch);
    button.append(...name.childNodes, keyOf(item.dataset.switch));
    name.append(button);
    button.addEventListener("click", () => {
      remember(item.dataset.layer, button.getAttribute("aria-pressed") !== "true");
      document.dispatchEvent(new CustomEvent("layers"));
    });
  }
  const show = () => paint(list, drawing);
  document.addEventListener("layers", show);
  show();
  new ResizeObserver(() => fit(drawing)).observe(drawing);
}

function paint(list, drawing) {
  const chosen = remembered();
  const words = [];
  for (const item of list.querySelectorAll("[data-switch]")) {
    const shown = chosen[item.dataset.layer] ?? "shown" in item.dataset;
    item.querySelector("button").setAttribute("aria-pressed", String(shown));
    const drawn = drawing.querySelector(`[data-layer="${item.dataset.layer}"]`);
    drawn.classList.toggle("layer--off", !shown);
    if (shown) words.push(item.querySelector("button > span").textContent.toLowerCase());
  }
  const { before, nothing } = list.dataset;
  drawing.setAttribute("aria-label", words.length ? `${before} ${words.join(", ")}` : nothing);
}

/** Lets the words in the drawing be as large as those beside it. */
export function fit(drawing) {
  const { width, height } = drawing.viewBox.baseVal;
  const scale = Math.min(drawing.clientWidth / width, drawing.clientHeight / height);
  if (!scale) return;
  drawing.style.setProperty("--layer-unit", String(1 / scale));
  drawing.classList.add("layers--fitted");
}

function keyOf(name) {
  const key = document.createElement("kbd");
  key.className = "key";
  key.setAttribute("aria-hidden", "true");
  key.textContent = name;
  return key;
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function remember(name, shown) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ ...remembered(), [name]: shown }));
  } catch {
    // A browser that keeps nothing shows what the page came with.
  }
}
