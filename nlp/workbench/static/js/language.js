// The words of the page in the person's language.

import { kept } from "./dom.js";
import { WORDS } from "./words.js";

let current = kept.get("language") ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
const listeners = [];

export const language = () => current;

/** The words for a key, {places} filled. */
export function t(key, values = {}) {
  const words = WORDS[current][key] ?? WORDS.en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** A number as people write it. */
export const number = (value, digits = 0) =>
  value.toLocaleString(current, { maximumFractionDigits: digits, minimumFractionDigits: digits });

export function setLanguage(name) {
  current = name;
  kept.set("language", name);
  apply();
}

export function onLanguage(listener) {
  listeners.push(listener);
}

function apply() {
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const listener of listeners) listener();
}

export const start = apply;
