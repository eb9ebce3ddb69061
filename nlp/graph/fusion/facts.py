"""Facts from the claims that tell them."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.graph.claims import Claim, Fact, Filler, Literal, Moment, Thing, Variant
from nlp.graph.fusion.choosing import Chooser
from nlp.graph.fusion.tellings import order_of
from nlp.schema import MODALITIES


def build_fact(claims: Sequence[Claim], chooser: Chooser, *, symmetric: bool = False) -> Fact:
    """The fact of claims that tell it.

    Its key is that of its first claim, by date of the article, then by its id: a later article that tells the
    fact too does not change it, nor does any decision on names. Of a `symmetric` predicate the parties stand as in
    the first claim that has both.
    """
    claims = sorted(claims, key=order_of)
    key = claims[0].key
    if symmetric:
        claims = chooser.turned(claims)
    variants: list[Variant] = []
    subject = object_ = None
    qualifiers: dict[str, tuple[Filler, ...]] = {}
    for role in ("subject", "object", *sorted({role for claim in claims for role in claim.qualifiers})):
        choice = chooser.choose(role, claims)
        if choice is None:
            continue
        variants += choice.variants
        filler = choice.fillers[0]
        if role == "subject":
            assert isinstance(filler, Thing)
            subject = filler
        elif role == "object":
            assert not isinstance(filler, Moment | Literal)
            object_ = filler
        else:
            qualifiers[role] = choice.fillers
    return Fact(
        key=key,
        predicate=claims[0].predicate,
        subject=subject,
        object=object_,
        qualifiers=qualifiers,
        modality=_modality(claims),
        sources=tuple(claim.source for claim in claims),
        variants=tuple(variants),
    )


def _modality(claims: Sequence[Claim]) -> str:
    """What most articles say, then the surer, then the stronger word."""
    told = {claim.modality for claim in claims}

    def support(modality: str) -> tuple[float, float, int]:
        of_it = [claim for claim in claims if claim.modality == modality]
        surest = max(claim.source.confidence for claim in of_it)
        place = MODALITIES.index(modality) if modality in MODALITIES else len(MODALITIES)
        return -len({claim.source.document for claim in of_it}), -surest, place

    return min(sorted(told), key=support)
