// The legend, which filters, and the other filters; then the time line.
const folded = new Set(["metric", "article"]);
function group(id, title, all, shown, words) {
  const off = S.off[id], items = shown.filter((one) => one.n > 0);
  if (!items.length) return null;
  const long = items.length > 14, list = h("ul", null), field = long && h("input", { type: "search", class: "narrow", placeholder: t("筛选……", "narrow…"), "aria-label": t("在列表中找", "Narrow the list"), oninput: () => fill(field.value) });
  const fill = (text) => put(list, items.filter((one) => !text || fold(words(one)).includes(fold(text))).slice(0, 300).map((one) => row(id, one, words(one))));
  fill("");
  const all2 = (on) => change(() => { for (const one of all) if (on) off.delete(one.i); else off.add(one.i); });
  return h("details", { class: "group", open: !folded.has(id), ontoggle: (event) => (event.target.open ? folded.delete(id) : folded.add(id)) },
    h("summary", null, title, h("small", null, off.size ? `${all.length - off.size}/${all.length}` : all.length)),
    items.length > 2 && h("p", { class: "both" }, field, button("", t("全选", "all"), () => all2(true), { class: "plain" }), button("", t("全不选", "none"), () => all2(false), { class: "plain" })), list);
}
function row(id, one, words) {
  const off = S.off[id], sub = id === "type" && one.top !== one.i;
  const box = h("input", { type: "checkbox", checked: !off.has(one.i), onchange: () => change(() => { if (box.checked) off.delete(one.i); else off.add(one.i); }) });
  const only = button("", t("仅", "only"), () => change(() => { for (const other of GROUPS[id]) if (other.i !== one.i && (id !== "type" || other.top === other.i)) off.add(other.i); off.delete(one.i); if (id === "type") off.delete(one.top); }), { class: "only", "aria-label": t("仅 ", "Only ") + words });
  return h("li", { class: sub ? "sub" : "" }, h("label", null, box, id === "type" && !sub ? glyph(one.i) : null, h("span", null, words), h("small", null, one.n)), only);
}
function drawFilters() {
  const kinds = TYPES.filter((one) => one.top === one.i).flatMap((top) => [top, ...TYPES.filter((one) => one.top === top.i && one !== top)]);
  const confident = FACTS.some((fact) => fact.confidence !== null), denied = FACTS.some((fact) => fact.negated);
  const check = (words, on, set, n) => { const box = h("input", { type: "checkbox", checked: on, onchange: () => change(() => set(box.checked)) }); return h("li", null, h("label", null, box, h("span", null, words), h("small", null, n))); };
  const kept = document.activeElement && document.activeElement.closest("#filters li") ? [...$("filters").querySelectorAll("input,button")].indexOf(document.activeElement) : -1;
  const scrolled = $("filters").scrollTop;
  put($("filters"),
    h("h2", null, t("图例与筛选", "Legend and filters"), /(^|&)(no-|denied|figures|confidence|hidden|only|time=|undated)/.test(encode()) ? button("", t("重置", "reset"), () => change(() => { for (const set of Object.values(S.off)) set.clear(); Object.assign(S, { denied: true, figures: false, confidence: 0, undated: true, from: null, to: null, only: null }); S.hidden.clear(); }), { class: "plain" }) : null),
    S.hidden.size || S.only ? h("p", { class: "told" }, S.only ? t(`只看 ${S.only.size} 个实体`, `only ${S.only.size} things`) : t(`隐藏了 ${S.hidden.size} 个`, `${S.hidden.size} hidden`), " ", button("", t("全部显示", "show all"), () => change(() => { S.only = null; S.hidden.clear(); }), { class: "plain" })) : null,
    group("type", t("类型", "Types"), TYPES, kinds, say2),
    group("predicate", t("关系", "Relations"), PREDICATES, [...PREDICATES].sort((a, b) => b.n - a.n || a.i - b.i), say2),
    h("details", { class: "group", open: true }, h("summary", null, t("说法", "How it is said")), h("ul", null, MODALITIES.filter((one) => one.n).map((one) => row("modality", one, t(one.zh, one.en))),
      denied && check(t("否定", "denied"), S.denied, (on) => { S.denied = on; }, FACTS.filter((fact) => fact.negated).length),
      METRICS.length > 0 && check(t("只看有数据的实体", "only things with figures"), S.figures, (on) => { S.figures = on; }, "")),
      confident && h("label", { class: "range" }, t("置信度 ≥ ", "confidence ≥ ") + S.confidence.toFixed(2), h("input", { type: "range", min: 0, max: 1, step: 0.05, value: S.confidence, onchange: (event) => change(() => { S.confidence = +event.target.value; }) }))),
    group("metric", t("数据指标", "Figures"), METRICS, [...METRICS].sort((a, b) => b.n - a.n || a.i - b.i), say2),
    group("article", t("来源文章", "Source articles"), ARTICLES, [...ARTICLES].sort((a, b) => b.n - a.n || a.i - b.i), (one) => titleOf(one)));
  $("filters").scrollTop = scrolled;
  if (kept >= 0) { const again = $("filters").querySelectorAll("input,button")[kept]; if (again) again.focus({ preventScroll: true }); }
}

// ---- time: a histogram over months, quarters or years, two handles, and play
const BINS = [];
function makeBins() {
  const starts = DATED.map((fact) => fact.d0 ?? fact.d1).sort((a, b) => a - b);
  if (!starts.length) return;
  const ends = starts[starts.length - 1], early = starts[Math.floor(starts.length * 0.03)];
  const y0 = new Date(early * 864e5).getUTCFullYear(), y1 = new Date(ends * 864e5).getUTCFullYear(), months = y1 - y0 > 14 ? 12 : y1 - y0 > 4 ? 3 : 1;
  if (starts[0] < Date.UTC(y0, 0, 1) / 864e5) BINS.push({ from: null, to: Date.UTC(y0, 0, 0) / 864e5, name: "≤ " + (y0 - 1), year: y0 - 1 });
  for (let y = y0; y <= y1; y++) for (let m = 0; m < 12; m += months) {
    BINS.push({ from: Date.UTC(y, m, 1) / 864e5, to: Date.UTC(y, m + months, 0) / 864e5, name: months === 12 ? String(y) : months === 3 ? `${y}-Q${m / 3 + 1}` : `${y}-${String(m + 1).padStart(2, "0")}`, year: y });
  }
  while (BINS.length && BINS[BINS.length - 1].from > ends) BINS.pop();
  for (const bin of BINS) bin.n = 0;
  for (const fact of DATED) { const bin = binAt(fact.d0 ?? fact.d1); if (BINS[bin]) BINS[bin].n++; }
}
const binAt = (d) => { for (let i = 0; i < BINS.length; i++) if (d <= BINS[i].to) return i; return BINS.length - 1; };
let playing = 0;
function setTime(a, b, done) {
  const act2 = () => { S.from = a <= 0 ? null : BINS[a].from; S.to = b >= BINS.length - 1 ? null : BINS[b].to; };
  if (done) change(act2); else { act2(); update(true); }
}
const timeNow = () => [S.from === null ? 0 : binAt(S.from), S.to === null ? BINS.length - 1 : binAt(S.to)];
let timeParts = null;
function drawTime() {
  const strip = $("time");
  if (!BINS.length) { strip.hidden = true; $("t-time").hidden = true; return; }
  const [a, b] = timeNow();
  if (!timeParts || timeParts.lang !== lang) {
    const range = (side) => {
      const input = h("input", { type: "range", min: 0, max: BINS.length - 1, step: 1, "aria-label": side ? t("到", "Until") : t("从", "From") });
      input.addEventListener("input", () => { const [p, q] = timeNow(), v = +input.value; if (side) setTime(Math.min(p, v), v); else setTime(v, Math.max(q, v)); });
      input.addEventListener("pointerdown", () => { timeParts.before = encode(); });
      input.addEventListener("keydown", () => { timeParts.before ??= encode(); });
      input.addEventListener("change", () => { if (timeParts.before && timeParts.before !== encode()) { past.push(timeParts.before); future.length = 0; } timeParts.before = null; update(); });
      return input;
    };
    const bars = h("canvas", { id: "bars", "aria-hidden": true }), low = range(0), high = range(1), text = h("output", { id: "span" });
    const undated = h("input", { type: "checkbox", onchange: () => change(() => { S.undated = undated.checked; }) });
    const on = h("input", { type: "search", id: "on", placeholder: "2025-04-21", inputmode: "numeric", autocomplete: "off", onchange: () => {
      const d = /^\d{4}-\d\d-\d\d$/.test(on.value.trim()) ? Date.parse(on.value.trim()) / 864e5 : NaN;
      if (on.value.trim() && !Number.isFinite(d)) { tell(t("请写成 2025-04-21", "write it as 2025-04-21")); return; }
      change(() => { S.from = S.to = Number.isFinite(d) ? d : null; if (S.from !== null) S.undated = false; });
    } });
    const play = button("play", "", () => (playing ? stop() : start()), { id: "play", "aria-label": t("播放", "Play"), title: t("播放", "Play") });
    put(strip, play, h("div", { class: "slider" }, bars, low, high), text, h("label", { class: "on" }, t("某日", "on"), on), h("label", null, undated, t("含无日期", "undated too"), h("small", null, ` ${FACTS.length - DATED.length}`)));
    timeParts = { lang, bars, low, high, text, undated, on, play, before: null };
  }
  const exact = S.from !== null && S.from === S.to;
  Object.assign(timeParts.low, { value: a });
  Object.assign(timeParts.high, { value: b });
  timeParts.low.setAttribute("aria-valuetext", BINS[a].name);
  timeParts.high.setAttribute("aria-valuetext", BINS[b].name);
  timeParts.undated.checked = S.undated;
  timeParts.on.value = exact ? day(S.from) : "";
  timeParts.text.textContent = exact ? day(S.from) : a === 0 && b === BINS.length - 1 ? t("全部时间", "all times") : BINS[a].name === BINS[b].name ? BINS[a].name : `${BINS[a].name} – ${BINS[b].name}`;
  drawBars(a, b);
}
function drawBars(a, b) {
  const { bars } = timeParts, box = bars.getBoundingClientRect(), ratio = Math.min(2, devicePixelRatio || 1);
  if (!box.width) return;
  bars.width = box.width * ratio;
  bars.height = box.height * ratio;
  const c = bars.getContext("2d"), most = Math.max(...BINS.map((bin) => bin.n)), wide = (box.width - 16) / BINS.length, high = box.height - 15;
  c.scale(ratio, ratio);
  c.font = "10.5px " + FONT;
  let last = -99;
  BINS.forEach((bin, i) => {
    const inside = i >= a && i <= b, tall = bin.n ? Math.max(2, (high - 4) * Math.sqrt(bin.n / most)) : 0, x = 8 + i * wide;
    c.fillStyle = inside ? ink.accent : ink.edge;
    c.globalAlpha = inside ? 0.75 : 0.3;
    c.fillRect(x + wide * 0.1, high - tall, Math.max(1, wide * 0.8), tall);
    c.globalAlpha = 1;
    if ((!i || BINS[i - 1].year !== bin.year) && x - last > 38) { c.fillStyle = ink.muted; c.fillText(bin.from === null ? bin.name : String(bin.year), x, box.height - 3); last = x; }
  });
}
function start() {
  let [a, b] = timeNow(), width = b - a;
  if (b === BINS.length - 1) { width = a === 0 ? -1 : width; b = width < 0 ? 0 : width; a = 0; }
  playing = setInterval(() => {
    if (b >= BINS.length - 1) { stop(); return; }
    b++;
    setTime(width < 0 ? 0 : b - width, b);
    say(BINS[b].name);
  }, calm() ? 1400 : 650);
  put(timeParts.play, icon("pause"));
  timeParts.play.setAttribute("aria-label", t("停止", "Stop"));
}
function stop() {
  clearInterval(playing);
  playing = 0;
  put(timeParts.play, icon("play"));
  timeParts.play.setAttribute("aria-label", t("播放", "Play"));
}
