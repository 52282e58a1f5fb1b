// Mouse, touch and keyboard on the picture.
let grip = null;
const touches = new Map();
const at = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
let hoverAt = null;
function lookUnder() {
  if (!hoverAt) return;
  const [px, py] = hoverAt;
  hoverAt = null;
  const node = nodeAt(px, py, 4), edge = node ? null : edgeAt(px, py);
  const next = node ? { node } : edge ? { edge } : null;
  if ((next && next.node) !== (hover && hover.node) || (next && next.edge) !== (hover && hover.edge)) {
    hover = next;
    canvas.style.cursor = next ? "pointer" : "grab";
    dirty = true;
  }
}
canvas.addEventListener("pointerdown", (event) => {
  const [px, py] = at(event);
  touches.set(event.pointerId, [px, py]);
  canvas.setPointerCapture(event.pointerId);
  cancelAnimationFrame(flight);
  const node = nodeAt(px, py, event.pointerType === "touch" ? 14 : 4);
  grip = { px, py, x: V.x, y: V.y, node, from: node && [node.x, node.y], moved: false };
});
canvas.addEventListener("pointermove", (event) => {
  const [px, py] = at(event);
  if (!touches.has(event.pointerId)) { if (!hoverAt) requestAnimationFrame(lookUnder); hoverAt = [px, py]; return; }
  const before = touches.get(event.pointerId);
  touches.set(event.pointerId, [px, py]);
  if (touches.size === 2) {
    const other = [...touches].find(([id]) => id !== event.pointerId)[1];
    zoomAt((px + other[0]) / 2, (py + other[1]) / 2, Math.hypot(px - other[0], py - other[1]) / (Math.hypot(before[0] - other[0], before[1] - other[1]) || 1));
    V.x -= (px - before[0]) / 2 / V.k;
    V.y -= (py - before[1]) / 2 / V.k;
    grip = null;
    return;
  }
  if (!grip) return;
  if (!grip.moved && Math.hypot(px - grip.px, py - grip.py) < 4) return;
  grip.moved = true;
  if (grip.node && S.layout === "map") {
    grip.node.x = grip.from[0] + (px - grip.px) / V.k;
    grip.node.y = grip.from[1] + (py - grip.py) / V.k;
  } else {
    V.x = grip.x - (px - grip.px) / V.k;
    V.y = grip.y - (py - grip.py) / V.k;
    V.moved = true;
    moving = performance.now();
    canvas.style.cursor = "grabbing";
  }
  dirty = true;
});
const release = (event) => {
  touches.delete(event.pointerId);
  if (!grip) return;
  const { node, moved, px, py } = grip;
  grip = null;
  canvas.style.cursor = "grab";
  dirty = true;
  if (moved && node && S.layout === "map") change(() => S.pins.set(node.i, [Math.round(node.x), Math.round(node.y)]));
  else if (moved) keepHash();
  else if (event.type === "pointerup") {
    if (node) pickNode(node.i);
    else {
      const edge = edgeAt(px, py);
      if (edge) pickFact(edge.fact.i); else pickNothing();
    }
  }
};
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => { if (hover) { hover = null; dirty = true; } });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(...at(event), Math.exp(-Math.max(-120, Math.min(120, event.deltaMode ? event.deltaY * 20 : event.deltaY)) * 0.0022));
}, { passive: false });
canvas.addEventListener("dblclick", (event) => { const node = nodeAt(...at(event), 4); if (node) act.expand(node.i); else zoomAt(...at(event), 1.7); });

// The next thing from the chosen one in the direction of an arrow key.
function towards(dx, dy) {
  const from = S.node !== null && THINGS[S.node].drawn ? THINGS[S.node] : null;
  if (!from) { const first = ranked.find((node) => node.shown); if (first) pickNode(first.i, true); return; }
  let best = null, least = Infinity;
  const pool = from.edges.filter((edge) => edge.shown).map((edge) => (edge.a === from ? edge.b : edge.a));
  for (const list of [pool, drawnNodes]) {
    for (const node of list) {
      const x = node.x - from.x, y = node.y - from.y, along = x * dx + y * dy, off = Math.abs(x * dy) + Math.abs(y * dx);
      if (node === from || !node.shown || along <= 0 || off > along * 1.8) continue;
      if (along + 2 * off < least) { best = node; least = along + 2 * off; }
    }
    if (best) break;
  }
  if (best) pickNode(best.i, true);
}
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (event) => {
  const way = ARROWS[event.key];
  if (way) {
    event.preventDefault();
    const node = S.node !== null && THINGS[S.node];
    if (event.altKey && node && node.drawn && S.layout === "map") change(() => { node.x += (way[0] * 20) / V.k; node.y += (way[1] * 20) / V.k; S.pins.set(node.i, [Math.round(node.x), Math.round(node.y)]); });
    else if (event.shiftKey) { V.x += (way[0] * 80) / V.k; V.y += (way[1] * 80) / V.k; V.moved = true; moving = performance.now(); dirty = true; keepHash(); }
    else towards(...way);
  } else if (event.key === "Enter" && S.node !== null) { event.preventDefault(); $("panel").focus(); }
});
