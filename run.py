"""Sets OncoDesk up and starts it, with nothing but Python 3.11 or newer (on Windows: py run.py).

python3 run.py             the window; on a machine without display, the demo
python3 run.py test        lint, types, import contracts and every test, off screen
python3 run.py soak        the long tests: crashes, power cuts and tampering by the thousand; an hour or more
python3 run.py demo [DIR]  two invented days from facts to superbill, with pictures
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 this line is for whoever starts us with an old one
    sys.exit("OncoDesk needs Python 3.11 or newer; this is {}.{}".format(*sys.version_info[:2]))

import argparse
import ast
import hashlib
import importlib.util
import os
import shutil
import ssl
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "oncodesk-stamp"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STARTS_WITH = ("PySide6", "annotated_types", "cryptography", "platformdirs", "pydantic", "pydantic_core", "shiboken6",
               "sqlalchemy", "sqlcipher3", "typing_extensions.py", "typing_inspection")  # fmt: skip
LOCKS = {"use": "requirements.lock", "development": "requirements-dev.lock"}

QT_LIBRARIES = {  # what Qt loads, with its package on Debian and Ubuntu, and on Fedora
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}
X11_LIBRARIES = {
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
}
WAYLAND_LIBRARIES = {"libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor")}
PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


class Trouble(Exception):
    """What stopped us, in one line that says what to do."""


def say(text: str) -> None:
    print(f"oncodesk: {text}", file=sys.stderr, flush=True)


def succeeds(command: list[str | Path], env: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, cwd=ROOT, env=env).returncode == 0


def must(command: list[str | Path], problem: str, env: dict[str, str] | None = None) -> None:
    if not succeeds(command, env):
        raise Trouble(problem)


def quiet(command: list[str | Path]) -> str | None:
    """What the command prints, or None where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


# --- the environment --------------------------------------------------------------------------------------------


def fingerprint(purpose: str) -> str:
    """Changes with the lock, the project's own description, the Python and the place of this folder."""
    digest = hashlib.sha256(f"{purpose}\n{sys.version}\n{ROOT}\n".encode())
    for name in (LOCKS[purpose], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def is_ready(purpose: str) -> bool:
    stamped = STAMP.read_text().split() if STAMP.is_file() else []
    return fingerprint(purpose) in stamped and quiet([PYTHON, "-c", ""]) is not None


def prepare(purpose: str) -> None:
    """Makes or mends `.venv`; the stamp is written last, so that one without it is known as half-made."""
    if is_ready(purpose):
        return
    check_certificates()
    uv = shutil.which("uv")
    make_venv(uv)
    install(uv, purpose)
    compile_all()
    purposes = LOCKS if purpose == "development" else ["use"]
    STAMP.write_text("\n".join(map(fingerprint, purposes)))


def make_venv(uv: str | None) -> None:
    if STAMP.is_file() and quiet([PYTHON, "-c", ""]) is not None:
        STAMP.unlink()
        return
    if VENV.exists():
        say("mending a half-made .venv")
        try:
            shutil.rmtree(VENV)
        except OSError as problem:
            raise Trouble(f"cannot remove the half-made .venv ({problem}): close what uses it") from None
    base = getattr(sys, "_base_executable", sys.executable)
    if uv and succeeds([uv, "venv", "--quiet", "--python", base, VENV]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Trouble("Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv")
    say("making .venv")
    must([base, "-m", "venv", "--clear", VENV], "could not make .venv")


def compile_all() -> None:
    """A first start is not the slowest one: uv leaves the byte code of packages to whoever imports them first."""
    sites = [*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]
    packages = [site / name for site in sites for name in STARTS_WITH if (site / name).exists()]
    quiet([PYTHON, "-m", "compileall", "-q", "-j", "0", ROOT / "oncodesk", *packages])


def check_certificates() -> None:
    given = ("SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "PIP_INDEX_URL", "PIP_NO_INDEX")
    if not sys.platform.startswith("linux") or any(os.environ.get(name) for name in given):
        return
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        return
    if not Path("/etc/ssl/certs/ca-certificates.crt").is_file():
        raise Trouble("certificates for downloading are missing; on Debian and Ubuntu: apt-get install ca-certificates")


def install(uv: str | None, purpose: str) -> None:
    """Installs the locked packages and this folder, by uv where it can be had and by pip otherwise."""
    say(f"installing what {purpose} needs")
    lock = ["--require-hashes", "-r", ROOT / LOCKS[purpose]]
    quietly = [] if sys.stderr.isatty() else ["--quiet"]
    here = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    uv = uv or own_uv()
    if uv:
        by_uv: list[str | Path] = [uv, "pip", "install", *quietly, "--python", PYTHON]
        env = uv_environment()
        if succeeds([*by_uv, *lock], env) and succeeds([*by_uv, *here], env):
            return
        say("uv could not; trying pip")
    by_pip: list[str | Path] = [PYTHON, "-m", "pip", "install", *quietly, "--disable-pip-version-check"]
    if quiet([PYTHON, "-m", "pip", "--version"]) is None:
        must([PYTHON, "-m", "ensurepip"], "pip is missing; on Debian and Ubuntu: apt-get install python3-venv")
    must([*by_pip, *lock], "packages could not be installed: is there a network, or a package index that pip knows?")
    must([*by_pip, *here], "OncoDesk itself could not be installed into .venv")


def own_uv() -> str | None:
    """uv from its own lock, put into `.venv`; None where this machine has none."""
    by_pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if quiet([*by_pip, "--only-binary", ":all:", "--require-hashes", "-r", ROOT / "requirements-uv.lock"]) is None:
        return None
    return shutil.which("uv", path=str(BIN))


def uv_environment() -> dict[str, str]:
    """Lets uv use the index that pip was told of, unless uv was told of one itself. Nothing of it is kept."""
    env = {"UV_SYSTEM_CERTS": "1", **os.environ}
    if any(name in env for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")):
        return env
    for option, value in pip_settings().items():
        if option in PIP_TO_UV:
            between = "," if option == "find-links" else " "
            env.setdefault(PIP_TO_UV[option], between.join(value.split()))
    # The hashes choose the file, so that looking at every index, as pip does, is safe.
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env


def pip_settings() -> dict[str, str]:
    """pip's own options from its files and variables, strongest last."""
    listed = quiet([PYTHON, "-m", "pip", "config", "list"]) or quiet([sys.executable, "-m", "pip", "config", "list"])
    settings: dict[str, str] = {}
    for section in ("global.", "install.", ":env:."):
        for line in (listed or "").splitlines():
            key, _, value = line.partition("=")
            if key.startswith(section):
                settings[key[len(section) :]] = str(ast.literal_eval(value))
    return settings


# --- the machine ------------------------------------------------------------------------------------------------


def has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def display_answers() -> bool:
    """Whether Qt reaches the display; where it does not it ends the process, so a process of its own asks."""
    return quiet([PYTHON, "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]) is not None


def check_libraries(with_window: bool, yes: bool) -> None:
    """Qt ends the process where a system library is missing, so they are tried first, in a process of their own."""
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES)
    if with_window and os.environ.get("DISPLAY"):
        wanted.update(X11_LIBRARIES)
    if with_window and os.environ.get("WAYLAND_DISPLAY"):
        wanted.update(WAYLAND_LIBRARIES)
    missing = (quiet([PYTHON, "-c", PROBE, *wanted]) or "").split()
    if not missing:
        return
    steps = install_steps([wanted[name] for name in missing])
    line = " && ".join(" ".join(step) for step in steps)
    if not steps:
        raise Trouble(f"Qt needs system libraries that are missing: {' '.join(missing)}")
    if not (yes or agrees(f"Qt needs system libraries that are missing. Run: {line}")):
        raise Trouble(f"Qt needs system libraries that are missing; run: {line}")
    say(line)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in steps:
        must(list(step), f"the system libraries could not be installed; run: {line}", env)


def install_steps(packages: list[tuple[str, str]]) -> list[list[str]]:
    """The commands that install the packages here, or none where the system is not one that we know."""
    as_root = ["sudo"] if hasattr(os, "geteuid") and os.geteuid() != 0 and shutil.which("sudo") else []
    if shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", *(p[0] for p in packages)]
        return [[*as_root, "apt-get", "update"], [*as_root, *install]]
    if shutil.which("dnf"):
        return [[*as_root, "dnf", "install", "--assumeyes", *(p[1] for p in packages)]]
    return []


def agrees(question: str) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"oncodesk: {question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


# --- what it is for ---------------------------------------------------------------------------------------------


def program(*words: str) -> int:
    return subprocess.run([PYTHON, "-m", "oncodesk", *words]).returncode


def use(words: argparse.Namespace) -> int:
    prepare("use")
    demo = words.what == "demo" or not has_display()
    check_libraries(not demo, words.yes)
    demo = demo or not display_answers()
    if program("codes", "build"):
        raise Trouble("the code database could not be built")
    if not demo:
        return program()
    folder = words.folder or "oncodesk-demo"
    say(f"writing the demo into {folder}" if words.what else f"no display here: running the demo into {folder}")
    return program("demo", folder)


def test(words: argparse.Namespace) -> int:
    prepare("development")
    check_libraries(False, words.yes)
    python = str(PYTHON)
    steps = [
        [python, "-m", "oncodesk", "codes", "build"],
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [shutil.which("lint-imports", path=str(BIN)) or "lint-imports"],
        [python, "-m", "pytest", "--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile"],
    ]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for step in steps:
        started = time.monotonic()
        say(" ".join([Path(step[0]).stem, *step[1:]]))
        code = subprocess.run(step, cwd=ROOT, env=env).returncode
        if code:
            return code
        if step is not steps[-1]:
            say(f"fine, {time.monotonic() - started:.0f} s")
    return 0


def soak(words: argparse.Namespace) -> int:
    prepare("development")
    check_libraries(False, words.yes)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([PYTHON, "-m", "pytest", "-m", "soak", "-v"], cwd=ROOT, env=env).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["test", "soak", "demo"], help="without it, the window")
    parser.add_argument("folder", nargs="?", help="where the demo goes")
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    parser.add_argument("--yes", action="store_true", default=in_ci, help="install missing system libraries unasked")
    words = parser.parse_args()
    try:
        return {"test": test, "soak": soak}.get(words.what, use)(words)
    except Trouble as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("stopped; the same command goes on from here")
        return 130


if __name__ == "__main__":
    sys.exit(main())
