/**
 * Mounts every element that asks for a widget: data-widget="menu" imports widgets/menu.js and calls
 * its default export with the element. Pages work without any of them, so a widget that fails is
 * reported in the console and leaves the page as the server sent it.
 */

/** @param {Element} element @param {string} name @returns {Promise<boolean>} did it work? */
async function mount(element, name) {
  try {
    const widget = await import(`./widgets/${name}.js`);
    await widget.default(element);
    return true;
  } catch (error) {
    console.error(`widget ${name}`, error);
    return false;
  }
}

/** Mount what is inside `root`; an element has data-mounted when all it named work. */
export function mountAll(root = document) {
  for (const element of root.querySelectorAll("[data-widget]:not([data-mounted])")) {
    const names = element.dataset.widget.split(" ").filter(Boolean);
    Promise.all(names.map((name) => mount(element, name))).then((worked) => {
      if (worked.every(Boolean)) element.setAttribute("data-mounted", "");
    });
  }
}

mountAll();

// The store of lib/kept.js, which a page without photos need not load to see that there is none.
const KEPT = "grannsamverkan";

/** Photos and answers that waited in this browser for over a day go, whatever page is opened. */
async function letOldGo() {
  // Such a page does it itself, and says what it removed.
  if (document.querySelector("[data-widget~=kept]")) return;
  const stores = (await indexedDB.databases?.()) ?? [{ name: KEPT }];
  if (stores.some(({ name }) => name === KEPT)) await (await import("./lib/kept.js")).purge();
}

// Where the browser keeps nothing, nothing is to be removed.
letOldGo().catch(() => {});
