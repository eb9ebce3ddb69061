// The queue: which document to correct next. Least sure first.

import { api } from "./api.js";
import { button, h, replace, tell } from "./dom.js";
import { number, t } from "./language.js";

const TOGETHER = 6;
const ORDERS = {
  byScore: (a, b) => b.uncertainty.score - a.uncertainty.score,
  byConfidence: (a, b) => a.uncertainty.lowest - b.uncertainty.lowest,
  byDisagreement: (a, b) => b.uncertainty.disagreement - a.uncertainty.disagreement,
  byFile: (a, b) => a.place - b.place,
};

export class QueueView {
  constructor(desk) {
    this.desk = desk; // schema, health, open(row), goldOpen(id), tried(f), files(list)
    this.root = h("div", { class: "queue" });
    this.rows = [];
    this.order = "byScore";
    this.progress = null;
    this.gold = null;
    this.picker = h("input", { type: "file", multiple: true, hidden: true });
    this.picker.addEventListener("change", () => { this.desk.files([...this.picker.files], true); this.picker.value = ""; });
  }

  get sorted() { return [...this.rows].sort((a, b) => ORDERS[this.order](a, b) || a.place - b.place); }

  /** The next document that is not saved, after `current`. */
  next(current) {
    const rows = this.sorted;
    const from = rows.indexOf(current);
    const later = [...rows.slice(from + 1), ...rows.slice(0, Math.max(0, from))];
    return later.find((row) => row.state !== "saved") ?? null;
  }

  row(id) { return this.rows.find((row) => row.document.id === id); }

  /** Reads documents, a few at a time, into the queue. */
  async add(documents) {
    let done = 0;
    this.#unlike(documents);
    await this.refreshGold();
    const versions = new Map((this.gold?.documents ?? []).map((row) => [row.id, row.version]));
    const bare = documents.map(({ entities, statements, ...rest }) => rest);
    for (let at = 0; at < bare.length; at += TOGETHER) {
      this.progress = { done, all: bare.length };
      this.draw();
      const answers = await api.rank(bare.slice(at, at + TOGETHER));
      const refused = answers.filter((answer) => answer.error);
      if (refused.length) tell(t("refusedRecords", { n: refused.length, why: refused[0].error }), "bad");
      for (const answer of answers) {
        if (!answer.document) continue;
        const version = versions.get(answer.document.id);
        this.rows.push({ ...answer, place: this.rows.length, state: version ? "saved" : "new", version: version ?? "" });
      }
      done = Math.min(bare.length, at + TOGETHER);
    }
    this.progress = null;
    this.draw();
  }

  /** Gives documents ids that no other in the queue has. */
  #unlike(documents) {
    const taken = new Set(this.rows.map((row) => row.document.id));
    for (const document of documents) {
      let [name, count] = [document.id, 2];
      while (taken.has(name)) { name = `${document.id}-${count}`; count += 1; }
      document.id = name;
      taken.add(name);
    }
  }

  async refreshGold() {
    if (this.desk.health.gold) this.gold = await api.gold().catch(() => null);
  }

  draw() {
    const order = h("select", { id: "order", onchange: (event) => { this.order = event.target.value; this.draw(); this.root.querySelector("#order").focus(); } },
      Object.keys(ORDERS).map((key) => h("option", { value: key, selected: key === this.order }, t(key))));
    order.value = this.order;
    const rows = this.sorted.map((row) => {
      const { score, lowest, doubts } = row.uncertainty;
      const { title, id, text } = row.document;
      return h("tr", { class: row.state },
        h("td", {}, button(title || [...text.trim()].slice(0, 48).join(""), () => this.desk.open(row), { class: "link left" }), h("div", { class: "soft small" }, id)),
        h("td", { class: "figure" }, h("span", { class: "meter", "aria-hidden": "true" }, h("span", { style: { width: `${Math.min(100, Math.round(score * 200))}%` } })), number(score, 2)),
        h("td", { class: "figure" }, number(lowest, 2)), h("td", { class: "figure" }, number(doubts.length)),
        h("td", {}, h("span", { class: `state ${row.state}` }, t({ new: "stateNew", changed: "stateChanged", saved: "stateSaved" }[row.state]))));
    });
    const head = [t("document"), t("unsure"), t("lowest"), t("disagreements"), t("state")];
    replace(this.root,
      h("h1", {}, t("queueTitle")), h("p", { class: "lead" }, t("queueLead")),
      h("div", { class: "row" }, button(t("addFiles"), () => this.picker.click(), { class: "main" }), this.picker,
        this.rows.length ? [h("label", { for: "order" }, t("order")), order] : null,
        this.progress ? h("span", { class: "soft" }, h("progress", { max: this.progress.all, value: this.progress.done, "aria-label": t("working") }), " ", t("ranking", this.progress)) : null),
      rows.length ? h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("queueTitle") }, h("table", { class: "list" },
        h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows))) : this.progress ? null : h("p", { class: "soft" }, t("queueEmpty")),
      this.#goldList());
  }

  #goldList() {
    if (!this.gold) return null;
    const items = this.gold.documents.map((row) => h("li", {}, button(row.title || row.id, () => this.desk.goldOpen(row.id), { class: "link left" }),
      h("span", { class: "soft small" }, ` ${row.id} · ${t("mentions", { n: row.mentions })} · ${t("statements", { n: row.statements })}`)));
    return h("section", {}, h("h2", {}, t("inGold", { file: this.gold.file })), items.length ? h("ul", { class: "plain" }, items) : h("p", { class: "soft" }, t("goldEmpty")));
  }
}
