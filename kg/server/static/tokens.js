// SPARQL 1.1 cut into tokens (§19.8 of the recommendation, as coarsely as colours need).

const KEYWORDS = new Set(("ADD ALL AS ASC ASK BASE BIND BY CLEAR CONSTRUCT COPY CREATE DEFAULT DELETE DESC DESCRIBE DISTINCT DROP EXISTS " +
  "FILTER FROM GRAPH GROUP HAVING IN INSERT INTO LIMIT LOAD MINUS MOVE NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT " +
  "SEPARATOR SERVICE SILENT TO UNDEF UNION USING VALUES WHERE WITH A TRUE FALSE").split(" "));
const FUNCTIONS = new Set(("ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF " +
  "IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND " +
  "SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR " +
  "SUM TIMEZONE TZ UCASE URI UUID YEAR").split(" "));
const TOKEN = new RegExp([
  "(?<comment>#[^\\n]*)",
  "(?<string>\"\"\"(?:[^\"\\\\]|\\\\[^]|\"(?!\"\"))*\"\"\"|'''(?:[^'\\\\]|\\\\[^]|'(?!''))*'''|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')",
  "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
  "(?<variable>[?$][\\p{L}\\p{N}_]+)",
  "(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
  "(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)",
  "(?<prefixed>(?:[\\p{L}][\\p{L}\\p{N}_\\-.]*)?:(?:[\\p{L}\\p{N}_:%][\\p{L}\\p{N}_:%\\-]*(?:\\.+[\\p{L}\\p{N}_:%\\-]+)*)?)",
  "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)",
  "(?<space>\\s+)",
  "(?<other>[^])",
].join("|"), "gu");

export { KEYWORDS, FUNCTIONS };

export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    let kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind === "word") {
      const word = match[0].toUpperCase();
      kind = KEYWORDS.has(word) ? "keyword" : FUNCTIONS.has(word) ? "function" : "word";
    } else if (kind === "language") kind = "string";
    else if (kind === "other" && (match[0] === '"' || match[0] === "'")) kind = "error";
    found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return found;
}

// What the caret stands in: the token that it is inside of or right behind.
export function tokenAt(text, position) {
  return tokens(text).find((one) => one.start < position && position <= one.end) || null;
}

const OPEN = "{([", CLOSE = "})]";

// The bracket at or before the caret and its partner, as two positions; null where there is none.
export function pairAt(found, position) {
  const brackets = found.filter((one) => one.kind === "other" && (OPEN + CLOSE).includes(one.text));
  const index = brackets.findIndex((one) => one.start === position || one.end === position);
  if (index < 0) return null;
  const step = OPEN.includes(brackets[index].text) ? 1 : -1;
  let depth = 0;
  for (let at = index; at >= 0 && at < brackets.length; at += step) {
    depth += OPEN.includes(brackets[at].text) ? 1 : -1;
    if (depth === 0) return [brackets[index].start, brackets[at].start];
  }
  return null;
}
