// How much each thing counts: PageRank (Page et al. 1999) and betweenness (Brandes 2001), reckoned when asked for.
const rankedBy = new Set();
function rank(which) {
  if (rankedBy.has(which)) return;
  rankedBy.add(which);
  const near = NODES.map((node) => [...new Set(node.edges.map((edge) => (edge.a === node ? edge.b.i : edge.a.i)))].filter((i) => i !== node.i));
  const found = which === "pagerank" ? pagerank(near) : betweenness(near), most = Math.max(1e-12, ...found);
  NODES.forEach((node, i) => { node[which] = found[i] / most; });
}
function pagerank(near) {
  const n = near.length;
  let score = new Float64Array(n).fill(1 / n);
  for (let round = 0; round < 60; round++) {
    const next = new Float64Array(n);
    let loose = 0;
    near.forEach((list, i) => { if (list.length) for (const j of list) next[j] += score[i] / list.length; else loose += score[i]; });
    for (let i = 0; i < n; i++) next[i] = 0.15 / n + 0.85 * (next[i] + loose / n);
    score = next;
  }
  return score;
}
// Exact up to 1500 things; beyond that from things spread evenly over the ranking by degree.
function betweenness(near) {
  const n = near.length, found = new Float64Array(n), step = Math.max(1, Math.floor(n / (n > 1500 ? 120 : n)));
  const order = NODES.map((node) => node.i).sort((a, b) => near[b].length - near[a].length || a - b);
  for (let from = 0; from < n; from += step) {
    const s = order[from], depth = new Int32Array(n).fill(-1), ways2 = new Float64Array(n), share = new Float64Array(n), queue = [s];
    depth[s] = 0;
    ways2[s] = 1;
    for (const v of queue) for (const w of near[v]) {
      if (depth[w] < 0) { depth[w] = depth[v] + 1; queue.push(w); }
      if (depth[w] === depth[v] + 1) ways2[w] += ways2[v];
    }
    for (let at = queue.length - 1; at > 0; at--) {
      const w = queue[at];
      for (const v of near[w]) if (depth[v] === depth[w] - 1) share[v] += (ways2[v] / ways2[w]) * (1 + share[w]);
      found[w] += share[w];
    }
  }
  return found;
}
