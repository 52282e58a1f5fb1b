// What the reader has chosen: undone and redone as texts, and kept in the link's hash.
const S = {
  off: { type: new Set(), predicate: new Set(), metric: new Set(), modality: new Set(), article: new Set() },
  denied: true, figures: false, confidence: 0, undated: true, from: null, to: null,
  hidden: new Set(), only: null, pins: new Map(), layout: "map", size: "degree", colour: "type", path: null,
  node: null, fact: null, table: false, article: null,
};
const V = { x: 0, y: 0, k: 1, w: 0, h: 0 };
const past = [], future = [];
const GROUPS = { type: TYPES, predicate: PREDICATES, metric: METRICS, modality: MODALITIES, article: ARTICLES };
const idOf = (group, one) => (group === "article" ? one.id : group === "modality" ? String(one.i) : one.name);
const slugs = (set) => [...set].map((i) => THINGS[i].slug).sort().map(encodeURIComponent).join(",");
const read = (text) => text.split(",").filter(Boolean).map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
const indexes = (text) => read(text).map((slug) => bySlug.get(slug)).filter((one) => one && one.drawn).map((one) => one.i);

function encode() {
  const parts = [];
  const add = (key, value) => value && parts.push(key + "=" + value);
  for (const [group, all] of Object.entries(GROUPS)) add("no-" + group, [...S.off[group]].map((i) => encodeURIComponent(idOf(group, all[i]))).join(","));
  add("denied", S.denied ? "" : "no");
  add("figures", S.figures ? "only" : "");
  add("confidence", S.confidence || "");
  add("undated", S.undated ? "" : "no");
  if (S.from !== null || S.to !== null) add("time", (S.from === null ? "" : day(S.from)) + ".." + (S.to === null ? "" : day(S.to)));
  add("hidden", slugs(S.hidden));
  add("only", S.only && (slugs(S.only) || ","));
  add("pins", [...S.pins].map(([i, [x, y]]) => [encodeURIComponent(THINGS[i].slug), Math.round(x), Math.round(y)].join(":")).join(","));
  add("layout", S.layout === "map" ? "" : S.layout);
  add("size", S.size === "degree" ? "" : S.size);
  add("colour", S.colour === "type" ? "" : S.colour);
  add("path", S.path && S.path.map((i) => encodeURIComponent(THINGS[i].slug)).join(","));
  return parts.join("&");
}
function decode(text) {
  const got = new Map(text.split("&").map((part) => { const at = part.indexOf("="); return [part.slice(0, at), part.slice(at + 1)]; }));
  const get = (key) => got.get(key) || "";
  for (const [group, all] of Object.entries(GROUPS)) {
    const names = new Set(read(get("no-" + group)));
    S.off[group] = new Set(names.size ? all.filter((one) => names.has(idOf(group, one))).map((one) => one.i) : []);
  }
  S.denied = get("denied") !== "no";
  S.figures = get("figures") === "only";
  S.confidence = Math.min(1, Math.max(0, Number(get("confidence")) || 0));
  S.undated = get("undated") !== "no";
  const [from, to] = get("time").split("..").map((one) => Date.parse(one) / 864e5);
  S.from = Number.isFinite(from) ? from : null;
  S.to = Number.isFinite(to) ? to : null;
  S.hidden = new Set(indexes(get("hidden")));
  S.only = got.has("only") ? new Set(indexes(get("only"))) : null;
  S.pins = new Map();
  for (const part of get("pins").split(",")) {
    const [slug, x, y] = part.split(":");
    const [one] = indexes(slug || "");
    if (one !== undefined && Number.isFinite(+x) && Number.isFinite(+y)) S.pins.set(one, [+x, +y]);
  }
  S.layout = D.points[get("layout")] ? get("layout") : "map";
  S.size = ["pagerank", "betweenness", "facts", "same"].includes(get("size")) ? get("size") : "degree";
  S.colour = get("colour") === "community" ? "community" : "type";
  const ends = read(get("path")).map((slug) => bySlug.get(slug)).filter((one) => one && one.drawn).map((one) => one.i);
  S.path = ends.length === 2 ? ends : null;
  return got;
}

// A change that can be undone: what was before goes to the past.
function change(act) {
  const before = encode();
  act();
  const after = encode();
  if (after !== before) { past.push(before); future.length = 0; if (past.length > 200) past.shift(); }
  update();
}
function travel(from, to) {
  if (!from.length) return;
  to.push(encode());
  const layout = S.layout;
  decode(from.pop());
  if (layout !== S.layout) place(); else movePins();
  update();
}
let hashTimer = 0;
function keepHash() {
  clearTimeout(hashTimer);
  hashTimer = setTimeout(() => {
    try { history.replaceState(null, "", "#" + fullHash()); } catch { /* a frame without an address */ }
  }, 250);
}
function fullHash() {
  const parts = [encode()];
  if (S.node !== null) parts.push("node=" + encodeURIComponent(THINGS[S.node].slug));
  if (S.fact !== null) parts.push("fact=" + FACTS[S.fact].id);
  if (S.article !== null) parts.push("article=" + encodeURIComponent(ARTICLES[S.article].id));
  if (S.table) parts.push("table=1");
  if (lang === "en") parts.push("lang=en");
  if (V.moved) parts.push("view=" + [V.x.toFixed(0), V.y.toFixed(0), V.k.toFixed(4)].join(","));
  return parts.filter(Boolean).join("&");
}

// Which facts and things the choices leave.
function filter() {
  const { off } = S;
  const fineFact = (fact) =>
    !(fact.relation ? off.predicate : off.metric).has(fact.p) && !off.modality.has(fact.modality) && (S.denied || !fact.negated) &&
    (!off.article.size || articlesOf(fact).some((i) => !off.article.has(i))) && (!S.confidence || fact.confidence === null || fact.confidence >= S.confidence) && inTime(fact);
  const narrowed = off.predicate.size || off.metric.size || off.modality.size || off.article.size || !S.denied || S.from !== null || S.to !== null || S.confidence || !S.undated;
  for (const node of NODES) {
    node.shown = !S.hidden.has(node.i) && (!S.only || S.only.has(node.i)) && !node.kinds.some((kind) => off.type.has(kind));
    node.told = !narrowed && !S.figures;
  }
  for (const fact of FACTS) {
    fact.shown = fineFact(fact) && [fact.s, fact.o].every((i) => i === null || !THINGS[i].drawn || THINGS[i].shown);
    if (fact.shown && (!S.figures || !fact.relation)) for (const i of [fact.s, fact.o]) if (i !== null) THINGS[i].told = true;
  }
  for (const node of NODES) if (!node.told) node.shown = false;
  if (S.figures) for (const fact of FACTS) fact.shown = fact.shown && [fact.s, fact.o].every((i) => i === null || !THINGS[i].drawn || THINGS[i].shown);
  for (const edge of EDGES) edge.shown = edge.fact.shown;
}
function inTime(fact) {
  if (S.from === null && S.to === null) return S.undated || fact.d0 !== null || fact.d1 !== null;
  if (fact.d0 === null && fact.d1 === null) return S.undated;
  return (S.to === null || fact.d0 === null || fact.d0 <= S.to) && (S.from === null || fact.d1 === null || fact.d1 >= S.from);
}
