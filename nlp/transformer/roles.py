"""What the argument heads tell of a mention and of two mentions: classes, declared once."""

from __future__ import annotations

from typing import Final

from nlp.schema import ACTIONS, LITERAL_ROLES, METRICS, MODALITIES, NAME_LABELS, PREDICATES


def _roles() -> tuple[str, ...]:
    made = []
    for predicate in PREDICATES.values():
        roles = ("subject", "object", *(q for q in predicate.qualifiers if q not in LITERAL_ROLES))
        made += [f"{predicate.name}.{role}" for role in roles]
    return tuple(made)


#: what follows the name of a predicate in the role of a subject that is told of without an object
ALONE: Final = "alone"
#: what one mention may be: the filler of a role; and what the statement around it says
ROLES: Final = (
    *_roles(),
    *(f"metric={metric}" for metric in METRICS),
    *(f"action={action}" for action in ACTIONS),
    *(f"modality={modality}" for modality in MODALITIES),
    # the subject of a statement that has no object
    *(f"{predicate.name}.{ALONE}" for predicate in PREDICATES.values() if predicate.object_optional),
)
ROLE_NUMBERS: Final = {role: number for number, role in enumerate(ROLES)}
#: what two mentions may be: subject and object of a statement
RELATIONS: Final = tuple(PREDICATES)
RELATION_NUMBERS: Final = {name: number for number, name in enumerate(RELATIONS)}
#: labels that stand as subjects
SUBJECT_LABELS: Final = NAME_LABELS
# distances between two mentions, in pieces, that the pair head tells apart
DISTANCES: Final = (-96, -64, -40, -24, -14, -8, -4, -1, 1, 4, 8, 14, 24, 40, 64, 96)


def can_be(predicate: str, subject: str, object_: str) -> bool:
    """Whether mentions of these labels may be subject and object of a predicate."""
    row = PREDICATES[predicate]
    return subject in row.subject and object_ in row.object


PAIRS: Final = frozenset(
    (subject, object_) for row in PREDICATES.values() for subject in row.subject for object_ in row.object
)
#: so many pieces apart, mentions are no longer one statement's
REACH: Final = 150
