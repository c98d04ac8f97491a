"""The best pairing of two sets of rows, given a score for each pair."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray


def assign(scores: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs (row, column), each used once, of the greatest sum; a pair that scores 0 or less is left out.

    Rows that have no column in common, directly or through others, are settled apart: plans mostly fall into pairs.
    """
    pairs = []
    for rows, columns in _components(scores > 0):
        if len(rows) == len(columns) == 1:
            pairs.append((rows[0], columns[0]))
            continue
        block = np.maximum(scores[np.ix_(rows, columns)], 0.0)
        wide = len(rows) <= len(columns)
        chosen = _settle(-block) if wide else [(row, column) for column, row in _settle(-block.T)]
        pairs += [(rows[row], columns[column]) for row, column in chosen if block[row, column] > 0]
    return sorted(pairs)


def _components(linked: NDArray[np.bool_]) -> list[tuple[list[int], list[int]]]:
    """Return the connected parts of a bipartite graph that have a link."""
    columns_of: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, column in np.argwhere(linked).tolist():
        columns_of[row].append(column)
        rows_of[column].append(row)
    parts = []
    seen = set[int]()
    for start in columns_of:
        if start in seen:
            continue
        rows, columns, waiting = {start}, set[int](), [start]
        while waiting:
            for column in columns_of[waiting.pop()]:
                if column not in columns:
                    columns.add(column)
                    found = set(rows_of[column]) - rows
                    rows |= found
                    waiting += found
        seen |= rows
        parts.append((sorted(rows), sorted(columns)))
    return parts


def _settle(costs: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the assignment of every row at the least cost: Kuhn 1955, by shortest augmenting paths.

    `costs` has no more rows than columns. Potentials keep the reduced costs at 0 or more, so that each new row is one
    shortest path; O(rows² · columns).
    """
    n_rows, n_columns = costs.shape
    if n_rows == 1:
        return [(0, int(costs.argmin()))]
    row_potential, column_potential = np.zeros(n_rows + 1), np.zeros(n_columns + 1)
    holder = np.full(n_columns + 1, n_rows)  # the row that holds each column; the last column is where a path begins
    for row in range(n_rows):
        holder[n_columns] = row
        at, reached = n_columns, np.zeros(n_columns + 1, dtype=bool)
        distance, before = np.full(n_columns, np.inf), np.full(n_columns, n_columns)
        while holder[at] != n_rows:
            reached[at] = True
            current = holder[at]
            slack = costs[current] - row_potential[current] - column_potential[:-1]
            nearer = ~reached[:-1] & (slack < distance)
            distance[nearer], before[nearer] = slack[nearer], at
            following = int(np.argmin(np.where(reached[:-1], np.inf, distance)))
            step = distance[following]
            row_potential[holder[reached]] += step
            column_potential[reached] -= step
            distance[~reached[:-1]] -= step
            at = following
        while at != n_columns:
            holder[at], at = holder[before[at]], int(before[at])
    return [(int(holder[column]), column) for column in range(n_columns) if holder[column] != n_rows]
