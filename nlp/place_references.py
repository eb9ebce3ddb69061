"""Which place 该国, 该州 and mines there stand for."""

from __future__ import annotations

from nlp.encoding import EncodedText
from nlp.text.lazy import lazy_pattern

_PLACE_AGAIN = lazy_pattern(
    r"(?:该|此)(?P<kind>国|州|省|市|县|郡|地区|自治区)(?![际家内民债库])"
    r"|(?:(?<=mines )|(?<=sites )|(?<=farms )|(?<=plants )|(?<=machines )|(?<=rigs )|(?<=mining )|(?<=operations )|(?<=operates )|(?<=works )|(?<=facilities )|(?<=facility )|(?<=centers )|(?<=centres )|(?<=mine ))(?P<there>there)(?![a-z'])"
)


def find_place_anaphors(encoded: EncodedText) -> list[tuple[int, int, str]]:
    """What 该国, 该州 and mines there stand for: the last place of that rank named before."""
    found: list[tuple[int, int, str]] = []
    for match in _PLACE_AGAIN.finditer(encoded.text):
        reach = 200 if match["kind"] else 300
        before = [
            s for s in encoded.slots.values() if s.type in "Jj" and match.start() - reach < s.position < match.start()
        ]
        fit = [s for s in before if match["kind"] != "国" or "-" not in s.ref]
        if fit:
            found.append((match.start(), match.end(), fit[-1].ref))
    return found
