"""Markup and script in texts, names and files stay words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
SCRIPT = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'"><svg onload=alert(1)>'
EVIL = f'"><b id=evil>{SCRIPT}</b>\u202e\u0000\x1b[31m{{{{7*7}}}}${{7*7}}'


def hostile_record() -> dict[str, Any]:
    text = f"{SCRIPT} Dune {SCRIPT} Corp bought HIVE. {EVIL.replace(chr(0), '')}"
    name = f"Dune {SCRIPT} Corp"
    start = text.index(name)
    hive = text.index("HIVE")
    return {
        "id": EVIL, "title": EVIL, "source": EVIL, "date": EVIL, "text": text,
        "entities": [
            {"id": SCRIPT, "start": start, "end": start + len(name), "text": name, "label": "COMPANY", "ref": EVIL, "rule": EVIL},
            {"id": "__proto__", "start": hive, "end": hive + 4, "text": "HIVE", "label": "COMPANY", "ref": "constructor"},
        ],
        "statements": [
            {"predicate": "acquired", "subject": EVIL, "object": "constructor", "qualifiers": {}, "rule": EVIL,
             "evidence": [[start, hive]]},
            {"predicate": "has_position", "subject": "toString", "object": EVIL, "qualifiers": {"title": [EVIL]}},
        ],
    }  # fmt: skip


def unharmed(page: Any) -> None:
    assert page.title() != "owned"
    assert page.locator("#evil, script:not([src]), main img, main svg[onload]").count() == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pasted_text(opened: Open, lang: str) -> None:
    page = opened(lang=lang)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    text = f"{EVIL.replace(chr(0), '')} HIVE Blockchain向嘉楠科技订购了6500台矿机 {SCRIPT}"
    page.locator("#article").fill(text)
    page.locator("#article-title").fill(SCRIPT)
    page.locator("#annotate").click()
    expect(page.locator(".document h1")).to_have_text(SCRIPT)
    assert SCRIPT in page.locator(".text").inner_text()
    page.locator(".mention", has_text="HIVE").first.hover()
    page.get_by_role("tab").nth(1).click()
    page.get_by_role("tab").nth(2).click()
    unharmed(page)
    assert dialogs == []


def test_names_in_a_gold_file(opened: Open, gold_file: Path) -> None:
    gold_file.write_text(json.dumps(hostile_record()) + "\n", encoding="utf-8")
    page = opened()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="Queue").click()
    page.locator(".queue section li button").click()
    page.locator(".mention").first.wait_for()
    page.locator(".mention").first.hover()
    expect(page.locator("#card")).to_contain_text("onerror")
    page.locator(".mention").first.click()
    expect(page.locator("dialog")).to_contain_text("onerror")
    page.keyboard.press("Escape")
    page.locator(".statement .show").first.click()
    page.get_by_role("tab").nth(1).click()
    page.get_by_role("tab").nth(2).click()
    page.locator(".toggle").click()
    page.locator(".mention").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("tab").first.click()
    page.get_by_role("button", name="Edit").first.click()
    page.keyboard.press("Escape")
    unharmed(page)
    assert dialogs == []
    gold_file.unlink()


def test_the_policy_holds_where_all_else_fails(opened: Open) -> None:
    page = opened(expect=("Content Security Policy", "TrustedHTML", "elsewhere.example"))
    refused = page.locator("body").evaluate(
        """node => {
          try { node.innerHTML = "<i id=evil></i>"; return false; } catch { return document.querySelector("#evil") === null; }
        }"""
    )
    assert refused
    page.locator("body").evaluate(
        """node => { const made = document.createElement("img"); made.src = "https://elsewhere.example/x"; node.append(made); }"""
    )
    page.wait_for_timeout(200)
    assert page.locator("img[src*=elsewhere]").evaluate("node => node.naturalWidth") == 0
