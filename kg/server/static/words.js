// What the page says, in both languages.

const WORDS = {
  filter: ["筛选问题…", "Filter the questions…"],
  noQuestion: ["没有这样的问题", "No question says that"],
  noHistory: ["运行过的查询会列在这里，只保存在这台设备上。", "Queries that you run are listed here, kept on this device alone."],
  running: ["正在运行…", "Running…"],
  stopped: ["已停止", "Stopped"],
  rows: ["{0} 行", "{0} rows"],
  triples: ["{0} 个三元组", "{0} triples"],
  took: ["{0}，{1} 毫秒", "{0}, {1} ms"],
  yes: ["是", "Yes"],
  no: ["否", "No"],
  empty: ["没有结果。", "Nothing found."],
  noPicture: ["这个结果没有可画的图：需要 CONSTRUCT，或每行两个以上的 IRI。", "There is no graph to draw here: it takes a CONSTRUCT, or rows with two or more IRIs."],
  tooMany: ["只画出相连最多的 {0} 个（共 {1} 个）", "Only the {0} best connected of {1} are drawn"],
  more: ["再显示 {0} 行（还有 {1} 行）", "Show {0} more rows ({1} left)"],
  copied: ["链接已复制", "Link copied"],
  inAddress: ["链接在地址栏里", "The link is in the address bar"],
  failed: ["连不上服务器", "The server cannot be reached"],
  line: ["第 {0} 行", "Line {0}"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  fit: ["全图", "Show all"],
  picture: ["结果的图：{0} 个点，{1} 条线", "The result as a graph: {0} nodes, {1} lines"],
  keyword: ["关键字", "keyword"],
  function: ["函数", "function"],
  variable: ["变量", "variable"],
  prefix: ["前缀", "prefix"],
  class: ["类", "class"],
  relation: ["关系", "relation"],
  property: ["属性", "property"],
  metric: ["指标", "metric"],
  unit: ["单位", "unit"],
  thing: ["事物", "thing"],
  Organization: ["组织", "organization"],
  Platform: ["平台", "platform"],
  Program: ["项目", "program"],
  Person: ["人物", "person"],
  Event: ["事件", "event"],
  Place: ["地点", "place"],
  business: ["经营", "Business"],
  explore: ["概览", "Overview"],
  figures: ["数据", "Figures"],
  law: ["法规", "Law"],
  organization: ["组织", "Organization"],
  people: ["人物", "People"],
  places: ["地点", "Places"],
  sources: ["来源", "Sources"],
  time: ["时间", "Time"],
  other: ["其他", "other"],
};

export const language = () => (document.documentElement.dataset.language === "zh" ? "zh" : "en");

export function say(key, ...values) {
  const text = (WORDS[key] || [key, key])[language() === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);
}

// The name of something in the language of the page.
export const nameOf = (one) => (language() === "zh" ? one.zh || one.en : one.en || one.zh) || "";

// An element with attributes and children; strings become text, never HTML.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// What the device keeps; a browser that keeps nothing is no reason to stop.
export const keep = {
  read(name, otherwise) {
    try {
      const found = JSON.parse(localStorage.getItem("kg." + name));
      return found === null ? otherwise : found;
    } catch (error) {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem("kg." + name, JSON.stringify(value));
    } catch (error) { /* full, or forbidden */ }
  },
};
