/** Makes a page one that opens without a network, where the browser can (lib/worker.js). */

/** Let the service worker at `script` look after the pages below `scope`, and keep this one. */
export async function readWithoutNetwork(script, scope) {
  if (!navigator.serviceWorker) return;
  try {
    const how = { type: "module", scope, updateViaCache: "none" };
    await navigator.serviceWorker.register(script, how);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname, language: document.documentElement.lang });
  } catch {
    // An old or a private browser: the page works while there is a network.
  }
}
