"""Which place 该国, 该州, 这个中亚国家, 在这里 and mines there stand for."""

from __future__ import annotations

from nlp.encoding import EncodedText
from nlp.text.lazy import lazy_pattern

_PLACE_AGAIN = lazy_pattern(
    r"(?:该|此|这[个座一](?:[\u4e00-\u9fff]{1,4}|\ue04a)?(?=国家|[州省县市]))(?P<kind>国|州|省|市|县|郡|地区|自治区)(?:(?<=国)家)?(?![际家内民债库场值面价盈])"
    r"|(?<=在)(?:这里|那里|当地)(?!时间)"
    r"|(?:(?<=mines )|(?<=sites )|(?<=farms )|(?<=plants )|(?<=machines )|(?<=rigs )|(?<=mining )|(?<=operations )|(?<=operates )|(?<=works )|(?<=facilities )|(?<=facility )|(?<=centers )|(?<=centres )|(?<=mine ))(?P<there>there)(?![a-z'])"
)


def find_place_anaphors(encoded: EncodedText) -> list[tuple[int, int, str]]:
    """What 该国, 该州, 在这里 and mines there stand for: the last place of that rank named before."""
    found: list[tuple[int, int, str]] = []
    for match in _PLACE_AGAIN.finditer(encoded.text):
        reach = 200 if match["kind"] else 300
        before = {
            s.position: s.ref
            for s in encoded.slots.values()
            if s.type in "Jj" and match.start() - reach < s.position < match.start()
        }
        for start, end, ref in found:  # 这个[中亚]国家 stands for what it stands for
            before = {position: named for position, named in before.items() if not start <= position < end}
            if match.start() - reach < start:
                before[start] = ref
        fit = [before[at] for at in sorted(before) if match["kind"] != "国" or "-" not in before[at]]
        if fit:
            found.append((match.start(), match.end(), fit[-1]))
    return found
