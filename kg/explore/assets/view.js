// The picture: a camera over fixed coordinates, edges, things, and names that never overlap.
const canvas = $("canvas"), ctx = canvas.getContext("2d");
const FONT = getComputedStyle(document.body).fontFamily;
const COMMUNITY_COLOURS = ["#3b6fb6", "#e8833a", "#4fa38a", "#8a5aa8", "#c9a227", "#c25b6e", "#5aa3c7", "#7a8b3c", "#a8744f", "#6b7fd1", "#3f8f5f", "#b56cae"];
let ink = {}, dirty = true, hover = null, drawnNodes = [], drawnLabels = 0, moving = 0, dark = false;
const sprites = new Map();
let taken = []; // by what lies over the picture

function mix(colour, towards, share) {
  const part = (text, i) => parseInt(text.slice(i, i + 2), 16);
  return "#" + [1, 3, 5].map((i) => Math.round(part(colour, i) * (1 - share) + part(towards, i) * share).toString(16).padStart(2, "0")).join("");
}
function takeInk() {
  const style = getComputedStyle(document.documentElement);
  for (const one of ["paper", "ink", "muted", "edge", "denied", "accent", "part", "glow"]) ink[one] = style.getPropertyValue("--" + one).trim();
  sprites.clear();
  dirty = true;
}
const shade = (colour) => (dark ? mix(colour, "#ffffff", 0.18) : colour);
function colourOf(node) {
  if (S.colour === "community") return shade(node.community >= 0 && node.community < 12 ? COMMUNITY_COLOURS[node.community] : "#9aa5b1");
  return shade(node.top >= 0 ? TYPES[node.top].colour : "#9aa5b1");
}
const MEASURES = { degree: (n) => n.degree, pagerank: (n) => n.pagerank, betweenness: (n) => n.betweenness, facts: (n) => n.facts.length, same: () => 0.1 };
let ranked = [];
function measure() {
  if (S.size === "pagerank" || S.size === "betweenness") rank(S.size);
  const of = MEASURES[S.size];
  const most = Math.max(1e-9, ...NODES.map(of));
  for (const node of NODES) {
    node.m = S.size === "same" ? 0.1 : of(node) / most;
    node.r = 5 + 15 * Math.sqrt(node.m);
  }
  ranked = [...NODES].sort((a, b) => b.m - a.m || b.degree - a.degree || a.i - b.i);
  ranked.forEach((node, at) => { node.rank = at; });
}
function place() {
  const points = D.points[S.layout];
  for (const node of NODES) { node.x = points[2 * node.i]; node.y = points[2 * node.i + 1]; }
  movePins();
}
function movePins() {
  const points = D.points[S.layout];
  for (const node of NODES) {
    const pin = S.pins.get(node.i);
    [node.x, node.y] = pin && S.layout === "map" ? pin : [points[2 * node.i], points[2 * node.i + 1]];
  }
  dirty = true;
}
const sx = (x) => (x - V.x) * V.k + V.w / 2;
const sy = (y) => (y - V.y) * V.k + V.h / 2;
const radius = (node) => Math.max(1.4, node.r * Math.min(1.35, Math.max(0.16, Math.pow(V.k, 0.6))));

function resize() {
  const box = $("stage").getBoundingClientRect(), ratio = Math.min(2, devicePixelRatio || 1);
  if (!box.width || !box.height) return;
  const first = !V.w;
  taken = ["views", "zoom", "count"].map((id) => $(id).getBoundingClientRect()).map((one) => [one.left - box.left, one.top - box.top, one.right - box.left, one.bottom - box.top]);
  V.w = box.width; V.h = box.height; V.ratio = ratio;
  canvas.width = Math.round(V.w * ratio);
  canvas.height = Math.round(V.h * ratio);
  if (!V.moved && !first) fit();
  dirty = true;
}
function bounds(nodes) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const node of nodes) { left = Math.min(left, node.x); right = Math.max(right, node.x); top = Math.min(top, node.y); bottom = Math.max(bottom, node.y); }
  return { left, right, top, bottom };
}
function fit(nodes, smooth) {
  let all = nodes || NODES.filter((node) => node.shown);
  if (!all.length) all = NODES;
  if (!all.length) { V.x = V.y = 0; V.k = 1; return; }
  const box = bounds(all), pad = Math.min(64, V.w * 0.11), head = 46;
  const k = Math.min((V.w - 2 * pad) / Math.max(1, box.right - box.left), (V.h - 2 * pad - head) / Math.max(1, box.bottom - box.top));
  const kept = Math.min(nodes ? 1.5 : all.length < 9 ? 2 : 1.25, Math.max(0.004, k));
  goTo((box.left + box.right) / 2, (box.top + box.bottom) / 2 - (head / 4) / kept, kept, smooth);
}
let flight = 0;
function goTo(x, y, k, smooth) {
  cancelAnimationFrame(flight);
  if (!smooth || calm()) { Object.assign(V, { x, y, k }); dirty = true; return; }
  const from = { ...V }, start = performance.now();
  const step = (now) => {
    const u = Math.min(1, (now - start) / 420), e = 1 - Math.pow(1 - u, 3);
    V.k = from.k * Math.pow(k / from.k, e);
    V.x = from.x + (x - from.x) * e;
    V.y = from.y + (y - from.y) * e;
    dirty = true;
    if (u < 1) flight = requestAnimationFrame(step);
  };
  flight = requestAnimationFrame(step);
}
function zoomAt(px, py, factor) {
  const k = Math.min(6, Math.max(0.01, V.k * factor));
  V.x += (px - V.w / 2) * (1 / V.k - 1 / k);
  V.y += (py - V.h / 2) * (1 / V.k - 1 / k);
  V.k = k; V.moved = true; moving = performance.now(); dirty = true;
  keepHash();
}

// What the reader looks at: the chosen or pointed thing or fact with its neighbours, or a path.
function focusOf() {
  const nodes = new Set(), edges = new Set();
  const addNode = (node) => { nodes.add(node.i); for (const edge of node.edges) if (edge.shown) { edges.add(edge.i); nodes.add(edge.a.i); nodes.add(edge.b.i); } };
  const addEdge = (edge) => { edges.add(edge.i); nodes.add(edge.a.i); nodes.add(edge.b.i); };
  if (S.path && ways.nodes.size) { for (const i of ways.nodes) nodes.add(i); for (const i of ways.edges) edges.add(i); }
  else if (S.fact !== null && FACTS[S.fact].edge) addEdge(FACTS[S.fact].edge);
  else if (S.article !== null) { for (const fact of ARTICLES[S.article].facts) { if (fact.edge) addEdge(fact.edge); else for (const i of [fact.s, fact.o]) if (i !== null) nodes.add(i); } }
  else if (S.node !== null && THINGS[S.node].drawn) addNode(THINGS[S.node]);
  if (hover && hover.edge && !edges.has(hover.edge.i)) addEdge(hover.edge);
  else if (hover && hover.node && !nodes.size) addNode(hover.node);
  return nodes.size ? { nodes, edges } : null;
}

// ---- shapes of the types, the same as in the legend
const SHAPES = { Organization: 0, Platform: 1, Program: 2, Person: 3, Event: 4, Place: 5 };
function shapePath(c, kind, x, y, r) {
  if (r < 2.2) { c.rect(x - r, y - r, 2 * r, 2 * r); return; }
  const poly = (count, turn, size, inner) => {
    for (let i = 0; i < count; i++) {
      const angle = turn + (i * 2 * Math.PI) / count, far = inner && i % 2 ? size * inner : size;
      const px = x + far * Math.cos(angle), py = y + far * Math.sin(angle);
      if (i) c.lineTo(px, py); else c.moveTo(px, py);
    }
    c.closePath();
  };
  if (kind === 1) poly(4, Math.PI / 2, r * 1.2);
  else if (kind === 2) { const s = r * 0.9; if (c.roundRect) c.roundRect(x - s, y - s, 2 * s, 2 * s, s * 0.28); else c.rect(x - s, y - s, 2 * s, 2 * s); }
  else if (kind === 3) poly(3, -Math.PI / 2, r * 1.25);
  else if (kind === 4) poly(10, -Math.PI / 2, r * 1.25, 0.5);
  else if (kind === 5) poly(6, 0, r * 1.08);
  else { c.moveTo(x + r, y); c.arc(x, y, r, 0, 6.2832); }
}
const shapeOf = (node) => SHAPES[node.top >= 0 ? TYPES[node.top].name : ""] ?? 0;

// ---- edges
function edgeEnds(edge) {
  const ax = sx(edge.a.x), ay = sy(edge.a.y), bx = sx(edge.b.x), by = sy(edge.b.y);
  if (edge.a === edge.b) return { loop: true, ax, ay, r: radius(edge.a) + (7 + 5 * Math.min(edge.bow, 60)) * Math.min(1, V.k + 0.3), mx: ax, my: ay };
  const dx = bx - ax, dy = by - ay, length = Math.hypot(dx, dy) || 1;
  const most = length * 0.45, bow = Math.max(-most, Math.min(most, edge.bow * Math.min(1.4, Math.max(V.k, 0.04))));
  const px = -dy / length, py = dx / length;
  return { ax, ay, bx, by, length, cx: (ax + bx) / 2 + px * bow * 2, cy: (ay + by) / 2 + py * bow * 2, mx: (ax + bx) / 2 + px * bow, my: (ay + by) / 2 + py * bow, bow };
}
function strokeEdge(c, e) {
  if (e.loop) { c.moveTo(e.ax + e.r / 2, e.ay - e.r); c.arc(e.ax, e.ay - e.r, e.r / 2, 0, 6.2832); }
  else if (e.bow) { c.moveTo(e.ax, e.ay); c.quadraticCurveTo(e.cx, e.cy, e.bx, e.by); }
  else { c.moveTo(e.ax, e.ay); c.lineTo(e.bx, e.by); }
}
function arrow(c, e, node, backward) {
  if (e.loop) return;
  const [tx, ty] = backward ? [e.ax, e.ay] : [e.bx, e.by];
  const angle = Math.atan2(ty - e.cy, tx - e.cx), back = radius(node) + 2.5, size = 6.5;
  const x = tx - Math.cos(angle) * back, y = ty - Math.sin(angle) * back;
  c.moveTo(x, y);
  c.lineTo(x - size * Math.cos(angle - 0.42), y - size * Math.sin(angle - 0.42));
  c.lineTo(x - size * Math.cos(angle + 0.42), y - size * Math.sin(angle + 0.42));
  c.closePath();
}
const styleOf = (fact) => (fact.negated ? 3 : fact.modality);
const DASHES = [[], [7, 5], [1.5, 4], []];
function drawEdges(c, focus) {
  const margin = 30, groups = new Map();
  let count = 0;
  for (const edge of EDGES) {
    if (!edge.shown) continue;
    const ax = sx(edge.a.x), ay = sy(edge.a.y), bx = sx(edge.b.x), by = sy(edge.b.y);
    if ((ax < -margin && bx < -margin) || (ay < -margin && by < -margin) || (ax > V.w + margin && bx > V.w + margin) || (ay > V.h + margin && by > V.h + margin)) continue;
    if (Math.abs(ax - bx) + Math.abs(ay - by) < 2 && edge.a !== edge.b) continue;
    count++;
    const near = focus && focus.edges.has(edge.i);
    const far = focus && !near ? 1 : 0;
    const wide = near ? 2 : Math.min(2, weight(edge.fact) - 1);
    const id = (near ? 100 : far ? 0 : 50) + styleOf(edge.fact) * 3 + wide;
    let group = groups.get(id);
    if (!group) groups.set(id, (group = []));
    group.push(edge);
  }
  const quick = EDGES.length > 3000 && performance.now() - moving < 160;
  const alpha = (count > 4000 ? 0.16 : count > 1200 ? 0.28 : count > 300 ? 0.42 : 0.6) * (S.layout === "map" || count < 80 ? 1 : 0.5);
  for (const id of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(id), near = id >= 100, rest = id % 50, style = Math.floor(rest / 3), wide = rest % 3;
    if (quick && !near && group.length > 5000) group.length = 5000;
    c.beginPath();
    const shapes = near || (count < 900 && V.k > 0.45) ? [] : null;
    for (const edge of group) {
      if (shapes || edge.parallel > 1 || edge.a === edge.b) {
        const e = edgeEnds(edge);
        strokeEdge(c, e);
        if (shapes && edge.parallel < 60 && (near || e.length > 46)) shapes.push([edge, e]);
      } else { c.moveTo(sx(edge.a.x), sy(edge.a.y)); c.lineTo(sx(edge.b.x), sy(edge.b.y)); }
    }
    c.globalAlpha = near ? 0.95 : id < 50 ? alpha * 0.25 : alpha;
    c.strokeStyle = c.fillStyle = style === 3 ? ink.denied : near ? ink.accent : ink.edge;
    c.lineWidth = near ? 1.9 : count > 4000 ? 0.6 : 1 + 0.8 * wide;
    c.setLineDash(quick ? [] : DASHES[style]);
    c.stroke();
    c.setLineDash([]);
    if (shapes) {
      c.beginPath();
      for (const [edge, e] of shapes) {
        arrow(c, e, edge.b, false);
        if (PREDICATES[edge.fact.p].symmetric) arrow(c, e, edge.a, true);
      }
      c.fill();
    }
  }
  c.globalAlpha = 1;
}

// ---- labelled parts of the arrangement: islands, discs, years and lanes
function partNames() {
  return D.parts[S.layout].map((part, i) => {
    if (S.layout === "map") return { x: part[0], y: part[1], r: part[2], text: COMMUNITIES[i] ? communityName(i) : "", members: COMMUNITIES[i] };
    const lane = part[0].startsWith("@"), kind = TYPES.find((one) => one.name === part[0].replace("@", ""));
    const text = kind ? say2(kind) : part[0] || t("无日期", "undated");
    return { x: part[1], y: part[2], r: part[3], w: part[4], h: part[5], text, lane, colour: kind && kind.colour };
  });
}
function drawParts(c) {
  const parts = partNames();
    parts.forEach((part, i) => {
    const x = sx(part.x), y = sy(part.y);
    if (part.r) {
      const r = part.r * V.k;
      if (x + r < 0 || y + r < 0 || x - r > V.w || y - r > V.h || r < 6) return;
      c.fillStyle = ink.part;
      c.beginPath(); c.arc(x, y, r, 0, 6.2832); c.fill();
    } else if (part.lane) {
      c.fillStyle = part.colour || ink.muted;
      c.globalAlpha = 0.05;
      c.fillRect(x, y, part.w * V.k, part.h * V.k);
      c.globalAlpha = 1;
    } else {
      c.fillStyle = ink.part;
      if (i % 2) c.fillRect(x, y - 26, part.w * V.k, part.h * V.k + 26);
    }
  });
}
function drawPartNames(c, grid) {
  for (const part of partNames()) {
    const text = short(part.text, 30);
    if (!text) continue;
    if (S.layout === "map") {
      const r = part.r * V.k;
      if (!r || part.members.length < 4 || r < 34 || V.k > 1.1 || !part.members.some((one) => one.shown)) continue;
      const size = Math.max(11, Math.min(15, 9 + r / 26));
      label2(c, grid, text, sx(part.x), sy(part.y) - r + 4, size, "part", "center");
    } else if (part.r) label2(c, grid, text, sx(part.x), sy(part.y - part.r) - 12, 15, "part", "center");
    else if (part.lane) label2(c, grid, text, Math.max(8, sx(part.x) - 8), sy(part.y) + 9, 12, "part", sx(part.x) > 70 ? "right" : "left");
    else if (part.w * V.k > 26) label2(c, grid, text, sx(part.x + part.w / 2), Math.max(58, sy(part.y) - 14), 13, "part", "center");
  }
}

// ---- names: each is drawn once into a picture of its own, and placed where nothing is yet
class Grid {
  constructor() { this.cells = new Map(); }
  *keys(box) {
    for (let x = Math.floor(box[0] / 48); x <= Math.floor(box[2] / 48); x++) for (let y = Math.floor(box[1] / 32); y <= Math.floor(box[3] / 32); y++) yield x * 4096 + y;
  }
  free(box, own) {
    for (const id of this.keys(box)) for (const [other, whose] of this.cells.get(id) || []) {
      if (whose !== own && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
    }
    return true;
  }
  add(box, whose) {
    for (const id of this.keys(box)) { if (!this.cells.has(id)) this.cells.set(id, []); this.cells.get(id).push([box, whose]); }
  }
}
function sprite(text, size, style) {
  const id = [text, size, style, V.ratio].join("\n");
  let found = sprites.get(id);
  if (found) return found;
  const font = (style === "part" ? "600 " : style === "strong" ? "600 " : style === "edge" ? "" : "500 ") + size + "px " + FONT;
  ctx.font = font;
  const w = Math.ceil(ctx.measureText(text).width) + 8, hh = Math.ceil(size * 1.3) + 4;
  const picture = document.createElement("canvas");
  picture.width = Math.ceil(w * V.ratio);
  picture.height = Math.ceil(hh * V.ratio);
  const c = picture.getContext("2d");
  c.scale(V.ratio, V.ratio);
  c.font = font;
  c.textBaseline = "middle";
  c.lineJoin = "round";
  c.lineWidth = style === "part" ? 4 : 3.4;
  c.strokeStyle = ink.glow;
  c.strokeText(text, 4, hh / 2 + 0.5);
  c.fillStyle = style === "part" ? ink.muted : style === "edge" ? ink.accent : style === "denied" ? ink.denied : ink.ink;
  c.fillText(text, 4, hh / 2 + 0.5);
  if (sprites.size > 1500) sprites.clear();
  found = { picture, w, h: hh };
  sprites.set(id, found);
  return found;
}
function label2(c, grid, text, x, y, size, style, align, own) {
  const one = sprite(text, Math.round(size), style);
  const left = align === "center" ? x - one.w / 2 : align === "right" ? x - one.w : x, top = y - one.h / 2;
  const box = [left + 2, top + 1, left + one.w - 2, top + one.h - 1];
  if (box[0] < 0 || box[1] < 0 || box[2] > V.w || box[3] > V.h || !grid.free(box, own)) return false;
  grid.add(box, own ?? text);
  const px = (v) => Math.round(v * V.ratio) / V.ratio;
  c.drawImage(one.picture, px(left), px(top), one.picture.width / V.ratio, one.picture.height / V.ratio);
  drawnLabels++;
  return true;
}
function drawNames(c, grid, focus) {
  const few = drawnNodes.length < 500;
  const block = (node) => { const r = radius(node), x = sx(node.x), y = sy(node.y); grid.add([x - r, y - r, x + r, y + r], node.i); };
  const hubs = S.path || focus ? [] : ranked.filter((node) => node.shown && node.m > 0.12).slice(0, 14);
  for (const node of hubs) block(node);
  const room = Math.min(260, 12 + (V.w * V.h) / (V.k < 0.3 ? 16000 : 5200));
  const chosen = focus ? [...focus.nodes].map((i) => THINGS[i]).filter((node) => node.shown).sort((a, b) => a.rank - b.rank) : [];
  const first = [S.node !== null && THINGS[S.node], hover && hover.node].filter((node) => node && node.drawn && node.shown);
  const seen = new Set(), effort = moving ? 260 : 900;
  let count = 0, tried = 0;
  for (const list of [first, chosen.slice(0, 90), hubs, S.path ? [] : ranked]) {
    if (list === ranked || S.path) drawPartNames(c, grid);
    if (list === ranked) for (const node of drawnNodes) if (few || radius(node) > 6) block(node);
    for (const node of list) {
      if (count >= room || tried > effort) break;
      if (seen.has(node.i) || !node.shown || (focus && list === ranked && V.k < 0.6)) continue;
      const x = sx(node.x), y = sy(node.y);
      if (x < -60 || y < -20 || x > V.w + 60 || y > V.h + 20) continue;
      seen.add(node.i);
      tried++;
      const strong = list !== ranked && list !== hubs && (node.i === S.node || first.includes(node));
      const size = strong ? 14 : 11.5 + 4.5 * Math.sqrt(node.m) * Math.min(1, 0.5 + V.k);
      const text = fitting(name(node), strong ? 26 : 13.5), r = radius(node), style = strong || node.m > 0.25 ? "strong" : "name";
      const faint = focus && !focus.nodes.has(node.i);
      if (faint) c.globalAlpha = 0.35;
      const half = Math.round(size) * 0.65 + 2;
      if (label2(c, grid, text, x, y + r + half, size, style, "center", node.i) || label2(c, grid, text, x + r + 2, y, size, style, "left", node.i) ||
        label2(c, grid, text, x - r - 2, y, size, style, "right", node.i) || label2(c, grid, text, x, y - r - half, size, style, "center", node.i)) count++;
      c.globalAlpha = 1;
    }
  }
}
function drawEdgeNames(c, grid, focus) {
  let count = 0;
  for (const i of focus.edges) {
    const edge = EDGES[i];
    if (!edge.shown || count > 60) continue;
    const e = edgeEnds(edge), text = (edge.fact.negated ? "✗ " : "") + label(edge.fact), style = edge.fact.negated ? "denied" : "edge";
    if (e.loop) count += label2(c, grid, text, e.ax, e.ay - e.r * 1.6, 11, style, "center") ? 1 : 0;
    else if (e.length > 54) {
      for (const at of [0.5, 0.38, 0.62, 0.74]) {
        const u = 1 - at, x = u * u * e.ax + 2 * u * at * e.cx + at * at * e.bx, y = u * u * e.ay + 2 * u * at * e.cy + at * at * e.by;
        if (label2(c, grid, text, x, y, 11, style, "center")) { count++; break; }
      }
    }
  }
}
function drawNodes(c, focus) {
  const groups = new Map();
  drawnNodes = [];
  for (const node of NODES) {
    if (!node.shown) continue;
    const x = sx(node.x), y = sy(node.y), r = radius(node);
    if (x < -r || y < -r || x > V.w + r || y > V.h + r) continue;
    drawnNodes.push(node);
    const id = colourOf(node) + (focus && !focus.nodes.has(node.i) ? "-" : "+");
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id).push([node, x, y, r]);
  }
  for (const id of [...groups.keys()].sort((a, b) => (a.slice(-1) === "-") - (b.slice(-1) === "-") ? (a.slice(-1) === "-" ? -1 : 1) : a < b ? -1 : 1)) {
    const faint = id.endsWith("-");
    c.globalAlpha = faint ? 0.22 : 1;
    c.fillStyle = id.slice(0, -1);
    c.beginPath();
    for (const [node, x, y, r] of groups.get(id)) shapePath(c, shapeOf(node), x, y, r);
    c.fill();
    if (drawnNodes.length < 2500) { c.strokeStyle = ink.glow; c.lineWidth = 1.2; c.stroke(); }
  }
  c.globalAlpha = 1;
  const ring = (node, colour, wide) => {
    c.beginPath(); c.arc(sx(node.x), sy(node.y), radius(node) * 1.2 + 4, 0, 6.2832); c.strokeStyle = colour; c.lineWidth = wide; c.stroke();
  };
  for (const i of S.pins.keys()) if (THINGS[i].shown) { c.fillStyle = ink.ink; c.beginPath(); c.arc(sx(THINGS[i].x), sy(THINGS[i].y), 2.2, 0, 6.2832); c.fill(); }
  for (const i of D.chosen) if (THINGS[i].drawn && THINGS[i].shown) ring(THINGS[i], ink.muted, 1.2);
  if (hover && hover.node && hover.node.shown) ring(hover.node, ink.muted, 1.6);
  if (S.node !== null && THINGS[S.node].drawn && THINGS[S.node].shown) ring(THINGS[S.node], ink.accent, 2.6);
}
function paint(c) {
  const focus = focusOf(), grid = new Grid();
  for (const box of taken) grid.add(box, "over");
  drawnLabels = 0;
  c.fillStyle = ink.paper;
  c.fillRect(0, 0, V.w, V.h);
  drawParts(c);
  drawEdges(c, focus);
  drawNodes(c, focus);
  drawNames(c, grid, focus);
  if (focus) drawEdgeNames(c, grid, focus);
}
function frame() {
  if (dirty && V.w) {
    dirty = false;
    ctx.setTransform(V.ratio, 0, 0, V.ratio, 0, 0);
    paint(ctx);
    if (moving && performance.now() - moving > 160) moving = 0;
  }
  if (moving && performance.now() - moving > 170) { moving = 0; dirty = true; }
  requestAnimationFrame(frame);
}

// ---- what is under a point
function nodeAt(px, py, slack) {
  let best = null, least = Infinity;
  for (const node of drawnNodes) {
    const distance = Math.hypot(sx(node.x) - px, sy(node.y) - py) - radius(node);
    if (distance < slack && distance < least) { best = node; least = distance; }
  }
  return best;
}
function edgeAt(px, py) {
  let best = null, least = 6;
  const focus = focusOf();
  for (const edge of EDGES) {
    if (!edge.shown || (EDGES.length > 4000 && V.k < 0.2 && !(focus && focus.edges.has(edge.i)))) continue;
    const e = edgeEnds(edge);
    let distance;
    if (e.loop) distance = Math.abs(Math.hypot(px - e.ax, py - e.ay + e.r) - e.r / 2);
    else {
      const pad = 8 + Math.abs(e.bow);
      if (px < Math.min(e.ax, e.bx) - pad || px > Math.max(e.ax, e.bx) + pad || py < Math.min(e.ay, e.by) - pad || py > Math.max(e.ay, e.by) + pad) continue;
      distance = Infinity;
      let qx = e.ax, qy = e.ay;
      const pieces = e.bow ? 12 : 1;
      for (let i = 1; i <= pieces; i++) {
        const u = i / pieces, v = 1 - u, x = v * v * e.ax + 2 * u * v * e.cx + u * u * e.bx, y = v * v * e.ay + 2 * u * v * e.cy + u * u * e.by;
        const dx = x - qx, dy = y - qy, at = Math.max(0, Math.min(1, ((px - qx) * dx + (py - qy) * dy) / (dx * dx + dy * dy || 1)));
        distance = Math.min(distance, Math.hypot(px - qx - at * dx, py - qy - at * dy));
        qx = x; qy = y;
      }
    }
    if (distance < least) { best = edge; least = distance; }
  }
  return best;
}
