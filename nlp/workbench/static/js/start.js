// Where a text comes in: pasted, opened or dropped.

import { button, h, replace, tell } from "./dom.js";
import { t } from "./language.js";

const EXAMPLES = {
  en: {
    title: "Norhaven takes 3,200 rigs from MicroBT", date: "2022-03-16",
    text: "Calgary-based miner Norhaven Digital said on March 15 it ordered 3,200 Whatsminer M50S machines from MicroBT for $9.6 million, with delivery in the third quarter.\nThe company mined 212 BTC in February and held 1,480 BTC as of February 28. \"We expect to reach 2.1 EH/s by the end of September,\" CEO Ingrid Solheim said.\nNorhaven runs 85 MW at its Copper Ridge facility in Texas and is in talks to acquire a second site. The SEC fined its rival Dune Compute $2.5 million last week.",
  },
  zh: {
    title: "天山算力向嘉楠科技订购5000台矿机", date: "2022-03-15",
    text: "3月14日，嘉楠科技宣布与哈萨克斯坦矿企天山算力签署了5000台阿瓦隆A1266矿机的采购订单，总金额约1850万美元，预计将于6月至8月分批交付。\n嘉楠科技董事长兼CEO张楠赓表示，公司第四季度总营收为21.8亿元，同比增长5.4倍。\n天山算力目前在阿拉木图运营的算力约为0.9EH/s，计划在年底前将其提升至1.6EH/s。此前，哈萨克斯坦能源部曾要求部分矿场限电。",
  },
};

export class StartView {
  constructor(desk) {
    this.desk = desk; // annotate(record), files(list)
    this.root = h("div", { class: "start" });
    this.text = h("textarea", { id: "article", rows: "14", spellcheck: "false" });
    this.title = h("input", { type: "text", id: "article-title", autocomplete: "off" });
    this.date = h("input", { type: "date", id: "article-date" });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.submit(); }
    });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, id: "picker", accept: ".txt,.md,.markdown,.html,.htm,.json,.jsonl,.ndjson,.csv,.tsv" });
    this.picker.addEventListener("change", () => { this.desk.files([...this.picker.files]); this.picker.value = ""; });
  }

  draw() {
    this.text.placeholder = t("articleHint");
    const example = (name) => button(t(name === "en" ? "exampleEn" : "exampleZh"), () => {
      this.text.value = EXAMPLES[name].text;
      this.title.value = EXAMPLES[name].title;
      this.date.value = EXAMPLES[name].date;
      this.submit();
    }, { class: "link", lang: name });
    replace(this.root,
      h("h1", {}, t("startTitle")), h("p", { class: "lead" }, t("startLead")),
      h("form", { onsubmit: (event) => { event.preventDefault(); this.submit(); } },
        h("label", { for: "article", class: "unseen" }, t("article")), this.text,
        h("div", { class: "grid pair" },
          h("div", { class: "field" }, h("label", { for: "article-title" }, `${t("title")} `, h("span", { class: "soft" }, `(${t("optional")})`)), this.title),
          h("div", { class: "field" }, h("label", { for: "article-date" }, `${t("date")} `, h("span", { class: "soft" }, `(${t("optional")})`)), this.date)),
        h("div", { class: "row" }, h("button", { class: "main", id: "annotate" }, t("annotate")), button(t("openFile"), () => this.picker.click()), this.picker,
          h("span", { class: "soft small" }, t("dropHint")))),
      h("p", { class: "soft" }, t("tryOne"), " ", example("en"), " · ", example("zh")));
  }

  async submit() {
    const text = this.text.value;
    if (!text.trim()) { tell(t("emptyText"), "note"); this.text.focus(); return; }
    await this.desk.annotate({ text, title: this.title.value.trim() || null, date: this.date.value || null });
  }

  clear() { this.text.value = ""; this.title.value = ""; this.date.value = ""; }
}
