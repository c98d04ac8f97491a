"""The same plan over time: its actions through its versions, and whether two documents hold versions of one plan.

Nothing here knows of the database. `match_actions` compares two versions, `link_versions` all of them; `find_likeliest`
says which of some plans another is a version of, `same_version` whether two documents are one publication.
"""

from store.matching.continuing import Edition, find_likeliest, plans_alike, title_key
from store.matching.pairing import match_actions
from store.matching.said import DOUBTFUL, LIKE_WORDING, MERGED, SAME_NUMBER, SAME_WORDING, SPLIT, Match, Said
from store.matching.threads import Threads, link_versions
from store.matching.versions import may_be_same_day, same_version

__all__ = [
    "DOUBTFUL",
    "LIKE_WORDING",
    "MERGED",
    "SAME_NUMBER",
    "SAME_WORDING",
    "SPLIT",
    "Edition",
    "Match",
    "Said",
    "Threads",
    "find_likeliest",
    "link_versions",
    "match_actions",
    "may_be_same_day",
    "plans_alike",
    "same_version",
    "title_key",
]
