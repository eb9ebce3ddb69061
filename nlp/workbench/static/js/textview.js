// The text with its mentions. It is cut into blocks; those out of sight cost no layout, and a change redraws its block only.

import { h, replace } from "./dom.js";
import { labelName, valueOf } from "./names.js";
import { language, t } from "./language.js";
import { Offsets } from "./offsets.js";

const BLOCK = 1200;
const AT_ONCE = 12;

export class TextView {
  constructor(onopen) {
    this.root = h("div", { class: "text", role: "group" });
    this.blocks = [];
    this.starts = new WeakMap(); // text node → its first unit
    this.elements = new Map(); // id of a mention → its element
    this.lit = { spans: [], ids: new Map() };
    this.root.addEventListener("click", (event) => {
      const element = event.target.closest?.(".mention");
      if (element && getSelection().isCollapsed) onopen(element.dataset.id, element);
    });
    this.root.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && event.target.matches?.(".mention")) {
        event.preventDefault();
        event.stopPropagation();
        onopen(event.target.dataset.id, event.target);
      }
    });
  }

  /** Shows a record; of the same text, only the blocks whose mentions changed are drawn anew. */
  show(record) {
    const fresh = record.text !== this.record?.text;
    this.record = record;
    this.root.setAttribute("aria-label", t("text"));
    if (fresh) this.#cut(record);
    this.#share(record.entities);
    if (!fresh) {
      for (const block of this.blocks) if (block.drawn && this.#key(block) !== block.key) this.#draw(block);
      this.light(this.lit.spans, this.lit.ids);
      return;
    }
    this.elements.clear();
    replace(this.root, this.blocks.map((block) => block.node));
    this.blocks.slice(0, AT_ONCE).forEach((block) => this.#draw(block));
    this.#drawRest(AT_ONCE, this.blocks);
  }

  #drawRest(from, blocks) {
    if (from >= blocks.length) return;
    requestAnimationFrame(() => {
      if (blocks !== this.blocks) return;
      const until = performance.now() + 12;
      let at = from;
      while (at < blocks.length && performance.now() < until) {
        if (!blocks[at].drawn) this.#draw(blocks[at]);
        at += 1;
      }
      this.#drawRest(at, blocks);
    });
  }

  #cut(record) {
    const { text } = record;
    this.offsets = new Offsets(text);
    const inside = new Set();
    for (const mention of record.entities) for (let at = mention.start + 1; at < mention.end; at += 1) inside.add(this.offsets.unit(at));
    this.blocks = [];
    let start = 0;
    while (start < text.length) {
      const line = text.indexOf("\n", start);
      let end = line < 0 ? text.length : line + 1;
      if (end - start > BLOCK * 2) {
        end = start + BLOCK;
        const stop = Math.max(text.lastIndexOf("。", end), text.lastIndexOf(". ", end) + 1, text.lastIndexOf(" ", end));
        if (stop > start + BLOCK / 2) end = stop + 1;
        while (end < text.length && (inside.has(end) || (text.charCodeAt(end) & 0xfc00) === 0xdc00)) end += 1;
      }
      const goesOn = end < text.length && text[end - 1] !== "\n";
      const node = h("div", { class: `block${text.slice(start, end).trim() ? "" : " gap"}${goesOn ? " goes-on" : ""}` });
      if (record.lang) node.lang = record.lang === "zh" ? "zh-Hans" : record.lang;
      // unmarked text stands there at once: it can be searched and scrolled while the marks come
      node.textContent = text.slice(start, end).replace(/\n$/, "");
      if (node.firstChild) this.starts.set(node.firstChild, start);
      this.blocks.push({ start, end, node, mentions: [], drawn: false, key: "" });
      start = end;
    }
  }

  /** Gives each block its mentions. */
  #share(entities) {
    let at = 0;
    for (const block of this.blocks) block.mentions = [];
    for (const mention of entities) {
      const unit = this.offsets.unit(mention.start);
      while (at < this.blocks.length - 1 && unit >= this.blocks[at].end) at += 1;
      this.blocks[at]?.mentions.push(mention);
    }
  }

  #key(block) {
    return language() + block.mentions.map((m) => `${m.id} ${m.start} ${m.end} ${m.label} ${m.ref} ${m.confidence ?? 1} ${m.value} ${m.min} ${m.max} ${m.unit} ${m.iso}`).join("|");
  }

  #draw(block) {
    const { text } = this.record;
    const parts = [];
    let at = block.start;
    const put = (from, to, parent) => {
      if (to <= from) return;
      const node = document.createTextNode(text.slice(from, to));
      this.starts.set(node, from);
      parent ? parent.append(node) : parts.push(node);
    };
    for (const mention of block.mentions) {
      const from = Math.max(at, this.offsets.unit(mention.start));
      const to = Math.min(block.end, this.offsets.unit(mention.end));
      put(at, from);
      const element = h("span", {
        class: `mention${(mention.confidence ?? 1) < 0.7 ? " unsure" : ""}`, role: "button", tabindex: "0", "data-id": mention.id,
        "data-label": mention.label, "data-name": labelName(mention.label),
        "aria-label": [mention.text, labelName(mention.label), valueOf(mention)].filter(Boolean).join(", "),
      });
      put(from, to, element);
      parts.push(element);
      this.elements.set(mention.id, element);
      at = to;
    }
    put(at, text[block.end - 1] === "\n" ? block.end - 1 : block.end);
    replace(block.node, parts);
    block.drawn = true;
    block.key = this.#key(block);
    for (const mention of block.mentions) this.#mark(mention.id);
  }

  #mark(id) {
    const element = this.elements.get(id);
    if (!element) return;
    const role = this.lit.ids.get(id);
    element.classList.toggle("lit", role !== undefined);
    if (role) element.dataset.role = role; else delete element.dataset.role;
  }

  #blockAt(unit) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= unit) low = middle; else high = middle - 1;
    }
    return this.blocks[low];
  }

  /** The place in the page of a unit. */
  #place(unit) {
    const block = this.#blockAt(unit);
    if (!block.drawn) this.#draw(block);
    const walker = document.createTreeWalker(block.node, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = this.starts.get(node);
      if (unit <= from + node.length) return [node, Math.max(0, unit - from)];
      last = node;
    }
    return last ? [last, last.length] : [block.node, 0];
  }

  range(start, end) {
    const range = new Range();
    range.setStart(...this.#place(this.offsets.unit(start)));
    range.setEnd(...this.#place(this.offsets.unit(end)));
    return range;
  }

  /** Lights spans of the text, and mentions with the role they have. */
  light(spans, ids = new Map()) {
    const before = this.lit;
    this.lit = { spans, ids };
    for (const id of before.ids.keys()) this.#mark(id);
    for (const id of ids.keys()) this.#mark(id);
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("evidence");
    if (spans.length) CSS.highlights.set("evidence", new Highlight(...spans.map(([a, b]) => this.range(a, b))));
  }

  /** Brings a span into sight. */
  reveal(start) {
    const [node] = this.#place(this.offsets.unit(start));
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  focus(id) {
    const mention = this.record.entities.find((one) => one.id === id);
    if (!mention) return;
    this.#place(this.offsets.unit(mention.start));
    const element = this.elements.get(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }

  /** The mention after or before the one in focus, or before the reading place. */
  step(by) {
    const { entities } = this.record;
    if (!entities.length) return;
    const now = entities.findIndex((mention) => mention.id === document.activeElement?.dataset?.id);
    const next = now < 0 ? (by > 0 ? 0 : entities.length - 1) : (now + by + entities.length) % entities.length;
    this.focus(entities[next].id);
  }

  /** The selected span in code points, without blanks at its ends; null where there is none in the text. */
  selection() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return null;
    let start = this.#unitOf(range.startContainer, range.startOffset);
    let end = this.#unitOf(range.endContainer, range.endOffset);
    const { text } = this.record;
    while (start < end && !text[start].trim()) start += 1;
    while (end > start && !text[end - 1].trim()) end -= 1;
    if (end <= start) return null;
    const [from, to] = [this.offsets.point(start), this.offsets.point(end)];
    return { start: from, end: to, text: text.slice(this.offsets.unit(from), this.offsets.unit(to)) };
  }

  #unitOf(node, offset) {
    if (node.nodeType === Node.TEXT_NODE) return (this.starts.get(node) ?? 0) + offset;
    const next = node.childNodes[offset];
    if (next) {
      const first = next.nodeType === Node.TEXT_NODE ? next : document.createTreeWalker(next, NodeFilter.SHOW_TEXT).nextNode();
      if (first) return this.starts.get(first) ?? 0;
    }
    const block = this.blocks.find((one) => one.node === node || one.node.contains(node));
    return block ? (this.record.text[block.end - 1] === "\n" ? block.end - 1 : block.end) : this.record.text.length;
  }

  slice(start, end) {
    return this.record.text.slice(this.offsets.unit(start), this.offsets.unit(end));
  }
}
