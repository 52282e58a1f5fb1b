// The same facts as a table: sorted, narrowed, a page at a time; also the way in for screen readers.
const T = { sort: "time", up: true, text: "", page: 0, rows: null };
const PAGE = 60;
const COLUMNS = [
  ["subject", () => t("主体", "Subject"), (fact) => name(fact.s === null ? null : THINGS[fact.s])],
  ["relation", () => t("关系 / 指标", "Relation / metric"), label],
  ["object", () => t("客体 / 数值", "Object / value"), (fact) => (fact.o !== null ? name(THINGS[fact.o]) : fact.relation ? clean(fact.text || "") : figureText(fact))],
  ["time", () => t("时间", "Time"), (fact) => (fact.time ? when(fact.time) : "")],
  ["status", () => t("状态", "Status"), (fact) => [fact.negated ? t("否定", "denied") : "", fact.modality ? t(MODALITIES[fact.modality].zh, MODALITIES[fact.modality].en) : ""].filter(Boolean).join(" ")],
  ["evidence", () => t("原句", "Sentence"), (fact) => (fact.evidence.length ? clean(EVIDENCE[fact.evidence[0]].text || EVIDENCE[fact.evidence[0]].quote) : "")],
  ["source", () => t("来源", "Source"), (fact) => articlesOf(fact).map((i) => titleOf(ARTICLES[i])).join("; ")],
];
function tableRows() {
  if (T.rows) return T.rows;
  const column = COLUMNS.find(([id]) => id === T.sort)[2], wanted = fold(T.text);
  const found = FACTS.filter((fact) => fact.shown && (!wanted || fold(COLUMNS.map(([, , of]) => of(fact)).join(" ")).includes(wanted)));
  const by = T.sort === "time" ? (fact) => fact.d0 ?? fact.d1 ?? (T.up ? 1e9 : -1e9) : null, compare = new Intl.Collator(lang === "zh" ? "zh" : "en", { numeric: true }).compare;
  const keyed = found.map((fact) => [by ? by(fact) : column(fact), fact]);
  keyed.sort((p, q) => ((by ? p[0] - q[0] : compare(p[0], q[0])) || p[1].i - q[1].i) * (T.up ? 1 : -1));
  return (T.rows = keyed.map(([, fact]) => fact));
}
let tableParts = null;
function drawTable() {
  const place2 = $("table");
  place2.hidden = !S.table;
  $("b-table").setAttribute("aria-pressed", S.table);
  if (!S.table) return;
  if (!tableParts || tableParts.lang !== lang) {
    const field = h("input", { type: "search", "aria-label": t("筛选表格", "Narrow the table"), placeholder: t("筛选……", "narrow…"), value: T.text, oninput: () => { T.text = field.value; T.rows = null; T.page = 0; drawTable(); } });
    const head = COLUMNS.map(([id, title]) => h("th", { scope: "col" }, button("", title(), () => { if (T.sort === id) T.up = !T.up; else { T.sort = id; T.up = true; } T.rows = null; T.page = 0; drawTable(); })));
    const body = h("tbody"), count = h("span", { role: "status" }), before = button("prev", "", () => { T.page--; drawTable(); }, { "aria-label": t("上一页", "Previous page") }), after = button("next", "", () => { T.page++; drawTable(); }, { "aria-label": t("下一页", "Next page") });
    put(place2, h("div", { class: "bar" }, h("h2", null, t("事实表", "Facts")), field, count, before, after, button("close", "", () => { S.table = false; update(); $("b-table").focus(); }, { "aria-label": t("关闭", "Close"), class: "close" })), h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("事实", "Facts") }, h("table", null, h("thead", null, h("tr", null, head)), body)));
    tableParts = { lang, head, body, count, before, after };
  }
  const rows = tableRows(), pages = Math.max(1, Math.ceil(rows.length / PAGE));
  T.page = Math.max(0, Math.min(pages - 1, T.page));
  COLUMNS.forEach(([id], i) => tableParts.head[i].setAttribute("aria-sort", T.sort === id ? (T.up ? "ascending" : "descending") : "none"));
  tableParts.count.textContent = t(`${number(rows.length)} 条，第 ${T.page + 1}/${pages} 页`, `${number(rows.length)} facts, page ${T.page + 1}/${pages}`);
  tableParts.before.disabled = T.page === 0;
  tableParts.after.disabled = T.page === pages - 1;
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.fact : null;
  put(tableParts.body, rows.slice(T.page * PAGE, (T.page + 1) * PAGE).map((fact) => {
    const cells = COLUMNS.map(([id, , of]) => (id === "relation" ? h("td", null, button("", of(fact), () => pickFact(fact.i, true), { class: "plain", "data-fact": fact.id, "aria-pressed": S.fact === fact.i })) : h("td", { class: id }, of(fact))));
    return h("tr", { class: S.fact === fact.i ? "on" : "", onclick: (event) => { if (!event.target.closest("button")) pickFact(fact.i, true); } }, cells);
  }));
  if (focused) { const again = tableParts.body.querySelector(`[data-fact="${CSS.escape(focused)}"]`); if (again) again.focus({ preventScroll: true }); }
}
function showInTable(fact) {
  if (!S.table) return;
  const at2 = tableRows().indexOf(fact);
  if (at2 >= 0) T.page = Math.floor(at2 / PAGE);
  drawTable();
  const line = tableParts.body.querySelector("tr.on");
  if (line) line.scrollIntoView({ block: "nearest" });
}
