// One photo at a time, large, with the others as small ones below: by press, by the keys 1 to 9.
// Without JavaScript all photos stand below each other.

export default function stage(section) {
  const figures = [...section.querySelectorAll(".photo")];
  if (!figures.length) return;
  const tools = section.querySelector(".photo-tools");
  const strip = document.createElement("div");
  strip.className = "stage__strip";
  strip.setAttribute("role", "group");
  strip.setAttribute("aria-label", section.dataset.choose);
  const buttons = figures.map((figure, index) => {
    const button = document.createElement("button");
    const image = new Image(96, 72);
    image.src = figure.dataset.thumb;
    image.alt = "";
    const word = document.createElement("span");
    word.textContent = figure.dataset.word;
    button.type = "button";
    button.append(image, word);
    if (index < 9) {
      button.dataset.key = String(index + 1);
      button.setAttribute("aria-keyshortcuts", String(index + 1));
    }
    button.addEventListener("click", () => show(index));
    strip.append(button);
    return button;
  });

  const show = (index) => {
    if (tools) move(tools, figures[index]);
    figures.forEach((figure, at) => {
      figure.hidden = at !== index;
      figure.toggleAttribute("data-current", at === index);
      buttons[at].setAttribute("aria-pressed", String(at === index));
    });
    // Beside the photo, above all that is said of it.
    const focused = document.activeElement;
    figures[index].querySelector(".photo__frame").after(strip);
    if (strip.contains(focused)) focused.focus();
  };
  const follow = () => {
    const wanted = figures.findIndex((figure) => `#${figure.id}` === window.location.hash);
    if (wanted >= 0) show(wanted);
  };

  if (section.querySelector(".marks")) strip.append(layers(section));
  section.classList.add("stage");
  show(0);
  follow();
  window.addEventListener("hashchange", follow);
}

/** What one does with a photo stands with the one that is shown, and is sent to its address. */
function move(tools, figure) {
  const before = `/foton/${tools.dataset.photo}/`;
  const now = `/foton/${figure.dataset.photo}/`;
  if (before === now) return;
  for (const details of tools.querySelectorAll("details")) details.open = false;
  for (const form of tools.querySelectorAll("form")) {
    form.setAttribute("action", form.getAttribute("action").replace(before, now));
  }
  const root = tools.querySelector("[data-height]");
  root.dataset.height = root.dataset.height.replace(before, now);
  tools.dataset.photo = figure.dataset.photo;
  figure.querySelector("figcaption").append(tools);
}

/** Shows and hides the marks, to see what is under them. */
function layers(section) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = section.dataset.layers;
  button.dataset.key = "l";
  button.setAttribute("aria-keyshortcuts", "l");
  button.setAttribute("aria-pressed", "true");
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    for (const one of section.querySelectorAll(".marks")) one.classList.toggle("marks--off", !shown);
  });
  return button;
}
