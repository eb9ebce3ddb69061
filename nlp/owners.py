"""Which of two Chinese names that stand together acts: an owner and its unit, a firm and its rival."""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern

# [X]之后, [X]以外: only what the sentence sets out from
_AFTERWARDS = lazy_pattern(r"(?:\([^()]{0,16}\))?(?:等(?:公司|矿企|厂商|<i>)?)?(?:之后|之外|以外|那样|一样)")
# 其矿池子公司[X]将退出: the unit does it, not its owner
_ACTS_ITSELF = lazy_pattern(
    r"(?:\([^()]{0,16}\))?(?:\ue044|也|已|将|正|则|均|都|还|宣布|计划|拟|停|退|开始|推出|发布|成为|在\ue04a|于\ue044|负责|获得|签|表示|称|透露|披露|公布|申请|拥有|持有|运营|完成|收购|斥资|投资|买|订|采购)"
)
_UNITS = ("子公司", "旗下", "旗下的", "品牌", "部门", "竞争对手", "托管商", "供应商", "服务商", "托管方")
# [X]的竞争对手Y表示: who only tells which Y is meant
_ONLY_OWNS = lazy_pattern(
    r"(?:的|旗下的?)?(?:全资|控股|主要|最大|长期|老|前)*(?:子公司|附属公司|竞争对手|对手|托管商|托管方|供应商|服务商|贷款方|贷款人|债权人|合作伙伴|姊妹公司|关联公司"
    r"|(?:的|背后的?)(?:母公司|控股方|控股公司|控股股东|大股东|实控方|业主|东家|发行方|开发商|运营商|运营方|生产商|制造商|合资公司|合资企业|合营公司))"
    r"(?:[、,](?!即|如|像|和|与)[^,。;:、\ue041-\ue049\ue04b-\ue07a]{1,12})?[“\"]?\ue043"
    r"(?:\([^()]{0,16}\))?(?!、|和|与|及|的)"
)
# [X]与Y的合资公司Z: the first of the two owners
_OWNS_WITH = lazy_pattern(
    r"(?:与|和|同|跟|、)\ue043(?:[^,。;:的\ue041-\ue07a]{0,6})?(?:的|共同持有的|合办的|联手设立的)(?:合资公司|合资企业|合营公司|合资矿企|合资平台)[“\"]?\ue043"
)
# [X]前合伙人某某: whom a person has left does nothing
_FORMERLY_OF = lazy_pattern(r"(?:的)?(?:前任?|原)[^,。;\ue041-\ue07a]{1,14}\ue050")
# 最大的客户是[X]。 what a sentence ends by naming
_NAMED_LAST = lazy_pattern(r"[^但于还可而正就若只要凡总便却]是\ue043[。;]")
# 最吃紧的是[X]。 掉队的则是[X], whom a sentence brings up to speak of next
_BROUGHT_UP = lazy_pattern(
    r"(?:^|[。!?;\n])[\s“\"]*(?:而|但|不过|当中|其中|这里面|这一轮|这一回|,)*(?:"
    r"(?!公司|它|其|我)[^,。;:的\ue041-\ue07a]{0,6}(?:最|更|同样|也|尤其|格外|相当|比较|较)[^,。;:\ue041-\ue07a]{1,10}|首当其冲|受(?:影响|冲击|损|益|伤|累|牵连)[^,。;:\ue041-\ue07a]{0,6}"
    r"|[“\"]?(?:出局|掉队|例外|走运|倒霉|吃亏|反其道而行|按兵不动|逆势而上|逆势扩张|拔得头筹|垫底|领跑|抢跑|率先行动|动作最快|不想等|不愿等|等不及|不服气|不认账|咬牙硬撑|撑不住|撑不下去)[”\"]?)"
    r"的[“”\"]?(?:则|便|就|正|还)?(?:是|要数|要算|当数|当属|莫过于|非)"
    r"(?:[^,。;:\ue041-\ue049\ue04b-\ue07a]{0,12})?\Z"
)
# 买家叫[X], 租户之一是矿商[X], who only takes part in what is told of another
_TAKES_PART = lazy_pattern(
    r"(?:客户|租户|租客|买家|买方|卖家|卖方|供货方|供应商|承租人|承租方|认购人|认购方|出资方|投资人|投资方|领投方|债主|债权人|贷款方|贷款人|牵头行|对手方|合作方|合作伙伴|接盘方|接盘者|接手方|托管方|托管商|运营方|代工方|代工厂|施工方|出租方|审计师|承销商|的)"
    r"(?:之一|一方|其一)?(?:[^,。;:\ue041-\ue049\ue04b-\ue07a]{0,8},)?(?:就|则|正|便|也|分别)?(?:是|为|叫做?|名叫|名为|系|包括|有|唤作)"
    r"(?:(?:一家|总部|来自|位于|设在|\ue04a|的)*[^,。;:、的是为\ue041-\ue07a]{0,8})?\Z"
)
# [竞争对手]X早已撤走: at the head of a sentence a word that tells what X is to the topic takes no part of its own
_ROLE = r"(?:老对手|死对头|竞争对手|对手|同行|同业|同城|同省|同州的?|同乡|母公司|控股股东|大股东|第一大客户|第二大客户|最大客户|头号客户|老客户|大客户|客户|租户|子公司|附属公司|托管方|托管商|合作方|投资方|领投方|供应商|承销商|买家|卖家|债主)"
_ROLE_HEADS = lazy_pattern(
    r"(?:^|[。!?;\n】]|”|(?:表示|指出|透露|宣布|报道|消息|认为|[称说讯]),?:?)[\s“]*"
    r"(?:而|但|不过|另一|另一家|它的|其|公司|该公司|,|\s|\ue044|\ue063)*(?:最大|主要|长期|老|的)*(?P<role>"
    + _ROLE
    + r")\s?[“\"]?\Z"
)
# X的母公司、某国公司[Y], X的老对手[Y]
_OF_A_NAME = lazy_pattern(
    r"[\ue043\ue063](?:的|旗下的?|背后的?)(?:全资|控股|主要|最大的?|长期|老|前|上市)*(?:母公司|控股方|控股公司|控股股东|大股东|合资公司|合资企业|合营公司"
    r"|子公司|附属公司|姊妹公司|关联公司|竞争对手|对手|死对头|同行)"
    r"(?:[、,](?!即|如|像|和|与)[^,。;:、\ue041-\ue049\ue04b-\ue07a]{1,12})?[“\"]?\Z"
)
# what a name at the head of a sentence lacks that only points: [X]的, [X]与
_OTHER_FOLLOWS = lazy_pattern(r"(?:\([^()]{0,16}\))?[”\"]?\s?(?:、|和|与|及|的|以及|方面|旗下|或|贡献|占|为公司|带来)")
# 已发走矿机,其竞争对手[X]近期也…: a rival heads a clause of its own
_PEER_HEADS = lazy_pattern(
    r"(?:^|[,。;:]) ?(?:而|但|不过|另外|同时|此外|与此同时)?,?(?:[其\ue063]|它的?|公司的?)的?(?:最大的?|主要|长期|直接|老|国内)*(?:竞争对手|对手|同行|竞争者)\s?[“\"]?\Z"
)
_PEER = ("对手", "死对头", "同行", "同业", "同城", "同省", "同州", "同州的", "同乡")


def only_points(text: str, at: int) -> bool:
    """Whether the name at a position only points to what acts: an owner, a former firm, the last word of a clause."""
    behind = at + 1
    return bool(
        _ONLY_OWNS.match(text, behind)
        or _OWNS_WITH.match(text, behind)
        or _AFTERWARDS.match(text, behind)
        or _FORMERLY_OF.match(text, behind)
        or (_NAMED_LAST.match(text, max(0, at - 2)) and not is_brought_up(text, at))
    )


def is_brought_up(text: str, at: int) -> bool:
    """Whether a Chinese sentence says that the name at a position is whom something holds for, to speak of it next."""
    return text[at - 1 : at] != " " and bool(_BROUGHT_UP.search(text, max(0, at - 40), at))


# 11月12日消息,买家是[X]: an item of its own
_LEADS_NEWS = lazy_pattern(r"[^,。;:]{0,12}(?:消息|讯|报道)[,:]")


def takes_part_only(text: str, at: int, start: int) -> bool:
    """Whether the name at a position is a party of what is told of another: it does not become what the text is about.

    `start` is where its sentence begins.
    """
    if _LEADS_NEWS.match(text, start, at):
        return False
    if _TAKES_PART.search(text, max(0, at - 32), at):
        return not is_brought_up(text, at)
    role = _ROLE_HEADS.search(text, max(0, at - 24), at)
    return role is not None and not role["role"].endswith(_PEER)


def is_acting_unit(text: str, before: str, at: int) -> bool:
    """Whether the name at a position is a unit that itself does what the clause says; `before` is what stands before it."""
    if text.startswith("之手", at + 1):
        return True  # 出自[X]之手
    heads = _ROLE_HEADS.search(before) or _OF_A_NAME.search(before) or _PEER_HEADS.search(before)
    if heads and not _OTHER_FOLLOWS.match(text, at + 1):
        return True
    if text.startswith(",", at + 1) and before.endswith("的老对手"):
        return True
    return before.rstrip().endswith(_UNITS) and bool(_ACTS_ITSELF.match(text, at + 1))
