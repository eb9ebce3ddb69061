"""What the registry of machines, places, sites and authorities says: surfaces, ids, doubt."""

from __future__ import annotations

import pytest

from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry
from nlp.text.fold import fold

CERTAIN = [
    ("MACHINE", "Antminer S19j Pro", "antminer-s19j-pro"),
    ("MACHINE", "蚂蚁矿机", "antminer"),
    ("MACHINE", "WhatsMiner M60S++", "whatsminer-m60s-plus-plus"),
    ("MACHINE", "AvalonMiner 1246", "a1246"),
    ("MACHINE", "SEAL03", "seal03"),
    ("MACHINE", "棱镜矿机", "lengjing"),
    ("JURISDICTION", "U.S.", "us"),
    ("JURISDICTION", "中国大陆", "cn"),
    ("JURISDICTION", "沙乌地阿拉伯", "sa"),
    ("JURISDICTION", "Georgia", "us-ga"),
    ("JURISDICTION", "德州", "us-tx"),
    ("JURISDICTION", "鄂尔多斯", "cn-nm-ordos"),
    ("JURISDICTION", "甘孜藏族自治州", "cn-sc-ganzi"),
    ("JURISDICTION", "Rockdale", "us-tx-rockdale"),
    ("JURISDICTION", "伊尔库茨克", "ru-irk"),
    ("JURISDICTION", "Tydal", "no-tydal"),
    ("JURISDICTION", "拉美", "latin-america"),
    ("FACILITY", "Black Pearl", "black-pearl"),
    ("FACILITY", "Nautilus Cryptomine", "nautilus-cryptomine"),
    ("AUTHORITY", "央行", "pboc"),
    ("AUTHORITY", "国务院金融委", "cn-fsdc"),
    ("AUTHORITY", "SEC", "us-sec"),
    ("AUTHORITY", "ERCOT", "ercot"),
    ("AUTHORITY", "Norwegian government", "no-government"),
    ("AUTHORITY", "U.S. Bankruptcy Court for the Southern District of Texas", "us-bankruptcy-sdtx"),
]
DOUBTFUL = [
    ("MACHINE", "S9"),
    ("MACHINE", "A15"),
    ("MACHINE", "H100"),
    ("MACHINE", "Avalon"),
    ("JURISDICTION", "Jordan"),
    ("JURISDICTION", "Mobile"),
    ("JURISDICTION", "Buffalo"),
    ("JURISDICTION", "GA"),
    ("JURISDICTION", "阿里"),
    ("JURISDICTION", "白银"),
    ("JURISDICTION", "大陆"),
    ("FACILITY", "Helios"),
    ("AUTHORITY", "DEC"),
    ("AUTHORITY", "人行"),
]
ABSENT = [
    ("MACHINE", "矿机"),
    ("MACHINE", "ASIC"),
    ("MACHINE", "S1"),
    ("JURISDICTION", "海外"),
    ("JURISDICTION", "国内"),
    ("JURISDICTION", "Chinese"),
    ("JURISDICTION", "IN"),
    ("JURISDICTION", "OR"),
    ("JURISDICTION", "Price"),
    ("JURISDICTION", "美"),
    ("FACILITY", "矿场"),
    ("AUTHORITY", "监管机构"),
    ("AUTHORITY", "government"),
]
LABELS = ("MACHINE", "JURISDICTION", "FACILITY", "AUTHORITY")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(patterns_folder())


@pytest.fixture(scope="module")
def names(registry: Registry) -> dict[tuple[str, str], tuple[str, bool]]:
    return {
        (label, name.text): (entry.id, name.ambiguous)
        for label in LABELS
        for entry in registry.entries(label)
        for name in entry.names
    }


@pytest.mark.parametrize(("label", "surface", "ref"), CERTAIN, ids=[case[1] for case in CERTAIN])
def test_certain(names: dict[tuple[str, str], tuple[str, bool]], label: str, surface: str, ref: str) -> None:
    assert names[label, surface] == (ref, False)


@pytest.mark.parametrize(("label", "surface"), DOUBTFUL, ids=[case[1] for case in DOUBTFUL])
def test_doubtful(names: dict[tuple[str, str], tuple[str, bool]], label: str, surface: str) -> None:
    assert names[label, surface][1]


@pytest.mark.parametrize(("label", "surface"), ABSENT, ids=[case[1] for case in ABSENT])
def test_absent(names: dict[tuple[str, str], tuple[str, bool]], label: str, surface: str) -> None:
    assert (label, surface) not in names


def test_surfaces_are_written_as_folded_text_has_them(registry: Registry) -> None:
    wrong = [
        name.text
        for label in LABELS
        for entry in registry.entries(label)
        for name in entry.names
        if fold(name.text) != name.text
    ]
    assert wrong == []


def test_parents_and_places_are_there(registry: Registry) -> None:
    places = {entry.id for entry in registry.entries("JURISDICTION")}
    parents = {entry.parent for entry in registry.entries("JURISDICTION") if entry.parent}
    sites = {entry.place for entry in registry.entries("FACILITY") if entry.place}
    assert parents | sites <= places


@pytest.mark.parametrize(
    ("ref", "hashrate", "efficiency"),
    [
        ("antminer-s21", 200, 17.5),
        ("antminer-s19-pro", 110, 29.5),
        ("whatsminer-m60s", 186, 18.5),
        ("a1566", 185, 18.5),
    ],
)
def test_machine_facts(registry: Registry, ref: str, hashrate: float, efficiency: float) -> None:
    entry = registry.get("MACHINE", ref)
    assert entry is not None
    assert (entry.facts["hashrate_th"], entry.facts["efficiency_j_th"]) == (hashrate, efficiency)
