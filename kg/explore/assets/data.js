// The rows of the page's data as objects that know each other.
const D = JSON.parse($("kg-data").textContent);
const term = (row) => ({ name: row[0], zh: row[1], en: row[2] });
const say2 = (one) => (one ? clean(t(one.zh, one.en) || one.name) : "");
const TYPES = D.types.map((row, i) => ({ ...term(row), i, colour: row[3], top: row[4], n: 0 }));
const PREDICATES = D.predicates.map((row, i) => ({ ...term(row), i, symmetric: row[3], n: 0 }));
const METRICS = D.metrics.map((row, i) => ({ ...term(row), i, n: 0 }));
const UNITS = D.units.map(term);
const QUALIFIERS = D.qualifiers.map(term);
const MODALITIES = [["陈述", "stated"], ["计划", "planned"], ["不确定", "uncertain"]].map(([zh, en], i) => ({ zh, en, i, n: 0 }));
const ARTICLES = D.articles.map((row, i) => ({ i, id: row[0], title: row[1], publisher: row[2], issued: row[3], url: row[4], copies: row[5] ?? null, language: row[6] ?? null, text: row[7], facts: [], n: 0 }));
// An article without a title is told by its publisher and date: an id tells a reader nothing.
const titleOf = (one) => one.title && one.title !== one.id ? clean(one.title) : t("（无题）", "(untitled) ") + ([one.publisher, one.issued].filter(Boolean).map(clean).join(" ") || clean(one.id));
const EVIDENCE = D.evidence.map((row, i) => ({ i, id: row[0], article: row[1] ?? null, quote: row[2], start: row[3], end: row[4], text: row[5], hant: row[6], facts: [] }));
const THINGS = D.things.map((row, i) => ({
  i, slug: row[0], zh: clean(row[1]), en: row[2] ? clean(row[2]) : "", kinds: row[3] || [], names: row[4] || [], pinyin: row[5] || "",
  community: row[6] ?? -1, pagerank: 0, betweenness: 0, links: row[7] || [], facts: [], edges: [], degree: 0,
  top: row[3] && row[3].length ? row[3][0] : -1, drawn: i < D.nodes, shown: true, x: 0, y: 0, r: 5,
}));
const NODES = THINGS.slice(0, D.nodes);
const FACTS = D.facts.map((row, i) => ({
  i, relation: row[0], id: row[1], s: row[2] ?? null, p: row[3], o: row[4] ?? null, text: row[5] ?? null, time: row[6] ?? null,
  d0: row[7] ?? null, d1: row[8] ?? null, modality: row[9] || 0, negated: row[10] || 0, evidence: row[11] || [], qualifiers: row[12] || [],
  by: row[13] ?? null, confidence: row[14] ?? null, timeText: row[15] ?? null, valueText: row[16] ?? null, unit: row[17] ?? null,
  rule: row[18] ?? null, shown: true,
}));
const EDGES = [];
const bySlug = new Map(THINGS.map((one) => [one.slug, one]));
const name = (one) => (one ? t(one.zh, one.en || one.zh) : t("（未指明）", "(not named)"));
const short2 = (one) => short(name(one), 40);
const label = (fact) => say2(fact.relation ? PREDICATES[fact.p] : METRICS[fact.p]);
// A time of the fact model in words: since, until, from … to.
function when(time) {
  const [from, to] = clean(time).split("/");
  if (to === undefined) return from;
  return to === ".." ? t(from + " 起", "since " + from) : from === ".." ? t("至 " + to, "until " + to) : from + " – " + to;
}
const source = (i) => ARTICLES[i].copies ?? i;
const articlesOf = (fact) => [...new Set(fact.evidence.map((i) => EVIDENCE[i].article).filter((i) => i !== null))];

// Facts that say the same, or deny it; of figures, those of one thing, metric and time.
const same = new Map();
function key(fact) {
  if (!fact.relation) return ["o", fact.s, fact.p, fact.time, fact.unit, ...fact.qualifiers.filter(([q]) => ["place", "list", "label", "comparison", "per", "scope"].includes(QUALIFIERS[q].name)).flat()].join("|");
  const [a, b] = PREDICATES[fact.p].symmetric && fact.o < fact.s ? [fact.o, fact.s] : [fact.s, fact.o];
  return ["s", a, fact.p, b, fact.o === null ? fact.text : ""].join("|");
}
function agreement(fact) {
  const agree = new Set(), disagree = new Set();
  for (const other of same.get(key(fact)) || []) {
    const alike = other.negated === fact.negated && (fact.relation || other.text === fact.text);
    for (const article of articlesOf(other)) (alike ? agree : disagree).add(source(article));
  }
  for (const article of agree) disagree.delete(article);
  return { agree: agree.size, disagree: disagree.size };
}

function linkUp() {
  const pairs = new Map();
  for (const fact of FACTS) {
    (fact.relation ? PREDICATES : METRICS)[fact.p].n++;
    MODALITIES[fact.modality].n++;
    for (const i of fact.evidence) EVIDENCE[i].facts.push(fact);
    for (const i of articlesOf(fact)) { ARTICLES[i].facts.push(fact); ARTICLES[i].n++; }
    const id = key(fact);
    if (!same.has(id)) same.set(id, []);
    same.get(id).push(fact);
    for (const end of new Set([fact.s, fact.o])) if (end !== null) THINGS[end].facts.push(fact);
    if (!fact.relation || fact.s === null || fact.o === null || fact.s >= D.nodes || fact.o >= D.nodes) continue;
    const edge = { fact, i: EDGES.length, a: THINGS[fact.s], b: THINGS[fact.o], bow: 0, shown: true };
    EDGES.push(edge);
    fact.edge = edge;
    const pair = fact.s < fact.o ? fact.s + "," + fact.o : fact.o + "," + fact.s;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(edge);
    edge.a.edges.push(edge);
    edge.a.degree++;
    if (edge.b !== edge.a) { edge.b.edges.push(edge); edge.b.degree++; }
  }
  // Parallel statements bow apart, whichever way they point; a loop's bow is its number.
  for (const parallel of pairs.values()) {
    const step = Math.min(24, 260 / parallel.length);
    parallel.forEach((edge, n) => {
      if (edge.a === edge.b) edge.bow = n;
      else edge.bow = (n - (parallel.length - 1) / 2) * step * (edge.a.i < edge.b.i ? 1 : -1);
      edge.parallel = parallel.length;
    });
  }
  for (const node of NODES) for (const kind of node.kinds) TYPES[kind].n++;
}
linkUp();
const weightOf = new Map();
const weight = (fact) => {
  if (!weightOf.has(fact.i)) weightOf.set(fact.i, agreement(fact).agree);
  return weightOf.get(fact.i);
};

// Communities are named by their most linked things.
const COMMUNITIES = [];
for (const node of NODES) if (node.community >= 0) (COMMUNITIES[node.community] ||= []).push(node);
for (const members of COMMUNITIES) members.sort((a, b) => b.degree - a.degree || b.facts.length - a.facts.length || a.i - b.i);
const communityName = (i) => COMMUNITIES[i].slice(0, 2).map((one) => fitting(name(one), 9)).join(" · ");
const DATED = FACTS.filter((fact) => fact.d0 !== null || fact.d1 !== null);
