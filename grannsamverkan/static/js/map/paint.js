/** Paints the features of a cell on a tile's canvas: quiet ground, clear streets, plain houses. */

const MAIN = new Set(["motorway", "trunk", "primary", "secondary", "tertiary"]);
const WIDTHS_M = { motorway: 12, trunk: 9, primary: 8, secondary: 7.5, tertiary: 7, service: 4, driveway: 3 };
const ROAD_M = 5.5;
const WORLD_M = 40075016.7;
const ORDER = ["green", "water", "paved", "path", "road", "rail", "building"];

/**
 * @param {CanvasRenderingContext2D} pen in CSS pixels
 * @param {object} view {x, y, scale}: the tile's corner on the unit world, pixels a unit
 */
export function paint(pen, features, view, colours) {
  const metre = view.scale / (WORLD_M * Math.cos(latitude(view)));
  pen.lineJoin = "round";
  pen.lineCap = "round";
  for (const kind of ORDER) {
    const some = features.filter((feature) => feature.kind === kind);
    if (kind === "road") some.forEach((road) => casing(pen, road, view, colours, metre));
    some.forEach((feature) => PAINTERS[kind](pen, feature, view, colours, metre));
  }
}

const PAINTERS = {
  green(pen, feature, view, colours) {
    fill(pen, feature, view, feature.type === "wood" || feature.type === "forest" ? colours.wood : colours.green);
  },
  water(pen, feature, view, colours, metre) {
    if (feature.area) {
      fill(pen, feature, view, colours.water);
      stroke(pen, feature, view, colours["water-edge"], 1);
    } else {
      stroke(pen, feature, view, colours.water, Math.max(1.5, (feature.width || 3) * metre));
    }
  },
  paved(pen, feature, view, colours) {
    fill(pen, feature, view, colours.paved);
  },
  path(pen, feature, view, colours, metre) {
    const cycle = feature.type === "cycleway";
    const width = Math.max(cycle ? 1.6 : 1.2, (feature.width || 2) * metre * 0.7);
    pen.setLineDash(cycle ? [] : [width * 2, width * 2]);
    stroke(pen, feature, view, cycle ? colours.cycleway : colours.path, Math.min(width, 7));
    pen.setLineDash([]);
  },
  road(pen, feature, view, colours, metre) {
    stroke(pen, feature, view, MAIN.has(feature.type) ? colours.main : colours.road, across(feature, metre));
  },
  rail(pen, feature, view, colours) {
    stroke(pen, feature, view, colours.rail, feature.type === "tram" ? 0.6 : 1.2);
  },
  building(pen, feature, view, colours) {
    fill(pen, feature, view, colours.building);
    stroke(pen, feature, view, colours["building-edge"], 0.8);
  },
};

function casing(pen, road, view, colours, metre) {
  stroke(pen, road, view, colours["road-edge"], across(road, metre) + 2);
}

function across(road, metre) {
  const least = MAIN.has(road.type) ? 2.6 : road.type === "driveway" ? 0.8 : 1.6;
  return Math.max(least, (road.width || WIDTHS_M[road.type] || ROAD_M) * metre);
}

function latitude(view) {
  return Math.atan(Math.sinh(Math.PI * (1 - 2 * view.y)));
}

function trace(pen, feature, view) {
  pen.beginPath();
  for (const line of feature.lines) {
    for (let i = 0; i + 1 < line.length; i += 2) {
      const x = (line[i] - view.x) * view.scale;
      const y = (line[i + 1] - view.y) * view.scale;
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    if (feature.area) pen.closePath();
  }
}

function fill(pen, feature, view, colour) {
  trace(pen, feature, view);
  pen.fillStyle = colour;
  pen.fill("evenodd");
}

function stroke(pen, feature, view, colour, width) {
  trace(pen, feature, view);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
