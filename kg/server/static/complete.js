// Completion: keywords, variables, prefixes, terms of the ontology, and things by any of their names.

import { KEYWORDS, FUNCTIONS, tokens } from "./tokens.js";
import { element, nameOf, say } from "./words.js";

const MOST = 40;
const WORD = /[?$]?[\p{L}\p{N}_:.\-·]*$/u;
const SAFE = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.\-]*[\p{L}\p{N}_\-])?$/u;
const SPACES = ["xbr", "xba", "xbs", "xbo", "xbe", "xbv"];

export class Completion {
  constructor(editor, list, terms) {
    Object.assign(this, { editor, list, terms });
    this.found = [];
    this.chosen = 0;
    this.asked = 0;
    const area = editor.area;
    area.addEventListener("keydown", (event) => this.key(event), true);
    area.addEventListener("input", (event) => {
      if (!event.isComposing) this.update(false);
    });
    area.addEventListener("compositionend", () => this.update(false));
    area.addEventListener("blur", () => this.close());
    area.addEventListener("click", () => this.close());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("li");
      if (row) this.take(Number(row.dataset.index));
    });
  }

  get open() { return !this.list.hidden; }

  key(event) {
    if (event.isComposing) return;
    if (event.key === " " && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.update(true);
      return;
    }
    if (!this.open) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      const last = this.found.length - 1, next = this.chosen + steps[event.key];
      this.chosen = Math.abs(steps[event.key]) > 1 ? Math.min(Math.max(next, 0), last) : (next + last + 1) % (last + 1);
      this.show();
    } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.editor.area.removeAttribute("aria-activedescendant");
  }

  // What is being written before the caret; null inside strings, comments and IRIs.
  context() {
    const area = this.editor.area, position = area.selectionStart;
    if (position !== area.selectionEnd) return null;
    const before = this.editor.text.slice(0, position), all = tokens(before), last = all[all.length - 1];
    if (last && (last.kind === "comment" || last.kind === "error" || last.kind === "iri")) return null;
    if (last && last.kind === "string" && !/^@/.test(last.text)) return null;
    if (all.some((one) => one.kind === "error")) return null;
    if (/<[A-Za-z][^\s<>"{}|^`\\]*$/.test(before)) return null;
    const word = WORD.exec(before)[0].replace(/^\.+/, "");
    return { word, start: position - word.length, end: position };
  }

  async update(asked) {
    const context = this.context(), number = (this.asked += 1);
    if (!context || (!context.word && !asked) || /^[0-9.]+$/.test(context.word)) return this.close();
    const own = this.local(context.word, asked);
    this.offer(context, own);
    if (!this.wantsThings(context.word)) return;
    await new Promise((resolve) => setTimeout(resolve, own.length ? 120 : 60));
    if (number !== this.asked) return;
    const things = await this.things(context.word);
    if (number !== this.asked || !things.length) return;
    this.offer(context, this.merge(context.word, own, things));
  }

  merge(word, own, things) {
    const early = /[\u3400-\u9fff]/.test(word) || word.includes(":") || own.length === 0;
    return early ? [...things, ...own] : [...own, ...things];
  }

  local(word, asked) {
    const lower = word.toLowerCase(), found = [];
    if (/^[?$]/.test(word)) return this.variables(word);
    if (!word.includes(":")) {
      const upper = word.toUpperCase();
      if (word || asked) {
        for (const one of KEYWORDS) if (word && one.length > 1 && one.startsWith(upper) && one !== upper) found.push({ insert: one, kind: "keyword" });
        for (const one of FUNCTIONS) if (word && one.startsWith(upper)) found.push({ insert: one + "(", shown: one, kind: "function" });
        for (const one of Object.keys(this.terms.prefixes)) if (one.startsWith(lower)) found.push({ insert: one + ":", kind: "prefix", zh: this.terms.prefixes[one], en: this.terms.prefixes[one] });
      }
      if (asked && !word) found.push(...this.variables("?"));
    }
    return [...found, ...this.matching(lower)];
  }

  variables(word) {
    const { start, end } = this.context(), names = new Set();
    for (const one of tokens(this.editor.text)) {
      if (one.kind === "variable" && !(one.start <= start && one.end >= end)) names.add("?" + one.text.slice(1));
    }
    return [...names].filter((one) => one.startsWith("?" + word.slice(1)) && one !== word).sort().map((one) => ({ insert: one, kind: "variable" }));
  }

  // Terms by prefixed name, local name, Chinese or English name; those that begin so come first.
  matching(lower) {
    const ranked = [];
    for (const term of this.terms.terms) {
      const name = term.name.toLowerCase(), local = name.slice(name.indexOf(":") + 1);
      const names = [name, local, term.zh, term.en.toLowerCase()];
      let rank = names.findIndex((one) => one && one.startsWith(lower));
      if (rank < 0 && lower.length > 1) rank = names.some((one) => one && one.includes(lower)) ? 5 : -1;
      if (rank >= 0 && name !== lower) ranked.push([rank, term]);
    }
    ranked.sort((a, b) => a[0] - b[0] || (a[1].name < b[1].name ? -1 : 1));
    return ranked.map(([, term]) => ({ insert: term.name, kind: term.kind, zh: term.zh, en: term.en }));
  }

  wantsThings(word) {
    if (/^[?$]/.test(word)) return false;
    const [prefix, local] = word.includes(":") ? word.split(":") : ["", word];
    if (prefix && !SPACES.includes(prefix)) return false;
    return /[\u3400-\u9fff]/.test(local) || local.length > 1;
  }

  async things(word) {
    const local = word.slice(word.indexOf(":") + 1).replace(/-/g, " ");
    const kind = word.startsWith("xba:") ? "article" : "thing";
    try {
      const address = "/search?format=json&limit=15&kind=" + kind + "&q=" + encodeURIComponent(local);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return [];
      return (await answer.json()).found.map((one) => ({ insert: this.shorten(one.iri), kind: one.type || "thing", zh: one.zh, en: one.en, dot: one.type }));
    } catch (error) {
      return [];
    }
  }

  shorten(iri) {
    const cut = Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1, local = iri.slice(cut);
    const prefix = Object.keys(this.terms.prefixes).find((one) => this.terms.prefixes[one] === iri.slice(0, cut));
    return prefix && SAFE.test(local) ? prefix + ":" + local : "<" + iri + ">";
  }

  offer(context, found) {
    const seen = new Set();
    this.found = found.filter((one) => !seen.has(one.insert) && seen.add(one.insert)).slice(0, MOST);
    if (!this.found.length) {
      this.list.hidden = true;
      return;
    }
    this.place = context;
    this.chosen = 0;
    this.list.replaceChildren(...this.found.map((one, index) => element("li", { role: "option", id: "choice-" + index, "data-index": index },
      one.dot ? element("span", { class: "dot " + one.dot }) : "",
      element("code", {}, one.shown || one.insert),
      element("span", {}, [...new Set([nameOf(one), one.zh, one.en])].filter(Boolean).slice(0, 2).join(" · ")),
      element("i", {}, say(one.kind)))));
    this.list.hidden = false;
    const box = this.editor.placeOf(context.start), height = this.list.offsetHeight, width = this.list.offsetWidth;
    const below = box.bottom + 4 + height < innerHeight;
    this.list.style.left = Math.max(4, Math.min(box.left - 12, innerWidth - width - 8)) + "px";
    this.list.style.top = (below ? box.bottom + 4 : Math.max(4, box.top - height - 4)) + "px";
    this.show();
  }

  show() {
    [...this.list.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) row.scrollIntoView({ block: "nearest" });
    });
    this.editor.area.setAttribute("aria-activedescendant", "choice-" + this.chosen);
  }

  take(index) {
    const one = this.found[index], { start, end } = this.place;
    this.close();
    const space = /[:(]$/.test(one.insert) ? "" : " ";
    this.editor.replace(start, end, one.insert + (this.editor.text[end] === " " || !space ? "" : space));
    this.close();
    if (one.kind === "prefix") this.update(true);
  }
}
