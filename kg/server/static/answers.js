// Asking the endpoint, and answers as plain values: columns and rows of terms.

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.8";
const TERM = /<([^<>"\s]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>"\s]*)>)?/gu;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"'\\]))/g;
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };

const plain = (text) => text.replace(ESCAPE, (_, four, eight, letter) => (letter ? LETTERS[letter] : String.fromCodePoint(parseInt(four || eight, 16))));

// A line of N-Triples as three terms, as SPARQL's JSON writes them (RDF 1.1 N-Triples).
function triple(line) {
  const found = [...line.matchAll(TERM)].slice(0, 3).map(([, iri, blank, literal, language, datatype]) => {
    if (iri !== undefined) return { type: "uri", value: plain(iri) };
    if (blank !== undefined) return { type: "bnode", value: blank };
    const term = { type: "literal", value: plain(literal) };
    if (language) term["xml:lang"] = language;
    if (datatype) term.datatype = datatype;
    return term;
  });
  return { subject: found[0], predicate: found[1], object: found[2] };
}

export class Problem extends Error {
  constructor(detail, line, column) {
    super(detail);
    Object.assign(this, { line, column });
  }
}

async function problemOf(answer) {
  const text = await answer.text();
  try {
    const found = JSON.parse(text);
    return new Problem(found.detail || text, found.line, found.column);
  } catch (error) {
    return new Problem(text || String(answer.status));
  }
}

function post(query, accept, signal) {
  return fetch("/sparql", { method: "POST", body: query, signal, headers: { "Content-Type": "application/sparql-query", Accept: accept } });
}

// Ask a query; an object with kind ("rows", "truth", "triples"), columns, rows, truth and milliseconds.
export async function ask(query, signal) {
  const started = performance.now(), answer = await post(query, ACCEPT, signal);
  if (!answer.ok) throw await problemOf(answer);
  const found = { kind: "rows", columns: [], rows: [], truth: null };
  if (/n-triples/.test(answer.headers.get("Content-Type") || "")) {
    found.kind = "triples";
    found.columns = ["subject", "predicate", "object"];
    found.rows = (await answer.text()).split("\n").filter((line) => line.trim()).map(triple);
  } else {
    const json = await answer.json();
    if (typeof json.boolean === "boolean") Object.assign(found, { kind: "truth", truth: json.boolean });
    else Object.assign(found, { columns: json.head.vars, rows: json.results.bindings });
  }
  found.milliseconds = Math.round(performance.now() - started);
  return found;
}

export const FORMATS = {
  rows: [["CSV", "csv", "text/csv"], ["TSV", "tsv", "text/tab-separated-values"], ["JSON", "json", "application/sparql-results+json"], ["XML", "xml", "application/sparql-results+xml"]],
  truth: [["JSON", "json", "application/sparql-results+json"], ["XML", "xml", "application/sparql-results+xml"]],
  triples: [["Turtle", "ttl", "text/turtle"], ["N-Triples", "nt", "application/n-triples"], ["JSON-LD", "jsonld", "application/ld+json"], ["RDF/XML", "rdf", "application/rdf+xml"], ["TriG", "trig", "application/trig"], ["N-Quads", "nq", "application/n-quads"]],
};

// The answer in a format, as a Blob.
export async function written(query, mediaType) {
  const answer = await post(query, mediaType + ", application/problem+json;q=0.1");
  if (!answer.ok) throw await problemOf(answer);
  return answer.blob();
}

// Names, types and addresses of IRIs, asked for once each.
export class Labels {
  constructor() { this.known = new Map(); }

  get(iri) { return this.known.get(iri); }

  async fetch(iris) {
    const missing = [...new Set(iris)].filter((iri) => !this.known.has(iri));
    for (let at = 0; at < missing.length; at += 500) {
      try {
        const answer = await fetch("/labels", { method: "POST", body: JSON.stringify(missing.slice(at, at + 500)), headers: { "Content-Type": "application/json" } });
        if (!answer.ok) return;
        for (const [iri, label] of Object.entries(await answer.json())) this.known.set(iri, label);
      } catch (error) {
        return;
      }
    }
  }
}
