"""The published schema says what the record is, no less and no more."""

import enum
import json

import jsonschema
import pytest

from councilplans.contract import read_schema
from ingest.model import IssueCode, Severity
from normalise import model

SCHEMA = json.loads(read_schema())
ACTION = SCHEMA["$defs"]["action"]["properties"]


def test_it_is_a_schema_in_which_everything_is_told_and_required():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, told in {"envelope": SCHEMA, **SCHEMA["$defs"]}.items():
        if "properties" in told:
            assert told["additionalProperties"] is False and set(told["required"]) == set(told["properties"]) - {
                "store"
            }, name


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (ACTION["status"], model.Status),
        (ACTION["status_source"], model.StatusSource),
        (ACTION["response"], model.Response),
        (ACTION["rag"], model.Rag),
        (ACTION["direction"], model.Direction),
        (SCHEMA["$defs"]["owner"]["properties"]["role"], model.OwnerRole),
        (SCHEMA["$defs"]["milestone"]["properties"]["kind"], model.MilestoneKind),
        (SCHEMA["$defs"]["reading"]["properties"]["origin"], model.Origin),
        (SCHEMA["$defs"]["issue"]["properties"]["severity"], Severity),
        (SCHEMA["$defs"]["field"], [field.printed for field in model.Field]),
    ],
)
def test_it_has_the_values_of_the_model(told, kind):
    values = {member.value for member in kind} if isinstance(kind, enum.EnumMeta) else set(kind)
    assert set(told["enum"]) - {None} == values


def test_codes_of_issues_are_as_it_says(check_contract):
    for code in IssueCode:
        issue = {"severity": "info", "code": code.value, "message": "so", "page": None, "table": None, "row": None}
        check_contract(issue, of="issue")


@pytest.mark.parametrize(
    ("name", "value"),
    [("status", "done"), ("due", {"edtf": "2024-6", "start": None, "end": None}), ("owners", ["HM"]), ("colour", 1)],
)
def test_what_is_otherwise_is_refused(check_contract, name, value):
    plain = model.ActionRecord(plan=0, position=1, source=model.ActionSource(None, None, (), ())).as_json()
    check_contract(plain, of="action")
    with pytest.raises(AssertionError, match=name):
        check_contract({**plain, name: value}, of="action")


def test_it_is_printed(run):
    assert json.loads(run("schema").stdout) == SCHEMA
