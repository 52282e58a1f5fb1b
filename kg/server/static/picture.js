// The answer as a graph: things are dots in the colours of the explorer, lines run from IRI to IRI.

import { element, nameOf, say } from "./words.js";

const MOST = 250, LINES = 1500;
const TYPES = ["Organization", "Platform", "Program", "Person", "Event", "Place"];

// Lines between the IRIs of an answer: of triples as they are, of rows from the first IRI to each further one.
export function network(answer, shorten) {
  const lines = [], degree = new Map();
  const add = (from, to, name) => {
    if (from === to || lines.length >= 40 * LINES) return;
    lines.push({ from, to, name });
    for (const one of [from, to]) degree.set(one, (degree.get(one) || 0) + 1);
  };
  const own = (term) => (term && (term.type === "uri" || term.type === "bnode") ? term.value : null);
  if (answer.kind === "triples") {
    for (const row of answer.rows) {
      const from = own(row.subject), to = own(row.object), relation = row.predicate.value;
      if (from && to && !/#type$/.test(relation)) add(from, to, shorten(relation));
    }
  } else {
    for (const row of answer.rows) {
      const present = answer.columns.filter((name) => own(row[name]));
      const names = present.filter((name) => !/^https:\/\/w3id\.org\/alibaba-xborder\/(ontology|unit)#/.test(row[name].value));
      const terms = present.filter((name) => !names.includes(name));
      const named = terms.length === 1 ? shorten(row[terms[0]].value) : null;
      for (const name of names.slice(1)) add(row[names[0]].value, row[name].value, named || name);
    }
  }
  const merged = new Map();
  for (const line of lines) {
    const key = line.from + " " + line.to, have = merged.get(key);
    if (!have) merged.set(key, { ...line, names: [line.name] });
    else if (!have.names.includes(line.name)) have.names.push(line.name);
  }
  const kept = new Set([...degree].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST).map((one) => one[0]));
  const inside = [...merged.values()].filter((line) => kept.has(line.from) && kept.has(line.to)).slice(0, LINES);
  return { nodes: [...kept].map((iri) => ({ iri, degree: degree.get(iri) })), lines: inside, all: degree.size };
}

// Places for the dots: springs along lines, all dots apart, towards the middle; the same answer gives the same places.
export function layout(nodes, lines) {
  const golden = Math.PI * (3 - Math.sqrt(5)), index = new Map(nodes.map((one, place) => [one.iri, place]));
  nodes.forEach((one, place) => {
    const radius = 34 * Math.sqrt(place + 0.5);
    Object.assign(one, { x: radius * Math.cos(place * golden) * 1.4, y: radius * Math.sin(place * golden), dx: 0, dy: 0 });
  });
  const ends = lines.map((line) => [nodes[index.get(line.from)], nodes[index.get(line.to)]]);
  const steps = nodes.length > 120 ? 160 : 320;
  for (let step = 0; step < steps; step += 1) {
    const heat = 28 * (1 - step / steps) + 0.5;
    for (const one of nodes) { one.dx = -one.x * 0.006; one.dy = -one.y * 0.011; }
    for (let a = 0; a < nodes.length; a += 1) {
      for (let b = a + 1; b < nodes.length; b += 1) {
        const one = nodes[a], other = nodes[b], dx = one.x - other.x, dy = (one.y - other.y) * 1.6;
        const square = dx * dx + dy * dy + 1, force = Math.min(5200 / square, 20);
        const distance = Math.sqrt(square), x = (dx / distance) * force, y = (dy / distance) * force;
        one.dx += x; one.dy += y; other.dx -= x; other.dy -= y;
      }
    }
    for (const [one, other] of ends) {
      const dx = other.x - one.x, dy = other.y - one.y, distance = Math.sqrt(dx * dx + dy * dy) + 0.1;
      const force = (distance - 105) * 0.045, x = (dx / distance) * force, y = (dy / distance) * force;
      one.dx += x; one.dy += y; other.dx -= x; other.dy -= y;
    }
    for (const one of nodes) {
      const length = Math.sqrt(one.dx * one.dx + one.dy * one.dy) + 0.01, step_ = Math.min(length, heat);
      one.x += (one.dx / length) * step_; one.y += (one.dy / length) * step_;
    }
  }
}

export class Picture {
  constructor(answer, labels, shorten) {
    Object.assign(this, { answer, labels, shorten });
    this.found = network(answer, shorten);
    this.hover = null;
    this.view = { x: 0, y: 0, scale: 1 };
  }

  async draw(room) {
    const { nodes, lines, all } = this.found;
    if (!lines.length) return room.replaceChildren(element("p", { class: "note" }, say("noPicture")));
    if (nodes[0].x === undefined) layout(nodes, lines);
    this.canvas = element("canvas", { class: "canvas", tabindex: "0", role: "img", "aria-label": say("picture", nodes.length, lines.length) });
    this.tip = element("div", { class: "tip", hidden: true });
    this.legend = element("p", { class: "legend" });
    const button = (sign, name, act) => element("button", { type: "button", title: say(name), "aria-label": say(name), onclick: act }, sign);
    const zoom = element("div", { class: "zoom" }, button("+", "zoomIn", () => this.zoom(1.3)), button("−", "zoomOut", () => this.zoom(0.77)), button("⤢", "fit", () => this.fit()));
    room.replaceChildren(this.canvas, this.legend, zoom, this.tip);
    this.listen(room);
    this.fit();
    await this.labels.fetch(nodes.map((one) => one.iri));
    this.explain(all);
    this.fit();
  }

  explain(all) {
    const present = new Set(this.found.nodes.map((one) => this.typeOf(one)));
    const rows = [...TYPES, "other"].filter((type) => present.has(type)).map((type) => element("span", { class: "ref " + type }, say(type)));
    const note = all > this.found.nodes.length ? element("span", {}, say("tooMany", this.found.nodes.length, all)) : "";
    this.legend.replaceChildren(...rows, note);
  }

  listen(room) {
    new ResizeObserver(() => this.canvas.isConnected && this.fit()).observe(room);
    const pointers = new Map();
    let held = null, moved = false, spread = 0;
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, event);
      held = this.at(event);
      moved = false;
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return this.point(this.at(event), event);
      const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
      moved = moved || Math.abs(dx) + Math.abs(dy) > 3;
      pointers.set(event.pointerId, event);
      if (pointers.size === 2) {
        const [one, other] = [...pointers.values()], now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        if (spread) this.zoom(now / spread);
        spread = now;
      } else if (held) Object.assign(held, { x: held.x + dx / this.view.scale, y: held.y + dy / this.view.scale });
      else Object.assign(this.view, { x: this.view.x + dx, y: this.view.y + dy });
      this.paint();
    });
    const release = (event) => {
      pointers.delete(event.pointerId);
      spread = 0;
      if (event.type === "pointerup" && held && !moved) this.point(held, event);
      held = null;
    };
    this.canvas.addEventListener("pointerup", release);
    this.canvas.addEventListener("pointercancel", release);
    this.canvas.addEventListener("pointerleave", () => this.point(null));
    this.canvas.addEventListener("dblclick", (event) => this.visit(this.at(event)));
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.0015), event);
    }, { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const steps = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    if (steps[event.key]) Object.assign(this.view, { x: this.view.x + steps[event.key][0], y: this.view.y + steps[event.key][1] });
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(0.77);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
    this.paint();
  }

  visit(node) {
    const label = node && this.labels.get(node.iri);
    if (label && label.href) window.open(label.href, "_blank", "noopener");
  }

  typeOf(node) {
    const label = this.labels.get(node.iri);
    return label && TYPES.includes(label.type) ? label.type : "other";
  }

  named(node) {
    const label = this.labels.get(node.iri);
    return (label && nameOf(label)) || this.shorten(node.iri);
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect(), { x, y, scale } = this.view;
    const left = (event.clientX - box.left - x) / scale, top = (event.clientY - box.top - y) / scale;
    return this.found.nodes.find((one) => Math.hypot(one.x - left, one.y - top) < this.radius(one) + 5 / scale) || null;
  }

  point(node, event) {
    this.hover = node;
    this.tip.hidden = !node;
    if (node) {
      const label = this.labels.get(node.iri), second = label && label.zh !== label.en ? (this.named(node) === label.zh ? label.en : label.zh) : "";
      this.tip.replaceChildren(this.named(node), element("small", {}, [second, this.shorten(node.iri)].filter(Boolean).join(" · ")));
      const box = this.canvas.getBoundingClientRect();
      this.tip.style.left = Math.min(event.clientX - box.left + 14, box.width - 240) + "px";
      this.tip.style.top = event.clientY - box.top + 14 + "px";
    }
    this.paint();
  }

  radius(node) { return 5 + Math.min(Math.sqrt(node.degree) * 1.9, 11); }

  fit() {
    const { nodes } = this.found, box = this.canvas.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const xs = nodes.map((one) => one.x), ys = nodes.map((one) => one.y);
    const [left, right, top, bottom] = [Math.min(...xs) - 60, Math.max(...xs) + 60, Math.min(...ys) - 24, Math.max(...ys) + 44];
    const scale = Math.min(box.width / (right - left), box.height / (bottom - top), 1.6);
    this.view = { scale, x: box.width / 2 - (scale * (left + right)) / 2, y: box.height / 2 - (scale * (top + bottom)) / 2 };
    this.paint();
  }

  zoom(by, event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event ? event.clientX - box.left : box.width / 2, y = event ? event.clientY - box.top : box.height / 2;
    const scale = Math.min(Math.max(this.view.scale * by, 0.08), 6), ratio = scale / this.view.scale;
    this.view = { scale, x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio };
    this.paint();
  }

  paint() {
    const canvas = this.canvas, box = canvas.getBoundingClientRect(), dots = window.devicePixelRatio || 1;
    if (!box.width) return;
    canvas.width = Math.round(box.width * dots);
    canvas.height = Math.round(box.height * dots);
    const pen = canvas.getContext("2d"), style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    pen.setTransform(dots * this.view.scale, 0, 0, dots * this.view.scale, dots * this.view.x, dots * this.view.y);
    const at = new Map(this.found.nodes.map((one) => [one.iri, one]));
    const near = (line) => this.hover && (line.from === this.hover.iri || line.to === this.hover.iri);
    for (const line of this.found.lines) this.line(pen, line, at.get(line.from), at.get(line.to), near(line), colour);
    const nodes = [...this.found.nodes].sort((a, b) => b.degree - a.degree);
    for (const node of nodes) this.dot(pen, node, colour);
    const taken = nodes.map((one) => [one.x - this.radius(one) / 2, one.y - this.radius(one) / 2, one.x + this.radius(one) / 2, one.y + this.radius(one) / 2]);
    for (const node of nodes) this.name(pen, node, colour, taken);
  }

  line(pen, line, from, to, near, colour) {
    const dx = to.x - from.x, dy = to.y - from.y, length = Math.hypot(dx, dy) || 1;
    const ex = to.x - (dx / length) * (this.radius(to) + 3), ey = to.y - (dy / length) * (this.radius(to) + 3);
    pen.globalAlpha = this.hover && !near ? 0.18 : 0.75;
    pen.strokeStyle = pen.fillStyle = near ? colour("accent") : colour("faint");
    pen.lineWidth = near ? 1.8 : 1;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(ex, ey);
    pen.stroke();
    const angle = Math.atan2(dy, dx);
    pen.beginPath();
    pen.moveTo(ex, ey);
    pen.lineTo(ex - 7 * Math.cos(angle - 0.42), ey - 7 * Math.sin(angle - 0.42));
    pen.lineTo(ex - 7 * Math.cos(angle + 0.42), ey - 7 * Math.sin(angle + 0.42));
    pen.fill();
    if (near || (this.found.lines.length <= 40 && length > 80)) {
      pen.font = "10px " + getComputedStyle(document.body).fontFamily;
      pen.textAlign = "center";
      pen.globalAlpha = 1;
      this.text(pen, line.names.join(", "), (from.x + to.x) / 2, (from.y + to.y) / 2 - 3, colour("soft"), colour("paper"));
    }
    pen.globalAlpha = 1;
  }

  dimmed(node) {
    if (!this.hover || this.hover === node) return false;
    return !this.found.lines.some((line) => [line.from, line.to].includes(node.iri) && [line.from, line.to].includes(this.hover.iri));
  }

  dot(pen, node, colour) {
    const type = this.typeOf(node);
    pen.globalAlpha = this.dimmed(node) ? 0.3 : 1;
    pen.fillStyle = colour(type === "other" ? "faint" : type.toLowerCase());
    pen.strokeStyle = colour("paper");
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(node.x, node.y, this.radius(node), 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
    pen.globalAlpha = 1;
  }

  // A name below its dot, where no other dot or name is in its way.
  name(pen, node, colour, taken) {
    const radius = this.radius(node);
    pen.globalAlpha = this.dimmed(node) ? 0.3 : 1;
    const name = this.named(node), shown = [...name].length > 18 ? [...name].slice(0, 17).join("") + "…" : name;
    pen.font = (node.degree > 3 ? "600 " : "") + "13px " + getComputedStyle(document.body).fontFamily;
    pen.textAlign = "center";
    const width = pen.measureText(shown).width, box = [node.x - width / 2, node.y + radius + 2, node.x + width / 2, node.y + radius + 17];
    const free = taken.every((one) => one[2] < box[0] || one[0] > box[2] || one[3] < box[1] || one[1] > box[3]);
    if ((free && this.view.scale > 0.3) || node === this.hover) {
      taken.push(box);
      this.text(pen, shown, node.x, node.y + radius + 14, colour("ink"), colour("paper"));
    }
    pen.globalAlpha = 1;
  }

  text(pen, words, x, y, ink, paper) {
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = paper;
    pen.strokeText(words, x, y);
    pen.fillStyle = ink;
    pen.fillText(words, x, y);
  }
}
