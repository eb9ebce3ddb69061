"""Bytes to text: byte-order marks, UTF-8, UTF-16, and the legacy encodings of Chinese."""

from __future__ import annotations

import codecs

from nlp.errors import EncodingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x1f\x8b",
    b"PAR1",
    b"\x28\xb5\x2f\xfd",
)


def decode(data: bytes, *, path: str = "") -> str:
    """The text of `data`.

    Tried in this order: byte-order mark, UTF-8, UTF-16 by its zero bytes, GB18030 or Big5 or what
    charset-normalizer takes for likely.

    Raises:
        EncodingError: the bytes are binary, or text in none of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise EncodingError(
                    f"starts like {encoding}, but is not: {error.reason} at byte {error.start}", path=path
                ) from error
    if data.startswith(_SIGNATURES):
        raise EncodingError("expected text, was a binary file", path=path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, path)
    if "\x00" in text:
        return _utf16(data, path)
    return text


def _utf16(data: bytes, path: str) -> str:
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    half = max(1, min(len(data), 4000) // 2)
    if max(even, odd) > 0.2 * half and min(even, odd) < 0.1 * half:
        try:
            return data.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            pass
    raise EncodingError("expected text, was binary (zero bytes)", path=path)


def _legacy(data: bytes, path: str) -> str:
    sample = data[:200_000]
    if b"\x00" in sample:
        return _utf16(data, path)
    controls = sum(byte < 32 and byte not in (9, 10, 13, 12) for byte in sample[:4000])
    if controls > 0.02 * len(sample[:4000]):
        raise EncodingError("expected text, was binary (control bytes)", path=path)
    scored = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        scored.append((_plausibility(text[:20_000]), encoding, text))
    if scored:
        best = max(scored, key=lambda item: item[0])
        if best[0] > 0.5:
            return best[2]
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    if guess is not None:
        try:
            return data.decode(guess.encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    raise EncodingError(
        "expected text in UTF-8, UTF-16, GB18030 or Big5, was none of them; convert it to UTF-8", path=path
    )


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经进的是在有這個為國時來們對會發動過說產後學經進礦機比特幣矿机币公司万元美元，。、：（）"
)


def _plausibility(text: str) -> float:
    """The share of frequent characters among those beyond ASCII, times four, at most 1."""
    beyond = [char for char in text if ord(char) > 127]
    if not beyond:
        return 0.0
    rare = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in beyond)
    return min(1.0, 4 * sum(char in _COMMON for char in beyond) / len(beyond)) - rare / len(beyond)
