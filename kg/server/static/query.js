// The query page: editor, saved questions, history, answers.

import { ask, FORMATS, Labels, Problem, written } from "./answers.js";
import { Completion } from "./complete.js";
import { Editor } from "./editor.js";
import { Picture } from "./picture.js";
import { Table } from "./table.js";
import { element, keep, language, nameOf, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const FIRST = `SELECT ?thing ?whole ?sentence WHERE {
  ?statement xb:predicate xb:partOf ;
    xb:subject ?thing ; xb:object ?whole ;
    xb:evidence/xb:quote ?sentence .
}
ORDER BY ?whole ?thing
`;
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

const editor = new Editor($("query"), $("paint"), $("gutter"));
const labels = new Labels();
let terms = { prefixes: {}, terms: [], questions: [] };
let answer = null, asked = "", view = "table", running = null;

function shorten(iri) {
  const cut = Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1;
  const prefix = Object.keys(terms.prefixes).find((one) => terms.prefixes[one] === iri.slice(0, cut));
  return prefix && cut < iri.length ? prefix + ":" + iri.slice(cut) : "<" + iri + ">";
}

// ---------------------------------------------------------------- running
async function run() {
  if (running) running.abort();
  const query = editor.text, control = new AbortController();
  running = control;
  setProblem(null);
  busy(true);
  tell(() => say("running"));
  try {
    const found = await ask(query, control.signal);
    if (running !== control) return;
    answer = found;
    asked = query;
    remember(query, found);
    address(query);
    offerFormats();
    draw();
    tell(counted);
  } catch (error) {
    if (running !== control && error.name === "AbortError") return;
    if (error.name === "AbortError") tell(() => say("stopped"));
    else {
      tell(() => "");
      setProblem(error instanceof Problem ? error : new Problem(say("failed")));
    }
  } finally {
    if (running === control) {
      running = null;
      busy(false);
    }
  }
}

function busy(yes) {
  $("run").hidden = yes;
  $("stop").hidden = !yes;
  $("result").setAttribute("aria-busy", String(yes));
}

let told = () => "";

// What the status line says, said again in the other language when that is chosen.
function tell(words) {
  told = words;
  $("status").textContent = words();
}

function counted() {
  const found = answer.kind === "truth" ? say(answer.truth ? "yes" : "no") : say(answer.kind, answer.rows.length.toLocaleString());
  return say("took", found, answer.milliseconds.toLocaleString());
}

function setProblem(problem) {
  const room = $("problem");
  room.hidden = !problem;
  room.replaceChildren();
  $("result").classList.toggle("stale", Boolean(problem));
  $("query").setAttribute("aria-invalid", String(Boolean(problem)));
  if (!problem) return;
  if (problem.line) {
    editor.mark(problem.line, problem.column);
    room.append(element("button", { type: "button", onclick: () => editor.goTo(problem.line, problem.column) }, say("line", problem.line + ":" + problem.column)), " ");
  }
  room.append(problem.message.trim());
}

// ---------------------------------------------------------------- answers
function setView(name, focus) {
  view = name;
  for (const tab of document.querySelectorAll(".views [role=tab]")) {
    const chosen = tab.id === "view-" + name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
  }
  draw();
}

async function draw() {
  const room = $("result");
  if (!answer) return;
  room.scrollTop = 0;
  if (view === "table") new Table(answer, labels, shorten).draw(room);
  else if (view === "graph") new Picture(answer, labels, shorten).draw(room);
  else {
    const [, , mediaType] = FORMATS[answer.kind][0];
    try {
      const text = await (await written(asked, mediaType)).text();
      if (view === "text") room.replaceChildren(element("pre", { class: "text", tabindex: "0" }, text.length > 2e6 ? text.slice(0, 2e6) + "\n…" : text));
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(say("failed")));
    }
  }
}

function offerFormats() {
  $("download").disabled = false;
  $("formats").replaceChildren(...FORMATS[answer.kind].map(([name, suffix, mediaType]) => element("button", {
    type: "button", role: "menuitem", tabindex: "-1", "data-suffix": suffix, onclick: () => download(suffix, mediaType),
  }, name, element("small", {}, "." + suffix))));
}

async function download(suffix, mediaType) {
  menu(false);
  try {
    const link = element("a", { href: URL.createObjectURL(await written(asked, mediaType)), download: "answer." + suffix });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) {
    setProblem(error instanceof Problem ? error : new Problem(say("failed")));
  }
}

function menu(open) {
  $("formats").hidden = !open;
  $("download").setAttribute("aria-expanded", String(open));
  if (open) $("formats").firstElementChild.focus();
}

// ---------------------------------------------------------------- address, share, history
function address(query) {
  const hash = "#query=" + encodeURIComponent(query);
  if (hash.length < 30000) history.replaceState(null, "", "/" + hash);
}

async function share() {
  address(editor.text);
  try {
    await navigator.clipboard.writeText(location.href);
    tell(() => say("copied"));
  } catch (error) {
    tell(() => say("inAddress"));
  }
}

// The query that the address holds.
function given() {
  const hash = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B"));
  const iri = hash.get("describe");
  if (iri && IRI.test(iri)) return "DESCRIBE <" + iri + ">\n";
  return hash.get("query") || new URLSearchParams(location.search).get("query");
}

function remember(query, found) {
  const before = keep.read("history", []), list = Array.isArray(before) ? before : [];
  const rest = list.filter((one) => one && one.query !== query).slice(0, 49);
  keep.write("history", [{ query, count: found.rows.length, time: new Date().toISOString() }, ...rest]);
  showHistory();
}

function showHistory() {
  const list = keep.read("history", []);
  const rows = (Array.isArray(list) ? list : []).filter((one) => one && typeof one.query === "string").map((one) => element("button", {
    type: "button", title: one.query, onclick: () => load(one.query),
  }, one.query.replace(/\s+/g, " ").trim().slice(0, 120), element("small", {}, new Date(one.time).toLocaleString(language() === "zh" ? "zh-CN" : "en") + " · " + one.count)));
  $("history-list").replaceChildren(...(rows.length ? rows : [element("p", {}, say("noHistory"))]));
}

// ---------------------------------------------------------------- questions
function load(query, name) {
  editor.change(query);
  showQuestions(name);
  side(false);
  run();
}

let current = null;

function showQuestions(name = current) {
  current = name;
  const wanted = $("filter").value.trim().toLowerCase(), topics = new Map();
  for (const one of terms.questions) {
    if (wanted && ![one.zh, one.en, one.name, one.topic].some((text) => text.toLowerCase().includes(wanted))) continue;
    if (!topics.has(one.topic)) topics.set(one.topic, []);
    topics.get(one.topic).push(one);
  }
  const rows = [...topics].sort().flatMap(([topic, list]) => [element("h2", {}, say(topic)), ...list.map((one) => element("button", {
    type: "button", "data-name": one.name, "aria-current": String(one.name === current), title: language() === "zh" ? one.en : one.zh, onclick: () => load(one.query, one.name),
  }, nameOf(one)))]);
  $("question-list").replaceChildren(...(rows.length ? rows : [element("p", {}, say("noQuestion"))]));
}

function setTab(name, focus) {
  for (const tab of document.querySelectorAll(".tabs [role=tab]")) {
    const chosen = tab.id === "tab-" + name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !chosen;
    if (chosen && focus) tab.focus();
  }
}

function side(open) { $("side").classList.toggle("open", open); }

// ---------------------------------------------------------------- keys
function tabKeys(list, act) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll("[role=tab]")], at = tabs.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step && at >= 0) act(tabs[(at + step + tabs.length) % tabs.length].id.replace(/^\w+-/, ""), true);
  });
}

function listKeys(list, back) {
  list.addEventListener("keydown", (event) => {
    const rows = [...list.querySelectorAll("button")], at = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (at + step < 0 && back) back.focus();
    else rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  });
}

function shortcuts(event) {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const acts = {
    Enter: run,
    k: () => { side(true); setTab("questions"); $("filter").focus(); $("filter").select(); },
    e: () => $("query").focus(),
    j: () => $("result").focus(),
  };
  if (command && acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  } else if (event.key === "Escape") {
    if (!$("formats").hidden) {
      menu(false);
      $("download").focus();
    }
    side(false);
  }
}

function listen() {
  document.addEventListener("keydown", shortcuts);
  $("run").addEventListener("click", run);
  $("stop").addEventListener("click", () => running && running.abort());
  $("share").addEventListener("click", share);
  $("keys").addEventListener("click", () => $("help").showModal());
  $("download").addEventListener("click", () => menu($("formats").hidden));
  document.addEventListener("click", (event) => { if (!event.target.closest(".menu") && !$("formats").hidden) menu(false); });
  $("open-side").addEventListener("click", () => { side(true); $("filter").focus(); });
  $("close-side").addEventListener("click", () => { side(false); $("open-side").focus(); });
  $("forget").addEventListener("click", () => { keep.write("history", []); showHistory(); });
  $("filter").addEventListener("input", () => showQuestions());
  $("filter").addEventListener("keydown", (event) => {
    const first = $("question-list").querySelector("button");
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    if (event.key === "Enter" && first) first.click();
  });
  for (const name of ["questions", "history"]) $("tab-" + name).addEventListener("click", () => setTab(name));
  for (const name of ["table", "graph", "text"]) $("view-" + name).addEventListener("click", () => setView(name));
  tabKeys(document.querySelector(".tabs"), setTab);
  tabKeys(document.querySelector(".views"), setView);
  listKeys($("question-list"), $("filter"));
  listKeys($("history-list"), $("tab-history"));
  listKeys($("formats"), $("download"));
  editor.onchange = () => keep.write("draft", editor.text);
  document.addEventListener("kg-language", () => { labelled(); tell(told); if (answer) draw(); });
  document.addEventListener("kg-theme", () => { if (answer && view === "graph") draw(); });
  window.addEventListener("hashchange", () => { const query = given(); if (query && query !== editor.text) load(query); });
}

function labelled() {
  $("filter").placeholder = say("filter");
  showQuestions();
  showHistory();
}

async function start() {
  const query = given(), draft = keep.read("draft", "");
  editor.text = query || (typeof draft === "string" && draft.trim() ? draft : FIRST);
  listen();
  labelled();
  try {
    terms = await (await fetch("/terms.json")).json();
  } catch (error) {
    setProblem(new Problem(say("failed")));
  }
  new Completion(editor, $("choices"), terms);
  labelled();
  if (matchMedia("(min-width: 60rem)").matches) $("query").focus();
  await run();
  document.documentElement.dataset.ready = "yes";
}

start();
