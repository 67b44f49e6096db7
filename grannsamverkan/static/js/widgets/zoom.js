// Photos in full size: buttons, keys (+ - arrows Escape) and fingers. Without JavaScript the links
// open the same pictures by themselves.

const STEP = 1.5;
const LARGEST = 6;

export default function zoom(section) {
  const links = [...section.querySelectorAll("[data-zoom]")];
  if (!links.length || typeof HTMLDialogElement === "undefined") return;
  const view = build(section.dataset);
  section.append(view.dialog);
  let current = 0;
  let scale = 1;

  const fit = () => {
    const { naturalWidth: width, naturalHeight: height } = view.image;
    if (!width) return;
    const base = Math.min(view.stage.clientWidth / width, view.stage.clientHeight / height);
    view.image.width = Math.round(width * base * scale);
  };
  const rescale = (factor) => {
    const { stage } = view;
    const centre = [
      (stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth,
      (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight,
    ];
    scale = Math.min(LARGEST, Math.max(1, scale * factor));
    fit();
    stage.scrollLeft = centre[0] * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = centre[1] * stage.scrollHeight - stage.clientHeight / 2;
  };
  const show = (index) => {
    current = (index + links.length) % links.length;
    scale = 1;
    view.image.src = links[current].href;
    view.image.alt = links[current].querySelector("img")?.alt ?? "";
    view.label.textContent = view.image.alt;
  };

  view.image.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      view.dialog.showModal();
    }),
  );
  view.dialog.addEventListener("close", () => links[current].focus());
  const actions = {
    larger: () => rescale(STEP),
    smaller: () => rescale(1 / STEP),
    previous: () => show(current - 1),
    next: () => show(current + 1),
    close: () => view.dialog.close(),
  };
  for (const [name, button] of Object.entries(view.buttons)) {
    button.addEventListener("click", actions[name]);
  }
  const keys = { "+": "larger", "-": "smaller", n: "next", p: "previous" };
  view.dialog.addEventListener("keydown", (event) => {
    const action = actions[keys[event.key]];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function build(texts) {
  const dialog = document.createElement("dialog");
  const stage = document.createElement("div");
  const bar = document.createElement("div");
  const image = new Image();
  const label = document.createElement("span");
  dialog.className = "zoom";
  dialog.setAttribute("aria-label", texts.larger);
  stage.className = "zoom__stage";
  stage.tabIndex = 0;
  bar.className = "zoom__bar";
  stage.append(image);
  bar.append(label);
  const buttons = {};
  for (const name of ["smaller", "larger", "previous", "next", "close"]) {
    buttons[name] = document.createElement("button");
    buttons[name].type = "button";
    buttons[name].textContent = texts[name];
    bar.append(buttons[name]);
  }
  dialog.append(stage, bar);
  return { dialog, stage, image, label, buttons };
}
