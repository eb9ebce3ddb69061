// A small graph of the document: named things and what statements say between them. Same document, same picture.

import { h, s } from "./dom.js";
import { language, t } from "./language.js";
import { termName } from "./names.js";
import { SENTENCES } from "./words.js";

const MOST = 36;
const WIDTH = 500;

function build(record, found) {
  const nodes = new Map();
  const links = [];
  const node = (filler) => {
    const mention = filler === null || filler === undefined ? null : found.of(filler)[0];
    if (!mention) return null;
    const key = mention.label === "QUANTITY" || mention.label === "DATE" ? mention.id : mention.ref ?? mention.id;
    if (!nodes.has(key)) nodes.set(key, { key, label: mention.label, name: mention.text, mention, degree: 0 });
    return nodes.get(key);
  };
  record.statements.forEach((statement, number) => {
    const from = node(statement.subject);
    const to = node(statement.object);
    if (!from || !to || from === to) return;
    from.degree += 1;
    to.degree += 1;
    const twin = links.find((link) => link.from === from && link.to === to && link.predicate === statement.predicate);
    if (twin) twin.times += 1;
    else links.push({ from, to, number, predicate: statement.predicate, modality: statement.modality, times: 1, statement });
  });
  const all = [...nodes.values()].filter((one) => one.degree).sort((a, b) => b.degree - a.degree);
  const most = new Set(all.slice(0, MOST));
  const kept = links.filter((link) => most.has(link.from) && most.has(link.to));
  const linked = new Set(kept.flatMap((link) => [link.from, link.to]));
  return { all: all.length, nodes: [...linked], links: kept };
}

const widthOf = (name) => Math.min(150, [...name].reduce((sum, char) => sum + (char > "\u2e80" ? 12.5 : 6.9), 18));

function settle(nodes, links, height) {
  nodes.forEach((node, at) => {
    const angle = at * 2.39996; // the golden angle spreads them without chance
    const far = 60 * Math.sqrt(at);
    node.x = WIDTH / 2 + far * Math.cos(angle) * 1.5;
    node.y = height / 2 + far * Math.sin(angle);
    node.w = widthOf(node.name);
  });
  for (let round = 0; round < 320; round += 1) {
    const heat = 14 * (1 - round / 320) + 0.2;
    for (const node of nodes) { node.fx = (WIDTH / 2 - node.x) * 0.004; node.fy = (height / 2 - node.y) * 0.008; }
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = i + 1; j < nodes.length; j += 1) {
        const [a, b] = [nodes[i], nodes[j]];
        const dx = a.x - b.x || 0.1;
        const dy = (a.y - b.y || 0.1) * 1.9;
        const distance = Math.max(20, Math.hypot(dx, dy));
        const push = Math.min(40, 12000 / (distance * distance));
        a.fx += (dx / distance) * push; a.fy += (dy / distance) * push;
        b.fx -= (dx / distance) * push; b.fy -= (dy / distance) * push;
        const wx = (a.w + b.w) / 2 + 10 - Math.abs(a.x - b.x);
        const wy = 34 - Math.abs(a.y - b.y);
        if (wx > 0 && wy > 0) { const up = Math.sign(a.y - b.y || 1) * wy * 0.4; a.fy += up; b.fy -= up; }
      }
    }
    for (const { from, to } of links) {
      const dx = to.x - from.x;
      const dy = to.y - from.y;
      const distance = Math.max(1, Math.hypot(dx, dy));
      const pull = (distance - 120) * 0.02;
      from.fx += (dx / distance) * pull; from.fy += (dy / distance) * pull;
      to.fx -= (dx / distance) * pull; to.fy -= (dy / distance) * pull;
    }
    for (const node of nodes) {
      const force = Math.hypot(node.fx, node.fy) || 1;
      const step = Math.min(heat, force) / force;
      node.x = Math.max(node.w / 2 + 4, Math.min(WIDTH - node.w / 2 - 4, node.x + node.fx * step));
      node.y = Math.max(20, Math.min(height - 20, node.y + node.fy * step));
    }
  }
  spread(nodes, "x", 4, WIDTH - 4, (node) => node.w / 2);
  spread(nodes, "y", 6, height - 6, () => 14);
}

/** Stretches the picture to the borders. */
function spread(nodes, axis, low, high, half) {
  const from = Math.min(...nodes.map((node) => node[axis] - half(node)));
  const to = Math.max(...nodes.map((node) => node[axis] + half(node)));
  if (to - from < 1) return;
  const [first, last] = [Math.min(...nodes.map((node) => node[axis])), Math.max(...nodes.map((node) => node[axis]))];
  const room = high - low - (to - from) + (last - first);
  const scale = last > first ? Math.min(3, room / (last - first)) : 1;
  const middle = (first + last) / 2;
  for (const node of nodes) node[axis] = Math.max(low + half(node), Math.min(high - half(node), (low + high) / 2 + (node[axis] - middle) * scale));
}

/** Where a line from a node's middle leaves its box. */
function border(node, dx, dy) {
  const scale = Math.min((node.w / 2 + 3) / Math.max(0.01, Math.abs(dx)), 16 / Math.max(0.01, Math.abs(dy)));
  return [node.x + dx * scale, node.y + dy * scale];
}

const short = (name) => { const chars = [...name]; return chars.length > 20 ? `${chars.slice(0, 19).join("")}…` : name; };

/** What is written on a line: the literal that tells most, else the verb. */
function verbOf(predicate, { qualifiers = {} }) {
  const [literal] = qualifiers.metric ?? qualifiers.action ?? qualifiers.title ?? [];
  if (literal) return short(termName(literal));
  const words = (SENTENCES[predicate]?.[language()] ?? predicate).replace(/\{\w+\}/g, " ").replace(/[:：]\s*$/, "");
  return words.replace(/\s+/g, language() === "zh" ? "" : " ").trim();
}

/** The drawing. `on` has show(number) and open(mention id). */
export function graph(record, found, { shown, on }) {
  const { all, nodes, links } = build(record, found);
  if (!links.length) return [h("p", { class: "soft" }, t("noStatements"))];
  for (const node of nodes) node.name = short(node.name);
  const height = Math.max(300, Math.min(1000, 160 + nodes.length * 28));
  settle(nodes, links, height);
  const seen = new Map();
  const lines = links.map(({ from, to, number, predicate, modality, times, statement }) => {
    const pair = [from.key, to.key].sort().join("\n");
    const nth = seen.get(pair) ?? 0;
    seen.set(pair, nth + 1);
    const bend = (nth % 2 ? -1 : 1) * Math.ceil(nth / 2) * 26;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const distance = Math.max(1, Math.hypot(dx, dy));
    const [x1, y1] = border(from, dx, dy);
    const [x2, y2] = border(to, -dx, -dy);
    const mx = (x1 + x2) / 2 - (dy / distance) * bend;
    const my = (y1 + y2) / 2 + (dx / distance) * bend;
    const verb = verbOf(predicate, statement);
    return s("g", { class: `link${shown === number ? " lit" : ""}`, "data-modality": modality, "data-number": number, onclick: () => on.show(number) },
      s("path", { d: `M${x1} ${y1} Q${mx} ${my} ${x2} ${y2}`, "marker-end": "url(#arrow)" }),
      s("path", { class: "touch", d: `M${x1} ${y1} Q${mx} ${my} ${x2} ${y2}` }),
      s("text", { x: (x1 + 2 * mx + x2) / 4, y: (y1 + 2 * my + y2) / 4 - 3 }, times > 1 ? `${verb} ×${times}` : verb));
  });
  const boxes = nodes.map((node) => s("g", { class: "node", "data-label": node.label, onclick: () => on.open(node.mention.id) },
    s("rect", { x: node.x - node.w / 2, y: node.y - 13, width: node.w, height: 26, rx: node.label === "QUANTITY" || node.label === "DATE" ? 3 : 13 }),
    s("text", { x: node.x, y: node.y + 4 }, node.name), s("title", {}, node.mention.text)));
  const arrow = s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    s("path", { d: "M0 0 L8 4 L0 8 z" })));
  const label = t("graphLabel", { things: nodes.length, links: links.length });
  return [
    s("svg", { class: "graph", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label }, arrow, lines, boxes),
    all > nodes.length ? h("p", { class: "soft small" }, t("graphMore", { n: nodes.length, all })) : null,
  ];
}
