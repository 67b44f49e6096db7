// One-key ways to what is on the page already: elements say their own key in data-key, and pressing
// it does what a press on the element does. Keys rest while one writes, with a modifier held, and
// when they are switched off (WCAG 2.1.4); the choice stays in this browser.

const STORE = "tangenter";
const FRAMES_TO_WAIT = 60;
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export default function keys(root) {
  const sheet = root.querySelector("details");
  const button = document.createElement("button");
  let on = remembered();

  const show = () => {
    document.documentElement.toggleAttribute("data-keys", on);
    button.textContent = on ? root.dataset.off : root.dataset.on;
  };
  button.type = "button";
  button.className = "ds-button";
  button.dataset.variant = "secondary";
  sheet.lastElementChild.append(button);
  root.classList.add("keys--ready");
  button.addEventListener("click", () => {
    on = !on;
    remember(on);
    show();
  });
  show();

  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
    const name = event.key.toLowerCase();
    if (name === "?") {
      event.preventDefault();
      sheet.open = !sheet.open;
      if (sheet.open) sheet.querySelector("summary").focus();
      return;
    }
    const target = find(name);
    if (!target) return;
    event.preventDefault();
    act(target, name);
  });
}

/** The element that answers to a key and can be seen, or stands in something that can be opened. */
function find(name) {
  return [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key.split(" ").includes(name) && !one.closest("[hidden]"),
  );
}

function act(target, name) {
  if (target.matches("a, button")) {
    target.click();
    return;
  }
  if (target.matches("input")) {
    target.select();
    return;
  }
  if ("keyOpens" in target.dataset) {
    target.querySelector("details").open = true;
    focusOnceDrawn(target.querySelector("input[type=radio]"), FRAMES_TO_WAIT);
    return;
  }
  target.closest("details")?.setAttribute("open", "");
  if ("keyPicks" in target.dataset) pick(target);
  else if (target.dataset.keyValues) choose(target, name);
  else turn(target);
}

/** A key for each value of a question: choose it, and go on to where one writes why. */
function choose(target, name) {
  const place = target.dataset.key.split(" ").indexOf(name);
  const value = target.dataset.keyValues.split(" ")[place];
  const radio = target.querySelector(`input[value="${value}"]`);
  check(radio);
  const field = document.getElementById(target.dataset.keyFocus);
  if (field) focusOnceDrawn(field, FRAMES_TO_WAIT);
}

/** What was folded away can take the focus only once it is drawn, some frames later. */
function focusOnceDrawn(field, frames) {
  field.focus();
  if (document.activeElement === field || !frames) return;
  requestAnimationFrame(() => focusOnceDrawn(field, frames - 1));
}

/** Choose the row one stands in (the first one, to begin with), and stand in the next. */
function pick(target) {
  const boxes = [...target.querySelectorAll("input[type=checkbox]")];
  const row = document.activeElement?.closest("[data-row]");
  const here = Math.max(0, boxes.findIndex((one) => row?.contains(one)));
  if (!boxes[here]) return;
  check(boxes[here], !boxes[here].checked);
  (boxes[here + 1] ?? boxes[here]).focus();
}

/** One key for a yes-or-no question: yes, then no, then yes. The photo shown is its evidence. */
function turn(target) {
  const [question, photos] = target.querySelectorAll("fieldset");
  const radios = [...question.querySelectorAll("input[type=radio]")];
  const next = radios[(radios.findIndex((one) => one.checked) + 1) % radios.length];
  check(next);
  next.focus();
  const shown = document.querySelector(".photo[data-current]")?.dataset.photo;
  const chosen = photos?.querySelector("input:checked");
  const evidence = photos?.querySelector(`input[value="${shown}"]`);
  if (!chosen && evidence) check(evidence);
}

function check(input, on = true) {
  input.checked = on;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function remembered() {
  try {
    return localStorage.getItem(STORE) !== "av";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORE, on ? "på" : "av");
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}
