/** Makes a page one that opens without a network, where the browser can (lib/worker.js). */

/**
 * Let the service worker at `script` look after the pages below `scope`, and keep this one with the
 * `files` it shows.
 */
export async function readWithoutNetwork(script, scope, files = []) {
  if (!navigator.serviceWorker) return;
  try {
    const how = { type: "module", scope, updateViaCache: "none" };
    await navigator.serviceWorker.register(script, how);
    const { active } = await navigator.serviceWorker.ready;
    const { lang: language } = document.documentElement;
    active.postMessage({ keep: location.pathname, language, files });
  } catch {
    // An old or a private browser: the page works while there is a network.
  }
}
