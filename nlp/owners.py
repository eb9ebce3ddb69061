"""Which of two Chinese names that stand together acts: an owner and its unit, a firm and its rival."""

from __future__ import annotations

import re

# [X]之后, [X]以外: only what the sentence sets out from
_AFTERWARDS = re.compile(r"(?:\([^()]{0,16}\))?(?:等(?:公司|矿企|厂商|<i>)?)?(?:之后|之外|以外|那样|一样)")
# 其矿池子公司[X]将退出: the unit does it, not its owner
_ACTS_ITSELF = re.compile(
    r"(?:\([^()]{0,16}\))?(?:\ue044|也|已|将|正|则|均|都|还|宣布|计划|拟|停|退|开始|推出|发布|成为|在\ue04a|于\ue044|负责|获得|签|表示|称|透露|披露|公布|申请|拥有|持有|运营|完成|收购|斥资|投资|买|订|采购)"
)
_UNITS = ("子公司", "旗下", "旗下的", "品牌", "部门", "竞争对手", "托管商", "供应商", "服务商", "托管方")
# [X]的竞争对手Y表示: who only tells which Y is meant
_ONLY_OWNS = re.compile(
    r"(?:的|旗下的?)?(?:全资|控股|主要|最大|长期|老|前)*(?:子公司|附属公司|竞争对手|对手|托管商|托管方|供应商|服务商|贷款方|贷款人|债权人|合作伙伴|姊妹公司|关联公司)[“\"]?\ue043"
    r"(?:\([^()]{0,16}\))?(?!、|和|与|及|的)"
)
# [X]前合伙人某某: whom a person has left does nothing
_FORMERLY_OF = re.compile(r"(?:的)?(?:前任?|原)[^,。;\ue041-\ue07a]{1,14}\ue050")
# 最大的客户是[X]。 what a sentence ends by naming
_NAMED_LAST = re.compile(r"[^但于还可而正就若只要凡总便却]是\ue043[。;]")


def only_points(text: str, at: int) -> bool:
    """Whether the name at a position only points to what acts: an owner, a former firm, the last word of a clause."""
    behind = at + 1
    return bool(
        _ONLY_OWNS.match(text, behind)
        or _AFTERWARDS.match(text, behind)
        or _FORMERLY_OF.match(text, behind)
        or _NAMED_LAST.match(text, max(0, at - 2))
    )


def is_acting_unit(text: str, before: str, at: int) -> bool:
    """Whether the name at a position is a unit that itself does what the clause says; `before` is what stands before it."""
    return before.rstrip().endswith(_UNITS) and bool(_ACTS_ITSELF.match(text, at + 1))
