/**
 * Sends a form in the background, over a phone's network: progress, silence noticed, tried again.
 * XMLHttpRequest and not fetch, because only it tells how much has been sent.
 */

const PAUSES_MS = [1000, 3000, 9000];
const SILENCE_MS = 45000;
const PASSING = new Set([0, 408, 500, 502, 503, 504]);

/**
 * One try. Resolves to {status, data}; status 0 means that no answer came.
 * @param {string} url @param {FormData} body
 * @param {{token: string, onProgress?: (sent: number, total: number) => void, signal?: AbortSignal}} how
 */
export function send(url, body, { token, onProgress = () => {}, signal }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const giveUp = () => request.abort();
    request.upload.addEventListener("progress", (event) => {
      listen();
      onProgress(event.loaded, event.total);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", giveUp);
      resolve({ status: request.status, data: request.response });
    });
    signal?.addEventListener("abort", giveUp);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    listen();
    request.send(body);
  });
}

/** `send`, and again after growing pauses (or as soon as the network is back) if it was the network. */
export async function sendPatiently(url, body, how) {
  let answer = await send(url, body, how);
  for (const pause of PAUSES_MS) {
    if (!PASSING.has(answer.status) || how.signal?.aborted) break;
    how.onAgain?.();
    await waitForNetwork(pause, how.signal);
    if (how.signal?.aborted) break;
    answer = await send(url, body, how);
  }
  return answer;
}

function waitForNetwork(pause, signal) {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const goOn = () => {
      clearTimeout(timer);
      stop.abort();
      resolve();
    };
    const timer = setTimeout(goOn, pause);
    window.addEventListener("online", goOn, { signal: stop.signal });
    signal?.addEventListener("abort", goOn, { signal: stop.signal });
  });
}
