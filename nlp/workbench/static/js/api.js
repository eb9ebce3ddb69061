// The service.

import { h, kept, tell } from "./dom.js";
import { t } from "./language.js";

const fromAddress = /^#token=(.+)$/.exec(location.hash);
if (fromAddress) {
  kept.set("token", decodeURIComponent(fromAddress[1]), sessionStorage);
  history.replaceState(null, "", location.pathname);
}

/** What the service said is wrong. */
export class Refused extends Error {
  constructor(status, detail, faults = []) {
    super(detail);
    this.status = status;
    this.faults = faults;
  }
}

const pause = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

async function send(path, options, tries) {
  const token = kept.get("token", sessionStorage);
  const bytes = token && String.fromCharCode(...new TextEncoder().encode(token)); // headers hold bytes
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${bytes}` } : {}) };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch {
    throw new Refused(0, t("offline"));
  }
  if (response.ok) return response;
  if (response.status === 429 && tries > 0) {
    const seconds = Number(response.headers.get("Retry-After")) || 2;
    tell(t("busy", { n: seconds }), "note");
    await pause(seconds);
    return send(path, options, tries - 1);
  }
  if (response.status === 401) {
    await askToken(Boolean(token));
    return send(path, options, tries);
  }
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, response.status === 429 ? t("tooBusy") : problem.detail ?? response.statusText, problem.faults);
}

let asking;
function askToken(wrong) {
  asking ??= new Promise((done) => {
    const field = h("input", { type: "password", id: "token-field", autocomplete: "off", required: true });
    const dialog = h("dialog", { class: "box", "aria-labelledby": "token-title" },
      h("form", {
        onsubmit: (event) => {
          event.preventDefault();
          kept.set("token", field.value, sessionStorage);
          dialog.close();
        },
      },
      h("h2", { id: "token-title" }, t("tokenTitle")),
      h("p", { class: "soft" }, wrong ? t("tokenWrong") : t("tokenHint")),
      h("label", { for: "token-field" }, t("token")), field,
      h("div", { class: "row end" }, h("button", { class: "main" }, t("tokenSave")))));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => { dialog.remove(); asking = undefined; done(); });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}

const json = (body) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  health: async () => (await send("/health", {}, 2)).json(),
  schema: async () => (await send("/schema", {}, 2)).json(),
  annotate: async (record) => (await send("/annotate", { method: "POST", ...json(record) }, 5)).json(),
  rank: async (records) => (await send("/rank", { method: "POST", ...json(records) }, 8)).json(),
  agree: async (first, second) => (await send("/agree", { method: "POST", ...json({ first, second }) }, 2)).json(),
  exported: async (format, documents) => (await send("/export", { method: "POST", ...json({ format, documents }) }, 2)).text(),
  read: async (file) => {
    const headers = { "Content-Type": "application/octet-stream" };
    return (await send(`/read?name=${encodeURIComponent(file.name)}`, { method: "POST", headers, body: file }, 2)).json();
  },
  gold: async () => (await send("/gold", {}, 2)).json(),
  goldDocument: async (id) => {
    const response = await send(`/gold/document?id=${encodeURIComponent(id)}`, {}, 2);
    return { record: await response.json(), version: (response.headers.get("ETag") ?? "").replaceAll('"', "") };
  },
  save: async (record, version) => {
    const options = { method: "PUT", ...json(record) };
    options.headers["If-Match"] = `"${version}"`;
    const response = await send("/gold/document", options, 2);
    return (response.headers.get("ETag") ?? "").replaceAll('"', "");
  },
};

