"""English dates by the words of reporters: halves of months, fiscal years, weekends, seasons, periods counted back."""

from __future__ import annotations

import datetime

import pytest

from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder

FOUND: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    # halves of a month, last quarters of a year
    ("2025-09-02", "Larkhash sold coins in the second half of July.", [("the second half of July", "2025-07-16/2025-07-31")]),
    ("2025-09-02", "It ran in the first half of February 2024.", [("the first half of February 2024", "2024-02-01/2024-02-15")]),
    ("2025-03-02", "Sales in the closing quarter of 2024 beat the opening quarter of that.", [("the closing quarter of 2024", "2024-10-01/2024-12-31")]),
    ("2025-03-02", "The final three months of 2024 were poor.", [("The final three months of 2024", "2024-10-01/2024-12-31")]),
    ("2025-03-02", "By the last day of January it had 3 EH/s.", [("the last day of January", "2025-01-31")]),
    # fiscal years, seasons of two years
    ("2025-03-02", "In fiscal 2024 it lost money; the fiscal year 2023 was better.", [("fiscal 2024", "2024"), ("the fiscal year 2023", "2023")]),
    ("2025-03-02", "Rainfall beat that of 2023/24, says rule 2023/29.", [("2023/24", "2023-01-01/2024-12-31")]),
    ("2025-08-14", "For the half-year to June 30 it told of a loss.", [("the half-year to June 30", "2025-01-01/2025-06-30")]),
    ("2025-08-14", "In the year to March it mined 90 BTC.", [("the year to March", "2024-04-01/2025-03-31")]),
    # compared with the year before
    (
        "2025-08-14",
        "It took $9 million in the second quarter, against $7 million in the same stretch of 2023.",
        [("the second quarter", "2025-04-01/2025-06-30"), ("the same stretch of 2023", "2023-04-01/2023-06-30")],
    ),
    (
        "2025-08-14",
        "In the second quarter it earned twice the sum of the year-before period.",
        [("the second quarter", "2025-04-01/2025-06-30"), ("the year-before period", "2024-04-01/2024-06-30")],
    ),
    ("2025-08-14", "It is the same stretch of road. The same week it sold out.", []),
    (
        "2025-11-14",
        "It sold less in the third quarter, down 9% from the second.",
        [("the third quarter", "2025-07-01/2025-09-30"), ("the second", "2025-04-01/2025-06-30")],
    ),
    # counted back from what was told
    ("2025-05-06", "It ran 9 EH/s in April, up from 7 three months earlier.", [("April", "2025-04"), ("three months earlier", "2025-01")]),
    ("2025-04-06", "Cash on March 31 was half that of three months earlier.", [("March 31", "2025-03-31"), ("three months earlier", "2024-12-31")]),
    ("2025-05-06", "He had left three months earlier. It opened two years later.", [("three months earlier", None)]),
    ("2025-05-06", "It closed a fortnight ago; it was founded a decade ago.", [("a fortnight ago", "2025-04-22"), ("a decade ago", "2015")]),
    # weekends, holidays, seasons, parts of days
    ("2025-05-06", "The site went dark over the weekend.", [("the weekend", "2025-05-03/2025-05-04")]),
    ("2025-05-06", "The weekend edition has more, as have the weekend rates.", []),
    ("2024-10-06", "It was shut on Labor Day, as on Memorial Day.", [("Labor Day", "2024-09-02"), ("Memorial Day", "2024-05-27")]),
    ("2025-03-06", "The price was $39 at New Year.", [("New Year", "2025-01-01")]),
    ("2025-03-06", "Happy New Year! The Lunar New Year was calm. New year, new rigs.", []),
    ("2025-03-06", "It has doubled since the turn of the year.", [("the turn of the year", "2024-12-31")]),
    ("2025-12-06", "Boxes have been stuck since autumn, and over the summer it stood still.", [("autumn", "2025-09-01/2025-11-30"), ("the summer", "2025-06-01/2025-08-31")]),
    ("2025-12-06", "Rivers shrink in winter. It was hit by the fall of a lender.", []),
    ("2025-12-06", "We left in the spring of last year.", [("the spring of last year", "2024-03-01/2024-05-31")]),
    ("2025-12-06", "It started coverage this morning.", [("this morning", "2025-12-06")]),
    # what is done by then, and what is still to come
    ("2024-09-12", "It has 900 rigs ordered from Larkhash in October.", [("October", "2023-10")]),
    ("2024-09-12", "The rigs will be delivered in October.", [("October", "2024-10")]),
    ("2025-06-11", "It announced a shareholder vote on July 30.", [("July 30", "2025-07-30")]),
    ("2024-09-12", "It will run 9 EH/s, compared with 5 EH/s in December.", [("December", "2023-12")]),
    ("2024-02-12", "She was director until July, and he stays until July.", [("July", "2023-07"), ("July", "2024-07")]),
    ("2024-09-12", "Everyone pays more from January on. It is up 5% from December.", [("January", "2025-01"), ("December", "2023-12")]),
    ("2025-06-11", "From March 5 the firm mined; the ban took effect from May 7.", [("March 5", "2025-03-05"), ("May 7", "2025-05-07")]),
    ("2025-06-11", "It opened three months earlier than planned; hours run past May.", [("May", "2025-05")]),
    ("2024-09-12", "The contract dates from November; the option expires in November.", [("November", "2023-11"), ("November", "2024-11")]),
    ("2024-09-12", "Since 2021 it grew; founded in 2022, sold in August.", [("2021", "2021"), ("2022", "2022"), ("August", "2024-08")]),
    ("2025-06-11", "They must close by Friday; by Monday it had recovered; trading resumes on Friday.", [("Friday", "2025-06-13"), ("Monday", "2025-06-09"), ("Friday", "2025-06-13")]),
    ("2025-08-14", "The loss was $9 million in the second quarter, above the $5 million of a year ago.", [("the second quarter", "2025-04-01/2025-06-30"), ("a year ago", "2024-04-01/2024-06-30")]),
    ("2025-06-11", "It spoke at Oslo Chain Week 2024 in the week of 2023.", [("2023", "2023")]),
    # months that are words too; ranges of days
    ("2025-12-06", "It wants 9 EH/s come March; when May came to a close it had 5.", [("March", "2026-03"), ("May", "2025-05")]),
    ("2025-12-06", "It told a May meeting of its March purchase.", [("May", "2025-05"), ("March", "2025-03")]),
    ("2025-12-06", "It may march on, says the DEC. Theresa May was out.", []),
    ("2025-12-06", "Coins earn an APR of 9%, wrote Ida Holm and Jan Brekke.", []),
    ("2025-12-06", "The fair is held from Feb. 24-27 in Oslo.", [("Feb. 24", "2025-02-24"), ("27", "2025-02-27")]),
    ("2025-12-06", "Hut 3-4 and 24-27 of the rigs.", []),
    ("2025-12-06", "This past August was hot.", [("This past August", "2025-08")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> DateFinder:
    return DateFinder.load(patterns_folder())


@pytest.mark.parametrize(("date", "text", "wanted"), FOUND, ids=[text for _, text, _ in FOUND])
def test_told_dates(finder: DateFinder, date: str, text: str, wanted: list[tuple[str, str | None]]) -> None:
    found = finder.find(FoldedText.of(text), datetime.date.fromisoformat(date))
    assert [(m.text, m.iso) for m in found] == wanted
