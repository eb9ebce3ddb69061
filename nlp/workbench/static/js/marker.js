// The toolbar beside selected text: which label shall it have?

import { button, h, replace } from "./dom.js";
import { t } from "./language.js";
import { labelName } from "./names.js";

/** Follows the selection in a text view. `on` has labels, editing() and mark(label). */
export function marker(view, on) {
  const bar = h("div", { class: "marker", role: "toolbar", hidden: true });
  document.body.append(bar);
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...bar.querySelectorAll("button")];
    if (by) { event.preventDefault(); all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus(); }
    if (event.key === "Escape") { event.stopPropagation(); hide(); view.root.focus({ preventScroll: true }); }
  });

  const hide = () => { bar.hidden = true; };

  const show = () => {
    const span = on.editing() && !document.querySelector("dialog[open]") ? view.selection() : null;
    if (!span) { hide(); return; }
    bar.setAttribute("aria-label", t("markAs"));
    replace(bar, h("span", { class: "soft small" }, t("markAs")), on.labels.map((label, at) => button(
      [h("kbd", {}, String(at + 1)), h("span", { class: "sample", "data-label": label }, labelName(label))],
      () => { hide(); on.mark(label); }, { "data-label": label })));
    bar.hidden = false;
    const boxes = getSelection().getRangeAt(0).getClientRects();
    const box = boxes[boxes.length - 1] ?? view.root.getBoundingClientRect();
    const { width, height } = bar.getBoundingClientRect();
    const below = box.bottom + height + 14 < innerHeight;
    bar.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
    bar.style.top = `${(below ? box.bottom + 8 : Math.max(8, boxes[0].top - height - 8)) + scrollY}px`;
  };

  document.addEventListener("pointerup", () => setTimeout(show));
  document.addEventListener("selectionchange", () => { if (getSelection().isCollapsed) hide(); });
  view.root.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") show(); });
  view.root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !bar.hidden && event.target === view.root) {
      event.preventDefault();
      bar.querySelector("button").focus();
    }
  });
  return { update: hide, hide, shown: () => !bar.hidden };
}
