"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = id => document.getElementById(id);
  const colours = {COMPANY: "#2f7fb8", PERSON: "#8e5bb0", MACHINE: "#b07d1a", JURISDICTION: "#4a8f4a", FACILITY: "#2f8f88", AUTHORITY: "#c0493d"};
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e6e9ee" : "#1c2430", soft = dark ? "#6b7684" : "#8a94a1";
  const styles = {asserted: "solid", planned: "dashed", possible: "dotted", ended: "dashed", denied: "dotted"};
  const path = [];
  let here = data.center;

  function element(name, text, more) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    return Object.assign(made, more || {});
  }

  const things = fact => fact.roles.filter(role => role[2] !== null && role[2] !== undefined);
  const of = (fact, name) => fact.roles.filter(role => role[0] === name);
  const shown = () => data.facts.filter(fact => !by("modality").value || fact.modality === by("modality").value);

  // Edges: subject to object; where one of them is no thing, the other to each thing told with it.
  function edges(facts) {
    const found = [];
    facts.forEach((fact, number) => {
      const subject = of(fact, "subject")[0], object = things(fact).find(role => role[0] === "object");
      const hub = subject || object;
      if (!hub || hub[2] === null || hub[2] === undefined) return;
      if (subject && object) found.push([subject[2], object[2], fact.en, fact, number]);
      things(fact).filter(role => role[0] !== "subject" && role[0] !== "object" && role[2] !== hub[2])
        .forEach(role => found.push([hub[2], role[2], fact.en + " · " + role[0].replace(/_/g, " "), fact, number]));
    });
    return found;
  }

  function near(all) {
    if (here === null || here === undefined) return new Set(all.flatMap(edge => [edge[0], edge[1]]));
    const seen = new Set([here]);
    for (let step = 0; step < Number(by("steps").value); step++) {
      const size = seen.size, now = new Set(seen);
      all.forEach(edge => { if (now.has(edge[0]) || now.has(edge[1])) { seen.add(edge[0]); seen.add(edge[1]); } });
      if (seen.size === size) break;
    }
    return seen;
  }

  const cy = cytoscape({
    container: by("graph"), minZoom: .1, maxZoom: 4,
    style: [
      {selector: "node", style: {"label": "data(name)", "background-color": "data(colour)", "width": "data(size)", "height": "data(size)", "font-size": 12, "color": ink, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 120, "text-outline-width": 2, "text-outline-color": dark ? "#15191f" : "#fff"}},
      {selector: "node.here", style: {"border-width": 4, "border-color": dark ? "#f0a35e" : "#b4540a"}},
      {selector: "edge", style: {"width": 1.5, "line-color": soft, "target-arrow-color": soft, "target-arrow-shape": "triangle", "curve-style": "bezier", "line-style": "data(line)", "label": "data(name)", "font-size": 9, "color": soft, "text-rotation": "autorotate", "text-background-color": dark ? "#15191f" : "#fff", "text-background-opacity": .85, "text-background-padding": 1}},
      {selector: "edge.struck", style: {"opacity": .45}},
      {selector: ":selected", style: {"line-color": "#b4540a", "target-arrow-color": "#b4540a", "border-width": 3, "border-color": "#b4540a"}},
    ],
  });

  function draw() {
    const all = edges(shown()), seen = near(all), degree = {};
    const drawn = all.filter(edge => seen.has(edge[0]) && seen.has(edge[1]));
    drawn.forEach(edge => { degree[edge[0]] = (degree[edge[0]] || 0) + 1; degree[edge[1]] = (degree[edge[1]] || 0) + 1; });
    cy.elements().remove();
    cy.add([...seen].map(id => ({group: "nodes", data: {id: "t" + id, thing: id, name: data.things[id].name,
      colour: colours[data.things[id].kind], size: 18 + 6 * Math.sqrt(degree[id] || 0)}, classes: id === here ? "here" : ""})));
    cy.add(drawn.map((edge, number) => ({group: "edges", data: {id: "e" + number, source: "t" + edge[0], target: "t" + edge[1],
      name: drawn.length > 120 ? "" : edge[2], line: styles[edge[3].modality], fact: data.facts.indexOf(edge[3])},
      classes: edge[3].superseded || edge[3].modality === "ended" || edge[3].modality === "denied" ? "struck" : ""})));
    const centre = here === null || here === undefined ? undefined : "#t" + here;
    const layout = drawn.length < 60 && centre
      ? {name: "concentric", concentric: node => node.id() === "t" + here ? 10 : 1, levelWidth: () => 1, minNodeSpacing: 46, animate: false}
      : {name: "cose", animate: false, randomize: true, nodeRepulsion: 12000, idealEdgeLength: 90, numIter: 800};
    cy.layout(layout).run();
    cy.fit(undefined, 40);
    const hidden = data.things.length - seen.size;
    by("note").textContent = `${seen.size} things, ${drawn.length} links` + (hidden > 0 ? `; ${hidden} more further off` : "") + (data.cut ? "; older facts are left out" : "");
    by("back").disabled = path.length === 0;
  }

  function go(id, keep) {
    if (id === here) return;
    if (keep !== false && here !== null && here !== undefined) path.push(here);
    here = id;
    draw();
    tell(id);
  }

  function card(fact) {
    const box = element("article"), head = element("p");
    const side = role => {
      if (!role) { head.append("? "); return; }
      const thing = role[2] !== null && role[2] !== undefined;
      head.append(thing ? element("button", role[1], {className: "link", type: "button", onclick: () => go(role[2])}) : role[1], " ");
    };
    side(of(fact, "subject")[0]);
    head.append(element("em", fact.en), " ");
    side(of(fact, "object")[0]);
    if (fact.modality !== "asserted") head.append(element("span", fact.modality, {className: "tag"}), " ");
    if (fact.superseded) head.append(element("span", "superseded", {className: "tag"}), " ");
    const list = element("dl");
    const when = fact.from && fact.from !== fact.until ? fact.from + " – " + fact.until : fact.from;
    if (when) list.append(element("dt", "when"), element("dd", when));
    fact.roles.filter(role => !["subject", "object", "date"].includes(role[0]))
      .forEach(role => list.append(element("dt", role[0].replace(/_/g, " ")), element("dd", role[1])));
    fact.variants.forEach(other => list.append(element("dt", "or " + other[0].replace(/_/g, " "), {className: "tag"}), element("dd", other[1] + " (other sources)")));
    box.append(head, list);
    fact.places.forEach(place => {
      const line = element("p", null, {className: "where"}), name = place.title || place.article;
      if (/^https?:\/\//i.test(place.url || "")) line.append(element("a", name, {href: place.url, rel: "noopener noreferrer", target: "_blank"}));
      else line.append(name);
      line.append([place.title ? " " + place.article : "", place.date ? " · " + place.date : "",
        place.spans.length ? " · characters " + place.spans.map(span => span.join("–")).join(", ") : ""].join(""));
      box.append(line);
    });
    return box;
  }

  function tell(id) {
    const side = by("side");
    side.replaceChildren();
    if (id === null || id === undefined) { side.append(element("p", "Choose a thing or a link to read what is said of it.")); return; }
    const thing = data.things[id];
    const facts = shown().filter(fact => fact.roles.some(role => role[2] === id));
    side.append(element("h3", thing.name), element("p", `${data.kinds[thing.kind].en} · ${data.kinds[thing.kind].zh} · ${facts.length} facts`, {className: "kind"}));
    facts.slice(0, 200).forEach(fact => side.append(card(fact)));
  }

  function timeline() {
    const orders = data.facts.filter(fact => fact.predicate === "ordered_from" && fact.from);
    const box = by("timeline");
    if (!orders.length) { box.append(element("p", "No dated order here.")); return; }
    const svg = (name, attributes, text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      if (text !== undefined) made.textContent = text;
      return made;
    };
    const times = orders.map(fact => Date.parse(fact.from));
    const first = new Date(Math.min(...times)).getUTCFullYear(), last = new Date(Math.max(...times)).getUTCFullYear() + 1;
    const width = Math.max(640, box.clientWidth || 900), left = 16, right = width - 16;
    const sellers = [...new Set(orders.map(fact => (of(fact, "object")[0] || [0, "not named"])[1]))].sort();
    const lane = 34, top = 8, foot = top + sellers.length * lane;
    const names = 130, x = time => left + names + (time - Date.UTC(first, 0)) / (Date.UTC(last, 0) - Date.UTC(first, 0)) * (right - left - names);
    const root = svg("svg", {width, height: foot + 22, role: "img", "aria-label": "Orders over time"});
    for (let year = first; year <= last; year++) {
      root.append(svg("line", {x1: x(Date.UTC(year, 0)), x2: x(Date.UTC(year, 0)), y1: top, y2: foot, stroke: soft, "stroke-opacity": .35}));
      root.append(svg("text", {x: x(Date.UTC(year, 0)), y: foot + 15, fill: soft, "text-anchor": year === last ? "end" : "start"}, String(year)));
    }
    sellers.forEach((name, row) => root.append(svg("text", {x: left, y: top + row * lane + lane / 2 + 4, fill: ink}, name.length > 18 ? name.slice(0, 17) + "…" : name)));
    orders.forEach(fact => {
      const seller = (of(fact, "object")[0] || [0, "not named"])[1], buyer = (of(fact, "subject")[0] || [0, "not named"])[1];
      const count = (of(fact, "count")[0] || [])[3] || 0;
      const dot = svg("circle", {cx: x(Date.parse(fact.from)), cy: top + sellers.indexOf(seller) * lane + lane / 2,
        r: 3 + Math.min(13, Math.sqrt(count) / 14), fill: colours.COMPANY, "fill-opacity": fact.modality === "asserted" ? .7 : .15,
        stroke: colours.COMPANY, "stroke-dasharray": fact.modality === "asserted" ? "none" : "3 2", tabindex: 0});
      dot.append(svg("title", {}, `${fact.from} ${buyer} → ${seller}` + (count ? ` ${count.toLocaleString("en")}` : "") + ` (${fact.modality})`));
      const show = () => { by("side").replaceChildren(card(fact)); };
      dot.addEventListener("click", show);
      dot.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") show(); });
      root.append(dot);
    });
    box.append(root);
  }

  data.things.forEach(thing => by("names").append(element("option", undefined, {value: thing.name})));
  by("find").addEventListener("change", () => {
    const id = data.things.findIndex(thing => thing.name.toLowerCase() === by("find").value.trim().toLowerCase());
    if (id >= 0) go(id);
    else by("note").textContent = "no thing of that name is on this page";
  });
  by("modality").addEventListener("change", () => { draw(); tell(here); });
  by("steps").addEventListener("change", draw);
  by("back").addEventListener("click", () => { if (path.length) go(path.pop(), false); });
  cy.on("tap", "node", event => tell(event.target.data("thing")));
  cy.on("dbltap", "node", event => go(event.target.data("thing")));
  cy.on("tap", "edge", event => by("side").replaceChildren(card(data.facts[event.target.data("fact")])));
  addEventListener("resize", () => { cy.resize(); cy.fit(undefined, 40); });
  if (here === null || here === undefined) by("steps").value = "99";
  timeline();
  cy.resize();
  draw();
  tell(here);
})();
