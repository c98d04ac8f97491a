"""What the register of local authorities tells of one: its kind, its days, and who took its place."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from normalise.authority_names import Authority, authorities, resolve_authority

__all__ = ["Registered", "find_registered", "resolve_authority"]


@dataclass(frozen=True, slots=True)
class Registered:
    """An authority as the register knows it: first and last day where it gives them, and its successors."""

    name: str
    gss_code: str | None
    kind: str | None
    nation: str
    began: dt.date | None
    ended: dt.date | None
    successors: tuple[Registered, ...] = ()


def find_registered(name: str, gss_code: str | None) -> Registered | None:
    """Return what the register tells of the authority with a GSS code or, without one, with an official name."""
    by_code, by_name = _indexes()
    found = by_code.get(gss_code) if gss_code else by_name.get(name)
    return _described(found) if found else None


@functools.cache
def _indexes() -> tuple[Mapping[str, Authority], Mapping[str, Authority]]:
    listed = authorities().values()
    by_code = {one.gss_code: one for one in listed if one.gss_code}
    return MappingProxyType(by_code), MappingProxyType({one.name: one for one in listed})


def _described(authority: Authority) -> Registered:
    ended = _day(authority.end)
    if ended and ended.day == 1:  # the register gives some the day on which their successors began
        ended -= dt.timedelta(days=1)
    return Registered(
        name=authority.name,
        gss_code=authority.gss_code,
        kind=authority.type,
        nation=authority.nation,
        began=_day(authority.start),
        ended=ended,
        successors=tuple(_described(authorities()[code]) for code in authority.replaced_by),
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
