/**
 * One try to send something over a phone's network: progress, and silence noticed.
 * XMLHttpRequest and not fetch, because only it tells how much has been sent.
 */

const SILENCE_MS = 45000;

/**
 * Resolves to {status, data}; status 0 means that no answer came. Never rejects.
 * @param {string} url @param {XMLHttpRequestBodyInit} body
 * @param {{headers?: Record<string, string>, onProgress?: (sent: number, total: number) => void,
 *   signal?: AbortSignal}} how
 */
export function send(url, body, { headers = {}, onProgress = () => {}, signal } = {}) {
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
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    listen();
    request.send(body);
  });
}
