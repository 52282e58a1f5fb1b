// The editor: a text area over a coloured copy of its text, so that input methods, undo and screen readers work as ever.

import { tokens, pairAt } from "./tokens.js";
import { element, say } from "./words.js";

const LONGEST = 60000; // characters beyond which colours would slow the typing down

export class Editor {
  constructor(area, paint, gutter) {
    Object.assign(this, { area, paint, gutter });
    this.problem = null;
    this.leaving = false;
    this.onchange = () => {};
    area.addEventListener("input", () => {
      this.problem = null;
      this.draw();
      this.onchange();
    });
    area.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === area) this.draw();
    });
  }

  get text() { return this.area.value; }

  set text(value) {
    this.area.value = value;
    this.problem = null;
    this.draw();
  }

  // Replace a range as if it were typed, so that it can be undone.
  replace(start, end, text) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    if (!document.execCommand || !document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, start, end, "end");
      this.area.dispatchEvent(new Event("input"));
    }
  }

  // Replace all of it, likewise.
  change(text) {
    if (text !== this.text) this.replace(0, this.text.length, text);
    this.area.setSelectionRange(0, 0);
    this.area.closest(".sheet").scrollTop = 0;
  }

  mark(line, column) {
    this.problem = { line, column };
    this.draw();
  }

  goTo(line, column) {
    const lines = this.text.split("\n").slice(0, line - 1);
    const start = lines.reduce((sum, one) => sum + one.length + 1, 0);
    const rest = [...(this.text.split("\n")[line - 1] || "")].slice(0, column - 1).join("").length;
    this.area.focus();
    this.area.setSelectionRange(start + rest, start + rest);
  }

  draw() {
    const text = this.text, lines = text.split("\n");
    const position = this.area.selectionStart === this.area.selectionEnd ? this.area.selectionStart : -1;
    const at = this.problem ? this.offset(lines, this.problem) : -1;
    const sign = `${position}|${at}|${text}`;
    if (sign === this.drawn) return;
    this.drawn = sign;
    this.gutter.replaceChildren(...lines.flatMap((_, index) => {
      const bad = this.problem && this.problem.line === index + 1;
      return [bad ? element("b", { title: say("line", index + 1) }, String(index + 1)) : String(index + 1), "\n"];
    }));
    if (text.length > LONGEST) {
      this.paint.textContent = text + "\n";
      return;
    }
    const found = tokens(text), pair = document.activeElement === this.area ? pairAt(found, position) : null;
    const pieces = found.map((one) => {
      const classes = [];
      if (one.kind !== "space" && one.kind !== "other" && one.kind !== "word") classes.push("t-" + one.kind);
      if (one.start <= at && at < one.end && one.kind !== "space") classes.push("t-here");
      if (pair && pair.includes(one.start)) classes.push("t-pair");
      return classes.length ? element("span", { class: classes.join(" ") }, one.text) : one.text;
    });
    this.paint.replaceChildren(...pieces, "\n");
  }

  offset(lines, { line, column }) {
    if (line > lines.length) return this.text.length - 1;
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const rest = [...lines[line - 1]].slice(0, column - 1).join("").length;
    return Math.min(start + rest, Math.max(this.text.length - 1, 0));
  }

  // Where on the screen a place of the text is.
  placeOf(position) {
    const range = document.createRange(), walker = document.createTreeWalker(this.paint, NodeFilter.SHOW_TEXT);
    let rest = position;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (rest <= node.length) {
        range.setStart(node, rest);
        range.setEnd(node, rest);
        const boxes = range.getClientRects(), box = boxes[boxes.length - 1] || range.getBoundingClientRect();
        if (box.height) return box;
        break;
      }
      rest -= node.length;
    }
    return this.paint.getBoundingClientRect();
  }

  key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") this.leaving = true;
    else if (event.key === "Tab" && !command && !event.altKey) {
      if (this.leaving) this.leaving = false;
      else {
        event.preventDefault();
        this.indent(event.shiftKey);
      }
    } else if (event.key === "Enter" && !command) this.newLine(event);
    else if (event.key === "/" && command) {
      event.preventDefault();
      this.comment();
    } else if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) this.leaving = false;
  }

  lines() {
    const text = this.text, { selectionStart, selectionEnd } = this.area;
    const start = text.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = text.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart ? 1 : 0), start));
    return { start, end: next < 0 ? text.length : next };
  }

  indent(back) {
    const { selectionStart, selectionEnd } = this.area;
    if (!back && selectionStart === selectionEnd) return this.replace(selectionStart, selectionEnd, "  ");
    this.rewrite((line) => (back ? line.replace(/^ {1,2}/, "") : "  " + line));
  }

  comment() {
    const { start, end } = this.lines(), lines = this.text.slice(start, end).split("\n");
    const all = lines.every((line) => !line.trim() || /^\s*#/.test(line));
    this.rewrite((line) => (all ? line.replace(/^(\s*)# ?/, "$1") : line.trim() ? line.replace(/^\s*/, "$&# ") : line));
  }

  rewrite(change) {
    const { start, end } = this.lines();
    const text = this.text.slice(start, end).split("\n").map(change).join("\n");
    this.replace(start, end, text);
    this.area.setSelectionRange(start, start + text.length);
  }

  newLine(event) {
    const position = this.area.selectionStart, line = this.text.slice(this.text.lastIndexOf("\n", position - 1) + 1, position);
    const space = /^\s*/.exec(line)[0], deeper = /[{(]\s*$/.test(line);
    if (!space && !deeper) return;
    event.preventDefault();
    const closes = deeper && /^[})]/.test(this.text.slice(position));
    this.replace(position, this.area.selectionEnd, "\n" + space + (deeper ? "  " : "") + (closes ? "\n" + space : ""));
    if (closes) this.area.setSelectionRange(position + 3 + space.length, position + 3 + space.length);
  }
}
