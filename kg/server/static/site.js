// Language and light or dark, kept from page to page; without scripts both languages show and the system's colours hold.
(function () {
  "use strict";
  var root = document.documentElement;
  function kept(name, value) {
    try {
      if (value === undefined) return window.localStorage.getItem("kg." + name);
      window.localStorage.setItem("kg." + name, value);
    } catch (error) { /* private windows keep nothing */ }
    return null;
  }
  function setLanguage(name) {
    root.dataset.language = name;
    root.lang = name === "zh" ? "zh-Hans" : "en";
    kept("language", name);
    var button = document.getElementById("language");
    if (button) button.textContent = name === "zh" ? "EN" : "中";
    document.dispatchEvent(new CustomEvent("kg-language", { detail: name }));
  }
  var themes = ["auto", "light", "dark"], signs = { auto: "◐", light: "☀", dark: "☾" };
  function setTheme(name) {
    root.dataset.theme = name;
    kept("theme", name);
    var button = document.getElementById("theme");
    if (button) button.textContent = signs[name];
    document.dispatchEvent(new CustomEvent("kg-theme", { detail: name }));
  }
  function first() {
    var wanted = new URLSearchParams(location.search).get("lang") || kept("language");
    if (wanted !== "zh" && wanted !== "en") wanted = /^zh/i.test(navigator.language || "") ? "zh" : "en";
    var theme = kept("theme");
    return { language: wanted, theme: themes.indexOf(theme) < 0 ? "auto" : theme };
  }
  var start = first();
  root.dataset.language = start.language;
  root.dataset.theme = start.theme;
  document.addEventListener("DOMContentLoaded", function () {
    setLanguage(start.language);
    setTheme(start.theme);
    document.getElementById("language").addEventListener("click", function () {
      setLanguage(root.dataset.language === "zh" ? "en" : "zh");
    });
    document.getElementById("theme").addEventListener("click", function () {
      setTheme(themes[(themes.indexOf(root.dataset.theme) + 1) % 3]);
    });
  });
})();
