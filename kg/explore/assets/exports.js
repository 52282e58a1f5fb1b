// What is shown, taken along: picture, drawing, table, graph.
function save(parts, type, ending) {
  const url = URL.createObjectURL(new Blob(parts, { type })), a = h("a", { href: url, download: "kg." + ending });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
  say(t("已导出 ", "exported ") + "kg." + ending);
}
function exportPng() {
  const big = document.createElement("canvas"), ratio = V.ratio;
  V.ratio = Math.max(2, ratio);
  big.width = V.w * V.ratio;
  big.height = V.h * V.ratio;
  const c = big.getContext("2d");
  c.scale(V.ratio, V.ratio);
  paint(c);
  V.ratio = ratio;
  dirty = true;
  big.toBlob((blob) => save([blob], "image/png", "png"));
}
// A canvas of its own that writes SVG: the same painting, in words.
function svgText() {
  const esc = (text) => clean(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";"), n = (v) => Math.round(v * 10) / 10;
  const focus = focusOf(), out = [];
  out.push(`<svg xmlns="http://www.w3.org/2000/svg" width="${n(V.w)}" height="${n(V.h)}" viewBox="0 0 ${n(V.w)} ${n(V.h)}" font-family="${esc(FONT)}"><title>${esc(D.title)}</title><rect width="100%" height="100%" fill="${ink.paper}"/>`);
  const pen = () => ({
    d: "", moveTo(x, y) { this.d += `M${n(x)} ${n(y)}`; }, lineTo(x, y) { this.d += `L${n(x)} ${n(y)}`; }, closePath() { this.d += "Z"; }, quadraticCurveTo(a, b, x, y) { this.d += `Q${n(a)} ${n(b)} ${n(x)} ${n(y)}`; },
    rect(x, y, w, hh) { this.d += `M${n(x)} ${n(y)}h${n(w)}v${n(hh)}h${n(-w)}Z`; }, arc(x, y, r) { this.d += `M${n(x + r)} ${n(y)}a${n(r)} ${n(r)} 0 1 1 ${n(-2 * r)} 0a${n(r)} ${n(r)} 0 1 1 ${n(2 * r)} 0Z`; },
  });
  for (const edge of EDGES) {
    if (!edge.shown) continue;
    const e = edgeEnds(edge), near = focus && focus.edges.has(edge.i), line = pen(), tip = pen();
    strokeEdge(line, e);
    arrow(tip, e, edge.b, false);
    const colour = edge.fact.negated ? ink.denied : near ? ink.accent : ink.edge, dash = DASHES[styleOf(edge.fact)].join(" ");
    out.push(`<g opacity="${near ? 1 : focus ? 0.2 : 0.6}"><title>${esc(`${edge.a.zh} ${label(edge.fact)} ${edge.b.zh}`)}</title><path d="${line.d}" fill="none" stroke="${colour}" stroke-width="${near ? 1.9 : 1}"${dash ? ` stroke-dasharray="${dash}"` : ""}/><path d="${tip.d}" fill="${colour}"/></g>`);
  }
  for (const node of drawnNodes) { const p = pen(); shapePath(p, shapeOf(node), sx(node.x), sy(node.y), radius(node)); out.push(`<path d="${p.d}" fill="${colourOf(node)}" stroke="${ink.glow}"${focus && !focus.nodes.has(node.i) ? ' opacity="0.3"' : ""}><title>${esc(name(node))}</title></path>`); }
  // Names where the painting has placed them: its sprites are asked for their words.
  const texts = [], recorder = { drawImage(picture, x, y) { texts.push([picture, x, y]); } }, grid = new Grid();
  const dull = new Proxy(recorder, { get: (one, key2) => (key2 in one ? one[key2] : () => {}), set: () => true });
  drawNames(dull, grid, focus);
  if (focus) drawEdgeNames(dull, grid, focus);
  const words = new Map([...sprites].map(([id, one]) => [one.picture, [id.split("\n"), one]]));
  for (const [picture, x, y] of texts) {
    const [[text, size, style], one] = words.get(picture);
    out.push(`<text x="${n(x + one.w / 2)}" y="${n(y + one.h / 2 + size * 0.36)}" font-size="${size}" text-anchor="middle" fill="${style === "part" ? ink.muted : style === "edge" ? ink.accent : style === "denied" ? ink.denied : ink.ink}" stroke="${ink.glow}" stroke-width="3" paint-order="stroke">${esc(text)}</text>`);
  }
  return out.join("\n") + "\n</svg>\n";
}
// RFC 4180; a cell that a spreadsheet would take for a formula is led by an apostrophe.
function csvText() {
  const cell = (value) => { let text = clean(value); if (/^[=+\-@\t]/.test(text) && !/^-?[\d.,]+%?$/.test(text)) text = "'" + text; return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; };
  const lines = [["id", "kind", "subject", "subject_en", "relation", "object", "object_en", "value", "unit", "time", "modality", "negated", "confidence", "speaker", "qualifiers", "sentence", "article", "title", "publisher", "published", "url"]];
  for (const fact of FACTS.filter((one) => one.shown)) {
    const [s, o] = [fact.s, fact.o].map((i) => (i === null ? null : THINGS[i])), one = fact.evidence.length ? EVIDENCE[fact.evidence[0]] : null, article = one && one.article !== null ? ARTICLES[one.article] : {};
    lines.push([fact.id, fact.relation ? "statement" : "observation", s && s.zh, s && s.en, (fact.relation ? PREDICATES : METRICS)[fact.p].name, o && o.zh, o && o.en, fact.o === null ? fact.text : "", fact.unit === null ? "" : UNITS[fact.unit].name, fact.time, D.modalities[fact.modality], Boolean(fact.negated), fact.confidence, fact.by === null ? "" : THINGS[fact.by].zh, fact.qualifiers.map(([q, v]) => QUALIFIERS[q].name + "=" + (typeof v === "number" ? THINGS[v].zh : v)).join("; "), one && (one.text || one.quote), article.id, article.title, article.publisher, article.issued, article.url]);
  }
  return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}
// The shape of the graph: statements, observations, evidence, and the names of what they mention.
function turtleText() {
  const text = (value) => '"' + String(value).replace(/["\\\u0000-\u001f\u007f]/g, (c) => ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] || "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
  const iri = (value) => "<" + value.replace(/[\u0000-\u0020<>"{}|\\^`]/g, (c) => "%" + c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()) + ">";
  const thing = (i) => iri(/^[a-z]+:\/\//.test(THINGS[i].slug) ? THINGS[i].slug : XB + "id/" + THINGS[i].slug), xb = (local) => iri(XB + "ontology#" + local), xbu = (local) => iri(XB + "unit#" + local);
  const typed = (value, type) => text(value) + "^^xsd:" + type, figure = (value) => (/^-?\d+$/.test(value) ? typed(value, "integer") : /^-?\d*\.\d+$/.test(value) ? typed(value, "decimal") : text(value));
  const article = (i) => iri(XB + "id/article/" + ARTICLES[i].id), used = new Set(), articles = new Set(), sentences = new Set(), out = [];
  const block = (subject, pairs) => out.push(subject + " " + pairs.filter(([, value]) => value !== null && value !== undefined).map(([p, value]) => p + " " + value).join(" ;\n    ") + " .\n");
  const QUALIFIED = { approx: "boolean", former: "boolean", max: "decimal", amount: "decimal" };
  for (const fact of FACTS) {
    if (!fact.shown) continue;
    for (const i of [fact.s, fact.o, fact.by]) if (i !== null) used.add(i);
    const pairs = [["a", xb(fact.relation ? "Statement" : "Observation")], [xb(fact.relation ? "subject" : "about"), fact.s === null ? null : thing(fact.s)], [xb(fact.relation ? "predicate" : "metric"), xb((fact.relation ? PREDICATES : METRICS)[fact.p].name)]];
    if (fact.relation) pairs.push(fact.o === null ? [xb("objectText"), fact.text === null ? null : text(fact.text)] : [xb("object"), thing(fact.o)]);
    else pairs.push([xb("value"), figure(fact.text ?? "")], [xb("valueText"), fact.valueText === null ? null : text(fact.valueText)], [xb("unit"), fact.unit === null ? null : xbu(UNITS[fact.unit].name)]);
    pairs.push([xb(fact.relation ? "time" : "period"), fact.time === null ? null : text(fact.time)], [xb("timeText"), fact.timeText === null ? null : text(fact.timeText)], [xb("timeStart"), fact.d0 === null ? null : typed(day(fact.d0), "date")], [xb("timeEnd"), fact.d1 === null ? null : typed(day(fact.d1), "date")]);
    pairs.push([xb("modality"), xb(D.modalities[fact.modality])], [xb("negated"), typed(Boolean(fact.negated), "boolean")], [xb("attributedTo"), fact.by === null ? null : thing(fact.by)], [xb("confidence"), fact.confidence === null ? null : typed(fact.confidence, "decimal")], [xb("rule"), fact.rule === null ? null : text(fact.rule)]);
    for (const [q, value] of fact.qualifiers) {
      const of = QUALIFIERS[q].name, kind = of === "from" && !fact.relation ? "decimal" : QUALIFIED[of];
      if (typeof value === "number") used.add(value);
      pairs.push([xb(of), typeof value === "number" ? thing(value) : of === "bound" ? xb(value) : of === "amountUnit" ? xbu(value) : kind ? typed(value, kind) : text(value)]);
    }
    fact.evidence.forEach((i, at2) => { sentences.add(i); pairs.push([xb(at2 ? "alsoIn" : "evidence"), iri(XB + "id/evidence/" + EVIDENCE[i].id)]); });
    block(iri(XB + "id/" + (fact.relation ? "statement/" : "observation/") + fact.id), pairs);
  }
  for (const i of sentences) {
    const one = EVIDENCE[i], tag = one.hant ? "@zh-Hant" : "@zh-Hans";
    if (one.article !== null) articles.add(one.article);
    block(iri(XB + "id/evidence/" + one.id), [["a", xb("Evidence")], [xb("article"), one.article === null ? null : article(one.article)], [xb("quote"), text(one.quote) + tag], [xb("text"), one.text ? text(one.text) + tag : null], [xb("start"), one.start == null ? null : typed(one.start, "integer")], [xb("end"), one.end == null ? null : typed(one.end, "integer")]]);
  }
  for (const i of articles) block(article(i), [["a", xb("Article")], ["dcterms:title", ARTICLES[i].language === null ? null : text(ARTICLES[i].title) + (ARTICLES[i].language && "@" + ARTICLES[i].language)], ["dcterms:issued", /^\d{4}-\d\d-\d\d$/.test(ARTICLES[i].issued || "") ? typed(ARTICLES[i].issued, "date") : null]]);
  for (const node of NODES) if (node.shown && !S.only) used.add(node.i);
  for (const i of [...used].sort((a, b) => a - b)) block(thing(i), [...THINGS[i].kinds.map((kind) => ["a", xb(TYPES[kind].name)]), ["skos:prefLabel", text(THINGS[i].zh) + "@zh-Hans"], ["skos:prefLabel", THINGS[i].en ? text(THINGS[i].en) + "@en" : null], ["rdfs:label", text(THINGS[i].en || THINGS[i].zh) + (THINGS[i].en ? "@en" : "@zh-Hans")]]);
  return "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n" + out.join("\n");
}
const EXPORTS = [
  ["PNG", () => t("图片", "picture"), exportPng], ["SVG", () => t("矢量图", "drawing"), () => save([svgText()], "image/svg+xml", "svg")],
  ["CSV", () => t("事实表", "table of facts"), () => save([csvText()], "text/csv", "csv")], ["Turtle", () => t("知识图谱", "graph"), () => save([turtleText()], "text/turtle", "ttl")],
];
