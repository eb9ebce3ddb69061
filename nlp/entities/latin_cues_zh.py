"""Chinese words around names in Latin letters that tell a firm."""

from __future__ import annotations

# Words for a firm that say little before Chinese letters and much before Latin ones.
FIRMS = (
    "公司",
    "企业",
    "机构",
    "平台",
    "交易平台",
    "初创公司",
    "基金",
    "银行",
    "网站",
    "软件",
    "钱包",
    "应用",
    "浏览器",
    "协议",
)
# What gives to, takes from or orders a firm in Chinese, and what a firm does or has; a coin or a person does not.
GIVEN_ZH = (
    "托管给", "卖给", "让给", "转给", "押给", "还给", "还给了", "让给了", "卖给了", "发给了", "倒给", "租给", "抵给",
    "交予", "属于", "归给", "让渡给", "合作社", "实验室", "借自", "租自", "买自", "购自", "新面孔",
)  # fmt: skip
ORDERED_ZH = ("勒令", "中资矿场", "当地的", "本地的", "本土的", "同城的", "隔壁的", "矿场属于")
ACTS_ZH = (
    "领头", "租走", "预付", "许下", "回邮件", "开价", "包下", "盘下", "接盘", "停掉", "被勒令", "眼下", "名下", "总部",
    "招牌", "赊", "赔付", "裁员", "关门", "迁往", "搬往", "签了", "亏了", "赚了", "倒闭", "清盘", "有自己的", "充当",
    "亚洲区", "中国区", "停机", "提供场地", "提供电力", "回邮件说", "放弃了", "搬到", "撤出", "租下", "买下",
    "的投资总监", "的技术主管", "的厂房", "的机房", "的老板", "的股东", "的持股",
)  # fmt: skip
