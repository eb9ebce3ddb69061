// Statements as sentences and as a table. A click lights the evidence in the text.

import { button, gradually, h } from "./dom.js";
import { t } from "./language.js";
import { chip, modalityName, percent, plainSentence, roleName, sentence, termName } from "./names.js";

const modality = (statement) => (statement.modality && statement.modality !== "asserted"
  ? h("span", { class: "modality", "data-modality": statement.modality }, modalityName(statement.modality)) : null);

/** The list of sentences. `on` has show(number), edit(number), remove(number), add(). */
export function sentences(record, found, context) {
  const { literals, shown, editing, on } = context;
  const item = (statement, number) => {
    const { parts, after } = sentence(statement, found, literals);
    const plain = plainSentence(statement, found, literals);
    return h("li", { class: "statement", "data-number": number },
      button([
        h("span", { class: "sentence" }, modality(statement), parts),
        after.length ? h("span", { class: "after" }, after) : null,
      ], () => on.show(number), { class: "show", "aria-pressed": String(shown === number), title: t("showEvidence") }),
      h("span", { class: "foot" },
        h("span", { class: "soft small code" }, statement.rule || t("byHand")),
        h("span", { class: "soft small" }, percent(statement.confidence ?? 1)),
        editing ? [
          button(t("edit"), () => on.edit(number), { class: "link", "aria-label": `${t("edit")}: ${plain}` }),
          button(t("delete"), () => on.remove(number), { class: "link danger", "aria-label": `${t("delete")}: ${plain}` }),
        ] : null));
  };
  return [
    editing ? button(t("addStatement"), on.add, { class: "add", "aria-keyshortcuts": "s" }) : null,
    record.statements.length ? gradually(h("ol", { class: "statements" }), record.statements, item) : h("p", { class: "soft" }, t("noStatements")),
  ];
}

/** The table of statements. */
export function table(record, found, context) {
  const { literals, shown, on } = context;
  const cells = (role, values) => values.map((value, at) => [
    at ? " / " : "",
    literals.includes(role) ? (role === "metric" || role === "action" ? termName(value) : value) : chip(value, found)]);
  const row = (statement, number) => h("tr", { class: shown === number ? "lit" : "", "data-number": number },
    h("td", {}, button(String(number + 1), () => on.show(number), {
      class: "link", "aria-pressed": String(shown === number), "aria-label": `${t("showEvidence")}: ${number + 1}`,
    })),
    h("td", {}, statement.subject === null ? "—" : chip(statement.subject, found)),
    h("td", { class: "code" }, statement.predicate),
    h("td", {}, statement.object === null ? "—" : chip(statement.object, found)),
    h("td", {}, Object.entries(statement.qualifiers ?? {}).map(([role, values]) => h("div", {},
      h("span", { class: "role" }, roleName(role)), " ", cells(role, values)))),
    h("td", {}, modalityName(statement.modality ?? "asserted")),
    h("td", { class: "figure" }, (statement.confidence ?? 1).toFixed(2)));
  if (!record.statements.length) return [h("p", { class: "soft" }, t("noStatements"))];
  const head = ["#", t("subject"), t("predicate"), t("object"), t("qualifiers"), t("modality"), t("confidence")];
  return [h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("tabTable") },
    h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))), gradually(h("tbody"), record.statements, row)))];
}

/** Shows in what a panel holds already that another statement is lit. */
export function press(panel, shown) {
  for (const node of panel.querySelectorAll("[aria-pressed=true]")) node.setAttribute("aria-pressed", "false");
  for (const node of panel.querySelectorAll("tr.lit, .link.lit")) node.classList.remove("lit");
  if (shown === null) return;
  for (const node of panel.querySelectorAll(`[data-number="${shown}"]`)) {
    node.querySelector("[aria-pressed]")?.setAttribute("aria-pressed", "true");
    if (!node.matches(".statement")) node.classList.add("lit");
  }
}
