// A reading place in the text for the keyboard: arrows move it, with Shift they select.

import { h } from "./dom.js";

const MOVES = {
  ArrowLeft: ["backward", "character"], ArrowRight: ["forward", "character"], ArrowUp: ["backward", "line"],
  ArrowDown: ["forward", "line"], Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"],
};

export class Caret {
  constructor(root) {
    this.root = root;
    this.node = h("div", { class: "caret", "aria-hidden": "true", hidden: true });
    document.body.append(this.node);
    this.on = false;
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("focus", () => this.#begin());
    root.addEventListener("blur", () => { this.node.hidden = true; });
    document.addEventListener("selectionchange", () => this.#draw());
    addEventListener("scroll", () => this.#draw(), { passive: true, capture: true });
    addEventListener("resize", () => this.#draw());
  }

  /** Whether the text takes the keyboard. */
  allow(on) {
    this.on = on;
    if (on) this.root.tabIndex = 0; else this.root.removeAttribute("tabindex");
    this.#draw();
  }

  #begin() {
    const selection = getSelection();
    if (this.on && !(selection.anchorNode && this.root.contains(selection.anchorNode))) {
      const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
      const first = walker.nextNode();
      if (first) selection.collapse(first, 0);
    }
    this.#draw();
  }

  #key(event) {
    const move = MOVES[event.key];
    if (!this.on || !move || event.altKey || event.metaKey) return;
    const selection = getSelection();
    if (!selection.anchorNode || !this.root.contains(selection.anchorNode)) {
      if (event.target !== this.root && event.target.firstChild) selection.collapse(event.target.firstChild, 0);
      else this.#begin();
    }
    event.preventDefault();
    if (document.activeElement !== this.root) this.root.focus({ preventScroll: true });
    if (event.ctrlKey && move[1] === "lineboundary") { this.#toEnd(selection, event.key === "End", event.shiftKey); return; }
    const by = event.ctrlKey && move[1] === "character" ? "word" : move[1];
    const before = [selection.focusNode, selection.focusOffset];
    selection.modify(event.shiftKey ? "extend" : "move", move[0], by);
    if (selection.focusNode && !this.root.contains(selection.focusNode)) {
      if (event.shiftKey) selection.extend(...before); else selection.collapse(...before);
    }
    this.#draw();
    if (!this.node.hidden) this.node.scrollIntoView({ block: "nearest" });
  }

  /** To the first or the last word. */
  #toEnd(selection, last, extend) {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    for (let next = node; last && next; next = walker.nextNode()) node = next;
    if (!node) return;
    if (extend) selection.extend(node, last ? node.length : 0); else selection.collapse(node, last ? node.length : 0);
    node.parentElement.scrollIntoView({ block: "nearest" });
    this.#draw();
  }

  #draw() {
    const selection = getSelection();
    this.node.hidden = true;
    if (!this.on || document.activeElement !== this.root || !selection.focusNode || !this.root.contains(selection.focusNode)) return;
    const range = new Range();
    const { focusNode: node, focusOffset: offset } = selection;
    let box;
    if (node.nodeType === Node.TEXT_NODE && node.length) {
      const last = offset === node.length;
      range.setStart(node, last ? offset - 1 : offset);
      range.setEnd(node, last ? offset : offset + 1);
      const rects = range.getClientRects();
      const rect = rects[last ? rects.length - 1 : 0];
      box = rect && { left: last ? rect.right : rect.left, top: rect.top, height: rect.height };
    } else {
      const rect = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).getBoundingClientRect();
      box = { left: rect.left, top: rect.top, height: Math.min(rect.height, 24) };
    }
    if (!box) return;
    Object.assign(this.node.style, { left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`, height: `${box.height}px` });
    this.node.hidden = false;
  }
}
