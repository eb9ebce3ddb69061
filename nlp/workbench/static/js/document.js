// One document: its text, what was found in it, and the means to correct that.

import { api, Refused } from "./api.js";
import { hide, watch } from "./card.js";
import { Caret } from "./caret.js";
import { button, h, kept, replace, tell } from "./dom.js";
import { mentionBox, statementBox } from "./editors.js";
import { graph } from "./graph.js";
import { number, t } from "./language.js";
import { labelName, roleName, sentence } from "./names.js";
import * as edits from "./record.js";
import { press, sentences, table } from "./statements.js";
import { TextView } from "./textview.js";
import { marker } from "./marker.js";

/** Puts text on the clipboard, or into a file where the browser does not let it. */
async function handOver(text, format) {
  try {
    await navigator.clipboard.writeText(text);
    tell(t("copied", { what: format }));
  } catch {
    download(text, `lode.${format === "turtle" ? "ttl" : format}`);
  }
}

function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  tell(t("downloaded", { what: name }));
}

/** The title; of a pasted text without one its first words. */
export function headingOf(record) {
  if (record.title) return record.title;
  if (record.id && !record.id.startsWith("pasted-")) return record.id;
  const words = [...record.text.trim().split("\n")[0]];
  return words.length > 40 ? `${words.slice(0, 39).join("")}…` : words.join("") || t("untitled");
}

export class DocumentView {
  constructor(desk) {
    this.desk = desk; // schema, health, next(), leave(), saved(id), hasNext()
    this.root = h("div", { class: "document" });
    this.editing = kept.get("editing") === "yes";
    this.tab = kept.get("tab") ?? "sentences";
    this.hidden = new Set();
    this.text = new TextView((id) => this.open(id));
    this.caret = new Caret(this.text.root);
    this.marker = marker(this.text, { labels: desk.schema.labels, editing: () => this.editing, mark: (label) => this.mark(label) });
    watch(this.text.root, (id) => this.record.entities.find((one) => one.id === id));
    this.text.root.classList.toggle("named", kept.get("labelNames") === "yes");
    this.head = h("div", { class: "document-head" });
    this.legend = h("div", { class: "legend", role: "group" });
    this.tabs = h("div", { class: "tabs", role: "tablist" });
    this.panel = h("div", { class: "panel", role: "tabpanel", id: "panel", tabindex: "-1" });
    this.side = h("aside", { class: "side" }, this.tabs, this.panel);
    replace(this.root, h("div", { class: "column" }, this.head, this.legend, this.text.root), this.side);
  }

  get record() { return this.history.present; }

  get changed() { return Boolean(this.history?.changed); }

  /** Shows a document. */
  load(record, { version = "", doubts = null, saved = false } = {}) {
    this.history = new edits.History(record);
    this.version = version;
    this.doubts = doubts;
    this.isSaved = saved;
    this.shown = null;
    this.hidden.clear();
    this.text.light([]);
    this.draw();
  }

  draw() {
    const { record } = this;
    this.found = edits.index(record);
    this.root.classList.toggle("editing", this.editing);
    this.#drawHead();
    this.#drawLegend();
    this.text.show(record);
    this.caret.allow(this.editing);
    this.#drawTabs();
    this.#drawPanel();
    this.marker.update();
  }

  #drawHead() {
    const { record } = this;
    const facts = [record.date, record.source, t("characters", { n: number(this.text.record === record ? this.text.offsets.length : [...record.text].length) }),
      t("mentions", { n: number(record.entities.length) }), t("statements", { n: number(record.statements.length) })];
    const state = this.changed ? t("unsaved") : this.isSaved ? t("savedAlready") : "";
    const mode = button(t("correct"), () => this.toggle(), { class: "toggle", "aria-pressed": String(this.editing), "aria-keyshortcuts": "c" });
    replace(this.head,
      h("div", { class: "row" },
        h("h1", { tabindex: "-1", lang: record.lang || null }, headingOf(record)),
        button(t("newDocument"), () => this.desk.leave(), { class: "quiet" })),
      h("p", { class: "soft small facts" }, facts.filter(Boolean).map((fact, at) => [at ? h("span", { "aria-hidden": "true" }, " · ") : null, h("span", {}, fact)])),
      h("div", { class: "row tools", role: "toolbar", "aria-label": t("correct") },
        mode,
        this.editing ? [
          button(t("undo"), () => this.undo(), { disabled: !this.history.past.length, "aria-keyshortcuts": "Control+Z" }),
          button(t("redo"), () => this.redo(), { disabled: !this.history.future.length, "aria-keyshortcuts": "Control+Shift+Z" }),
          button(t("save"), () => this.save(), { class: "main", "aria-keyshortcuts": "Control+S" }),
          this.desk.hasNext() ? button(t("next"), () => this.desk.next(), { "aria-keyshortcuts": "n" }) : null,
        ] : null,
        state ? h("span", { class: `state ${this.changed ? "open" : "done"}` }, state) : null,
        h("span", { class: "grow" }), this.#copyMenu()));
  }

  #copyMenu() {
    const formats = [["JSONL", "jsonl"], [t("csvStatements"), "csv"], [t("csvMentions"), "mentions.csv"], ["Turtle", "turtle"]];
    const menu = h("details", { class: "menu" }, h("summary", {}, t("copyAs")));
    const pick = (format) => async () => {
      menu.open = false;
      menu.firstChild.focus();
      await this.desk.tried(async () => handOver(await api.exported(format, [this.record]), format));
    };
    menu.append(h("div", { class: "menu-list" }, formats.map(([words, format]) => button(words, pick(format))),
      button(t("download"), () => { menu.open = false; download(`${JSON.stringify(this.record)}\n`, `${this.record.id || "lode"}.jsonl`); })));
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; menu.firstChild.focus(); event.stopPropagation(); } });
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
    return menu;
  }

  #drawLegend() {
    const counts = new Map();
    for (const mention of this.record.entities) counts.set(mention.label, (counts.get(mention.label) ?? 0) + 1);
    this.legend.setAttribute("aria-label", t("legend"));
    const chips = this.desk.schema.labels.map((label, at) => button([
      this.editing ? h("kbd", { "aria-hidden": "true" }, String(at + 1)) : null,
      h("span", { class: "sample", "data-label": label }, labelName(label)), h("span", { class: "count" }, number(counts.get(label) ?? 0)),
    ], () => {
      this.hidden.has(label) ? this.hidden.delete(label) : this.hidden.add(label);
      this.#drawLegend();
      this.legend.children[at].focus();
    }, { class: "chip-toggle", "aria-pressed": String(!this.hidden.has(label)), disabled: !counts.get(label) }));
    const named = this.text.root.classList.contains("named");
    const names = button(t("labelNames"), () => this.toggleNames(), { class: "chip-toggle", "aria-pressed": String(named), "aria-keyshortcuts": "l" });
    replace(this.legend, chips, names);
    this.text.root.dataset.hide = [...this.hidden].join(" ");
  }

  toggleNames() {
    const on = this.text.root.classList.toggle("named");
    kept.set("labelNames", on ? "yes" : "no");
    this.#drawLegend();
  }

  #drawTabs() {
    const names = { sentences: t("tabSentences"), table: t("tabTable"), graph: t("tabGraph"), ...(this.doubts ? { doubts: `${t("tabDoubts")} (${this.doubts.length})` } : {}) };
    if (!(this.tab in names)) this.tab = "sentences";
    const keys = Object.keys(names);
    const choose = (key, focus) => {
      this.tab = key;
      kept.set("tab", key);
      this.#drawTabs();
      this.#drawPanel();
      if (focus) this.tabs.querySelector("[aria-selected=true]").focus();
    };
    replace(this.tabs, keys.map((key) => button(names[key], () => choose(key, true), {
      role: "tab", "aria-selected": String(key === this.tab), "aria-controls": "panel", tabindex: key === this.tab ? "0" : "-1",
      onkeydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (by) { event.preventDefault(); choose(keys[(keys.indexOf(key) + by + keys.length) % keys.length], true); }
      },
    })));
    this.panel.setAttribute("aria-label", names[this.tab]);
  }

  #drawPanel() {
    const context = {
      literals: this.desk.schema.literal_roles, shown: this.shown, editing: this.editing,
      on: {
        show: (at) => this.show(at), open: (id) => this.open(id), add: () => this.addStatement(),
        edit: (at) => this.editStatement(at), remove: (at) => this.removeStatement(at),
      },
    };
    const draw = { sentences, table, graph, doubts: () => this.#doubtList() }[this.tab];
    const top = this.panel.scrollTop;
    replace(this.panel, draw(this.record, this.found, context));
    this.panel.scrollTop = top;
  }

  #doubtList() {
    if (!this.doubts.length) return [h("p", { class: "soft" }, t("noDoubts"))];
    const literals = this.desk.schema.literal_roles;
    const has = (doubt) => (doubt.kind === "mention"
      ? this.record.entities.some((one) => one.start === doubt.start && one.end === doubt.end && one.label === doubt.record.label)
      : doubt.only === "model" || doubt.adopted === this.history);
    const said = (doubt) => {
      if (doubt.kind === "mention") return h("span", { class: "filler", "data-label": doubt.record.label }, `${doubt.record.text} · ${labelName(doubt.record.label)}`);
      const { names } = doubt.record;
      const { parts, after } = sentence(doubt.record, { of: (filler) => (names[filler] ? [names[filler]] : []) }, literals);
      return [parts, after.length ? h("span", { class: "after" }, after) : null];
    };
    const items = this.doubts.map((doubt) => h("li", { class: "doubt" },
      h("span", { class: "tag only" }, t(doubt.only === "model" ? "onlyModel" : "onlyPatterns")), " ", said(doubt),
      h("span", { class: "foot" },
        doubt.end > doubt.start ? button(t("show"), () => { this.text.light([[doubt.start, doubt.end]]); this.text.reveal(doubt.start); }, { class: "link" }) : null,
        this.editing && !has(doubt) ? button(t("accept"), () => this.adopt(doubt), { class: "link" }) : null)));
    return [h("p", { class: "soft small" }, t("doubtsLead")), h("ul", { class: "plain doubts" }, items)];
  }

  /** Takes over what only the patterns have; the parts of a statement by where they stand. */
  adopt(doubt) {
    if (doubt.kind === "mention") { this.markSpan({ start: doubt.start, end: doubt.end, text: doubt.record.text }, doubt.record.label, doubt.record); return; }
    const { names, rule, ...statement } = doubt.record;
    const here = (filler) => {
      const place = names[filler];
      const mention = place && this.record.entities.find((one) => one.start === place.start && one.end === place.end && one.label === place.label);
      return mention && (edits.NAMES.has(mention.label) ? mention.ref ?? mention.id : mention.id);
    };
    const literals = this.desk.schema.literal_roles;
    const side = (filler) => (filler === null ? null : here(filler));
    const qualifiers = Object.entries(statement.qualifiers).map(([role, values]) => [role, literals.includes(role) ? values : values.map(here)]);
    const made = { ...statement, subject: side(statement.subject), object: side(statement.object), qualifiers: Object.fromEntries(qualifiers), confidence: 1 };
    if ([made.subject, made.object, ...qualifiers.flatMap(([, values]) => values)].includes(undefined)) { tell(t("cannotAdopt"), "note"); return; }
    doubt.adopted = this.history;
    this.push(edits.addStatement(this.record, made), t("statementAdded"));
  }

  /** Lights what a statement rests on. */
  show(at) {
    const statement = this.record.statements[at];
    const literals = this.desk.schema.literal_roles;
    if (!statement || this.shown === at) { this.unlight(); return; }
    this.shown = at;
    const ids = new Map();
    const spans = statement.evidence ?? [];
    const inside = (mention) => spans.some(([start, end]) => mention.start < end && start < mention.end);
    for (const [role, filler] of edits.fillers(statement, literals)) {
      const mentions = this.found.of(filler);
      const near = mentions.filter(inside);
      for (const mention of near.length ? near : mentions.slice(0, 1)) ids.set(mention.id, role === "subject" || role === "object" ? t(role) : roleName(role));
    }
    this.text.light(spans, ids);
    if (spans.length) this.text.reveal(spans[0][0]);
    press(this.panel, at);
    tell(t("evidenceShown"), "aloud");
  }

  unlight() {
    this.shown = null;
    this.text.light([]);
    press(this.panel, null);
  }

  /** Shows one mention, or corrects it. */
  open(id) {
    hide();
    mentionBox(this.record, id, {
      schema: this.desk.schema, editing: this.editing,
      on: {
        change: (which, fields, all) => this.change(which, fields, all), remove: (which) => this.remove(which),
        go: (which) => { this.text.reveal(this.record.entities.find((one) => one.id === which).start); this.text.focus(which); },
        show: (at) => { this.shown = null; this.show(at); },
        span: (which, start, end) => this.resize(which, start, end),
      },
    });
  }

  toggle() {
    this.editing = !this.editing;
    kept.set("editing", this.editing ? "yes" : "no");
    this.draw();
    tell(t(this.editing ? "correcting" : "reading"), "aloud");
  }

  push(record, message) {
    this.history.push(record);
    this.desk.touched(record.id);
    if (this.shown !== null) this.unlight();
    this.draw();
    tell(message);
  }

  undo() { this.#travel(this.history.undo()); }

  redo() { this.#travel(this.history.redo()); }

  #travel(moved) {
    if (!moved) { tell(t("nothingToUndo"), "note"); return; }
    this.unlight();
    this.draw();
  }

  /** Marks the selection with a label, its value read by the pipeline. */
  async mark(label) {
    const span = this.text.selection();
    if (!span) { tell(t("selectFirst"), "note"); return; }
    getSelection().collapseToEnd();
    await this.markSpan(span, label, label === "QUANTITY" || label === "DATE" ? await this.#valueOf(span, label) : {});
  }

  markSpan(span, label, read) {
    const values = {};
    for (const field of ["kind", "value", "unit", "bound", "min", "max", "iso", "ref"]) if (read?.[field] !== undefined && read[field] !== null) values[field] = read[field];
    const { record, id, overlapped, touched } = edits.addMention(this.record, span.start, span.end, span.text, label, values);
    const notes = [t("marked", { text: span.text, label: labelName(label) }), overlapped.length ? t("overlaps") : "", touched ? t("statementsTouched", { n: touched }) : ""];
    this.push(record, notes.filter(Boolean).join(" "));
    this.text.focus(id);
  }

  async #valueOf(span, label) {
    const around = { text: this.text.slice(Math.max(0, span.start - 60), Math.min(this.text.offsets.length, span.end + 60)), date: this.record.date };
    const shift = Math.max(0, span.start - 60);
    try {
      const read = await api.annotate(around);
      const hit = read.entities.find((one) => one.label === label && one.start + shift < span.end && span.start < one.end + shift);
      if (!hit) return {};
      const { kind, value, unit, bound, min, max, iso } = hit;
      return { kind, value, unit, bound, min, max, iso };
    } catch { return {}; }
  }

  async relabel(id, label) {
    const mention = this.record.entities.find((one) => one.id === id);
    if (!mention || mention.label === label) return;
    const read = label === "QUANTITY" || label === "DATE" ? await this.#valueOf(mention, label) : {};
    const given = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
    const { record, touched } = edits.changeMention(this.record, id, { ...given, label });
    this.push(record, [t("relabelled", { text: mention.text, label: labelName(label) }), touched ? t("statementsTouched", { n: touched }) : ""].join(" "));
    this.text.focus(id);
  }

  change(id, fields, all) {
    const { record, touched } = edits.changeMention(this.record, id, fields, { all });
    this.push(record, [t("changed"), touched ? t("statementsTouched", { n: touched }) : ""].join(" "));
    this.text.focus(id);
  }

  resize(id, start, end) {
    const others = this.record.entities.some((one) => one.id !== id && one.start < end && start < one.end);
    if (others || start < 0 || end > this.text.offsets.length || end <= start) return;
    const text = this.text.slice(start, end);
    this.push(edits.changeMention(this.record, id, { start, end, text }).record, t("changed"));
    this.open(id);
  }

  remove(id) {
    const mention = this.record.entities.find((one) => one.id === id);
    if (!mention) return;
    const at = this.record.entities.indexOf(mention);
    const { record, touched } = edits.deleteMention(this.record, id);
    this.push(record, [t("deleted", { text: mention.text }), touched ? t("statementsTouched", { n: touched }) : ""].join(" "));
    const next = record.entities[Math.min(at, record.entities.length - 1)];
    if (next) this.text.focus(next.id);
  }

  addStatement() {
    if (!this.editing) this.toggle();
    this.#statement(null, (made) => this.push(edits.addStatement(this.record, made), t("statementAdded")));
  }

  editStatement(at) {
    this.#statement(at, (made) => this.push(edits.changeStatement(this.record, at, made), t("statementChanged")));
  }

  removeStatement(at) {
    this.push(edits.deleteStatement(this.record, at), t("statementDeleted"));
    const rest = this.panel.querySelectorAll(".statement .show");
    (rest[Math.min(at, rest.length - 1)] ?? this.panel.querySelector("button"))?.focus();
  }

  #statement(at, done) {
    statementBox(this.record, at, { schema: this.desk.schema, selection: this.text.selection(), on: { done } });
  }

  async save() {
    const gold = edits.asGold(this.record);
    const present = this.record;
    if (!this.desk.health.gold) {
      download(`${JSON.stringify(gold)}\n`, `${gold.id || "lode"}.jsonl`);
      this.#keep(present);
      tell(t("savedLocally"));
      return true;
    }
    try {
      this.version = await api.save(gold, this.version);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(error.status === 412 ? t("differentVersion") : t("invalid", { what: error.faults?.[0] ?? error.message }), "bad");
      return false;
    }
    this.#keep(present);
    tell(t("saved", { file: this.desk.health.gold }));
    return true;
  }

  #keep(present) {
    this.history.savedAs = present;
    this.isSaved = true;
    this.desk.saved(present, this.version);
    this.draw();
  }
}
