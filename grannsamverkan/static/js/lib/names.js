/** Names by which pages and service worker find each other. */

export const CHANNEL = "grannsamverkan-kept";
export const SYNC = "grannsamverkan-send";
