// Keys of the page, and the box that tells them.

import { h, kept } from "./dom.js";
import { box } from "./editors.js";
import { t } from "./language.js";

const single = () => kept.get("keys") !== "no";

/** The box with all keys. */
export function helpBox() {
  const keys = [
    [["Tab"], "keyTab"], [["Enter"], "keyEnter"], [["Esc"], "keyEsc"], [["Ctrl Enter"], "keySubmit"], [["c"], "keyC"], [["1 – 8"], "keyNumbers"], [["Del"], "keyDelete"], [["← → ↑ ↓", "Shift"], "keyArrows"],
    [["s"], "keyS"], [["l"], "keyL"], [["n"], "keyN"], [["Ctrl Z", "Ctrl Shift Z"], "keyZ"], [["Ctrl S"], "keySave"], [["?"], "keyHelp"],
  ];
  const toggle = h("input", { type: "checkbox", id: "single-keys", checked: single(), onchange: (event) => kept.set("keys", event.target.checked ? "yes" : "no") });
  box(t("keys"), h("div", { class: "box-body" },
    h("dl", { class: "keys" }, keys.map(([names, words]) => [h("dt", {}, names.map((name, at) => [at ? " " : null, h("kbd", {}, name)])), h("dd", {}, t(words))])),
    h("p", { class: "check" }, toggle, h("label", { for: "single-keys" }, t("keysOn"))),
    h("p", { class: "soft small" }, t("helpAbout"), " ", h("a", { href: "/openapi.json", target: "_blank", rel: "noopener" }, "/openapi.json"))));
}

/** Listens for keys. `desk` has view (a DocumentView or null). */
export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    const view = desk.shownDocument();
    const typing = event.target.matches?.("input, textarea, select");
    if (document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) { control(event, view, typing); return; }
    if (typing || event.altKey) return;
    if (event.key === "Escape" && view) { view.marker.hide(); view.unlight(); return; }
    if (event.key === "?" && single()) { event.preventDefault(); helpBox(); return; }
    if (view) plain(event, view, desk);
  });
}

function control(event, view, typing) {
  if (!view?.editing) return;
  const key = event.key.toLowerCase();
  const act = { s: () => view.save(), z: () => (event.shiftKey ? view.redo() : view.undo()), y: () => view.redo() }[key];
  if (!act || (typing && key !== "s")) return;
  event.preventDefault();
  act();
}

function plain(event, view, desk) {
  const id = document.activeElement?.dataset?.id;
  if (event.key === "Delete" && view.editing && id) { event.preventDefault(); view.remove(id); return; }
  if (!single()) return;
  const digit = /^Digit([1-8])$|^Numpad([1-8])$/.exec(event.code);
  if (digit && view.editing && !event.shiftKey) {
    const label = desk.schema.labels[Number(digit[1] ?? digit[2]) - 1];
    if (view.text.selection()) view.mark(label);
    else if (id) view.relabel(id, label);
    return;
  }
  const act = {
    j: () => view.text.step(1), k: () => view.text.step(-1), c: () => view.toggle(), s: () => view.addStatement(), l: () => view.toggleNames(),
    n: () => desk.next(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
