// Choosing, acting, keys, and the first view.
let pathOpen = false;
function pickNode(i, move) {
  stopEverything();
  S.node = i; S.fact = null; S.article = null; pathOpen = false;
  const node = THINGS[i];
  if (move && node.drawn) bring([node]);
  say(`${name(node)}, ${node.kinds.map((kind) => say2(TYPES[kind])).join(" ")}, ${t(`${node.degree} 条关系`, `${node.degree} relations`)}`);
  update(true);
  openSheet("panel");
}
function pickFact(i, move, article) {
  stopEverything();
  const fact = FACTS[i];
  S.fact = i; S.node = null; pathOpen = false;
  // With an article open the fact is shown where the article says it.
  const open = S.article !== null && !move && articlesOf(fact).includes(S.article) ? S.article : null;
  S.article = article ?? open;
  if (move || S.article !== null) bring([fact.s, fact.o].filter((one) => one !== null && THINGS[one].drawn).map((one) => THINGS[one]));
  say([fact.s === null ? "" : name(THINGS[fact.s]), label(fact), fact.o === null ? fact.text : name(THINGS[fact.o])].join(" "));
  update(true);
  const mark = S.article !== null && fact.evidence.map((one) => $("e" + one)).find(Boolean);
  if (mark) mark.scrollIntoView({ block: "center" });
  showInTable(fact);
  openSheet("panel");
}
function pickArticle(i, sentence2) {
  stopEverything();
  const keep = sentence2 !== undefined && EVIDENCE[sentence2].facts.some((fact) => fact.i === S.fact);
  Object.assign(S, { article: i, node: null, fact: keep ? S.fact : null });
  pathOpen = false;
  update(true);
  openSheet("panel");
  const mark = sentence2 !== undefined && $("e" + sentence2);
  if (mark) { mark.scrollIntoView({ block: "center" }); mark.focus({ preventScroll: true }); }
}
function pickNothing() {
  const path = S.path;
  Object.assign(S, { node: null, fact: null, article: null });
  pathOpen = false;
  if (path) change(() => { S.path = null; }); else update(true);
  openSheet(null);
}
const stopEverything = () => { if (playing) stop(); };
// Moves the camera only where something chosen is out of sight.
function bring(nodes) {
  const sheet = matchMedia("(max-width: 820px)").matches ? V.h * 0.6 : 0;
  const out = nodes.some((node) => { const x = sx(node.x), y = sy(node.y); return x < 60 || y < 70 || x > V.w - 60 || y > V.h - 60 - sheet; });
  if (!nodes.length || (!out && V.k > 0.3)) return;
  const far = nodes.length > 1 && Math.hypot(nodes[0].x - nodes[1].x, nodes[0].y - nodes[1].y) * Math.max(V.k, 0.5) > Math.min(V.w, V.h) * 0.7;
  V.moved = true;
  const k = Math.max(V.k, 0.75);
  if (far && !sheet) fit(nodes, true);
  else goTo(nodes.reduce((sum, one) => sum + one.x, 0) / nodes.length, nodes.reduce((sum, one) => sum + one.y, 0) / nodes.length + sheet / 2 / k, k, true);
}
const neighbours = (i) => { const found = new Set([i]); for (const edge of THINGS[i].edges) { found.add(edge.a.i); found.add(edge.b.i); } return found; };
const act = {
  only(i) { change(() => { S.only = neighbours(i); S.hidden.clear(); }); fit(null, true); },
  expand(i) { change(() => { const near = neighbours(i); if (S.only) S.only = new Set([...S.only, ...near]); for (const one of near) S.hidden.delete(one); }); pickNode(i); },
  hide(i) { change(() => { S.hidden.add(i); if (S.only) S.only.delete(i); S.node = null; }); say(t("已隐藏", "hidden")); },
  pin(i) { change(() => { if (S.pins.has(i)) S.pins.delete(i); else S.pins.set(i, [Math.round(THINGS[i].x), Math.round(THINGS[i].y)]); }); movePins(); },
  layout(id) { change(() => { S.layout = id; }); place(); fit(null, false); V.moved = false; say(t("布局已换", "layout changed")); },
  path() { pathOpen = true; pathEnds = S.path ? [...S.path] : [S.node, null]; Object.assign(S, { node: null, fact: null, article: null }); update(true); openSheet("panel"); $(pathEnds[0] === null ? "path0" : "path1").focus(); },
  table() { S.table = !S.table; update(true); if (S.table) { $("table").querySelector("input").focus(); if (S.fact !== null) showInTable(FACTS[S.fact]); } },
  theme() { setTheme(dark ? "light" : "dark", true); },
  lang() { lang = lang === "zh" ? "en" : "zh"; translate(); update(); },
  async link() {
    clearTimeout(hashTimer);
    try { history.replaceState(null, "", "#" + fullHash()); } catch { /* a frame without an address */ }
    try { await navigator.clipboard.writeText(location.href); tell(t("链接已复制", "link copied")); } catch { tell(t("链接在地址栏里", "the link is in the address bar")); }
  },
  help() {
    const keys2 = [["/", t("搜索", "search")], ["← → ↑ ↓", t("在图上走到相邻的实体", "walk to the next thing")], ["Shift + ←", t("移动画面", "move the picture")], ["Alt + ←", t("移动并固定所选实体", "move and pin the chosen thing")], ["+  −  0", t("放大、缩小、显示全部", "zoom in, out, show all")], ["E", t("展开邻居", "expand")], ["O", t("只看它与邻居", "only this and its neighbours")], ["H", t("隐藏", "hide")], ["P", t("固定或松开", "pin or unpin")], ["T", t("表格", "table")], ["A", t("文章", "articles")], ["R", t("路径", "path")], ["L", t("换布局", "next layout")], ["Ctrl + Z / Y", t("撤销、重做", "undo, redo")], ["Esc", t("取消选择", "choose nothing")]];
    put($("help"), h("header", { class: "head" }, h("h2", null, t("按键与读图", "Keys and reading")), button("close", "", () => $("help").close(), { class: "close", "aria-label": t("关闭", "Close") })), h("dl", null, keys2.map(([k, words]) => [h("dt", null, h("kbd", null, k)), h("dd", null, words)])), h("p", null, t("线是陈述：实线为陈述，虚线为计划，点线为不确定，红线为否定；线越粗，这样说的文章越多。筛选只隐藏，不改变位置。", "Lines are statements: solid as stated, dashed planned, dotted uncertain, red denied; the thicker, the more articles say so. Filters hide and never move anything.")));
    $("help").showModal();
  },
};
let noteTimer = 0;
function tell(text) {
  $("note").textContent = text;
  $("note").hidden = false;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => { $("note").hidden = true; }, 2600);
}

// ---- what the page shows follows from the choices
function showPanel(parts) { const panel = $("panel"); put(panel, parts); panel.scrollTop = 0; }
function drawPanel() {
  if (S.article !== null) showPanel(articlePanel(ARTICLES[S.article]));
  else if (S.fact !== null) showPanel(factPanel(FACTS[S.fact]));
  else if (S.node !== null) showPanel(nodePanel(THINGS[S.node]));
  else if (S.path || pathOpen) { if (S.path) pathEnds = [...S.path]; showPanel(pathPanel()); } else showPanel(overview());
}
function update(choiceOnly) {
  filter();
  findWays();
  if (!choiceOnly) measure();
  T.rows = null;
  const shown = NODES.filter((node) => node.shown).length, edges = EDGES.filter((edge) => edge.shown).length;
  $("count").textContent = t(`${number(shown)}${shown < NODES.length ? " / " + number(NODES.length) : ""} 个实体 · ${number(edges)}${edges < EDGES.length ? " / " + number(EDGES.length) : ""} 条关系`, `${number(shown)}${shown < NODES.length ? " of " + number(NODES.length) : ""} things · ${number(edges)}${edges < EDGES.length ? " of " + number(EDGES.length) : ""} relations`);
  if (!NODES.length) { $("note").textContent = t("图中没有实体。", "There is nothing in this graph."); $("note").hidden = false; }
  else if (!shown) tell(t("筛选后没有剩下什么。", "The filters leave nothing."));
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
  $("size").value = S.size;
  $("colour").value = S.colour;
  for (const one of $("layouts").children) one.setAttribute("aria-checked", one.dataset.layout === S.layout), (one.tabIndex = one.dataset.layout === S.layout ? 0 : -1);
  $("b-path").setAttribute("aria-pressed", Boolean(S.path || pathOpen));
  if (!choiceOnly || playing) drawFilters();
  drawTime();
  drawPanel();
  drawTable();
  dirty = true;
  keepHash();
}
function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
  document.title = t(D.title, document.querySelector("h1").dataset.en);
  for (const one of document.querySelectorAll("[data-en]")) { one.dataset.zh ??= one.textContent; one.textContent = t(one.dataset.zh, one.dataset.en); }
  for (const one of document.querySelectorAll("[data-label]")) { one.dataset.zhLabel ??= one.getAttribute("aria-label"); const words = t(one.dataset.zhLabel, one.dataset.label); one.setAttribute("aria-label", words); if (one.title) one.title = words; }
  const q = $("q");
  q.dataset.zhHint ??= q.placeholder;
  q.placeholder = t(q.dataset.zhHint, q.dataset.hint);
  $("b-lang").textContent = lang === "zh" ? "EN" : "中";
  $("b-lang").lang = lang === "zh" ? "en" : "zh";
  $("b-lang").setAttribute("aria-label", lang === "zh" ? "EN: English" : "中: 中文");
  const options = (id, all) => put($(id), all.map(([value, words]) => h("option", { value }, words)));
  options("size", [["degree", t("关系数", "degree")], ["pagerank", "PageRank"], ["betweenness", t("中介性", "betweenness")], ["facts", t("事实数", "facts")], ["same", t("一样大", "the same")]]);
  options("colour", [["type", t("类型", "type")], ["community", t("社区", "community")]]);
  const layouts = [["map", t("社区", "Map")], ["time", t("时间", "Time")], ["type", t("类型", "Type")]];
  put($("layouts"), layouts.map(([id, words], i) => h("button", { type: "button", role: "radio", "data-layout": id, "aria-checked": S.layout === id, onclick: () => act.layout(id), onkeydown: (event) => { const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]; if (step) { event.preventDefault(); act.layout(layouts[(i + step + 3) % 3][0]); $("layouts").children[(i + step + 3) % 3].focus(); } } }, words)));
  put($("exports"), EXPORTS.map(([kind, words, run]) => h("button", { type: "button", role: "menuitem", onclick: () => { closeMenu(); run(); } }, kind, h("small", null, words()))));
  sprites.clear();
}
function setTheme(theme, keep) {
  document.documentElement.dataset.theme = theme;
  dark = theme === "dark";
  if (keep) try { localStorage.setItem("kg-theme", theme); } catch { /* not kept */ }
  takeInk();
  if (keep) update();
}
// On small screens the panels are sheets, one at a time.
function openSheet(id) {
  const small = matchMedia("(max-width: 820px)").matches;
  for (const one of ["filters", "panel", "time"]) { $(one).classList.toggle("open", small && one === id); const tab = $("t-" + one); if (tab) tab.setAttribute("aria-pressed", small && one === id); }
  if (small && id === "time" && timeParts) drawBars(...timeNow());
}
const closeMenu = () => { $("exports").hidden = true; $("b-export").setAttribute("aria-expanded", "false"); };

function listen() {
  combobox($("q"), $("found"), (hit, input) => {
    input.blur();
    if (hit.article) { pickArticle(hit.article.i); return; }
    if (!hit.node.shown) change(() => { S.hidden.delete(hit.node.i); if (S.only) S.only.add(hit.node.i); for (const kind of hit.node.kinds) S.off.type.delete(kind); });
    pickNode(hit.node.i, true);
  });
  const run = { undo: () => travel(past, future), redo: () => travel(future, past), "b-path": act.path, "b-articles": () => { stopEverything(); showArticles(); openSheet("panel"); }, "b-table": act.table, "b-link": act.link, "b-theme": act.theme, "b-lang": act.lang, "b-help": act.help, "z-in": () => zoomAt(V.w / 2, V.h / 2, 1.4), "z-out": () => zoomAt(V.w / 2, V.h / 2, 1 / 1.4), "z-fit": () => { V.moved = false; fit(null, true); keepHash(); } };
  for (const [id, act2] of Object.entries(run)) $(id).addEventListener("click", act2);
  for (const id of ["filters", "panel", "time"]) $("t-" + id).addEventListener("click", () => openSheet($(id).classList.contains("open") ? null : id));
  $("t-table").addEventListener("click", () => { openSheet(null); act.table(); });
  $("size").addEventListener("change", (event) => change(() => { S.size = event.target.value; }));
  $("colour").addEventListener("change", (event) => change(() => { S.colour = event.target.value; }));
  const menu = $("b-export");
  menu.setAttribute("aria-haspopup", "menu");
  menu.setAttribute("aria-expanded", "false");
  menu.addEventListener("click", () => { const open = $("exports").hidden; $("exports").hidden = !open; menu.setAttribute("aria-expanded", open); if (open) $("exports").firstChild.focus(); });
  $("exports").addEventListener("keydown", (event) => {
    const items = [...$("exports").children], i = items.indexOf(document.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(i + step + items.length) % items.length].focus(); }
    if (event.key === "Escape") { event.stopPropagation(); closeMenu(); menu.focus(); }
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".menu")) closeMenu(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input,select,textarea,dialog");
    const keyed = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !typing && (keyed === "z" || keyed === "y")) { event.preventDefault(); if (keyed === "y" || event.shiftKey) travel(future, past); else travel(past, future); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !(event.target.closest && event.target.closest("dialog"))) { pickNothing(); canvas.focus({ preventScroll: true }); return; }
    if (typing) return;
    const node = S.node !== null && THINGS[S.node].drawn ? S.node : null;
    const table = { "/": () => $("q").focus(), "?": act.help, "+": () => zoomAt(V.w / 2, V.h / 2, 1.25), "=": () => zoomAt(V.w / 2, V.h / 2, 1.25), "-": () => zoomAt(V.w / 2, V.h / 2, 0.8), 0: () => $("z-fit").click(), t: act.table, a: () => $("b-articles").click(), r: act.path, l: () => act.layout({ map: "time", time: "type", type: "map" }[S.layout]) };
    const own = node === null ? {} : { e: () => act.expand(node), o: () => act.only(node), h: () => act.hide(node), p: () => act.pin(node) };
    const run2 = table[keyed] || own[keyed];
    if (run2) { event.preventDefault(); run2(); }
  });
  new ResizeObserver(resize).observe($("stage"));
  addEventListener("resize", () => { resize(); if (timeParts) drawTime(); });
  addEventListener("hashchange", () => { if (location.hash.slice(1) !== fullHash()) { restore(); update(); } });
}
function restore() {
  const got = decode(location.hash.slice(1));
  const [node] = [bySlug.get(read(got.get("node") || "")[0])];
  S.node = node ? node.i : null;
  const fact = FACTS.find((one) => one.id === got.get("fact"));
  S.fact = fact ? fact.i : null;
  const article = ARTICLES.find((one) => one.id === read(got.get("article") || "")[0]);
  S.article = article ? article.i : null;
  S.table = got.get("table") === "1";
  if (got.get("lang") === "en" || got.get("lang") === "zh") lang = got.get("lang");
  place();
  const view = (got.get("view") || "").split(",").map(Number);
  if (view.length === 3 && view.every(Number.isFinite) && view[2] > 0) { [V.x, V.y, V.k] = view; V.moved = true; }
}
function begin() {
  makeBins();
  measure();
  restore();
  let theme = null;
  try { theme = localStorage.getItem("kg-theme"); } catch { /* none kept */ }
  setTheme(theme === "dark" || theme === "light" ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  translate();
  listen();
  update();
  resize();
  if (!V.moved) fit();
  if (D.chosen.length === 1 && S.node === null && S.fact === null && D.about.focus && D.about.focus.length) { S.node = D.chosen[0]; update(true); }
  $("loading").remove();
  frame();
}
window.kgviz = {
  stats: () => ({ nodes: NODES.length, edges: EDGES.length, visibleNodes: drawnNodes.length, visibleLabels: drawnLabels }),
  positions: () => { const box = canvas.getBoundingClientRect(); return drawnNodes.map((node) => [box.left + sx(node.x), box.top + sy(node.y), node.slug]); },
};
begin();
