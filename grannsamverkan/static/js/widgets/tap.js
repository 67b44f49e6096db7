// One place in a picture, by press, by drag and by arrow keys. Without this script the picture is a
// button that sends where it was pressed.

const STEP = 0.005;
const FAR = 8;
const SVG = "http://www.w3.org/2000/svg";

export default function tap(box) {
  const form = box.closest("form");
  const save = form.querySelector(".tap__save");
  const small = box.querySelector("input[type=image]");
  const image = new Image();
  image.src = box.dataset.large;
  image.alt = small.alt;
  image.className = "tap__picture";
  const frame = document.createElement("div");
  frame.className = "tap__frame";
  const cross = drawnCross();
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "tap__cross";
  handle.setAttribute("aria-label", box.dataset.label);
  handle.append(cross);
  const help = document.createElement("p");
  help.className = "small";
  help.textContent = box.dataset.help;
  help.id = "tap-help";
  handle.setAttribute("aria-describedby", help.id);
  const fields = Object.fromEntries(["x", "y"].map((name) => [name, hidden(form, name)]));
  const place = { x: Number(box.dataset.x ?? 0.5), y: Number(box.dataset.y ?? 0.5) };

  const show = () => {
    handle.style.left = `${100 * place.x}%`;
    handle.style.top = `${100 * place.y}%`;
    for (const name of ["x", "y"]) fields[name].value = place[name].toFixed(4);
  };
  const move = (x, y) => {
    place.x = Math.min(1, Math.max(0, x));
    place.y = Math.min(1, Math.max(0, y));
    show();
  };
  const follow = (event) => {
    const at = frame.getBoundingClientRect();
    move((event.clientX - at.left) / at.width, (event.clientY - at.top) / at.height);
  };

  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    handle.focus();
    follow(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) follow(event);
  });
  handle.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? FAR * STEP : STEP;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "Enter") return form.requestSubmit(save.querySelector("button"));
    if (!ways[event.key]) return;
    event.preventDefault();
    const [across, down] = ways[event.key];
    move(place.x + across * step, place.y + down * step);
  });

  frame.append(image, handle);
  box.replaceChildren(frame, help);
  save.hidden = false;
  show();
}

function hidden(form, name) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  form.append(field);
  return field;
}

/** A ring with a cross, dark under light: seen on zinc, snow and hedges alike. */
function drawnCross() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const part of ["tap__under", "tap__line"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", part);
    path.setAttribute("d", "M-11 0H-3M3 0H11M0-11V-3M0 3V11M7 0A7 7 0 1 1-7 0A7 7 0 1 1 7 0");
    svg.append(path);
  }
  return svg;
}
