"""Names that nobody bears, in the manner of the trade: so that a model learns the places where names stand.

Syllables and endings are put together at random; the random generator is given, so a seed gives the same names.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

_ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sc sh sk sl sp st str t th tr v w x y z".split()
_VOWELS = "a e i o u ai ea ee ia io oo ou y".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "t", "x", "m", "nd", "rk", "st", "th", "ck", "nt", "rn"]
_FIRST = (
    "James Maria Wei Jian Fred Anna Peter Lucas Elena Omar Sven Priya Carlos Nina Tom Laura Ivan Grace Hugo Mei "
    "Jason Aaron Olga Daniel Kevin Sarah Pablo Amir Yuki Dmitri Felix Helen Victor Rosa Henry Clara Bruno Ling Adam Zoe"
).split()
_ENDINGS = (
    "Mining|Digital|Technologies|Holdings|Group|Capital|Labs|Energy|Power|Compute|Data|Blockchain|Infrastructure|"
    "Ventures|Partners|Networks|Systems|Bitcoin|Hosting|Corp|Inc|Ltd|Digital Mining|Digital Assets|Technology Group"
).split("|")
_HAN_HEADS = "华中天金信安达远泰丰恒瑞盛嘉泽鼎博润科云海星辰智联创普思正和元亿汇凯维拓启迪鸿源力宏晟景锐腾帆朗"
_HAN_ENDINGS = (
    "科技 集团 控股 资本 数字 矿业 能源 电子 网络 半导体 股份 智能 云计算 数据 证券 银行 基金 交易所 实业 信息".split()
)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建文志国海林晓宇浩然子轩雨佳欣怡思远博成达峰"
_FOREIGN = "克斯尔德特姆罗伯森曼尼亚拉维奇贝塔科卡莱马诺顿里安布菲格尔本杰瑞恩"


@dataclass(frozen=True, slots=True)
class Inventor:
    """Makes names with a random generator of its own."""

    random: random.Random

    def word(self, least: int = 2, most: int = 3) -> str:
        """A Latin word of some syllables, with a capital."""
        syllables = self.random.randint(least, most)
        choose = self.random.choice
        made = "".join(
            choose(_ONSETS) + choose(_VOWELS) + (choose(_CODAS) if self.random.random() < 0.5 else "")
            for _ in range(syllables)
        )
        fate = self.random.random()
        if fate < 0.08:
            return made[:5].upper()
        if fate < 0.16 and len(made) > 4:
            cut = self.random.randint(2, len(made) - 2)
            return made[:cut].capitalize() + made[cut:].capitalize()
        return made.capitalize()

    def letters(self) -> str:
        """Three to five capitals."""
        return "".join(self.random.choice("ABCDEFGHIJKLMNOPRSTUVWXZ") for _ in range(self.random.randint(2, 4)))

    def first_name(self) -> str:
        """A Latin given name, invented now and then."""
        return self.random.choice(_FIRST) if self.random.random() < 0.8 else self.word(1, 2)

    def company_ending(self) -> str:
        """A word of the trade behind a Latin name, or nothing."""
        return self.random.choice(_ENDINGS) if self.random.random() < 0.6 else ""

    def han_head(self, length: int = 0) -> str:
        """Some characters as Chinese firms choose them."""
        return "".join(self.random.choice(_HAN_HEADS) for _ in range(length or self.random.choice((2, 2, 2, 3, 3, 4))))

    def han_ending(self) -> str:
        """A word of the trade behind a Chinese name, or nothing."""
        return self.random.choice(_HAN_ENDINGS) if self.random.random() < 0.6 else ""

    def han_person(self) -> str:
        """A Chinese personal name of two or three characters."""
        given = "".join(self.random.choice(_GIVEN) for _ in range(self.random.choice((1, 2, 2))))
        return self.random.choice(_SURNAMES) + given

    def han_foreign(self, length: int) -> str:
        """A foreign name in Chinese sounds."""
        return "".join(self.random.choice(_FOREIGN) for _ in range(max(2, length)))
