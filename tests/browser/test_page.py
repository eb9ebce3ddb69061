"""The page as people use it: reading, correcting, the queue, agreement."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from nlp.annotation import from_json, validate

Open = Callable[..., Any]
ZH = "8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。嘉楠科技董事长张楠赓表示感谢。"
EN = "Norhaven Digital ordered 3,200 Whatsminer M50S machines from MicroBT for $9.6 million. Norhaven mined 212 BTC in May."
SEEDS = Path(__file__).parents[2] / "seeds"


def read(page: Any, text: str, *, title: str = "") -> Any:
    """Has a text annotated."""
    page.locator("#article").fill(text)
    page.locator("#article-title").fill(title)
    page.locator("#annotate").click()
    page.locator(".document h1").wait_for()
    return page


def correcting(page: Any) -> Any:
    page.locator(".toggle").click()
    expect(page.locator(".toggle")).to_have_attribute("aria-pressed", "true")
    return page


def select(page: Any, words: str) -> None:
    """Selects words in the text as a mouse would."""
    page.locator(".text").evaluate(
        """(root, words) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            document.dispatchEvent(new PointerEvent("pointerup", {bubbles: true}));
            return;
          }
          throw new Error("not there: " + words);
        }""",
        words,
    )


@pytest.mark.parametrize(
    ("lang", "text", "label", "sentence", "tab", "rule", "value"),
    [
        (
            "en",
            EN,
            "company",
            "Norhaven Digital ordered from MicroBT",
            "Table",
            "rule",
            r"3,200, quantity, 3,200 machine$",
        ),
        ("zh", ZH, "公司", "HIVE Blockchain 向 嘉楠科技 订购", "表格", "规则", r"6500台, 数量, 6,500 machine$"),
    ],
    ids=["en", "zh"],
)
def test_reading(
    opened: Open, lang: str, text: str, label: str, sentence: str, tab: str, rule: str, value: str
) -> None:
    page = read(opened(lang=lang), text, title="A <b>title</b>")
    expect(page.locator(".document h1")).to_have_text("A <b>title</b>")
    assert page.locator(".text").inner_text().replace("\n", "") == text
    first = page.locator('.mention[data-label="COMPANY"]').first
    assert label in (first.get_attribute("aria-label") or "")
    first.hover()
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator("#card")).to_contain_text(rule)
    expect(page.locator(".statement .sentence").first).to_have_text(sentence)
    expect(page.locator('.mention[data-label="QUANTITY"]').first).to_have_attribute("aria-label", re.compile(value))
    page.locator(".statement .show").first.click()
    expect(page.locator(".mention.lit").first).to_be_visible()
    assert page.locator(".mention.lit").count() >= 2
    page.get_by_role("tab", name=tab).click()
    expect(page.locator(".panel tbody tr").first).to_contain_text("ordered_from")
    page.get_by_role("tab").nth(2).click()
    assert page.locator(".graph .node").count() >= 2


def test_the_language_can_be_changed_at_any_time(opened: Open) -> None:
    page = read(opened(lang="en"), ZH)
    expect(page.locator(".toggle")).to_have_text("Correct")
    page.locator("#language").click()
    expect(page.locator(".toggle")).to_have_text("校正")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert "公司" in (page.locator(".mention[data-label=COMPANY]").first.get_attribute("aria-label") or "")
    page.reload()
    expect(page.locator("h1")).to_have_text("这篇文章说了什么？")


def test_copying(opened: Open) -> None:
    page = read(opened(), ZH)

    def copied(name: str) -> str:
        page.locator(".menu summary").click()
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#status")).to_contain_text("Copied as")
        page.locator("#status").evaluate("node => { node.textContent = ''; }")
        text: str = page.locator("body").evaluate("() => navigator.clipboard.readText()")
        return text

    assert json.loads(copied("JSONL"))["text"] == ZH
    assert copied("CSV: statements").startswith("document,date,predicate")
    assert "嘉楠科技" in copied("CSV: mentions")


def test_a_file_is_read(opened: Open) -> None:
    page = opened()
    body = b"<html><head><title>Rigs &amp; more</title></head><body><p>HIVE mined 12 BTC in May, it said on Monday.</p></body></html>"
    page.locator("#picker").set_input_files({"name": "page.html", "mimeType": "text/html", "buffer": body})
    expect(page.locator(".document h1")).to_have_text("Rigs & more")
    expect(page.locator('.mention[data-label="QUANTITY"]').first).to_have_text("12 BTC")


def test_a_file_is_dropped(opened: Open) -> None:
    page = opened()
    page.locator("body").evaluate(
        """(node, text) => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "dropped.txt", {type: "text/plain"}));
          for (const kind of ["dragenter", "dragover", "drop"]) {
            node.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
          }
        }""",
        ZH,
    )
    expect(page.locator(".document h1")).to_have_text("dropped")
    expect(page.locator("#drop")).to_be_hidden()


def test_what_cannot_be_read_is_told(opened: Open) -> None:
    page = opened(expect=("415",))
    page.locator("#picker").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(page.locator("#status")).to_contain_text("PDF")


def test_correcting_and_saving(opened: Open, no_gold: Path) -> None:
    page = correcting(read(opened(), ZH, title="Order"))
    select(page, "表示感谢")
    expect(page.locator(".marker")).to_be_visible()
    page.locator('.marker button[data-label="FACILITY"]').click()
    made = page.locator(".mention", has_text="表示感谢")
    expect(made).to_have_attribute("data-label", "FACILITY")
    # relabel and relink
    made.click()
    page.get_by_label("label", exact=True).select_option("AUTHORITY")
    page.get_by_label("ref", exact=True).fill("thanks")
    page.get_by_role("button", name="Apply").click()
    expect(made).to_have_attribute("data-label", "AUTHORITY")
    # another value
    page.locator(".mention", has_text="6500台").click()
    page.get_by_label("value", exact=True).fill("6,501")
    page.get_by_role("button", name="Apply").click()
    # take a mention away, and get it back
    page.locator(".mention", has_text="张楠赓").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".mention", has_text="张楠赓")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".mention", has_text="张楠赓")).to_have_count(1)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".mention", has_text="张楠赓")).to_have_count(0)
    expect(page.locator(".state.open")).to_have_text("not saved")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".state.done")).to_have_text("saved")
    record = json.loads(no_gold.read_text(encoding="utf-8"))
    document = from_json(record)
    assert validate(document) == []
    marked = {(m.text, m.label, m.ref) for m in document.mentions}
    assert ("表示感谢", "AUTHORITY", "thanks") in marked
    assert not any(text == "张楠赓" for text, _, _ in marked)
    assert next(m.measure.value for m in document.mentions if m.measure) == 6501
    assert not any("rule" in m for m in record["entities"])


def test_correcting_statements(opened: Open, no_gold: Path) -> None:
    page = correcting(read(opened(), EN, title="Order"))
    page.get_by_role("button", name="Edit: ").first.click()
    box = page.locator("dialog")
    box.get_by_label("modality").select_option("planned")
    box.get_by_label("Add a qualifier…").select_option("destination")
    box.get_by_label("destination", exact=True).select_option(index=1)
    box.get_by_role("button", name="Apply").click()
    expect(page.locator(".statement").first).to_contain_text("planned")
    count = page.locator(".statement").count()
    page.get_by_role("button", name="Add a statement").click()
    box.get_by_label("predicate").select_option("subsidiary_of")
    box.get_by_role("button", name="Apply").click()
    expect(box.locator(".fault")).to_have_text("subject is missing.")
    box.get_by_label("subject").select_option("microbt")
    box.get_by_label("object").select_option(index=1)
    box.get_by_role("button", name="Apply").click()
    expect(page.locator(".statement")).to_have_count(count + 1)
    expect(page.locator(".statement").last).to_contain_text("MicroBT belongs to")
    page.get_by_role("button", name="Delete: ").nth(1).click()
    expect(page.locator(".statement")).to_have_count(count)
    page.keyboard.press("Control+s")
    expect(page.locator(".state.done")).to_have_text("saved")
    document = from_json(json.loads(no_gold.read_text(encoding="utf-8")))
    assert validate(document) == []
    assert document.statements[0].modality == "planned"
    assert document.statements[-1].predicate == "subsidiary_of"
    assert document.statements[-1].evidence


def test_a_mention_that_goes_takes_what_cannot_stand_without_it(opened: Open, no_gold: Path) -> None:
    page = correcting(read(opened(), EN))
    page.locator(".mention", has_text="212 BTC").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".statement", has_text="mined")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator(".state.done")).to_have_text("saved")


def test_with_the_keyboard_alone(opened: Open, no_gold: Path) -> None:
    page = opened()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator("#article").evaluate("node => node === document.activeElement"):
            break
    page.keyboard.insert_text(ZH)
    page.keyboard.press("Control+Enter")
    page.locator(".mention").first.wait_for()
    # to the first mention, and into it
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(".mention:focus").count():
            break
    expect(page.locator("#card")).to_be_visible()
    page.keyboard.press("j")
    focused = page.locator(".mention:focus")
    expect(focused).to_have_text("HIVE Blockchain")
    page.keyboard.press("Enter")
    expect(page.locator("dialog h2")).to_have_text("HIVE Blockchain")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(focused).to_have_text("HIVE Blockchain")
    # correct: another label, deleted, undone
    page.keyboard.press("c")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("6")
    expect(page.locator(".mention:focus")).to_have_attribute("data-label", "AUTHORITY")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator('.mention[data-label="AUTHORITY"]')).to_have_count(0)
    # mark words: the text takes the arrows
    page.locator(".text").focus()
    expect(page.locator(".caret")).to_be_visible()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".marker")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".mention:focus")).to_have_attribute("data-label", "PERSON")
    expect(page.locator(".mention:focus")).to_have_text("感谢")
    # a statement
    page.keyboard.press("s")
    page.locator("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.locator(".state.done")).to_have_text("saved")
    assert "感谢" in {m["text"] for m in json.loads(no_gold.read_text(encoding="utf-8"))["entities"]}
    page.keyboard.press("?")
    expect(page.locator("dialog h2")).to_have_text("Keys")
    page.locator("#single-keys").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator(".toggle")).to_have_attribute("aria-pressed", "true")


def test_pairs_beyond_the_first_plane_keep_offsets_right(opened: Open, no_gold: Path) -> None:
    page = correcting(
        read(opened(), "🚀🚀𠮷野 said HIVE mined 12 BTC. 🚀 Dune Compute sold rigs 🚀 yesterday", title="🚀")
    )
    expect(page.locator(".mention", has_text="HIVE")).to_have_text("HIVE")
    select(page, "rigs 🚀")
    page.keyboard.press("3")
    expect(page.locator('.mention[data-label="MACHINE"]')).to_have_text("rigs 🚀")
    page.keyboard.press("Control+s")
    expect(page.locator(".state.done")).to_have_text("saved")
    assert validate(from_json(json.loads(no_gold.read_text(encoding="utf-8")))) == []


def test_the_queue(opened: Open, no_gold: Path, tmp_path: Path) -> None:
    lines = (SEEDS / "en.jsonl").read_text(encoding="utf-8").splitlines()[:8]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    page = opened()
    page.get_by_role("link", name="Queue").click()
    page.locator(".queue input[type=file]").set_input_files(file)
    rows = page.locator(".queue tbody tr")
    expect(rows).to_have_count(8)
    scores = [float(text.strip()) for text in page.locator(".queue tbody td:nth-child(2)").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    page.locator("#order").select_option("byFile")
    expect(rows.first).to_contain_text("en-001")
    rows.first.get_by_role("button").click()
    expect(page.locator(".toggle")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("tab", name="Doubts").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".state.done")).to_have_text("saved")
    title = page.locator(".document h1").inner_text()
    page.keyboard.press("n")
    expect(page.locator(".document h1")).not_to_have_text(title)
    page.get_by_role("link", name="Queue").click()
    expect(rows.first).to_contain_text("saved")
    expect(page.locator(".queue section li")).to_have_count(1)
    # what was saved opens again, and can be saved again
    page.locator(".queue section li button").click()
    expect(page.locator(".document h1")).to_have_text(title)
    page.locator(".mention").first.focus()
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    expect(page.locator(".state.done")).to_have_text("saved")


def test_somebody_elses_version_is_not_overwritten(opened: Open, no_gold: Path) -> None:
    one, other = opened(expect=("412",)), opened(expect=("412",))
    for page in (one, other):
        correcting(read(page, ZH))
    one.keyboard.press("Control+s")
    expect(one.locator(".state.done")).to_have_text("saved")
    other.keyboard.press("Control+s")
    expect(other.locator("#status")).to_contain_text("Somebody else saved this document")


def test_agreement(opened: Open, tmp_path: Path) -> None:
    records = [json.loads(line) for line in (SEEDS / "zh.jsonl").read_text(encoding="utf-8").splitlines()[:3]]
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    paths[0].write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    for record in records:
        name = next(m for m in record["entities"] if m["label"] == "COMPANY")
        name["label"] = "FACILITY"
        record["statements"] = record["statements"][1:]
    paths[1].write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    page = opened()
    page.get_by_role("link", name="Agreement").click()
    page.locator(".slot input").nth(0).set_input_files(paths[0])
    page.get_by_role("button", name="First annotator: a.jsonl").wait_for()
    page.locator(".slot input").nth(1).set_input_files(paths[1])
    page.get_by_role("button", name="Second annotator: b.jsonl").wait_for()
    page.locator("#compare").click()
    expect(page.locator(".figure-box").nth(1)).to_contain_text("1.000")
    assert page.locator(".matrix .off").count() == 1
    page.locator("#kind").select_option("missed statement")
    expect(page.locator(".differences li").first).to_contain_text("only the first")


def test_the_token(opened: Open, guarded_address: str) -> None:
    page = opened(at=guarded_address, expect=("401",))
    page.locator("#article").fill(ZH)
    page.locator("#annotate").click()
    page.locator("#token-field").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_contain_text("The token is wrong.")
    page.locator("#token-field").fill("open-sesame")
    page.keyboard.press("Enter")
    expect(page.locator(".mention").first).to_be_visible()


def test_a_long_document(opened: Open) -> None:
    page = opened()
    text = "\n".join([ZH + EN] * 320)
    assert len(text) > 50_000
    page.locator("#article").evaluate("(node, text) => { node.value = text; }", text)
    page.locator("#annotate").click()
    page.locator(".mention").first.wait_for()
    blocks = page.locator(".block").count()
    assert blocks >= 320
    # what is far below is marked too, and a change there redraws its block only
    last = page.locator(".block").last.locator(".mention").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_visible()
    page.locator(".toggle").click()
    untouched = page.locator(".block").first.locator(".mention").first.element_handle()
    last.focus()
    page.keyboard.press("2")
    expect(page.locator(".block").last.locator(".mention").last).to_have_attribute("data-label", "PERSON")
    assert untouched is not None
    assert untouched.evaluate("node => node.isConnected")


@pytest.mark.parametrize("width", [360, 820, 1440])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_cut_off_and_everything_has_a_name(opened: Open, width: int, lang: str) -> None:
    page = opened(lang=lang, width=width)
    read(page, ZH)
    page.locator(".toggle").click()
    for view in ("read", "queue", "agreement"):
        page.locator(f'#views a[href="#{view}"]').click()
        assert page.locator("html").evaluate("node => node.scrollWidth <= innerWidth"), view
    page.locator('#views a[href="#read"]').click()
    nameless = page.locator("button, a, select, input:not([type=file]), textarea, [role=button]").evaluate_all(
        """nodes => nodes.filter(node => node.checkVisibility() && !(node.ariaLabel || node.title || node.textContent.trim()
            || node.labels?.length)).map(node => node.outerHTML)"""
    )
    assert nameless == []
