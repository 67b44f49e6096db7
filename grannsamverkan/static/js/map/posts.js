/**
 * Lamp posts on the map, in step with the page's own list of radio buttons: the list is the truth,
 * the map another way to press it. One post at a time is reached by Tab, the others by arrow keys.
 */

import * as L from "../../vendor/leaflet/leaflet-src.esm.js";
import { nearest, nearestTowards } from "../lib/plane.js";
import { dot, toLatLng } from "./shapes.js";

const TARGET = 44;
const NEAR_ZOOM = 18;
const WAYS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export class PostChoice {
  /** @param {L.Map} map @param {{list: Element, say: Function, texts: object}} parts */
  constructor(map, { list, say, texts }) {
    Object.assign(this, { map, say, texts });
    this.posts = [...list.querySelectorAll("input[type=radio][data-lon]")].map((input) => ({
      input,
      number: input.dataset.number,
      verdict: input.dataset.verdict ?? "",
      position: [Number(input.dataset.lon), Number(input.dataset.lat)],
    }));
    this.posts.forEach((post) => this.place(post));
    list.addEventListener("change", () => this.follow(true));
    map.getContainer().addEventListener("keydown", (event) => this.key(event));
    this.follow(false);
  }

  /** All posts, to be seen when the page opens; near by the chosen one if there is one. */
  get bounds() {
    const chosen = this.posts.filter((post) => post.input.checked);
    const shown = chosen.length ? chosen : this.posts;
    return shown.length ? L.latLngBounds(shown.map((post) => toLatLng(post.position))) : null;
  }

  /** The phone found itself at a position: choose the nearest post and say how far it is. */
  located(position) {
    const found = nearest(this.posts, position);
    if (!found) return;
    this.choose(found.place);
    this.say(
      this.texts.nearest
        .replace("{number}", found.place.number)
        .replace("{metres}", Math.round(found.metres)),
    );
  }

  place(post) {
    post.marker = L.marker(toLatLng(post.position), { icon: dot(post.verdict ? `verdict-${post.verdict}` : "post", TARGET) });
    post.marker.on("add", () => this.dress(post));
    // From afar the targets overlap: the post nearest to the press is meant, not the topmost.
    post.marker.on("click", ({ originalEvent }) => {
      const { lng, lat } = this.map.mouseEventToLatLng(originalEvent);
      this.choose(nearest(this.posts, [lng, lat]).place);
    });
    post.marker.bindTooltip(post.number, { direction: "top", offset: [0, -10], className: "map-name" });
    post.marker.addTo(this.map);
  }

  dress(post) {
    const element = post.marker.getElement();
    element.dataset.post = this.posts.indexOf(post);
    element.setAttribute("aria-label", this.named(post, this.texts.post));
  }

  /** A text about a post, with what the sight check says of it. */
  named({ number, verdict }, text) {
    return [text.replace("{number}", number), this.texts[`verdict-${verdict}`]].filter(Boolean).join(" ");
  }

  choose(post) {
    post.input.checked = true;
    post.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  follow(pan) {
    const chosen = this.posts.find((post) => post.input.checked) ?? null;
    const reached = chosen ?? this.posts[0];
    for (const post of this.posts) {
      const element = post.marker.getElement();
      element.classList.toggle("map-dot--chosen", post === chosen);
      element.setAttribute("aria-pressed", String(post === chosen));
      element.tabIndex = post === reached ? 0 : -1;
      post.marker.setZIndexOffset(post === chosen ? 1000 : 0);
    }
    if (!chosen) return;
    this.say(this.named(chosen, this.texts.chosen));
    if (pan && !this.map.getBounds().pad(-0.15).contains(toLatLng(chosen.position))) {
      this.map.setView(toLatLng(chosen.position), Math.max(this.map.getZoom(), NEAR_ZOOM));
    }
  }

  key(event) {
    const index = event.target.dataset.post;
    if (index === undefined) return;
    const post = this.posts[Number(index)];
    if (event.key in WAYS) this.walk(post, WAYS[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.choose(post);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  walk(from, way) {
    const next = nearestTowards(this.posts, from, way);
    if (!next) return;
    from.marker.getElement().tabIndex = -1;
    next.marker.getElement().tabIndex = 0;
    next.marker.getElement().focus({ preventScroll: true });
  }
}
