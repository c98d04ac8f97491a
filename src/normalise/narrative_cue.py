"""What a verb or phrase of an update tells of the action."""

from __future__ import annotations

import enum


class Cue(enum.Enum):
    """What a verb or phrase tells of the action."""

    CONCLUDED = "concluded"  # done, beyond doubt
    FINISHED = "finished"  # done, though it may be a part
    STEP = "step"
    STARTED = "started"
    RESOURCED = "resourced"  # somebody was found to do it
    CONTINUING = "continuing"
    RECURRING = "recurring"
    FUTURE = "future"
    CARE = "care"  # to be reviewed, monitored
    KEPT = "kept"  # is reviewed, is monitored
    BEGIN = "begin"  # to be begun
    NOT_DONE = "not done"
    UNFINISHED = "unfinished"  # begun, and something is left
    NOT_STARTED = "not started"
    DELAYED = "delayed"
    ON_HOLD = "on hold"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    HEDGED = "hedged"
    WEAKLY_HEDGED = "weakly hedged"
