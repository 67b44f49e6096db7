/**
 * Proposes addresses while one types in a field with data-url. They are the browser's own list of
 * proposals, which keyboards and screen readers know; without it the form is sent as it is.
 */

const PATIENCE_MS = 200;
const SHORTEST = 2;

/** @param {HTMLInputElement} input */
export default function suggest(input) {
  const list = Object.assign(document.createElement("datalist"), { id: `${input.id}-forslag` });
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let asked = 0;

  const propose = async () => {
    const mine = (asked += 1);
    const text = input.value.trim();
    const found = text.length < SHORTEST ? [] : await ask(input, text);
    // An earlier question may be answered later.
    if (mine === asked) list.replaceChildren(...found.map((place) => new Option(place.text)));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(propose, PATIENCE_MS);
  });
}

async function ask(input, text) {
  const address = new URL(input.dataset.url, document.baseURI);
  address.searchParams.set("q", text);
  const municipality = input.form?.elements.namedItem("kommun")?.value;
  if (municipality) address.searchParams.set("kommun", municipality);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : [];
  } catch {
    // Without a network the form still works when it is back.
    return [];
  }
}
