// Elements from data. Text becomes text nodes, always: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.setAttribute("class", value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") node[name] = value;
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An element: h("p", {class: "x"}, "text", child). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of a drawing. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child instanceof Node));
  return node;
}

/** Fills a parent with what `make` yields for each row: the first rows at once, the others between frames. */
export function gradually(parent, rows, make, first = 40) {
  let at = 0;
  const until = (end, time) => {
    while (at < end && performance.now() < time) { parent.append(make(rows[at], at)); at += 1; }
  };
  until(Math.min(first, rows.length), Infinity);
  const rest = () => {
    if (!parent.isConnected) return;
    until(rows.length, performance.now() + 8);
    if (at < rows.length) requestAnimationFrame(rest);
  };
  if (at < rows.length) requestAnimationFrame(rest);
  return parent;
}

export const $ = (id) => document.getElementById(id);

/** What was stored in the browser, where it allows that. */
export const kept = {
  get(name, store = localStorage) {
    try { return store.getItem(`lode.${name}`); } catch { return null; }
  },
  set(name, value, store = localStorage) {
    try { store.setItem(`lode.${name}`, value); } catch { /* the choice lasts until the page is left */ }
  },
};

let timer;
/** Tells a person something, aloud too. */
export function tell(message, kind = "good") {
  const status = $("status");
  status.className = kind === "aloud" ? kind : `shown ${kind}`;
  status.textContent = message;
  clearTimeout(timer);
  timer = setTimeout(() => { status.className = ""; }, kind === "bad" ? 9000 : 3500);
}
