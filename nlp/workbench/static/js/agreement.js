// How far two annotators agree.

import { api } from "./api.js";
import { button, h, replace } from "./dom.js";
import { number, t } from "./language.js";
import { labelName } from "./names.js";

const shown = (value) => (value === null || value === undefined ? t("notDefined") : number(value, 3));

/** The records of a file of annotation JSONL (or a JSON list). */
async function recordsOf(file) {
  const text = (await file.text()).replace(/^\uFEFF/, "");
  if (text.trimStart().startsWith("[")) return JSON.parse(text);
  return text.split("\n").filter((line) => line.trim()).map((line, at) => {
    try { return JSON.parse(line); } catch { throw new Error(`${file.name}:${at + 1}: JSON?`); }
  });
}

export class AgreementView {
  constructor(desk) {
    this.desk = desk;
    this.root = h("div", { class: "agreement" });
    this.files = [null, null];
    this.found = null;
    this.kind = "";
  }

  /** Takes files that were dropped. */
  async take(files) {
    for (const file of files.slice(0, 2)) await this.#take(files.length > 1 ? files.indexOf(file) : this.files[0] ? 1 : 0, file);
  }

  async #take(at, file) {
    await this.desk.tried(async () => {
      this.files[at] = { name: file.name, records: await recordsOf(file) };
      this.found = null;
    });
    this.draw();
  }

  draw() {
    const pick = (at, label) => {
      const input = h("input", { type: "file", hidden: true, accept: ".jsonl,.ndjson,.json" });
      input.addEventListener("change", () => input.files[0] && this.#take(at, input.files[0]));
      const file = this.files[at];
      return h("div", { class: "slot" }, h("h2", {}, label), input, button(file ? file.name : t("choose"), () => input.click(), { "aria-label": `${label}: ${file ? file.name : t("choose")}` }),
        file ? h("p", { class: "soft small" }, t("documentsCount", { n: file.records.length })) : null);
    };
    const ready = this.files.every(Boolean);
    replace(this.root, h("h1", {}, t("agreementTitle")), h("p", { class: "lead" }, t("agreementLead")),
      h("div", { class: "slots" }, pick(0, t("firstFile")), pick(1, t("secondFile"))),
      h("div", { class: "row" }, button(t("compare"), () => this.compare(), { class: "main", disabled: !ready, id: "compare" })),
      this.found ? this.#result() : null);
  }

  async compare() {
    await this.desk.tried(async () => { this.found = await api.agree(this.files[0].records, this.files[1].records); });
    this.draw();
    this.root.querySelector(".figures")?.focus();
  }

  #result() {
    const { total, documents, differences, left_out: leftOut } = this.found;
    const figure = (name, value, note) => h("div", { class: "figure-box" }, h("div", { class: "big" }, shown(value)), h("div", {}, name), h("div", { class: "soft small" }, note));
    const share = (name, one) => figure(name, one.f1, t("ofEach", { both: number(one.both, one.both % 1 ? 1 : 0), first: number(one.first), second: number(one.second) }));
    const rows = Object.entries(documents).map(([name, one]) => h("tr", {}, h("td", {}, name), h("td", { class: "figure" }, shown(one.mentions.f1)), h("td", { class: "figure" }, shown(one.statements.f1)), h("td", { class: "figure" }, shown(one.label_kappa))));
    return h("div", {},
      h("div", { class: "figures", tabindex: "-1", role: "group", "aria-label": t("agreementTitle") }, share(t("kMentions"), total.mentions), share(t("kSpans"), total.spans), share(t("kStatements"), total.statements),
        figure(t("kKappa"), total.label_kappa, t("kappaNote")), figure(t("kModality"), total.modality_kappa, "")),
      this.#labels(total.labels),
      h("h2", {}, t("leastFirst")), h("div", { class: "wide" }, h("table", { class: "list" }, h("thead", {}, h("tr", {}, [t("document"), t("kMentions"), t("kStatements"), t("kKappa")].map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows))),
      Object.keys(leftOut).length ? h("p", { class: "soft" }, `${t("leftOut")}: `, Object.entries(leftOut).slice(0, 20).map(([name, why]) => `${name} (${why})`).join(", ")) : null,
      this.#differences(differences));
  }

  #labels(pairs) {
    const used = this.desk.schema.labels.filter((label) => pairs.some(([one, other]) => one === label || other === label));
    const count = new Map(pairs.map(([one, other, n]) => [`${one} ${other}`, n]));
    return h("section", {}, h("h2", {}, t("labelTable")), h("div", { class: "wide" }, h("table", { class: "matrix" },
      h("thead", {}, h("tr", {}, h("td"), used.map((label) => h("th", { scope: "col" }, labelName(label))))),
      h("tbody", {}, used.map((one) => h("tr", {}, h("th", { scope: "row" }, labelName(one)), used.map((other) => {
        const n = count.get(`${one} ${other}`) ?? 0;
        return h("td", { class: `figure${one === other ? " same" : n ? " off" : ""}` }, n ? number(n) : "·");
      })))))));
  }

  #differences(differences) {
    const kinds = [...new Set(differences.map((one) => one.kind))];
    const some = differences.filter((one) => !this.kind || one.kind === this.kind);
    const filter = h("select", { id: "kind", onchange: (event) => { this.kind = event.target.value; this.draw(); this.root.querySelector("#kind").focus(); } },
      h("option", { value: "" }, t("allKinds")), kinds.map((kind) => h("option", { value: kind }, kind === "label" ? t("label") : t(kind))));
    filter.value = this.kind;
    return h("section", {}, h("h2", {}, t("differences", { n: number(differences.length) })), h("div", { class: "row" }, h("label", { for: "kind" }, t("filter")), filter),
      h("ul", { class: "plain differences" }, some.slice(0, 300).map((one) => h("li", {},
        h("span", { class: "tag only" }, one.kind === "label" ? t("label") : t(one.kind)), " ", h("span", { class: "soft small" }, one.document),
        h("div", { class: "sides" }, h("div", {}, h("span", { class: "role" }, t("first")), " ", one.first || "—"), h("div", {}, h("span", { class: "role" }, t("second")), " ", one.second || "—")),
        one.context ? h("div", { class: "soft context" }, one.context) : null))));
  }
}
