// Small helpers: elements made of text alone, two languages, cleaning of names.
const $ = (id) => document.getElementById(id);
const XB = "https://w3id.org/alibaba-xborder/";
let lang = "zh";
const t = (zh, en) => (lang === "zh" ? zh : en);

// What steers a terminal or a page instead of being read: control and format characters.
const clean = (text) => String(text ?? "").replace(/[\p{Cc}\p{Cf}]+/gu, (run) => (/[\s]/.test(run) ? " " : ""));
const short = (text, limit) => {
  const chars = Array.from(text.length > 4 * limit ? text.slice(0, 4 * limit) : text);
  return chars.length > limit ? chars.slice(0, limit - 1).join("") + "…" : chars.join("");
};

// As much of a name as fits: a Chinese character takes the room of two Latin letters.
function fitting(text, room) {
  let used = 0, kept = "";
  for (const char of text) {
    used += char < "\u2e80" ? 0.55 : 1;
    if (used > room) return kept.trimEnd() + "…";
    kept += char;
  }
  return kept;
}

// An element; children are nodes or texts, never HTML.
function h(name, props, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "checked" || key === "value") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#i-" + name);
  svg.append(use);
  return svg;
}
const button = (name, label, run, props) => h("button", { type: "button", onclick: run, ...props }, name && icon(name), label);
const put = (place, ...children) => place.replaceChildren(...children.flat(9).filter(Boolean));
const say = (text) => { $("live").textContent = text; };

// A link only where it is one to the web.
function link(address, label) {
  let url = null;
  try { url = new URL(address); } catch { /* no address */ }
  if (!url || !/^https?:$/.test(url.protocol)) return h("span", null, label);
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, label, " ↗");
}

const day = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const number = (value) => new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en").format(value);
function amount(value) {
  const figure = Number(value);
  if (value === null || value === "" || !Number.isFinite(figure)) return clean(value);
  if (Math.abs(figure) < 10000) return number(figure);
  return new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en", { notation: "compact", maximumFractionDigits: 2 }).format(figure);
}
