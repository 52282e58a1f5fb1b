// Shortest ways between two things over the facts that are shown.
let ways = { nodes: new Set(), edges: new Set(), hops: [], count: 0 };
function findWays() {
  ways = { nodes: new Set(), edges: new Set(), hops: [], count: 0 };
  if (!S.path) return;
  const [start, end] = S.path.map((i) => THINGS[i]), depth = new Map([[start, 0]]), before = new Map();
  let edge = [start];
  while (edge.length && !depth.has(end)) {
    const next = [];
    for (const node of edge) for (const one of node.edges) {
      if (!one.shown || one.fact.negated) continue;
      const other = one.a === node ? one.b : one.a;
      if (!depth.has(other)) { depth.set(other, depth.get(node) + 1); next.push(other); before.set(other, []); }
      if (depth.get(other) === depth.get(node) + 1) before.get(other).push(one);
    }
    edge = next;
  }
  ways.nodes.add(start.i);
  ways.nodes.add(end.i);
  if (!depth.has(end) || start === end) return;
  const queue = [end], seen = new Set(queue);
  for (const node of queue) for (const one of before.get(node) || []) {
    const other = one.a === node ? one.b : one.a;
    ways.edges.add(one.i);
    ways.nodes.add(other.i);
    if (!seen.has(other)) { seen.add(other); queue.push(other); }
  }
  for (let node = end; node !== start;) {
    const one = [...before.get(node)].sort((a, b) => (a.a === node ? a.b : a.a).rank - (b.a === node ? b.b : b.a).rank || a.i - b.i)[0], other = one.a === node ? one.b : one.a;
    ways.hops.unshift([other, node, before.get(node).filter((edge2) => (edge2.a === node ? edge2.b : edge2.a) === other)]);
    node = other;
  }
}
let pathEnds = [null, null];
function pathPanel() {
  const field = (side) => {
    const list = h("ul", { id: "path-found" + side, role: "listbox", "aria-label": t("建议", "Suggestions"), hidden: true });
    const input = h("input", { type: "search", id: "path" + side, role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off", "aria-label": side ? t("到", "To") : t("从", "From"), placeholder: side ? t("到……", "to…") : t("从……", "from…"), value: pathEnds[side] === null ? "" : name(THINGS[pathEnds[side]]) });
    combobox(input, list, (hit) => {
      if (!hit.node) return;
      pathEnds[side] = hit.node.i;
      input.value = name(hit.node);
      if (pathEnds[0] !== null && pathEnds[1] !== null) {
        change(() => { S.path = [...pathEnds]; S.node = S.fact = S.article = null; });
        bring([...ways.nodes].map((i) => THINGS[i]));
      }
      else $("path" + (1 - side)).focus();
    });
    return h("div", { class: "field" }, input, list);
  };
  return [
    heading(t("路径", "Path"), t("两者之间", "Between two things")), h("div", { class: "ends" }, field(0), button("swap", "", () => { pathEnds.reverse(); if (S.path) change(() => S.path.reverse()); else update(); }, { "aria-label": t("对调", "Swap"), title: t("对调", "Swap") }), field(1)),
    S.path && (ways.hops.length
      ? [h("p", { class: "told" }, t(`最短 ${ways.hops.length} 步；图上标出全部最短路径`, `${ways.hops.length} step${ways.hops.length > 1 ? "s" : ""}; the graph shows all shortest ways`)),
        h("ol", { class: "hops" }, ways.hops.map(([from, to, edges]) => h("li", null, h("p", { class: "hop" }, chip(from.i), "→", chip(to.i)), edges.map((edge) => factBox(edge.fact, edges.length === 1)))))]
      : h("p", { class: "told" }, t("按当前筛选，没有关系连起这两者。", "With these filters no relations join the two."))),
    !S.path && h("p", { class: "hint" }, t("选两个实体，看哪些陈述把它们连起来。", "Choose two things to see which statements join them.")),
  ];
}
function startPath(i) {
  pathEnds = [i, null];
  pathOpen = true;
  Object.assign(S, { node: null, fact: null, article: null });
  update(true);
  openSheet("panel");
  $("path1").focus();
}
