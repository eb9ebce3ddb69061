// What is known of a mention, beside it: while the pointer or the focus is on it.

import { $, h, replace } from "./dom.js";
import { t } from "./language.js";
import { labelName, percent, valueOf } from "./names.js";

let timer;

function place(card, element) {
  const box = element.getClientRects()[0];
  if (!box) return;
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
  const below = box.bottom + 8 + height < innerHeight || box.top < height + 12;
  card.style.left = `${left}px`;
  card.style.top = `${below ? box.bottom + 8 : box.top - height - 8}px`;
}

export function row(name, value) {
  return value === "" || value === undefined || value === null ? null : [h("dt", {}, name), h("dd", {}, value)];
}

function show(mention, element) {
  const card = $("card");
  const sure = mention.confidence ?? 1;
  const kind = mention.label === "QUANTITY" ? `${mention.kind}: ` : "";
  replace(card,
    h("p", { class: "card-head" }, h("span", { class: "tag", "data-label": mention.label }, labelName(mention.label)), h("strong", {}, mention.text)),
    h("dl", {},
      row(t("value"), valueOf(mention) && `${kind}${valueOf(mention)}`),
      row(t("ref"), mention.ref),
      row(t("rule"), mention.rule || t("byHand")),
      sure < 1 ? row(t("confidence"), percent(sure)) : null),
    h("p", { class: "soft small" }, t("opens")));
  card.hidden = false;
  place(card, element);
  element.setAttribute("aria-describedby", "card");
}

export function hide() {
  clearTimeout(timer);
  $("card").hidden = true;
}

/** Shows cards for the mentions of a view. */
export function watch(view, mentionOf) {
  const over = (delay) => (event) => {
    const element = event.target.closest?.(".mention");
    clearTimeout(timer);
    if (!element) { hide(); return; }
    timer = setTimeout(() => {
      const mention = mentionOf(element.dataset.id);
      if (mention && element.isConnected && !document.querySelector("dialog[open]")) show(mention, element);
    }, delay);
  };
  view.addEventListener("pointerover", over(140));
  view.addEventListener("focusin", (event) => { if (event.target.matches(".mention:focus-visible")) over(0)(event); });
  view.addEventListener("pointerleave", hide);
  view.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true, capture: true });
}
