/**
 * Mounts every element that asks for a widget: data-widget="menu" imports widgets/menu.js and calls
 * its default export with the element. Pages work without any of them, so a widget that fails is
 * reported in the console and leaves the page as the server sent it.
 */

/** @param {Element} element @param {string} name */
async function mount(element, name) {
  try {
    const widget = await import(`./widgets/${name}.js`);
    await widget.default(element);
    element.setAttribute("data-mounted", "");
  } catch (error) {
    console.error(`widget ${name}`, error);
  }
}

/** Mount what is inside `root` and not mounted yet; one element may name several widgets. */
export function mountAll(root = document) {
  for (const element of root.querySelectorAll("[data-widget]:not([data-mounted])")) {
    for (const name of element.dataset.widget.split(" ").filter(Boolean)) mount(element, name);
  }
}

mountAll();
