"""The same story told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.batch.duplicates import Duplicate, find_duplicates
from nlp.batch.signatures import LENGTH, sign

STORY = (
    "8月3日，远山矿业宣布向嘉楠科技订购6500台矿机，总价约3200万美元，预计于明年第一季度起分批交付。"
    "公司首席执行官表示，新机器将全部部署在得克萨斯州的两座矿场，届时自营算力将超过2.1EH/s。"
)
OTHER = "9月20日，北岭算力公布八月产量：当月产出比特币312枚，环比下降百分之四，月末持有比特币2107枚，无质押。"


def duplicates(tmp_path: Path, *texts: str) -> list[Duplicate]:
    path = tmp_path / "s.bin"
    path.write_bytes(sign(texts))
    return find_duplicates([path])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((STORY, OTHER), []),
        ((STORY, STORY), [(1, 0)]),
        ((STORY, OTHER, "【快讯】" + STORY), [(2, 0)]),
        ((STORY, STORY.replace("，", ", ").replace("6500", "６５００")), [(1, 0)]),
        ((STORY, STORY + "（来源：远山矿业）", STORY + "（来源：远山矿业）"), [(1, 0), (2, 0)]),
        (("短", "长", "短"), [(2, 0)]),
        ((), []),
    ],
)
def test_the_first_of_several_alike_is_pointed_to(
    tmp_path: Path, texts: tuple[str, ...], expected: list[tuple[int, int]]
) -> None:
    assert [(d.index, d.of) for d in duplicates(tmp_path, *texts)] == expected


def test_the_same_text_has_similarity_1_and_others_less(tmp_path: Path) -> None:
    same, near = duplicates(tmp_path, STORY, STORY, STORY + "（来源：远山矿业公告）")
    assert same.similarity == 1.0
    assert 0.8 <= near.similarity < 1.0


def test_signatures_lie_one_after_the_other(tmp_path: Path) -> None:
    assert len(sign([STORY, OTHER, ""])) == 3 * LENGTH
    assert sign([STORY]) + sign([OTHER]) == sign([STORY, OTHER])
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_bytes(sign([OTHER]))
    two.write_bytes(sign([STORY, OTHER]))
    assert [(d.index, d.of) for d in find_duplicates([one, two])] == [(2, 0)]


def test_half_a_signature_is_no_signature(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(sign([STORY])[:-1])
    with pytest.raises(ValueError, match=r"buffer size|expected signatures"):
        find_duplicates([tmp_path / "s"])
