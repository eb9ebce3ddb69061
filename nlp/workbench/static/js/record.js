// A document as it is corrected: pure functions from record to record, and the history of them.

const VALUES = ["kind", "value", "unit", "bound", "min", "max"];

export const NAMES = new Set(["COMPANY", "PERSON", "MACHINE", "JURISDICTION", "FACILITY", "AUTHORITY"]);

/** Records that a person went through, undo and redo. */
export class History {
  constructor(record) {
    this.past = [];
    this.present = record;
    this.future = [];
    this.savedAs = record;
  }

  get changed() { return this.present !== this.savedAs; }

  push(record) {
    if (record === this.present) return;
    this.past.push(this.present);
    if (this.past.length > 500) this.past.shift();
    this.present = record;
    this.future = [];
  }

  undo() {
    if (!this.past.length) return false;
    this.future.push(this.present);
    this.present = this.past.pop();
    return true;
  }

  redo() {
    if (!this.future.length) return false;
    this.past.push(this.present);
    this.present = this.future.pop();
    return true;
  }
}

/** Mentions by id and by ref. */
export function index(record) {
  const ids = new Map();
  const refs = new Map();
  for (const mention of record.entities) {
    ids.set(mention.id, mention);
    const ref = mention.ref ?? mention.id;
    if (!refs.has(ref)) refs.set(ref, []);
    refs.get(ref).push(mention);
  }
  return {
    ids,
    refs,
    /** The mentions that a filler stands for. */
    of(filler) {
      const mention = ids.get(filler);
      if (!mention) return refs.get(filler) ?? [];
      return NAMES.has(mention.label) ? refs.get(mention.ref ?? mention.id) : [mention];
    },
  };
}

/** Every (role, filler) of a statement that stands for mentions. */
export function fillers(statement, literals) {
  const found = [];
  if (statement.subject !== null && statement.subject !== undefined) found.push(["subject", statement.subject]);
  if (statement.object !== null && statement.object !== undefined) found.push(["object", statement.object]);
  for (const [role, values] of Object.entries(statement.qualifiers ?? {})) {
    if (!literals.includes(role)) for (const value of values) found.push([role, value]);
  }
  return found;
}

function freeId(record) {
  const taken = new Set(record.entities.map((mention) => mention.id));
  let number = record.entities.length + 1;
  while (taken.has(`e${number}`)) number += 1;
  return `e${number}`;
}

function newRef(record, mention) {
  if (mention.label === "QUANTITY") return `q:${mention.id}`;
  if (mention.label === "DATE") return mention.iso ?? `d:${mention.id}`;
  const same = record.entities.find((other) => other.text === mention.text && other.label === mention.label && other.ref);
  if (same) return same.ref;
  const slug = mention.text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return slug.length > 1 ? slug : `${mention.label[0].toLowerCase()}:${mention.id}`;
}

const inOrder = (entities) => [...entities].sort((a, b) => a.start - b.start);

/** The mention as its label asks for it: no values on names, a kind on quantities. */
function shaped(mention) {
  const made = { ...mention };
  if (made.label !== "QUANTITY") for (const field of VALUES) delete made[field];
  else {
    made.kind ??= "other";
    made.bound ??= "exact";
    if (made.value === undefined && made.min === undefined && made.max === undefined) {
      const read = parseFloat(made.text.replace(/[,，]/g, "").replace(/^[^\d.]+/, ""));
      made.value = Number.isFinite(read) ? read : 0;
    }
  }
  if (made.label === "DATE") made.iso ??= null; else delete made.iso;
  delete made.rule;
  delete made.confidence;
  return made;
}

/** Adds a mention; those it overlaps give way. Returns the record, the id, and what gave way. */
export function addMention(record, start, end, text, label, read = {}) {
  const overlapped = record.entities.filter((mention) => mention.start < end && start < mention.end);
  let base = record;
  let touched = 0;
  for (const mention of overlapped) {
    const done = deleteMention(base, mention.id);
    base = done.record;
    touched += done.touched;
  }
  const id = freeId(base);
  const mention = shaped({ id, start, end, text, label, ...read });
  mention.ref = newRef(base, mention);
  return { record: { ...base, entities: inOrder([...base.entities, mention]) }, id, overlapped, touched };
}

/** Changes fields of a mention, or of all mentions with its text where `all` is set. */
export function changeMention(record, id, fields, { all = false } = {}) {
  const target = record.entities.find((mention) => mention.id === id);
  const entities = record.entities.map((mention) => {
    const same = mention.id === id || (all && mention.text === target.text && mention.label === target.label);
    if (!same) return mention;
    const made = shaped({ ...mention, ...fields });
    const family = (label) => (NAMES.has(label) ? "name" : label);
    if (!("ref" in fields) && family(mention.label) !== family(made.label)) made.ref = newRef(record, made);
    return made;
  });
  return repaired({ ...record, entities: inOrder(entities) });
}

/** Takes a mention away, and out of the statements that named it. */
export function deleteMention(record, id) {
  return repaired({ ...record, entities: record.entities.filter((mention) => mention.id !== id) });
}

/** Statements without fillers that are gone; those that cannot stand without them go. */
function repaired(record) {
  const known = new Set();
  for (const mention of record.entities) known.add(mention.id).add(mention.ref ?? mention.id);
  let touched = 0;
  const statements = [];
  for (const statement of record.statements) {
    const made = withKnown(statement, known);
    if (made !== statement) touched += 1;
    if (made) statements.push(made);
  }
  return { record: touched ? { ...record, statements } : record, touched };
}

const LITERAL = new Set(["metric", "segment", "title", "action"]);
const SUBJECT_OPTIONAL = new Set(["ordered_from"]);
const OBJECT_OPTIONAL = new Set(["ordered_from", "supplied", "partnered_with", "acquired", "regulates", "relocated_to"]);

function withKnown(statement, known) {
  const gone = (filler) => filler !== null && filler !== undefined && !known.has(filler);
  let made = statement;
  if (gone(made.subject)) {
    if (!SUBJECT_OPTIONAL.has(made.predicate) || made.object === null) return null;
    made = { ...made, subject: null };
  }
  if (gone(made.object)) {
    if (!OBJECT_OPTIONAL.has(made.predicate) || made.subject === null) return null;
    made = { ...made, object: null };
  }
  const rows = Object.entries(made.qualifiers ?? {});
  if (rows.some(([role, values]) => !LITERAL.has(role) && values.some(gone))) {
    const kept = rows
      .map(([role, values]) => [role, LITERAL.has(role) ? values : values.filter((value) => !gone(value))])
      .filter(([, values]) => values.length);
    made = { ...made, qualifiers: Object.fromEntries(kept) };
  }
  return made;
}

export const addStatement = (record, statement) => ({ ...record, statements: [...record.statements, statement] });

export const changeStatement = (record, number, statement) => ({
  ...record,
  statements: record.statements.map((one, at) => (at === number ? statement : one)),
});

export const deleteStatement = (record, number) => ({
  ...record,
  statements: record.statements.filter((_, at) => at !== number),
});

/** The span from the first to the last word of a statement's parts, each where it is nearest to the others. */
export function evidenceOf(record, statement, literals) {
  const found = index(record);
  const groups = fillers(statement, literals).map(([, filler]) => found.of(filler)).filter((group) => group.length);
  if (!groups.length) return [];
  groups.sort((a, b) => a.length - b.length);
  let best = null;
  for (const anchor of groups[0].slice(0, 50)) {
    let [start, end] = [anchor.start, anchor.end];
    for (const group of groups.slice(1)) {
      const near = group.reduce((one, other) => (Math.abs(other.start - anchor.start) < Math.abs(one.start - anchor.start) ? other : one));
      start = Math.min(start, near.start);
      end = Math.max(end, near.end);
    }
    if (!best || end - start < best[1] - best[0]) best = [start, end];
  }
  return [best];
}

/** The record as gold: judged by a person, so without rules and confidences. */
export function asGold(record) {
  const entities = record.entities.map(({ rule, confidence, ...mention }) => mention);
  const statements = record.statements.map(({ rule, ...statement }) => ({ ...statement, confidence: 1 }));
  return { ...record, entities, statements };
}
