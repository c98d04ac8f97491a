import itertools
import json
from pathlib import Path

import pytest

from store.matching import Edition, continuing, find_likeliest, plans_alike, same_version
from store.matching.assignment import assign

from .made_series import make_series

FIXTURES = Path(__file__).parents[2] / "fixtures"

ROWS = [
    "1 Appoint a harbour engineer to lead the implementation of the flood scheme Director of Place March 2024 On track",
    "2 Publish the office accommodation strategy Head of Estates 31/12/2023 Complete Approved by Cabinet",
    "3 Train multi-agency teams in safeguarding Head of Learning Ongoing Amber Two of five courses were held",
]


def edition(version, title):
    return Edition(tuple(version), title, "improvement_plan")


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_versions_of_a_plan_are_told_from_its_authority_s_other_plans(half):
    """Plans of one council in the same manner about other things: after a peer challenge, an audit, for the climate."""
    parts = [make_series(half, 8, part, 3) for part in range(3)]
    versions = [
        plans_alike(edition(earlier, series.title), edition(later, f"{series.title}: progress in May 2024"))
        for series in itertools.chain(*parts)
        for earlier, later in itertools.pairwise(series.versions)
    ]
    others = [
        plans_alike(edition(one.versions[0], one.title), edition(other.versions[-1], other.title))
        for first, second in itertools.permutations(parts, 2)
        for one in first
        for other in second
    ]
    told = (
        f"{half}: least of {len(versions)} versions {min(versions):.2f}, most of {len(others)} others {max(others):.2f}"
    )
    print(f"\n{told}")  # noqa: T201 - shown by pytest -s
    assert min(versions) > 0.5 > max(others)


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_of_many_plans_the_likeliest_is_found_without_pairing_the_rows_of_all(half, monkeypatch):
    """What a plan cannot exceed is told from its rows' likeness; the likelihood is that of comparing each alone."""
    plans = [
        edition(version, series.title)
        for part in range(3)
        for series in make_series(half, 4, part, 3)
        for version in series.versions
    ]
    compared = []
    monkeypatch.setattr(continuing, "assign", lambda scores: compared.append(scores) or assign(scores))
    for later in plans[::3]:
        others = [plan for plan in plans if plan is not later]
        alone = [plans_alike(plan, later) for plan in others]
        compared.clear()
        found, likelihood = find_likeliest(others, later, 0.6)
        assert likelihood == pytest.approx(max(alone)) and alone[found] == pytest.approx(max(alone))
        assert len(compared) < len(others) / 2
    assert find_likeliest(plans[1:4], edition([], None), 0.6) is None


def test_a_title_alone_makes_no_version():
    one, other = (make_series("tuned", 1, part, 3)[0].versions[0] for part in (0, 1))
    title = "Peer challenge action plan"
    assert plans_alike(edition(one, title), edition(other, title)) < 0.5
    assert plans_alike(edition([], None), edition(other, None)) == 0


def test_a_plan_s_pdf_and_its_word_file_are_one_version():
    pdf = [
        "1 Appoint a harbour engineer to lead the imple-\nmentation of the ﬂood scheme Director of Place March 2024",
        "On track 2 Publish the ofﬁce accommodation strategy Head of Estates 31/12/2O23 Complete Approved by Cabinet",
        "3 Train multi agency teams in safeguardlng Head of Leaming Ongoing Amber Two of five courses were held",
    ]
    assert same_version(ROWS, pdf, "2024-03", "2024-03-05") and same_version(pdf, ROWS, None, "2024-03")
    assert not same_version(ROWS, ROWS, "2024-03", "2024-06")
    assert not same_version([], [], None, None)


@pytest.mark.parametrize(
    ("row", "before", "after"),
    [
        (0, "March 2024", "May 2024"),
        (0, "March 2024", "March 2025"),
        (0, "On track", "Delayed"),
        (1, "31/12", "31/11"),
        (2, "Amber", "Green"),
        (2, "Two of five", "Three of five"),
        (2, "were held", "were not held"),
        (1, "Head of Estates", "Head of Property"),
        (2, "were held", "were held. A date is set for the others"),
    ],
)
def test_a_version_in_which_something_moved_is_no_twin(row, before, after):
    later = [text.replace(before, after) if place == row else text for place, text in enumerate(ROWS * 20)]
    assert later != ROWS * 20 and not same_version(ROWS * 20, later, "2024-03", None)


def test_every_fixture_is_its_own_twin_and_no_other_s():
    plans = []
    for expected in sorted(FIXTURES.glob("*/expected.json")):
        record = json.loads(expected.read_text(encoding="utf-8"))
        plans.append([json.dumps(action, ensure_ascii=False) for action in record["actions"]])
    plans = [plan for plan in plans if plan]
    for one, other in itertools.product(plans, repeat=2):
        assert same_version(one, other) == (one is other)
