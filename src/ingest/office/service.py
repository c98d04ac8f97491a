"""Converts documents with LibreOffice: a script of its own, run by a Python that can `import uno`.

`ingest.office.client` starts it with the office program to use, a word for how, and the seconds that an office may take
to start: "serve" has one office process convert file after file over UNO, "each" starts one for each file, which needs
no UNO. It is told what to convert in
lines of JSON on standard input, `{"source", "target", "filter"}`, and answers in lines of JSON on standard output:

- `{"folder": …}` once it is ready, or `{"lacking": "uno"}`: this Python does not know LibreOffice
- `{"office": process id}` whenever an office process was started
- for each file `{"done": true}`, `{"failed": why}`, `{"lacking": "writer"}`, or `{"died": true}`: the office process
  ended over it or before

When standard input closes (the reader ended, or was killed) it ends the office process, removes the folder in which
everything was written, and is gone. It imports nothing of the package, since another Python runs it.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import itertools
import json
import os
import pathlib
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any

POLL_SECONDS = 0.05
# A new profile makes the office end with one of these, to be started again (desktop/source/app/app.cxx, oosplash).
RESTART_STATUSES = {79, 81}
MAX_RESTARTS = 3
# Nothing that a document asks for is run, fetched or asked about (officecfg/registry/schema/org/openoffice).
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # pictures are copied, not drawn: kept unpacked, twenty photographs take 900 MB
    ("Office.Common/Cache/GraphicManager", "GraphicMemoryLimit", "33554432"),
    ("Office.Common/Cache/GraphicManager", "GraphicAllowedIdleTime", "0"),
    ("Setup/Office", "MigrationCompleted", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)
NO_PROXY_ANSWERS = "http://127.0.0.1:9"  # the discard port: what asks there gets nothing
# where the office keeps its pipes, whatever it is told (sal/osl/unx/pipe.cxx)
PIPE_FOLDERS = ("/tmp", "/var/tmp")
MODULES = {"writer": "com.sun.star.comp.Writer.TextDocument", "calc": "com.sun.star.comp.Calc.SpreadsheetDocument"}

_LIBRARY: Any = ctypes.CDLL(None) if sys.platform == "linux" else None


def write_profile(profile: pathlib.Path) -> None:
    """Write an office profile that runs, fetches and asks nothing."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{worth}</value></prop>'
        "</item>"
        for path, name, worth in SETTINGS
    )
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    (profile / "user").mkdir(parents=True)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces}>{items}</oor:items>\n'
    (profile / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")


class Office:
    """The office processes that this service starts, one at a time, and the folder that they write in."""

    def __init__(self, program: str) -> None:
        """Take the office program. Nothing is started yet."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="councilplans-office-"))
        self.profile = self.folder / "profile"
        self.pipe = f"councilplans-{secrets.token_hex(8)}"
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False
        write_profile(self.profile)

    @property
    def is_running(self) -> bool:
        """Whether the process that was started last still runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start an office process with its own profile, home and folder for temporary files."""
        command = [
            self._program, "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"-env:UserInstallation={self.profile.as_uri()}", *arguments,
        ]  # fmt: skip
        own = str(self.folder)
        environment = {
            **{name: worth for name, worth in os.environ.items() if not name.startswith("PYTHON")},
            **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NO_PROXY_ANSWERS),
            **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), own),
            "no_proxy": "",
            "SAL_USE_VCLPLUGIN": "svp",
        }
        with self._lock:
            if self._ended:
                raise SystemExit
            self._process = subprocess.Popen(
                command,
                cwd=own,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - takes no lock
            )
        tell({"office": self._process.pid})
        return self._process

    def end(self) -> None:
        """End the process, start none again, and remove what it wrote."""
        with self._lock:
            self._ended = True
            self._kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.remove_pipes()

    def remove_pipes(self) -> None:
        """Remove the names of the office's pipes, which nobody needs once it is connected."""
        # by this one an office finds another of its profile (desktop/source/app/officeipcthread.cxx)
        digest = hashlib.md5(self.profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
        single = "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)
        for folder, name in itertools.product(PIPE_FOLDERS, (single, self.pipe)):
            for left in pathlib.Path(folder).glob(f"OSL_PIPE_*_{name}"):
                with contextlib.suppress(OSError):
                    left.unlink()

    def _kill(self) -> None:
        """End the process with all that it started."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        if os.name == "nt":
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _die_with_parent() -> None:
    """Have the kernel kill this process when the service is killed (prctl(2), PR_SET_PDEATHSIG)."""
    _LIBRARY.prctl(1, signal.SIGKILL)


class Served:
    """One office process that converts file after file over UNO."""

    def __init__(self, office: Office, seconds: float) -> None:
        """Start the process and connect to it; raises RuntimeError where it is not there in time."""
        import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - of the Python that knows LibreOffice

        self._office = office
        self._uno = uno
        self._context = self._connect(time.monotonic() + seconds)
        self._services = self._context.ServiceManager
        office.remove_pipes()

    def _connect(self, deadline: float) -> Any:  # noqa: ANN401 - of UNO
        name = self._office.pipe
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(MAX_RESTARTS):
            process = self._office.start(f"--accept=pipe,name={name};urp;")
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
                except Exception:  # noqa: BLE001 - UNO's errors are known only once connected; it is not there yet
                    time.sleep(POLL_SECONDS)
            if process.poll() not in RESTART_STATUSES:
                break
        raise RuntimeError("it did not start")

    def convert(self, source: str, target: str, form: str) -> dict[str, Any]:
        """Convert a file; return what to answer."""
        if not self._office.is_running:
            return {"died": True}
        module = "calc" if form.startswith(("calc", "Calc", "MS Excel")) else "writer"
        document = None
        try:
            document = self._services.createInstanceWithContext(MODULES[module], self._context)
            if document is None:
                return {"lacking": module}
            url = self._uno.systemPathToFileUrl(source)
            # Loaded without a window the text is never laid out on pages, which takes most of the time of a long table.
            # Macros never run, links are never followed (com.sun.star.document.MacroExecMode and UpdateDocMode).
            kind = self._kind(url)
            if not kind:
                return {"failed": "it is of no type that LibreOffice knows"}
            safely = self._properties(URL=url, FilterName=kind, ReadOnly=True, MacroExecutionMode=0, UpdateDocMode=0)
            document.load(safely)
            made = self._properties(FilterName=form, Overwrite=True)
            document.storeToURL(self._uno.systemPathToFileUrl(target), made)
        except Exception as error:  # noqa: BLE001 - UNO makes its error types up as it goes
            return {"failed": _first_line(error)} if self._answers() else {"died": True}
        finally:
            if document is not None:
                with contextlib.suppress(Exception):
                    document.close(True)
        return {"done": True}

    def _kind(self, url: str) -> str:
        """Return the name of the filter that reads a file, "" where none does."""
        detection = self._services.createInstanceWithContext("com.sun.star.document.TypeDetection", self._context)
        name, told = detection.queryTypeByDescriptor(self._properties(URL=url), True)
        found = {each.Name: each.Value for each in told}.get("FilterName")
        if not found and name:
            found = {each.Name: each.Value for each in detection.getByName(name)}.get("PreferredFilter")
        return str(found or "")

    def _properties(self, **values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - UNO takes any
        made = []
        for name, worth in values.items():
            each = self._uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            each.Name, each.Value = name, worth
            made.append(each)
        return tuple(made)

    def _answers(self) -> bool:
        try:
            self._services.getAvailableServiceNames()
        except Exception:  # noqa: BLE001 - the bridge is gone
            return False
        return self._office.is_running


class Each:
    """A new office process for each file, for where no Python knows UNO."""

    def __init__(self, office: Office) -> None:
        """Start nothing yet."""
        self._office = office

    def convert(self, source: str, target: str, form: str) -> dict[str, Any]:
        """Convert a file; return what to answer."""
        wanted = pathlib.Path(target)
        kind = f"{wanted.suffix[1:]}:{form}"
        for _ in range(MAX_RESTARTS):
            process = self._office.start("--convert-to", kind, "--outdir", str(wanted.parent), source)
            status = process.wait()
            made = wanted.parent / f"{pathlib.Path(source).stem}{wanted.suffix}"
            if made.is_file():
                made.replace(wanted)
                return {"done": True}
            if status not in RESTART_STATUSES:
                break
        return {"died": True} if status else {"failed": "it does not open"}


def tell(answer: dict[str, Any]) -> None:
    """Write a line to the reader."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _first_line(error: Exception) -> str:
    said = getattr(error, "Message", "") or str(error)
    return str(said).strip().partition("\n")[0][:200] or type(error).__name__


def _hear(lines: queue.Queue[str], office: Office) -> None:
    """Pass on what is told; end everything when nobody is left to tell anything."""
    for line in iter(sys.stdin.readline, ""):
        lines.put(line)
    office.end()
    os._exit(0)


def main(program: str, how: str, seconds: float) -> None:
    """Serve until standard input closes."""
    if how == "serve":
        try:
            import uno  # noqa: F401, PLC0415
        except ImportError:
            tell({"lacking": "uno"})
            return
    if os.name != "nt":
        import resource  # noqa: PLC0415 - there is none on Windows

        # the reader's bound on address space is for its own libraries; it watches the memory that the office fills
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    office = Office(program)
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_hear, args=(lines, office), daemon=True).start()
    try:
        converter = Served(office, seconds) if how == "serve" else Each(office)
        tell({"folder": str(office.folder)})
        while True:
            asked = json.loads(lines.get())
            tell(converter.convert(asked["source"], asked["target"], asked["filter"]))
    finally:
        office.end()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
