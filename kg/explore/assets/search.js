// Search over all names: simplified or traditional, pinyin whole or by initials, English.
const TRADITIONAL = new Map();
{ const pairs = Array.from(D.traditional); for (let i = 0; i + 1 < pairs.length; i += 2) TRADITIONAL.set(pairs[i], pairs[i + 1]); }
const fold = (text) => Array.from(clean(text).normalize("NFKC").toLowerCase()).map((c) => TRADITIONAL.get(c) || c).join("").replace(/[\s\p{P}\p{S}]+/gu, "");
let KEYS = null;
function keys() {
  return (KEYS ||= [
    ...NODES.map((node) => ({
      node, weight: node.degree + node.facts.length / 10,
      names: [...new Set([node.zh, node.en, ...node.names])].filter(Boolean).map((one) => [fold(one), clean(one)]),
      spoken: node.pinyin.toLowerCase().split(" | ").filter(Boolean).map((one) => [one.replace(/[^a-z0-9]/g, ""), one.split(" ").map((part) => part[0]).join("")]),
    })),
    ...ARTICLES.map((article) => ({ article, weight: 0, names: [[fold(article.title), clean(article.title)]], spoken: [] })),
  ]);
}
function find(text, limit) {
  const wanted = fold(text), latin = wanted.replace(/[^a-z0-9]/g, "");
  if (!wanted) return [];
  const hits = [];
  for (const one of keys()) {
    let best = 9, by = "";
    for (const [folded, shown] of one.names) {
      const score = folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : folded.includes(wanted) ? 3 : 9;
      if (score < best) { best = score; by = shown; }
    }
    if (latin && latin === wanted) for (const [whole, initials] of one.spoken) {
      const score = whole === latin || initials === latin ? 1.5 : whole.startsWith(latin) || initials.startsWith(latin) ? 2 : whole.includes(latin) && latin.length > 2 ? 4 : 9;
      if (score < best) { best = score; by = ""; }
    }
    if (best < 9) hits.push({ ...one, best: best + (one.article ? 5 : 0), by });
  }
  return hits.sort((a, b) => a.best - b.best || b.weight - a.weight || (a.node ? a.node.i : 0) - (b.node ? b.node.i : 0)).slice(0, limit);
}

// A field with suggestions (ARIA combobox with a listbox).
function combobox(input, list, choose) {
  let hits = [], active = -1;
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = () => [...list.children].forEach((item, i) => {
    item.setAttribute("aria-selected", i === active);
    if (i === active) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  const take = (i) => { const hit = hits[i]; if (hit) { close(); choose(hit, input); } };
  const show = () => {
    hits = find(input.value, 9);
    put(list, hits.map((hit, i) => h("li", { role: "option", id: list.id + i, onmousedown: (event) => { event.preventDefault(); take(i); } },
      hit.node ? glyph(hit.node.top) : icon("doc"), h("b", null, short(hit.node ? name(hit.node) : hit.by, 40)),
      hit.node && hit.by && hit.by !== name(hit.node) && h("span", null, short(hit.by, 36)),
      h("small", null, hit.node ? (hit.node.shown ? t(`${hit.node.degree} 条关系`, `${hit.node.degree} relations`) : t("已隐藏", "hidden")) : t("文章", "article")))));
    if (input.value.trim() && !hits.length) put(list, h("li", { class: "none", role: "option", "aria-disabled": true }, t("没有这个名称", "nothing has this name")));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", !list.hidden);
    active = hits.length ? 0 : -1;
    mark();
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { show(); return; }
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % (hits.length || 1);
      mark();
    } else if (event.key === "Enter") { event.preventDefault(); take(active); }
    else if (event.key === "Escape") { event.stopPropagation(); if (list.hidden) { input.value = ""; input.blur(); canvas.focus(); } else close(); }
  });
}

// The sign of a type, as on the picture.
function glyph(type) {
  const one = TYPES[type], kind = one ? TYPES[one.top] || one : null;
  const picture = h("canvas", { class: "glyph", width: 28, height: 28, "aria-hidden": true });
  const c = picture.getContext("2d");
  c.scale(2, 2);
  c.fillStyle = shade(one ? one.colour : "#9aa5b1");
  c.beginPath();
  shapePath(c, SHAPES[kind ? kind.name : ""] ?? 0, 7, 7, 5);
  c.fill();
  return picture;
}
