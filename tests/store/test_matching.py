import itertools
import time
from collections import Counter

import numpy as np
import pytest

from store.matching import DOUBTFUL, Said, link_versions, match_actions
from store.matching.assignment import assign

from .made_series import make_series, written_series


def rows(start, *texts, numbers=None, theme=None):
    return [
        Said(start + n, numbers[n] if numbers else None, text, theme, None, text, None, n + 1)
        for n, text in enumerate(texts)
    ]


def pairs(matches):
    return {(match.earlier, match.later, match.method) for match in matches}


def test_the_assignment_is_the_best_of_all():
    random = np.random.default_rng(6)
    for _ in range(200):
        scores = random.normal(0.3, 1.0, random.integers(1, 6, 2))
        gains = np.maximum(scores if len(scores) <= scores.shape[1] else scores.T, 0.0)
        ways = itertools.permutations(range(gains.shape[1]), len(gains))
        best = max(sum(gains[row, column] for row, column in enumerate(way)) for way in ways)
        found = assign(scores)
        assert np.isclose(sum(scores[pair] for pair in found), best)
        assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)


def test_a_number_given_again_does_not_make_a_new_action_an_old_one():
    before = rows(1, "Appoint a harbour engineer", "Renew the lease of the boat shed", numbers=["1", "2"])
    after = rows(11, "Appoint a harbour engineer", "Plant reeds along the towpath", numbers=["1", "2"])
    assert pairs(match_actions(before, after)) == {(1, 11, "same wording")}


def test_an_action_that_skips_a_version_is_found_again():
    first = rows(1, "Train flood wardens in every parish", "Sell the old ferry")
    second = rows(11, "Sell the old ferry")
    third = rows(21, "Sell the old ferry", "Train the flood wardens of every parish")
    linked = link_versions([first, second, third])
    assert linked.threads == [[1, 22], [2, 11, 21]]


def test_recommendations_that_are_answered_later_are_the_same():
    asked = ["Mend the sea wall before the winter storms", "Open the ferry books to the public"]
    answers = ["Masons hired; a tender for stone is out", "Ledgers move to the reading room in May"]
    before = [Said(n, None, text, None, text, None, None, n) for n, text in enumerate(asked, start=1)]
    after = [
        Said(10 + n, None, f"{text}\n{answer}", None, text, answer, None, n)
        for n, (text, answer) in enumerate(zip(asked, answers, strict=True), start=1)
    ]
    assert pairs(match_actions(before, after)) == {(1, 11, "same wording"), (2, 12, "same wording")}


def test_one_row_divided_and_two_joined():
    whole = "Survey the breakwater stones, and teach the crews of both lifeboats to signal at night"
    parts = ["Survey the breakwater stones", "Teach the crews of both lifeboats to signal at night"]
    others = ["Weigh every anchor in the yard", "Paint the customs house doors", "Number the mooring posts"]
    one, two = rows(1, whole, *others), rows(11, *parts, *others)
    kept = {(2, 13, "same wording"), (3, 14, "same wording"), (4, 15, "same wording")}
    assert pairs(match_actions(one, two)) == kept | {(1, 12, "like wording"), (1, 11, "split")}
    kept = {(later, earlier, method) for earlier, later, method in kept}
    assert pairs(match_actions(two, one)) == kept | {(12, 1, "like wording"), (11, 1, "merged")}


def test_renumbered_rows_of_one_wording_keep_their_theme():
    text = "Report to Cabinet on progress"
    unlike = ["Weigh the anchors", "Paint the customs house", "Number the mooring posts", "Count the gulls"]

    def plan(start, first):
        quays = rows(start, *unlike[:2], text, numbers=[f"{first}.{n}" for n in (1, 2, 3)], theme="Quays")
        return quays + rows(
            start + 3, *unlike[2:], text, numbers=[f"{first + 1}.{n}" for n in (1, 2, 3)], theme="Birds"
        )

    found = pairs(match_actions(plan(1, 1), rows(20, "Hire a diver", theme="Depths", numbers=["1.1"]) + plan(11, 2)))
    assert found == {(n, n + 10, "same wording") for n in range(1, 7)}


def test_rows_that_all_say_the_same_are_paired_in_their_order():
    text = ["Report to Cabinet on progress"] * 60
    found = match_actions(rows(1, *text), rows(101, *text))
    assert [(match.earlier, match.later) for match in found] == [(n, n + 100) for n in range(1, 61)]


def test_an_abbreviation_is_the_words_that_the_other_version_spells_out():
    before = rows(1, "Agree the MTFS", "Weigh every anchor in the yard")
    after = rows(11, "Weigh the anchors", "Agree the medium-term financial strategy of the port")
    assert {match[:2] for match in pairs(match_actions(before, after))} == {(1, 12), (2, 11)}


def test_nothing_to_compare_gives_no_match():
    assert match_actions([], rows(1, "Sell the old ferry")) == match_actions(rows(1, ""), rows(11, "")) == []


def measure(plans):
    """Return counts over all consecutive versions of plans, and the right and wrong by confidence."""
    counts, sure = Counter(), []
    for series in plans:
        for earlier, later in itertools.pairwise(series.versions):
            true, matches = series.true_pairs(earlier, later), match_actions(earlier, later)
            found = {(match.earlier, match.later) for match in matches}
            kept = {match.earlier for match in matches}
            surely_kept = {match.earlier for match in matches if match.confidence >= DOUBTFUL}
            vanished = {said.key for said in earlier} - {before for before, _ in true}
            counts += Counter(
                right=len(true & found),
                found=len(found),
                true=len(true),
                vanished=len(vanished),
                reported=len(vanished - kept),
                reported_or_doubtful=len(vanished - surely_kept),
            )
            sure += [(match.confidence, (match.earlier, match.later) in true) for match in matches]
    return counts, sure


def told(name, counts):
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["true"]
    words = (
        f"{name}: precision {precision:.3f} ({counts['right']}/{counts['found']}), "
        f"recall {recall:.3f} ({counts['right']}/{counts['true']}); of {counts['vanished']} vanished actions "
        f"{counts['reported']} reported, {counts['reported_or_doubtful']} with those in doubt"
    )
    print(f"\n{words}")  # noqa: T201 - shown by pytest -s
    return precision, recall


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_plans_of_many_versions_are_followed(half):
    """Twenty plans of each half; nothing was fitted to the words of the held-out one."""
    counts, sure = measure(make_series(half, 20))
    precision, recall = told(half, counts)
    assert precision >= 0.97 and recall >= 0.95
    assert counts["reported"] >= 0.95 * counts["vanished"]
    assert counts["reported_or_doubtful"] >= 0.98 * counts["vanished"]
    assert abs(sum(confidence - right for confidence, right in sure) / len(sure)) < 0.02


@pytest.mark.parametrize(("half", "least_precision", "least_recall"), [("tuned", 0.9, 0.85), ("held", 0.9, 0.85)])
def test_plans_that_were_rewritten_by_hand_are_followed(half, least_precision, least_recall):
    """Few rows, nearly all of them reworded: what the worst of real plans does."""
    counts, _ = measure(written_series(half))
    precision, recall = told(f"{half}, by hand", counts)
    assert precision >= least_precision and recall >= least_recall
    assert counts["reported_or_doubtful"] >= 0.9 * counts["vanished"]


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_every_row_is_in_one_thread_and_returns_to_it(half):
    """Where a row comes back after a version without it, it is found by its last wording."""
    returned, found = 0, 0
    for series in make_series(half, 20):
        linked = link_versions(series.versions)
        thread_of = {key: number for number, thread in enumerate(linked.threads) for key in thread}
        assert sorted(thread_of) == sorted(said.key for version in series.versions for said in version)
        assert sum(map(len, linked.threads)) == len(thread_of)
        for first, between, last in zip(series.versions, series.versions[1:], series.versions[2:], strict=False):
            there = set().union(*(series.identities[said.key] for said in between))
            back = {(a, b) for a, b in series.true_pairs(first, last) if not series.identities[a] & there}
            returned += len(back)
            found += sum(thread_of[a] == thread_of[b] for a, b in back)
    print(f"\n{half}: {found} of {returned} rows that came back")  # noqa: T201 - shown by pytest -s
    assert found >= 0.8 * returned > 0


def test_two_versions_of_a_hundred_rows_take_milliseconds():
    plans = [series.versions for series in make_series("tuned", 12)]
    earlier = [said for versions in plans for said in versions[0]][:100]
    later = [said for versions in plans for said in versions[1]][:100]
    taken = []
    for n in range(3):
        began = time.process_time()
        assert match_actions(earlier[n:], later)  # what was compared is remembered
        taken.append(time.process_time() - began)
    print(f"\n100 rows by 100: {min(taken) * 1000:.0f} ms")  # noqa: T201 - shown by pytest -s
    assert min(taken) < 0.1  # 20 ms on an idle core
