// Marks in a photo are moved by mouse, finger and keyboard. They are kept as the server keeps them:
// shares of the upright picture. New ones are made by marking.js.

const STEP = 0.01;
const GROWTH = 1.15;
const TURN = 15;
const PATIENCE_MS = 400;

export default function marks(figure) {
  for (const one of figure.querySelectorAll(".mark")) make(figure, one);
}

function make(figure, element) {
  const svg = element.ownerSVGElement;
  const kept = { ...element.dataset };
  const mark = { kind: kept.kind, label: kept.label };
  for (const name of ["x", "y", "size", "angle"]) mark[name] = Number(kept[name]);
  let waiting = 0;

  const show = () => {
    const { width, height } = svg.viewBox.baseVal;
    const turn = mark.kind === "arrow" ? mark.angle : 0;
    element.setAttribute(
      "transform",
      `translate(${mark.x * width} ${mark.y * height}) rotate(${turn}) scale(${mark.size * width})`,
    );
  };
  const change = (values) => {
    Object.assign(mark, values);
    mark.x = Math.min(1, Math.max(0, mark.x));
    mark.y = Math.min(1, Math.max(0, mark.y));
    mark.size = Math.min(0.6, Math.max(0.02, mark.size));
    show();
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(figure, kept.mark, mark), PATIENCE_MS);
  };

  svg.setAttribute("role", "group");
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", `${kept.number}. ${kept.label}`);
  element.addEventListener("keydown", (event) => {
    const values = moved(mark, event.key, event.shiftKey);
    if (!values) return;
    event.preventDefault();
    event.stopPropagation();
    change(values);
  });
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) change(placeOf(figure.querySelector(".photo__frame"), event));
  });
}

function moved(mark, key, far) {
  const step = far ? 5 * STEP : STEP;
  const ways = {
    ArrowLeft: { x: mark.x - step },
    ArrowRight: { x: mark.x + step },
    ArrowUp: { y: mark.y - step },
    ArrowDown: { y: mark.y + step },
    "+": { size: mark.size * GROWTH },
    "-": { size: mark.size / GROWTH },
    ".": { angle: (mark.angle + TURN) % 360 },
    ",": { angle: (mark.angle + 360 - TURN) % 360 },
  };
  return ways[key];
}

/** Where in the picture a press was, as shares; the picture is drawn whole inside its frame. */
export function placeOf(frame, event) {
  const image = frame.querySelector("img");
  const box = image.getBoundingClientRect();
  const scale = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
  const width = image.naturalWidth * scale;
  const height = image.naturalHeight * scale;
  return {
    x: (event.clientX - box.left - (box.width - width) / 2) / width,
    y: (event.clientY - box.top - (box.height - height) / 2) / height,
  };
}

async function keep(figure, id, mark) {
  const body = new FormData();
  body.set("csrf_token", figure.dataset.token);
  for (const [name, value] of Object.entries(mark)) body.set(name, value);
  const answer = await fetch(`${figure.dataset.address}/${id}`, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) window.location.reload();
}
