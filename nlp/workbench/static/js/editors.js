// Boxes in which a mention or a statement is looked at and corrected.

import { button, h, replace } from "./dom.js";
import { t } from "./language.js";
import { labelName, modalityName, percent, plainSentence, roleName, termName, valueOf } from "./names.js";
import { evidenceOf, fillers, index, NAMES } from "./record.js";
import { row } from "./card.js";

let serial = 0;

/** A field with its label. */
function field(label, control) {
  serial += 1;
  control.id = `field-${serial}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

const select = (options, value, attributes = {}) => {
  const node = h("select", attributes, options.map(([key, words]) => h("option", { value: key }, words)));
  node.value = value ?? "";
  return node;
};

/** Opens a box; the focus goes back to where it was. */
export function box(title, children, attributes = {}) {
  serial += 1;
  const id = `box-${serial}`;
  const before = document.activeElement;
  const dialog = h("dialog", { class: "box", "aria-labelledby": id, ...attributes },
    h("div", { class: "box-head" }, h("h2", { id }, title), button("×", () => dialog.close(), { class: "quiet icon", "aria-label": t("close") })),
    children);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body || !document.activeElement?.isConnected) before?.isConnected && before.focus({ preventScroll: true });
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const numberOf = (text) => (text.trim() === "" ? undefined : Number(text.replace(/[,，\s]/g, "")));

/** The box of a mention. `on` has change(id, fields, all), remove(id), go(id), show(number), span(id, start, end). */
export function mentionBox(record, id, { schema, editing, on }) {
  const mention = record.entities.find((one) => one.id === id);
  if (!mention) return;
  const found = index(record);
  const same = NAMES.has(mention.label) ? found.refs.get(mention.ref ?? mention.id) ?? [] : [mention];
  const said = record.statements
    .map((statement, number) => ({ statement, number }))
    .filter(({ statement }) => fillers(statement, schema.literal_roles).some(([, filler]) => filler === id || filler === mention.ref));
  const body = h("div", { class: "box-body" });
  const dialog = box(mention.text, body);
  const close = (then) => () => { dialog.close(); then(); };
  const elsewhere = [
    same.length > 1 ? h("section", {}, h("h3", {}, t("moreMentions")), h("p", { class: "chips" }, same.filter((one) => one.id !== id).slice(0, 30).map((one) =>
      button(one.text, close(() => on.go(one.id)), { class: "chip", "data-label": one.label })))) : null,
    said.length ? h("section", {}, h("h3", {}, t("inStatements")), h("ul", { class: "plain" }, said.slice(0, 20).map(({ statement, number }) => h("li", {},
      button(plainSentence(statement, found, schema.literal_roles), close(() => on.show(number)), { class: "link left" }))))) : null,
  ];
  if (!editing) {
    replace(body,
      h("p", {}, h("span", { class: "tag", "data-label": mention.label }, labelName(mention.label))),
      h("dl", {},
        row(t("value"), valueOf(mention)), row(t("kind"), mention.kind), row(t("bound"), mention.bound === "exact" ? "" : mention.bound),
        row(t("ref"), mention.ref), row(t("rule"), mention.rule || t("byHand")),
        row(t("confidence"), percent(mention.confidence ?? 1)), row(t("span"), `${mention.start}–${mention.end}`)),
      elsewhere);
    return;
  }
  fillMentionForm(body, dialog, record, mention, { schema, on, elsewhere });
}

function fillMentionForm(body, dialog, record, mention, { schema, on, elsewhere }) {
  const label = select(schema.labels.map((name) => [name, labelName(name)]), mention.label);
  const ref = h("input", { type: "text", value: mention.ref ?? "", list: "refs", spellcheck: "false", autocomplete: "off" });
  const known = [...new Set(record.entities.filter((one) => NAMES.has(one.label)).map((one) => one.ref))].filter(Boolean);
  const refs = h("datalist", { id: "refs" }, known.map((name) => h("option", { value: name })));
  const kind = select(schema.kinds.map((name) => [name, name]), mention.kind ?? "other");
  const bound = select(schema.bounds.map((name) => [name, name]), mention.bound ?? "exact");
  const text = (value) => h("input", { type: "text", value: value ?? "", inputmode: "decimal", autocomplete: "off" });
  const [value, min, max] = [text(mention.value), text(mention.min), text(mention.max)];
  const unit = h("input", { type: "text", value: mention.unit ?? "", autocomplete: "off" });
  const iso = h("input", { type: "text", value: mention.iso ?? "", placeholder: "2021-08-03", autocomplete: "off" });
  const all = h("input", { type: "checkbox", id: "all-same" });
  const count = record.entities.filter((one) => one.text === mention.text && one.label === mention.label).length;
  const fault = h("p", { class: "fault", role: "alert" });
  const quantity = h("div", { class: "grid" }, field(t("kind"), kind), field(t("unit"), unit), field(t("value"), value), field(t("bound"), bound), field(t("min"), min), field(t("max"), max));
  const date = h("div", {}, field(t("iso"), iso));
  const name = h("div", {}, field(t("ref"), ref), refs);
  const fit = () => {
    quantity.hidden = label.value !== "QUANTITY";
    date.hidden = label.value !== "DATE";
    name.hidden = !NAMES.has(label.value);
  };
  kind.addEventListener("change", () => { unit.value = schema.base_units[kind.value] ?? (kind.value === "count" ? "item" : unit.value); });
  label.addEventListener("change", fit);
  fit();
  const read = () => {
    const fields = { label: label.value };
    if (label.value === "QUANTITY") {
      const numbers = { value: numberOf(value.value), min: numberOf(min.value), max: numberOf(max.value) };
      if (Object.values(numbers).some((one) => Number.isNaN(one)) || Object.values(numbers).every((one) => one === undefined)) return null;
      if (numbers.min !== undefined || numbers.max !== undefined) numbers.value = undefined;
      Object.assign(fields, numbers, { kind: kind.value, unit: unit.value.trim() || undefined, bound: bound.value });
    } else if (label.value === "DATE") fields.iso = iso.value.trim() || null;
    else if (ref.value.trim() && (ref.value.trim() !== mention.ref || NAMES.has(mention.label))) fields.ref = ref.value.trim();
    return fields;
  };
  const nudge = (words, by) => button(words, () => { dialog.close(); on.span(mention.id, mention.start + by[0], mention.end + by[1]); }, { class: "small" });
  const form = h("form", {
    onsubmit: (event) => {
      event.preventDefault();
      const fields = read();
      if (!fields) { fault.textContent = t("fieldNumber"); value.focus(); return; }
      dialog.close();
      on.change(mention.id, fields, all.checked);
    },
  },
  field(t("label"), label), name, quantity, date,
  count > 1 ? h("p", { class: "check" }, all, h("label", { for: "all-same" }, t("allSame", { text: mention.text, n: count }))) : null,
  fault,
  h("div", { class: "row nudges", role: "group", "aria-label": t("span") }, nudge(t("growLeft"), [-1, 0]), nudge(t("shrinkLeft"), [1, 0]), nudge(t("shrinkRight"), [0, -1]), nudge(t("growRight"), [0, 1])),
  h("div", { class: "row end" },
    button(t("delete"), () => { dialog.close(); on.remove(mention.id); }, { class: "danger" }), h("span", { class: "grow" }),
    button(t("cancel"), () => dialog.close()), h("button", { class: "main" }, t("apply"))));
  replace(body, form, elsewhere);
  label.focus();
}

/** What may fill a place: names by ref, values by mention. */
function choices(record, labels, kinds = []) {
  const seen = new Set();
  const rows = [];
  for (const mention of record.entities) {
    if (labels && !labels.includes(mention.label)) continue;
    if (mention.label === "QUANTITY" && kinds.length && !kinds.includes(mention.kind)) continue;
    const key = NAMES.has(mention.label) ? mention.ref ?? mention.id : mention.id;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push([key, `${mention.text} · ${valueOf(mention) || labelName(mention.label)}`]);
  }
  return rows;
}

/** The id or ref by which a list of choices knows a filler. */
function asChoice(record, filler) {
  if (filler === null || filler === undefined) return "";
  const mention = index(record).of(filler)[0];
  if (!mention) return filler;
  if (NAMES.has(mention.label)) return mention.ref ?? mention.id;
  const exact = record.entities.find((one) => one.id === filler);
  return (exact ?? mention).id;
}

/** The box of a statement; `number` is null for a new one. `on.done(statement)` takes it. */
export function statementBox(record, number, { schema, selection, on }) {
  const literals = schema.literal_roles;
  const given = number === null ? { predicate: "ordered_from", subject: null, object: null, qualifiers: {}, modality: "asserted", evidence: [] } : record.statements[number];
  const predicate = select(Object.keys(schema.predicates).map((name) => [name, name]), given.predicate);
  const place = h("div");
  const roles = h("div", { class: "roles" });
  const modality = select(schema.modalities.map((name) => [name, modalityName(name)]), given.modality ?? "asserted");
  const fault = h("p", { class: "fault", role: "alert" });
  let rows = Object.entries(given.qualifiers ?? {}).flatMap(([role, values]) => values.map((value) => ({ role, value })));
  let [subject, object] = [given.subject, given.object];
  let controls = {};
  const table = () => schema.predicates[predicate.value];

  const drawSides = () => {
    const { subject: subjects, object: objects, quantity_kinds: kinds, subject_optional: subjectFree, object_optional: objectFree } = table();
    const side = (labels, free, value, only) => {
      const options = choices(record, labels, only);
      const chosen = asChoice(record, value);
      if (chosen && !options.some(([key]) => key === chosen)) options.unshift([chosen, index(record).of(chosen)[0]?.text ?? chosen]);
      return select([["", free ? t("nobody") : "…"], ...options], chosen);
    };
    controls = { subject: side(subjects, subjectFree, subject, []), object: side(objects, objectFree, object, kinds) };
    controls.subject.addEventListener("change", () => { subject = controls.subject.value || null; });
    controls.object.addEventListener("change", () => { object = controls.object.value || null; });
    replace(place, h("div", { class: "grid" }, field(`${t("subject")} · ${subjects.map(labelName).join(", ")}`, controls.subject), field(`${t("object")} · ${objects.map(labelName).join(", ")}`, controls.object)));
  };

  const control = (one) => {
    if (one.role === "metric") return select(schema.metrics.map((name) => [name, termName(name)]), one.value);
    if (one.role === "action") return select(schema.actions.map((name) => [name, termName(name)]), one.value);
    if (literals.includes(one.role)) return h("input", { type: "text", value: one.value ?? "" });
    return select([["", "…"], ...choices(record, null)], asChoice(record, one.value));
  };

  const drawRoles = (focus) => {
    const allowed = table().qualifiers;
    for (const role of table().required) if (!rows.some((one) => one.role === role)) rows.push({ role, value: role === "metric" ? schema.metrics[0] : schema.actions[0] });
    const lines = rows.map((one) => {
      const node = control(one);
      one.value = node.value;
      node.addEventListener("input", () => { one.value = node.value; });
      const line = h("div", { class: `field role-row${allowed.includes(one.role) ? "" : " wrong"}` });
      const made = field(roleName(one.role), node);
      line.append(made, button(t("remove"), () => { rows = rows.filter((other) => other !== one); drawRoles(); }, { class: "link", "aria-label": `${t("remove")}: ${roleName(one.role)}` }));
      return line;
    });
    const add = select([["", t("addRole")], ...allowed.map((role) => [role, roleName(role)])], "", { "aria-label": t("addRole") });
    add.addEventListener("change", () => { if (add.value) { rows.push({ role: add.value, value: "" }); drawRoles(true); } });
    replace(roles, lines, allowed.length ? add : h("span"));
    if (focus) roles.querySelector(".role-row:nth-last-child(2) select, .role-row:nth-last-child(2) input")?.focus();
  };

  predicate.addEventListener("change", () => {
    rows = rows.filter((one) => table().qualifiers.includes(one.role));
    drawSides();
    drawRoles();
  });
  drawSides();
  drawRoles();
  const own = h("input", { type: "checkbox", id: "own-evidence", checked: Boolean(selection) });

  const read = () => {
    const qualifiers = {};
    for (const { role, value } of rows) if (value) (qualifiers[role] ??= []).push(value);
    const made = { ...given, predicate: predicate.value, subject: controls.subject.value || null, object: controls.object.value || null, qualifiers, modality: modality.value };
    const { subject_optional: subjectFree, object_optional: objectFree, required } = table();
    const missing = [
      !made.subject && !subjectFree ? t("subject") : null, !made.object && !objectFree ? t("object") : null,
      !made.subject && !made.object ? t("object") : null, ...required.filter((role) => !qualifiers[role]).map(roleName),
    ].filter(Boolean);
    if (missing.length) { fault.textContent = t("badStatement", { what: missing[0] }); return null; }
    const parts = JSON.stringify([made.subject, made.object, made.qualifiers]) !== JSON.stringify([given.subject, given.object, given.qualifiers]);
    if (own.checked && selection) made.evidence = [[selection.start, selection.end]];
    else if (parts || !made.evidence?.length) made.evidence = evidenceOf(record, made, literals);
    delete made.rule;
    made.confidence = 1;
    return made;
  };
  const dialog = box(number === null ? t("addStatement") : t("editStatement"), h("form", {
    class: "box-body",
    onsubmit: (event) => {
      event.preventDefault();
      const made = read();
      if (!made) return;
      dialog.close();
      on.done(made);
    },
  },
  h("div", { class: "grid" }, field(t("predicate"), predicate), field(t("modality"), modality)), place, roles,
  selection ? h("p", { class: "check" }, own, h("label", { for: "own-evidence" }, t("useSelection"), " “", selection.text.slice(0, 60), "”")) : h("p", { class: "soft small" }, `${t("evidence")}: ${t("evidenceAuto")}`),
  fault,
  h("div", { class: "row end" }, button(t("cancel"), () => dialog.close()), h("button", { class: "main" }, t("apply")))), { class: "box broad" });
  predicate.focus();
}
