// The answer as a table: sorted by any column, IRIs by name with links.

import { element, nameOf, say } from "./words.js";

const PAGE = 200;
const NUMBERS = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;

export class Table {
  constructor(answer, labels, shorten) {
    Object.assign(this, { answer, labels, shorten });
    this.rows = answer.rows;
    this.sorted = { column: null, descending: false };
    this.shown = PAGE;
  }

  draw(room) {
    this.room = room;
    if (this.answer.kind === "truth") return room.replaceChildren(element("p", { class: "truth" }, say(this.answer.truth ? "yes" : "no")));
    if (!this.rows.length) return room.replaceChildren(element("p", { class: "note" }, say("empty")));
    const head = element("tr", {}, element("th", { class: "place", scope: "col" }, "#"), ...this.answer.columns.map((name) => this.header(name)));
    const body = (this.body = element("tbody", {}, ...this.rows.slice(0, this.shown).map((row, index) => this.row(row, index))));
    const left = this.rows.length - this.shown;
    const more = left > 0 ? element("button", { type: "button", id: "more", onclick: () => this.showMore() }, say("more", Math.min(PAGE, left), left)) : "";
    room.replaceChildren(...[element("table", { class: "rows" }, element("thead", {}, head), body), more].filter(Boolean));
    this.name();
  }

  header(name) {
    const order = this.sorted.column === name ? (this.sorted.descending ? "descending" : "ascending") : "none";
    return element("th", { scope: "col", "aria-sort": order }, element("button", { type: "button", "data-column": name, onclick: () => this.sort(name) }, name));
  }

  sort(name) {
    const descending = this.sorted.column === name && !this.sorted.descending;
    this.sorted = { column: name, descending };
    const key = (row) => this.key(row[name]);
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const compare = (a, b) => {
      if (a === null || b === null) return (a === null) - (b === null);
      const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
      return descending ? -order : order;
    };
    this.rows = this.answer.rows.map((row, index) => [key(row), index, row]).sort((a, b) => compare(a[0], b[0]) || a[1] - b[1]).map((one) => one[2]);
    this.draw(this.room);
    const button = [...this.room.querySelectorAll("th button")].find((one) => one.dataset.column === name);
    if (button) button.focus();
  }

  key(term) {
    if (!term) return null;
    if (NUMBERS.test(term.datatype || "")) return Number(term.value);
    const label = term.type === "uri" ? this.labels.get(term.value) : null;
    return (label && nameOf(label)) || term.value;
  }

  showMore() {
    this.shown += PAGE;
    this.draw(this.room);
  }

  row(row, index) {
    return element("tr", {}, element("td", { class: "place" }, String(index + 1)), ...this.answer.columns.map((name) => this.cell(row[name])));
  }

  cell(term) {
    if (!term) return element("td", { class: "none" }, "–");
    if (term.type === "uri") return element("td", {}, ...this.iri(term.value));
    if (term.type === "bnode") return element("td", {}, "_:" + term.value);
    if (term.type === "triple") return element("td", {}, JSON.stringify(term.value));
    const number = NUMBERS.test(term.datatype || ""), language = term["xml:lang"];
    const kind = !number && term.datatype && !/#string$/.test(term.datatype) ? this.shorten(term.datatype) : tag(language);
    return element("td", { class: number ? "number" : null, lang: language || null, title: term.datatype || null }, number ? grouped(term.value) : term.value,
      kind && !/^xsd:(date|boolean|gYear)/.test(kind) ? element("small", {}, kind) : "");
  }

  iri(iri) {
    const label = this.labels.get(iri), short = this.shorten(iri), name = label ? nameOf(label) : "";
    const href = label && label.href;
    const shown = name && name !== short ? name : short;
    const classes = label && label.type ? "ref " + label.type : null;
    const link = href ? element("a", { href, class: classes, title: iri, rel: "noreferrer" }, shown) : element("span", { title: iri }, shown);
    return [link, shown !== short ? element("small", {}, short) : ""];
  }

  // Names come after the rows; then the cells are written once more.
  async name() {
    const iris = [];
    for (const row of this.rows.slice(0, this.shown)) {
      for (const name of this.answer.columns) if (row[name] && row[name].type === "uri" && !this.labels.get(row[name].value)) iris.push(row[name].value);
    }
    if (!iris.length) return;
    await this.labels.fetch(iris.slice(0, 4000));
    if (iris.some((iri) => this.labels.get(iri)) && this.body.isConnected) {
      this.body.replaceChildren(...this.rows.slice(0, this.shown).map((row, index) => this.row(row, index)));
    }
  }
}

function grouped(text) {
  const match = /^([+-]?)(\d+)(\.\d+)?$/.exec(text);
  return match ? match[1] + match[2].replace(/\B(?=(\d{3})+$)/g, "\u202f") + (match[3] || "") : text;
}

// A language tag in its usual case (RFC 5646 §2.1.1); the store holds tags in lower case.
function tag(language) {
  return language && language.split("-").map((part, index) => (index && part.length === 4 ? part[0].toUpperCase() + part.slice(1) : part)).join("-");
}
