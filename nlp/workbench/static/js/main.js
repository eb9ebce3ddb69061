// The page: its views, and what they share.

import { AgreementView } from "./agreement.js";
import { api, Refused } from "./api.js";
import { hide } from "./card.js";
import { $, button, h, kept, replace, tell } from "./dom.js";
import { DocumentView, headingOf } from "./document.js";
import { helpBox, listen } from "./keys.js";
import { language, number, onLanguage, setLanguage, start, t } from "./language.js";
import { QueueView } from "./queue.js";
import { StartView } from "./start.js";

const THEMES = { auto: ["◐", "themeAuto"], light: ["☀", "themeLight"], dark: ["☾", "themeDark"] };

class Desk {
  constructor() {
    this.view = "read";
    this.current = null; // the row of the queue that is open
    this.busy = 0;
  }

  async begin() {
    [this.health, this.schema] = await Promise.all([api.health(), api.schema()]);
    this.start = new StartView(this);
    this.document = new DocumentView(this);
    this.queue = new QueueView(this);
    this.agreement = new AgreementView(this);
    await this.queue.refreshGold();
    onLanguage(() => this.draw());
    listen(this);
    this.#watchDrops();
    addEventListener("hashchange", () => this.go(location.hash.slice(1)));
    addEventListener("beforeunload", (event) => { if (this.document.changed) event.preventDefault(); });
    this.view = ["queue", "agreement"].includes(location.hash.slice(1)) ? location.hash.slice(1) : "read";
  }

  shownDocument() { return this.view === "read" && this.document.history ? this.document : null; }

  go(view) {
    if (!["read", "queue", "agreement"].includes(view)) return;
    this.view = view;
    if (location.hash.slice(1) !== view) history.replaceState(null, "", `#${view}`);
    hide();
    this.document.marker.hide();
    this.draw();
    scrollTo(0, 0);
  }

  draw() {
    const views = { read: t("read"), queue: `${t("queue")}${this.queue.rows.length ? ` ${number(this.queue.rows.length)}` : ""}`, agreement: t("agreement") };
    replace($("views"), Object.entries(views).map(([key, words]) => h("a", { href: `#${key}`, "aria-current": key === this.view ? "page" : null, onclick: (event) => { event.preventDefault(); this.go(key); } }, words)));
    const { model, gold } = this.health;
    $("about").textContent = [model === "none" ? t("patternsAlone") : t("model", { model }), gold ? t("gold", { file: gold }) : t("noGold")].join(" · ");
    $("language").textContent = t("otherLanguage");
    $("language").lang = language() === "zh" ? "en" : "zh";
    $("help").setAttribute("aria-label", t("help"));
    $("help").title = t("help");
    drawTheme();
    const open = this.view === "read" && this.document.history;
    const shown = { read: open ? this.document : this.start, queue: this.queue, agreement: this.agreement }[this.view];
    document.title = open ? `${headingOf(this.document.record)} · Lode` : `${views[this.view]} · Lode`;
    shown.draw();
    if ($("main").firstChild !== shown.root) replace($("main"), shown.root);
  }

  /** Runs an action; what goes wrong is told. */
  async tried(action) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      tell(error.faults?.[0] ?? error.message, "bad");
      return undefined;
    }
  }

  async working(action) {
    this.busy += 1;
    document.body.classList.add("busy");
    tell(t("working"), "note");
    try {
      return await this.tried(action);
    } finally {
      this.busy -= 1;
      document.body.classList.toggle("busy", this.busy > 0);
    }
  }

  mayLeave() { return !this.document.changed || confirm(t("leaveUnsaved")); }

  async annotate(record) {
    const named = { ...record, id: record.id ?? `pasted-${markOf(record.text)}` };
    const done = await this.working(() => api.annotate(named));
    if (!done) return;
    this.current = null;
    const before = this.queue.gold?.documents.find((row) => row.id === done.id);
    this.#open(done, { version: before?.version ?? "" });
    tell(`${t("mentions", { n: done.entities.length })}, ${t("statements", { n: done.statements.length })}`);
  }

  #open(record, more) {
    this.document.load(record, more);
    this.view = "read";
    history.replaceState(null, "", "#read");
    this.draw();
    scrollTo(0, 0);
    this.document.head.querySelector("h1").focus({ preventScroll: true });
  }

  /** Reads files: one document is annotated at once, many go to the queue. */
  async files(files, queued = false) {
    if (!files.length) return;
    if (this.view === "agreement") { await this.agreement.take(files); return; }
    if (!queued && this.view === "read" && !this.mayLeave()) return;
    const documents = [];
    for (const file of files) {
      const read = await this.working(() => api.read(file));
      if (read) documents.push(...read.documents);
      if (read?.refused.length) tell(t("refusedRecords", { n: read.refused.length, why: read.refused[0].error }), "bad");
    }
    if (documents.length === 1 && !queued && this.view === "read") { await this.annotate(documents[0]); return; }
    if (!documents.length) return;
    if (this.view !== "queue") this.go("queue");
    await this.tried(() => this.queue.add(documents));
    this.draw();
  }

  /** Opens a row of the queue. */
  async open(row) {
    if (row === this.current && this.document.history) { this.go("read"); return; }
    if (!this.mayLeave()) return;
    if (row.state === "saved" && row.version) {
      const saved = await this.working(() => api.goldDocument(row.document.id));
      if (!saved) return;
      Object.assign(row, { document: saved.record, version: saved.version });
    }
    this.current = row;
    this.#open(row.document, { version: row.version, doubts: row.uncertainty.doubts, saved: row.state === "saved" });
    if (!this.document.editing) this.document.toggle();
  }

  async goldOpen(id) {
    if (!this.mayLeave()) return;
    const saved = await this.working(() => api.goldDocument(id));
    if (!saved) return;
    this.current = this.queue.row(id) ?? null;
    this.#open(saved.record, { version: saved.version, saved: true });
  }

  hasNext() { return this.queue.rows.length > 0; }

  async next() {
    if (!this.queue.rows.length) return;
    const row = this.queue.next(this.current);
    if (!row) { tell(t("queueDone")); return; }
    await this.open(row);
  }

  leave() {
    if (!this.mayLeave()) return;
    this.document.history = undefined;
    this.current = null;
    this.start.clear();
    this.draw();
    this.start.text.focus();
  }

  touched() { if (this.current && this.current.state !== "changed") this.current.state = "changed"; }

  async saved(record, version) {
    if (this.current) Object.assign(this.current, { state: "saved", document: record, version });
    await this.queue.refreshGold();
  }

  #watchDrops() {
    let depth = 0;
    const isFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragenter", (event) => { if (isFiles(event)) { depth += 1; $("drop").hidden = false; } });
    addEventListener("dragleave", () => { depth = Math.max(0, depth - 1); if (!depth) $("drop").hidden = true; });
    addEventListener("dragover", (event) => { if (isFiles(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
      depth = 0;
      $("drop").hidden = true;
      if (!isFiles(event)) return;
      event.preventDefault();
      this.files([...event.dataTransfer.files]);
    });
  }
}

/** A short mark of a text, the same for the same text. */
function markOf(text) {
  let mark = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  return (mark >>> 0).toString(36);
}

function drawTheme() {
  const theme = kept.get("theme") ?? "auto";
  document.documentElement.dataset.theme = theme;
  const [sign, words] = THEMES[theme] ?? THEMES.auto;
  $("theme").textContent = sign;
  $("theme").title = t(words);
  $("theme").setAttribute("aria-label", t(words));
}

drawTheme();
$("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  kept.set("theme", names[(names.indexOf(kept.get("theme") ?? "auto") + 1) % names.length]);
  drawTheme();
  tell(t(THEMES[kept.get("theme")][1]), "note");
});
$("language").addEventListener("click", () => setLanguage(language() === "zh" ? "en" : "zh"));
$("help").addEventListener("click", helpBox);

const desk = new Desk();
try {
  await desk.begin();
  start();
} catch (error) {
  console.error(error);
  replace($("main"), h("div", { class: "start" }, h("h1", {}, "Lode"), h("p", { class: "fault" }, error.message), button("↻", () => location.reload())));
}
