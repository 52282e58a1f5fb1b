// The panel at the right: the whole graph, a thing, a fact, a path, or an article.
const chip = (i) => {
  const one = THINGS[i];
  return one.drawn ? h("button", { type: "button", class: "chip", onclick: () => pickNode(i, true) }, glyph(one.top), short2(one)) : h("span", { class: "chip" }, short2(one));
};
const badge = (text, kind) => h("span", { class: "badge " + (kind || "") }, text);
const origin = (i) => { const one = ARTICLES[i]; return [one.publisher, one.issued].filter(Boolean).map(clean).join(" · "); };

function qualifierText([q, value]) {
  const one = QUALIFIERS[q], shown = typeof value === "number" ? name(THINGS[value]) : value;
  return value === "true" ? say2(one) : `${say2(one)} ${["max", "from", "amount"].includes(one.name) ? amount(shown) : clean(shown)}`;
}
function figureText(fact) {
  const unit = fact.unit === null ? "" : say2(UNITS[fact.unit]), words = clean(fact.valueText || "");
  const value = UNITS[fact.unit] && UNITS[fact.unit].name === "percent" ? amount(fact.text) + "%" : amount(fact.text) + (unit ? " " + unit : "");
  return words || value;
}
function badges(fact, brief) {
  const { agree, disagree } = agreement(fact);
  return [
    fact.time && badge(when(fact.time), "time"), fact.negated ? badge(t("否定", "denied"), "no") : null,
    fact.modality ? badge(t(MODALITIES[fact.modality].zh, MODALITIES[fact.modality].en), "soft") : null,
    agree > 1 && badge(t(`${agree} 篇一致`, `${agree} articles agree`), "yes"), disagree > 0 && badge(t(`${disagree} 篇相左`, `${disagree} disagree`), "no"),
    !brief && fact.confidence !== null && badge(t("置信度 ", "confidence ") + fact.confidence.toFixed(2)),
  ].filter(Boolean);
}
const sentence = (fact) => [
  fact.s !== null ? chip(fact.s) : h("i", null, t("（未指明）", "(not named)")), h("span", { class: "says" }, label(fact)),
  fact.relation ? (fact.o !== null ? chip(fact.o) : h("b", null, clean(fact.text || t("（未指明）", "(not named)")))) : h("b", null, figureText(fact)),
];

// A sentence as the article has it, with a little of what stands around it where the text is at hand.
function quoted(i) {
  const one = EVIDENCE[i], article = one.article === null ? null : ARTICLES[one.article];
  const [before, after] = around(one);
  return h("figure", { class: "quote" },
    h("blockquote", { lang: one.hant ? "zh-Hant" : "zh-Hans", class: before || after ? "within" : null }, before && h("span", { class: "around" }, before), h("mark", null, clean(one.text || one.quote)), after && h("span", { class: "around" }, after)),
    article && h("figcaption", null, h("button", { type: "button", class: "plain", onclick: () => pickArticle(article.i, i) }, titleOf(article)), h("span", null, origin(article.i)), article.url && link(article.url, t("原文", "source"))));
}
function around(one) {
  const article = one.article === null ? null : ARTICLES[one.article];
  if (!article || !article.text) return ["", ""];
  for (const [, ...pieces] of article.text) {
    const first = pieces.findIndex((piece) => Array.isArray(piece) && piece.includes(one.i, 1));
    if (first < 0) continue;
    let last = first;
    while (last + 1 < pieces.length && Array.isArray(pieces[last + 1]) && pieces[last + 1].includes(one.i, 1)) last++;
    const words = (list) => clean(list.map((piece) => (Array.isArray(piece) ? piece[0] : piece)).join(""));
    const left = Array.from(words(pieces.slice(0, first))), right = Array.from(words(pieces.slice(last + 1)));
    return [(left.length > 60 ? "…" : "") + left.slice(-60).join(""), right.slice(0, 60).join("") + (right.length > 60 ? "…" : "")];
  }
  return ["", ""];
}

// A fact with its evidence; folded where it stands among others.
function factBox(fact, open, bare) {
  const remarks = [fact.by !== null && [t("据 ", "according to "), chip(fact.by)], fact.timeText && fact.timeText !== fact.time && `${t("原文时间", "in words")} “${clean(fact.timeText)}”`, ...fact.qualifiers.map(qualifierText)].filter(Boolean);
  const more = () => [
    remarks.length ? h("ul", { class: "remarks" }, remarks.map((one) => h("li", null, one))) : null,
    bare ? null : fact.evidence.map(quoted), fact.rule && !bare && h("p", { class: "rule" }, t("规则 ", "rule "), h("code", null, clean(fact.rule))),
  ];
  if (open) return h("article", { class: "fact" }, h("p", { class: "claim" }, sentence(fact)), h("p", { class: "badges" }, badges(fact)), more());
  const body = h("div", { class: "more" });
  const summary = h("summary", null, h("span", { class: "claim" }, fact.relation ? label(fact) : [label(fact), " ", h("b", null, figureText(fact))]), h("span", { class: "badges" }, badges(fact, true)));
  return h("details", { class: "fact" + (fact.shown ? "" : " faded"), ontoggle: (event) => { if (event.target.open && !body.children.length) put(body, fact.edge && button("focus", t("在图中看", "show in graph"), () => pickFact(fact.i, true), { class: "plain" }), more()); } }, summary, body);
}
const heading = (kind, title, ...rest) => h("header", { class: "head" }, h("p", { class: "kind" }, kind), h("h2", null, title), rest, button("close", "", pickNothing, { class: "close", "aria-label": t("关闭", "Close"), title: t("关闭", "Close") }));

// ---- nothing chosen: what this is
function overview() {
  const days = DATED.flatMap((fact) => [fact.d0, fact.d1]).filter((one) => one !== null).sort((a, b) => a - b);
  const facts = FACTS.filter((one) => one.shown).length;
  const span = days.length ? `${day(days[Math.floor(days.length * 0.02)]).slice(0, 4)}–${day(days[days.length - 1]).slice(0, 4)}` : "—";
  const stat = (value, words) => h("li", null, h("b", null, value), words);
  const about = D.about, told = [];
  if (about.focus && about.focus.length) told.push(t(`中心：${about.focus.join("、")}，${about.hops} 步以内`, `around ${about.focus.join(", ")}, up to ${about.hops} relations away`));
  for (const [a, b] of about.path || []) told.push(t(`${a} 与 ${b} 之间的最短路径`, `shortest ways between ${a} and ${b}`));
  if (about.queries) told.push(t("一个查询的结果", "the answer of a query"));
  if (about.articles && about.articles.length) told.push(t(`文章 ${about.articles.join("、")}`, `articles ${about.articles.join(", ")}`));
  if (about.on) told.push(t(`${about.on} 当日成立`, `what held on ${about.on}`));
  if (about.since || about.until) told.push(`${about.since || ""} … ${about.until || ""}`);
  return [
    h("header", { class: "head" }, h("p", { class: "kind" }, told.length ? t("图谱摘录", "Extract of the graph") : t("概览", "Overview")), h("h2", null, t("谁与谁，何时，据谁说", "Who, with whom, when, says who")),
      told.map((one) => h("p", { class: "told" }, clean(one))),
      h("p", { class: "lead" }, t("新闻报道里关于跨境电商公司、平台、项目、人物与市场的说法。每条线是一篇文章的一句陈述，点开可读原句、出处与时间。", "What news articles say of the companies, platforms, programs, people and markets of cross-border e-commerce. Each line is a statement of one article: choose it to read its sentence, source and time."))),
    h("ul", { class: "stats" }, stat(number(NODES.length), t("实体", "things")), stat(number(FACTS.length), t("事实", "facts")), stat(number(ARTICLES.length), t("文章", "articles")), stat(span, t("年份", "years"))),
    facts < FACTS.length && h("p", { class: "told" }, t(`当前筛选显示 ${number(facts)} 条事实`, `${number(facts)} facts pass the filters`)),
    h("h3", null, t("最常提到的", "Most linked")), h("div", { class: "chips" }, ranked.filter((one) => one.shown).slice(0, 12).map((one) => chip(one.i))),
    COMMUNITIES.length > 1 && [h("h3", null, t("社区", "Communities")), h("ul", { class: "communities" }, COMMUNITIES.slice(0, 12).map((members, i) =>
      h("li", null, button("", [h("i", { class: "dot c" + i }), communityName(i), h("small", null, members.length)], () => { S.colour = "community"; $("colour").value = "community"; fit(members, true); update(); }, { class: "plain row" }))))],
    ARTICLES.length > 0 && [h("h3", null, t("文章", "Articles")), articleList(6)],
    h("h3", null, t("读图", "How to read it")), h("ul", { class: "lines" }, [["", t("陈述", "stated")], ["dash", t("计划", "planned")], ["dot", t("不确定", "uncertain")], ["no", t("否定", "denied")]].map(([kind, words]) => h("li", null, h("i", { class: "line " + kind }), words))),
    h("p", { class: "hint" }, t("双击展开邻居，拖动固定位置，滚轮缩放；按 ? 看全部按键。", "Double-click expands, dragging pins, the wheel zooms; press ? for all keys.")),
  ];
}
function articleList(limit) {
  const all = [...ARTICLES].sort((a, b) => b.facts.length - a.facts.length || a.i - b.i);
  return h("ul", { class: "articles" }, all.slice(0, limit).map((one) => h("li", null, button("", [h("span", null, titleOf(one)), h("small", null, [origin(one.i), t(`${one.facts.length} 条事实`, `${one.facts.length} facts`)].filter(Boolean).join(" · "))], () => pickArticle(one.i), { class: "plain row" }))),
    all.length > limit && h("li", null, button("doc", t(`全部 ${all.length} 篇`, `all ${all.length}`), () => showArticles(), { class: "plain" })));
}
function showArticles() {
  showPanel([heading(t("来源", "Sources"), t(`${ARTICLES.length} 篇文章`, `${ARTICLES.length} articles`)), articleList(1000)]);
  $("panel").focus();
}

// ---- a thing
function nodePanel(node) {
  const kinds = node.kinds.map((i) => say2(TYPES[i])).join(" · ");
  const names = [node.zh, node.en, ...node.names.map(clean)].filter((one) => one && one !== name(node));
  const facts = node.facts.filter((fact) => fact.relation).sort((a, b) => (a.d0 ?? a.d1 ?? 1e9) - (b.d0 ?? b.d1 ?? 1e9) || a.i - b.i);
  const row = (fact) => {
    const out = fact.s === node.i, other = out ? fact.o : fact.s;
    const box = factBox(fact);
    put(box.querySelector(".claim"), h("span", { class: "says" }, (out ? "" : "← ") + label(fact)), other !== null && other !== node.i ? h("b", null, short2(THINGS[other])) : h("b", null, clean(fact.text || (other === null ? t("（未指明）", "(not named)") : t("自身", "itself")))));
    return box;
  };
  const dated = facts.filter((fact) => fact.d0 !== null || fact.d1 !== null), undated = facts.filter((fact) => !dated.includes(fact));
  const hidden = node.edges.some((edge) => !(edge.a === node ? edge.b : edge.a).shown);
  return [
    heading([glyph(node.top), " ", kinds], name(node), names.length ? h("p", { class: "names" }, names.slice(0, 12).map((one) => h("span", null, short(one, 60)))) : null),
    node.drawn && h("div", { class: "actions" },
      button("focus", t("只看它与邻居", "Only this"), () => act.only(node.i)), button("expand", t("展开邻居", "Expand"), () => act.expand(node.i), { disabled: !hidden && !S.only }),
      button("path", t("路径到…", "Path to…"), () => startPath(node.i)), button("pin", S.pins.has(node.i) ? t("松开", "Unpin") : t("固定", "Pin"), () => act.pin(node.i), { "aria-pressed": S.pins.has(node.i) }),
      button("hide", t("隐藏", "Hide"), () => act.hide(node.i))),
    figures(node),
    facts.length ? h("h3", null, t(`陈述 ${facts.length}`, `Statements ${facts.length}`)) : null,
    dated.map(row), undated.length && dated.length ? h("p", { class: "divider" }, t("无日期", "undated")) : null, undated.slice(0, 200).map(row),
    undated.length > 200 && h("p", { class: "hint" }, t("其余见表格", "the rest is in the table")),
    node.links.length ? [h("h3", null, t("别处", "Elsewhere")), h("ul", { class: "links" }, node.links.map((one) => h("li", null, link(one, clean(one.replace(/^https?:\/\/(www\.)?/, ""))))))] : null,
    h("p", { class: "rule" }, t("标识 ", "id "), h("code", null, `xbr:${clean(node.slug)}`)),
  ];
}
// Figures by metric: a small chart over time where two and more of one unit are dated, else a line each.
function figures(node) {
  const all = node.facts.filter((fact) => !fact.relation);
  if (!all.length) return null;
  const groups = new Map();
  for (const fact of all) { const id = fact.p + "|" + fact.unit; if (!groups.has(id)) groups.set(id, []); groups.get(id).push(fact); }
  return [h("h3", null, t(`数据 ${all.length}`, `Figures ${all.length}`)), [...groups.values()].map((group) => {
    const dated = group.filter((fact) => fact.d0 !== null && Number.isFinite(Number(fact.text))).sort((a, b) => a.d0 - b.d0);
    return h("div", { class: "metric" }, new Set(dated.map((fact) => fact.d0)).size > 1 && chart(dated), group.sort((a, b) => (a.d0 ?? 1e9) - (b.d0 ?? 1e9)).map((fact) => factBox(fact)));
  })];
}
function chart(facts) {
  const w = 280, hh = 64, values = facts.map((fact) => Number(fact.text)), low = Math.min(0, ...values), high = Math.max(0, ...values);
  const first = facts[0].d0, last = facts[facts.length - 1].d0;
  const x = (fact) => 10 + ((fact.d0 - first) / (last - first || 1)) * (w - 20), y = (value) => 6 + (1 - (value - low) / (high - low || 1)) * (hh - 22);
  const make = (kind, props) => { const one = document.createElementNS("http://www.w3.org/2000/svg", kind); for (const [k, v] of Object.entries(props)) one.setAttribute(k, v); return one; };
  const svg = make("svg", { viewBox: `0 0 ${w} ${hh}`, class: "chart", role: "img", "aria-label": `${label(facts[0])}: ${facts.map((fact) => `${fact.time} ${figureText(fact)}`).join(", ")}` });
  svg.append(make("path", { d: `M6 ${y(0)}H${w - 6}`, class: "axis" }));
  for (const fact of facts) svg.append(make("path", { d: `M${x(fact)} ${y(0)}V${y(Number(fact.text))}`, class: "stem" }), make("circle", { cx: x(fact), cy: y(Number(fact.text)), r: 3.4 }));
  for (const [fact, anchor] of [[facts[0], "start"], [facts[facts.length - 1], "end"]]) { const words = make("text", { x: anchor === "start" ? 6 : w - 6, y: hh - 2, "text-anchor": anchor }); words.textContent = when(fact.time || ""); svg.append(words); }
  return svg;
}

// ---- a fact, with what else is said of the two
function factPanel(fact) {
  const ends = new Set([fact.s, fact.o]);
  const others = fact.s !== null && fact.o !== null ? THINGS[fact.s].facts.filter((one) => one !== fact && one.relation && ends.has(one.s) && ends.has(one.o)) : [];
  const { agree, disagree } = agreement(fact);
  return [
    heading(fact.relation ? t("陈述", "Statement") : t("数据", "Figure"), label(fact)), factBox(fact, true),
    h("p", { class: "told" }, t(`${agree} 个来源这样说`, `${agree} source${agree === 1 ? "" : "s"} say${agree === 1 ? "s" : ""} so`), disagree ? t(`，${disagree} 个相反`, `, ${disagree} the contrary`) : ""),
    others.length ? [h("h3", null, t(`二者之间的其他陈述 ${others.length}`, `More between the two ${others.length}`)), others.slice(0, 120).map((one) => { const box = factBox(one); put(box.querySelector(".claim"), sentence(one).map((part) => (part.matches && part.matches("button") ? h("b", null, part.textContent) : part))); return box; })] : null,
  ];
}

// ---- an article: its text, or its quoted sentences, with the facts marked
function articlePanel(article) {
  const mark = (i, text) => {
    const facts = EVIDENCE[i].facts;
    const choose = () => pickFact(facts[(facts.findIndex((fact) => fact.i === S.fact) + 1) % facts.length].i, false, article.i);
    // A span, not a button: a sentence breaks over lines like the words around it.
    return facts.length ? h("span", { role: "button", tabindex: 0, class: "mark" + (facts.some((fact) => fact.i === S.fact) ? " on" : ""), id: "e" + i, title: facts.map(label).join(" · "), onclick: choose, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); choose(); } } }, text) : text;
  };
  const first = new Set();
  const blocks = article.text
    ? article.text.map(([kind, ...pieces]) => h(kind === "heading" ? "h3" : "p", { class: kind }, pieces.map((piece) => {
      if (!Array.isArray(piece)) return clean(piece);
      const one = mark(piece.find((i, n) => n && EVIDENCE[i].facts.some((fact) => fact.i === S.fact)) ?? piece[1], clean(piece[0]));
      if (one.id) { if (first.has(one.id)) one.removeAttribute("id"); first.add(one.id); }
      return one;
    })))
    : EVIDENCE.filter((one) => one.article === article.i).sort((a, b) => (a.start ?? 0) - (b.start ?? 0)).map((one) => h("p", { class: "paragraph" }, "…… ", mark(one.i, clean(one.text || one.quote)), " ……"));
  return [
    heading(t("文章", "Article"), titleOf(article), h("p", { class: "told" }, origin(article.i), article.url ? [" · ", link(article.url, t("原文", "source"))] : null, article.copies !== null ? " · " + t("转载", "reprint") : "")),
    h("p", { class: "hint" }, article.text ? t(`${article.facts.length} 条事实标在文中，点击标记可在图上看到`, `${article.facts.length} facts are marked; choose a mark to see it in the graph`) : t("只附引文，未附全文。", "Quoted sentences only; the text is not shipped.")),
    S.fact !== null && FACTS[S.fact].evidence.some((i) => EVIDENCE[i].article === article.i) && h("div", { class: "pinned" }, factBox(FACTS[S.fact], true, true)),
    h("div", { class: "text", lang: "zh" }, blocks),
  ];
}
