"""What holds for the repository as a whole."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import typer

from .commands import run_line

ROOT = Path(__file__).parents[1]
PACKAGES = {"ingest", "normalise", "store", "councilplans"}
# put together here, so that this file does not hold what it looks for
REGISTRY_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "files." + "python", "index" + "-url", "find" + "-links"]
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/", "/tmp/" + "bash"]
LONGEST_MODULE = 500


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.slow
def test_the_wheel_holds_the_four_packages_and_what_they_read(tmp_path):
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES
    sources = {
        file.relative_to(ROOT / "src").as_posix()
        for file in tracked()
        if file.is_relative_to(ROOT / "src")
        and (file.suffix in {".py", ".toml", ".csv", ".json", ".typed", ".mako"} or "trained" in file.parts)
    }
    assert sources <= set(names)


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for file in tracked():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{file.relative_to(ROOT)}: {word}" for word in REGISTRY_HOSTS + MACHINE_PATHS if word in text]
    assert not found


def commands_of(group, before=""):
    """Yield the name of each command, with that of the group it is in, and the command."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")


def test_every_command_and_option_is_in_the_readme():
    from councilplans.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in commands_of(typer.main.get_command(app)):
        assert f"councilplans {name}" in readme, f"the README does not show `councilplans {name}`"
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert option in readme, f"the README does not mention {option} of {name}"


def test_every_command_that_the_readme_shows_exists():
    from councilplans.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    shown = {
        line.split()[1]
        for line in re.findall(r"councilplans [a-z]+ .*", "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.S)))
    }
    assert shown <= commands.keys()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"^make ([a-z-]+)", readme, re.M)) <= targets


@pytest.mark.slow
def test_the_commands_of_the_readme_work_in_their_order(tmp_path, monkeypatch, readers):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    # one plan alone: a document goes by the path that it was first loaded from
    (tmp_path / "plans").symlink_to(ROOT / "fixtures" / "whitmoor-internal-audit")
    # of the analysts' section, which tests/store/test_readme.py runs whole, only what later sections rest on
    begin, end = readme.index("### Questions from the command line"), readme.index("### Words of your own")
    shown = "\n".join(re.findall(r"```sh\n(.*?)```", readme[:begin] + readme[end:], re.DOTALL)).splitlines()
    commands = [line for line in shown if re.search(r"(^|\| )councilplans ", line) and "postgresql" not in line]
    assert len(commands) > 10
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("COUNCILPLANS_DB", "councilplans.sqlite")
    for command in commands:
        done = run_line(command, tmp_path)
        assert done.returncode == 0, (command, done.stderr)


def test_constraints_pin_every_dependency_exactly():
    pinned = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.partition("==")
            assert re.fullmatch(r"[\w.+!]+", version), line
            pinned[re.sub(r"[-_.]+", "-", name).lower()] = version
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for group in project["optional-dependencies"].values() for name in group),
    ]
    names = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower() for line in wanted} - {"councilplans"}
    assert names <= pinned.keys()
    assert "torch" not in pinned


def test_modules_stay_short():
    long = {
        file.name: count
        for file in (ROOT / "src").rglob("*.py")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert not long


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
@pytest.mark.parametrize("version", ["3.10", "3.14", ""])
def test_make_says_which_python_it_needs(tmp_path, version):
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n[ -n '{version}' ] && echo '{version}'\n")
    python.chmod(0o755)
    venv = tmp_path / "venv"
    command = ["make", "--no-print-directory", f"PYTHON={python}", f"VENV={venv}", f"{venv}/.python"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or 3.12 is needed" in done.stderr and f"{python} is {version or 'not'}" in done.stderr
    assert "PYTHON=" in done.stderr


def test_continuous_integration_runs_every_test_once_by_the_targets_that_people_use():
    ran = re.findall(r"^run ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M)
    assert ran == ["check", "test-all", "demo"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"^(test(?:-slow|-all)?): .*\n\t(.*)", makefile, re.M))
    assert recipes == {"test": '$(PYTEST) -m "not slow"', "test-slow": "$(PYTEST) -m slow", "test-all": "$(PYTEST)"}
    assert " -m " not in re.search(r"^PYTEST := .* -m pytest(.*)", makefile, re.M)[1]
