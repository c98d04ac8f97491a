"""Owner cells: the posts, people, teams and bodies that answer for an action.

"and" joins two owners only where both sides stand alone as a post, a body or a person: "Director of Law and
Governance" is one post, "Chief Executive and Cabinet" are two. What posts, bodies and people are called is data
(vocab/owners.toml, through `normalise.owner_names`); how they are joined is grammar, here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from normalise.model import Owner, OwnerRole
from normalise.owner_names import Kind, Names, kind_of, owner_names
from normalise.vocabulary import fold

_CUT_WORD = re.compile(r"(?<=[A-Za-z]{2})[-\u00ad][ \n]+(?!(?:and|or|to|of|for)\b)(?=[a-z])")
_SLASHED_ENDING = re.compile(r"/(?=(?:s|es|ies)\b)")
_HIDDEN = "\ue000"  # stands for a separator that is part of a name
_BULLET = re.compile(r"^\s*(?:[•▪●*·\-–]+\s*|\(?(?:\d{1,2}|[a-z])[.)]\s+)")
_NUMBERED = re.compile(r"(?:^|\s)\(?(?:\d|[a-h])[.)]\s+(?=[A-Z])")
_JOINTS = re.compile(r"\s*,\s*(?:and|&)\s+|\s*,\s*|\s+(?:and|&|plus|\+)\s+", re.I)
_OPEN_END = re.compile(r"(?:\b(?:of|and|for|the|to|with|by|in)|[&,(/\-–])\s*$", re.I)
_OPEN_START = re.compile(r"^\s*(?:of|and|for|&|\(|[a-z])")
_COUNCILLOR = re.compile(r"(?:cllr|councillor)\b", re.I)
_SECOND_POST = re.compile(r"(?<=officer|manager) (?=(?:assistant |deputy )?(?:head|director) of (?!paid)\w)", re.I)
_ELECTED = re.compile(r"\b(?:leader|mayor|member|holder|chair\w*|councillor|champion|whip|spokes\w+)\b", re.I)
_ROLE_MARK = re.compile(
    r"\s*(?:[(\[]\s*(lead|leads|support|supporting)\s*[)\]]|\s[-–]\s*(lead|support|supporting)\s*$)", re.I
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the cell under one role."""

    text: str
    role: OwnerRole


def read_owners(text: str) -> tuple[Owner, ...]:
    """Return the people and bodies named in an owner cell, as printed, each with its role.

    Empty for placeholders (N/A, TBC, ?). Names cut by a narrow column are mended. " / " stands for a line break
    where a document prints one so.
    """
    names = owner_names()
    text = mend_names(text, names)
    if fold(text) in names.none or not re.search(r"\w", text) or names.unnamed.match(text):
        return ()
    text = names.placeholder.sub("", text)
    owners: list[Owner] = []
    for piece in _by_role(text, names):
        role = piece.role
        for name in _split_list(piece.text, names):
            for owner in _finish(name, role, names):
                if all(fold(owner.name) != fold(known.name) for known in owners):
                    owners.append(owner)
    return tuple(owners)


def mend_names(text: str, names: Names) -> str:
    """Return the cell's text with words cut by a narrow column joined, and wrapped names on one line.

    A hyphen at a break before a small letter is the cut's own; without a hyphen two pieces are joined only where
    they make a word that names of posts and departments are known to use and one of the pieces is none.
    """
    text = re.sub(r"[^\S\n]+", " ", text.replace("\u00ad", "").replace("\u200b", ""))
    text = _CUT_WORD.sub("", text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and _runs_on(joined[-1], line, names):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return "\n".join(_mend_words(line, names) for line in joined)


def _runs_on(above: str, line: str, names: Names) -> bool:
    """Say whether a line goes on with the name above it: the name is open at its end, or the line at its start."""
    if _OPEN_END.search(above) and not above.rstrip().endswith((",", "/")):
        return True
    if _OPEN_START.match(line) and not _BULLET.match(line) and not re.match(r"(?:and|&)?\s*supp|with\b", line):
        return True
    words, last = line.split(), re.findall(r"[\w&'-]+", above)
    if last and len(last) <= 2 and fold(last[-1]) in names.chiefly:
        return True
    if len(words) == 1 and fold(line) in names.post_heads | names.strong | names.weak:
        return kind_of(above, names) in (Kind.BARE, Kind.PERSON) and fold(line) not in names.stands_alone
    return False


def _mend_words(line: str, names: Names) -> str:
    words = line.split(" ")
    out: list[str] = []
    for word in words:
        if out and word[:1].islower() and fold(out[-1] + word) in names.mendable:
            cut = fold(out[-1]) not in names.mendable or fold(word) not in names.mendable
            if cut and fold(word) not in ("of", "and", "for", "the", "with", "in", "to"):
                out[-1] += word
                continue
        out.append(word)
    return " ".join(out)


def _by_role(text: str, names: Names) -> Iterator[_Piece]:
    """Yield stretches with their role: by label ("Lead: … Support: …"), bracket or joining words."""
    text = names.former_pattern.sub("", text)
    dashed = re.compile(rf"((?:^|[,;/(\n])\s*){names.dashed_label.pattern}", re.I)
    if len(dashed.findall(text)) > 1:  # "Lead - DoF, Support - HoHR"
        text = dashed.sub(r"\1\g<label>: ", text)
    text = re.sub(r"\(\s*support(?:ing)?\s*:?\s+(?=\w)([^()]*)\)", r" supported by \1;", text, flags=re.I)
    text = re.sub(rf"\(\s*(?=(?:{names.support_words})\b)([^()]*)\)", r" \1;", text, flags=re.I)
    role = OwnerRole.LEAD
    position = 0
    for match in names.role_pattern.finditer(text):
        if role is OwnerRole.SUPPORT and fold(match.group()) == "with" and text[position : match.start()].strip(" (,"):
            continue  # "agencies with powers at the border": part of the supporter's own name
        if text[position : match.start()].strip(" ,;:/\n&"):
            yield _Piece(_without_tail(text[position : match.start()]), role)
        if match.group("label"):
            supports = fold(match.group("label")) in names.support_labels
            role = OwnerRole.SUPPORT if supports else OwnerRole.LEAD
        else:
            role = OwnerRole.SUPPORT
        position = match.end()
    if text[position:].strip(" ,;:/\n&"):
        yield _Piece(text[position:], role)


def _without_tail(text: str) -> str:
    return re.sub(r"[\s,;(–-]*(?:\band\b|&)?[\s,;(]*$", "", text)


def _split_list(text: str, names: Names) -> Iterator[str]:
    """Yield the names of a list: lines, semicolons and slashes part always, commas and "and" by what they join."""
    text = _SLASHED_ENDING.sub(_HIDDEN, text)
    text = re.sub(r"\band/or\b", "and", text, flags=re.I)
    text = re.sub(r"\bn/a\b", "", text, flags=re.I)
    text = re.sub(r"\([^()]*\)", lambda m: _hide(m.group()), text)
    text = names.joined.sub(lambda m: _hide_and(m.group()), text)
    text = names.welsh_and.sub("; ", text)
    text = re.sub(r"(\s[-–]\s(?:lead|support(?:ing)?))\.\s+", r"\1; ", text, flags=re.I)
    if _BULLET.match(text) and len(_NUMBERED.findall(text)) > 1:
        text = _NUMBERED.sub("\n", text)
    for part in re.split(r"[;\n|•▪●]+|\s+/\s+", text):
        for name in _split_slashes(part, names):
            for found in _split_joints(name, names):
                yield from map(_show, _without_officer(found, names))


def _without_officer(name: str, names: Names) -> tuple[str, ...]:
    """Return a councillor or post and the officer's post that a lost line break adds, any other name as it is.

    A councillor holds no post under the council: "Cllr Ann Roe Head of Planning" are two, "Cllr Ann Roe Leader" is one.
    Nor does a post that is named to its end go on with another: "Chief Finance Officer Head of HR".
    """
    words = name.split(" ")
    if not _COUNCILLOR.match(name):
        second = _SECOND_POST.search(name)
        if second and kind_of(name[: second.start()], names) is Kind.POST and names.is_whole(name[: second.start()]):
            return name[: second.start()], name[second.end() :]
        return (name,)
    for i in range(2, len(words) - 1):
        post = " ".join(words[i:])
        begins = (
            fold(words[i]) in names.post_heads | names.ranks or names.is_work(words[i]) or fold(post) in names.whole
        )
        if (begins or words[i - 1].endswith(")")) and kind_of(post, names) is Kind.POST and not _ELECTED.search(post):
            return " ".join(words[:i]), post
    return (name,)


_HIDES = {",": "\ue001", ";": "\ue002", "/": "\ue003", "&": "\ue004", " and ": "\ue005", "\n": "\ue006", " ": "\ue007"}


def _hide(text: str) -> str:
    for shown, hidden in _HIDES.items():
        text = text.replace(shown, hidden)
    return text


# Inside the name of a body: unlike what is hidden in brackets, these do not end what `kind_of` looks at.
_JOINED = {" and ": " \ue101 ", "&": "\ue102", ",": "\ue103"}


def _hide_and(text: str) -> str:
    for shown, hidden in _JOINED.items():
        text = text.replace(shown, hidden)
    return text


def _show(text: str) -> str:
    text = text.replace("\ue006", " ")
    for shown, hidden in (*_HIDES.items(), *_JOINED.items()):
        text = text.replace(hidden, shown)
    return text.replace(_HIDDEN, "/")


def _split_slashes(text: str, names: Names) -> Iterator[str]:
    """Yield the sides of slashes; "HR/OD Manager" is one post, for HR and OD stand for work there."""
    sides = [side.strip() for side in text.split("/")]
    current = sides[0]
    for side in sides[1:]:
        words = side.split()
        last = re.split(r"[\s]+", current)[-1]
        shared = (
            len(words) >= 2
            and fold(words[-1]) in names.post_heads | names.strong | names.weak
            and fold(side) not in names.whole
            and names.is_work(last)
            and names.is_work(words[0])
            and kind_of(current, names) is Kind.BARE
        )
        if shared:
            current = f"{current}/{side}"
        else:
            yield current
            current = side
    yield current


def _split_joints(text: str, names: Names) -> list[str]:
    """Return the names that commas, "and" and "&" part in one line."""
    pieces = [piece.strip() for piece in _JOINTS.split(text)]
    joints = [match.group() for match in _JOINTS.finditer(text)]
    found = [pieces[0]]
    pairs = len(pieces) == 2
    for i, (joint, piece) in enumerate(zip(joints, pieces[1:], strict=True)):
        if not found[-1] or not piece:
            found[-1] = found[-1] or piece
            continue
        comma = joint.strip().startswith(",")
        marked = _ROLE_MARK.search(_show(found[-1]))  # "Head of IT (Support), HR"
        ahead = tuple(zip(joints[i + 1 :], pieces[i + 2 :], strict=True))
        if marked:
            parts = True
        elif comma:
            parts = _comma_parts(found[-1], piece, ahead, pairs, names)
        else:
            parts = _and_parts(found[-1], piece, names) or (not ahead and _ends_list(found, piece, names))
        if parts:
            found.append(piece)
        else:
            found[-1] += joint + piece
    return found


def _ends_list(found: Sequence[str], last: str, names: Names) -> bool:
    """Say whether "and" closes a list of departments that commas have parted: "HR, Legal and Finance"."""
    if len(found) < 2 or kind_of(found[-1], names) is not Kind.BARE:
        return False
    if kind_of(last, names) is Kind.POST:
        return not names.is_work(last.split(maxsplit=1)[0])
    return kind_of(last, names) is Kind.BARE and all(kind_of(name, names) is Kind.BARE for name in found)


def _and_parts(left: str, right: str, names: Names) -> bool:
    """Say whether "and" parts two owners: both sides stand alone."""
    one, other = kind_of(left, names), kind_of(right, names)
    if names.are_apart(left, right) or _run_parallel(left, right, names):
        return True
    if other is Kind.BARE and names.is_whole(left) and right[:1].isupper():
        return True  # "Contract managers and Procurement"
    if one is Kind.BARE and other in (Kind.BODY, Kind.PERSON, Kind.LETTERS) and names.could_be_person(left):
        return True
    if one is Kind.PERSON and other is Kind.BARE and names.could_be_person(right):
        return True
    if Kind.BARE in (one, other):
        # Letters that name a post or body stand alone, and a capitalised department beside them does too.
        pair = {one, other} == {Kind.LETTERS, Kind.BARE}
        return pair and not names.is_work(left) and right[:1].isupper()
    if other is Kind.DEPARTMENT and one is Kind.POST:
        return not names.has_tail(left)
    if one is Kind.POST and other is Kind.BODY and names.presides_over_work(left):
        return False  # "Chairs of Scrutiny and Audit Committees"
    if other is Kind.PERSON and one is Kind.POST and names.has_tail(left):
        return names.surely_person(right)
    if one is other is Kind.PERSON:
        return names.surely_person(left) or names.surely_person(right)
    return True


def _run_parallel(left: str, right: str, names: Names) -> bool:
    """Say whether both sides begin with one post's letters or end alike: "AD Law and AD IT"."""
    one, other = left.split(), right.split()
    if min(len(one), len(other)) < 2:
        return False
    if one[-1] == other[-1] and kind_of(left, names) is kind_of(right, names) is Kind.BARE:
        return True  # "Internal Audit and External Audit"
    ranked = fold(one[0]) in names.ranks | names.post_heads  # "Assistant Director HR and Assistant Director IT"
    if (
        ranked
        and [fold(word) for word in one[:2]] == [fold(word) for word in other[:2]]
        and min(len(one), len(other)) > 2
    ):
        return True
    return one[0] == other[0] and kind_of(one[0], names) is Kind.LETTERS


def _comma_parts(left: str, right: str, ahead: Sequence[tuple[str, str]], pair: bool, names: Names) -> bool:
    """Say whether a comma parts two owners, or goes on with a post's department, a person's post or body."""
    one, other = kind_of(left, names), kind_of(right, names)
    if re.fullmatch(r"[A-Z]\.?(?:\s?[A-Z]\.)?", right) and len(left.split()) == 1 and not left.isupper():
        return False  # "Smith, J"
    if one is Kind.POST and other is Kind.BARE and (names.has_tail(left) or names.is_open(left)):
        return False
    if one is Kind.POST and other is Kind.DEPARTMENT and (names.has_tail(left) or names.is_open(left)):
        return False
    if one is Kind.PERSON and other is Kind.POST:  # a councillor holds no officer's post
        officer = re.match(r"(?:\w+ )?(?:head|director|manager|officer|solicitor|clerk)\b", right, re.I)
        return bool(officer and re.match(r"(?:cllr|councillor|ald)", left, re.I))
    if pair and one is Kind.PERSON and other in (Kind.BODY, Kind.LETTERS, Kind.DEPARTMENT):
        return False
    if pair and one is Kind.PERSON and other is Kind.BARE:  # "Jane Potter, Housing"
        return not all(names.is_work(word) for word in re.findall(r"[\w'-]{4,}", right))
    if pair and one is Kind.POST and (other is Kind.PERSON or (other is Kind.BODY and names.presides(left))):
        return False
    if one is Kind.BARE and other is Kind.BARE and ahead:
        return not _shares_head(ahead, names)
    return True


def _shares_head(ahead: Iterable[tuple[str, str]], names: Names) -> bool:
    """Say whether a run of bare department words ends in "… and Environment Service": one name."""
    for joint, piece in ahead:
        kind = kind_of(piece, names)
        if kind is not Kind.BARE:
            if joint.strip().startswith(","):
                return False
            # "Policy, Performance and Partnerships Manager": the post's own work is the last of the list.
            shared_post = kind is Kind.POST and not names.has_tail(piece) and names.is_work(piece.split(maxsplit=1)[0])
            return kind in (Kind.DEPARTMENT, Kind.BODY) or shared_post
    return False


def _finish(name: str, role: OwnerRole, names: Names) -> Iterator[Owner]:
    """Yield the owner of one printed name: marks of role and list taken off, placeholders left out."""
    name = names.vacant.sub("", name)
    mark = _ROLE_MARK.search(name)
    if mark:
        word = fold(mark.group(1) or mark.group(2))
        role = OwnerRole.LEAD if word.startswith("lead") else OwnerRole.SUPPORT
        name = name[: mark.start()] + name[mark.end() :]
    name = _BULLET.sub("", re.sub(r"\s+", " ", name)).strip(" .,:;-–—*&")
    name = re.sub(r"^(?:and|or|by|(?:led|owned|managed|overseen) by|also)\s+", "", name, flags=re.I)
    name = re.sub(r"^the\s+(?=[A-Z])", "", name)
    label = names.dashed_label.match(name)
    if label and kind_of(name[label.end() :], names) in (Kind.POST, Kind.PERSON, Kind.LETTERS):
        role = OwnerRole.SUPPORT if fold(label.group("label")) in names.support_labels else OwnerRole.LEAD
        name = name[label.end() :]
    lead = re.match(r"(?i:lead|support)\s*[-–:]?\s+(?=(?:[A-Z][A-Za-z]{0,2}[A-Z]?|[A-Z]\.? ?[A-Z][a-z]+)$)", name)
    if lead:
        role = OwnerRole.SUPPORT if fold(lead.group()).startswith("support") else OwnerRole.LEAD
        name = name[lead.end() :]
    if name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        name = name[1:-1].strip()
    if name.count("(") != name.count(")"):
        name = name.strip("() ")
    if name and fold(name) not in names.none and re.search(r"\w", name):
        yield Owner(names.spelt_out.get(fold(name), name), role)
