/** The address field beside the map: shows where an address is. */

const PATIENCE_MS = 250;
const SHORTEST = 2;

/**
 * @param {Element} box holds an input, a list and the address of the search in data-url
 * @param {(place: {text: string, lon: number, lat: number}) => void} show
 */
export function mountSearch(box, show, texts) {
  const input = box.querySelector("input");
  const list = box.querySelector("ul");
  let waiting = 0;
  let asked = 0;

  const look = async () => {
    asked += 1;
    const mine = asked;
    const text = input.value.trim();
    const found = text.length < SHORTEST ? [] : await ask(box.dataset.url, text);
    if (mine === asked) fill(list, found, text.length < SHORTEST ? "" : texts.no_address, show);
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PATIENCE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // The field is no part of the form it stands in.
    event.preventDefault();
    const first = list.querySelector("button");
    if (first) first.click();
    else look();
  });
}

async function ask(url, text) {
  const address = new URL(url, document.baseURI);
  address.searchParams.set("q", text);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : [];
}

function fill(list, places, none, show) {
  list.replaceChildren(...places.map((place) => item(place, list, show)));
  if (!places.length && none) list.append(Object.assign(document.createElement("li"), { textContent: none }));
}

function item(place, list, show) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: place.text,
  });
  button.addEventListener("click", () => {
    list.replaceChildren();
    show(place);
  });
  const entry = document.createElement("li");
  entry.append(button);
  return entry;
}
