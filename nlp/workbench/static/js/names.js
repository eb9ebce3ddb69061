// Labels, roles, values and statements in words.

import { h } from "./dom.js";
import { language, t } from "./language.js";
import { LABELS, MODALITIES, NO_OBJECT, ROLES, SENTENCES, TERMS_ZH } from "./words.js";

const told = (table, key) => table[key]?.[language()] ?? key;
export const labelName = (label) => told(LABELS, label);
export const modalityName = (modality) => told(MODALITIES, modality);
export const roleName = (role) => told(ROLES, role);
export const termName = (term) => (language() === "zh" ? TERMS_ZH[term] ?? term : String(term).replaceAll("_", " "));

const BOUNDS = { exact: "", approx: "≈ ", at_least: "≥ ", more_than: "> ", at_most: "≤ ", less_than: "< " };

const written = (value) => (Math.abs(value) >= 1e15 ? String(value) : value.toLocaleString(language(), { maximumFractionDigits: Math.abs(value) < 10 ? 6 : 2 }));

/** The value of a quantity or a date in words, empty for names. */
export function valueOf(mention) {
  if (mention.label === "DATE") return mention.iso ?? t("cannotPlace");
  if (mention.label !== "QUANTITY") return "";
  const unit = mention.unit ? ` ${mention.unit}` : "";
  const bound = BOUNDS[mention.bound] ?? "";
  if (typeof mention.value === "number") return `${bound}${written(mention.value)}${unit}`;
  const ends = [mention.min, mention.max].map((end) => (typeof end === "number" ? written(end) : "…"));
  return `${bound}${ends.join(" – ")}${unit}`;
}

/** A chip that shows what a filler stands for. */
export function chip(filler, found) {
  const mention = found.of(filler)[0];
  if (!mention) return h("span", { class: "filler" }, String(filler));
  return h("span", { class: "filler", "data-label": mention.label }, mention.text);
}

/** The parts of a statement's sentence: text and chips, and the qualifiers that come after. */
export function sentence(statement, found, literals) {
  const qualifiers = statement.qualifiers ?? {};
  const bare = statement.object === null || statement.object === undefined;
  const form = (bare && NO_OBJECT[statement.predicate]) || SENTENCES[statement.predicate];
  const pattern = form?.[language()] ?? `{s} ${statement.predicate} {o}`;
  const used = new Set();
  const part = (name) => {
    if (name === "s") return statement.subject === null ? h("em", {}, t("unnamed")) : chip(statement.subject, found);
    if (name === "o") return bare ? h("em", {}, t("unnamed")) : chip(statement.object, found);
    used.add(name);
    const values = qualifiers[name] ?? [];
    if (name === "title") return values.join(language() === "zh" ? "、" : ", ") || (language() === "zh" ? "要职" : "a member");
    return values.map(termName).join(", ") || "—";
  };
  const parts = pattern.split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? part(piece) : piece));
  const rest = Object.entries(qualifiers).filter(([role, values]) => !used.has(role) && values.length);
  const after = rest.map(([role, values]) => h("span", { class: "qualifier" },
    h("span", { class: "role" }, roleName(role)), " ",
    values.map((value, at) => [at ? " / " : "", literals.includes(role) ? value : chip(value, found)])));
  return { parts, after };
}

/** A statement as plain words. */
export function plainSentence(statement, found, literals) {
  const { parts, after } = sentence(statement, found, literals);
  return [...parts, ...after].map((part) => (part instanceof Node ? part.textContent : part)).join(" ").replace(/\s+/g, " ").trim();
}

export const percent = (share) => `${Math.round(share * 100)} %`;
