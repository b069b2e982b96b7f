"""Makes a bare checkout runnable: .venv, the locked packages, the project; then hands over.

Only python's own library is used, and up to the version check nothing an old python could not
read. Everything that can go wrong on somebody's machine ends in one sentence and exit status 1.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from obstacles import CannotStart, address_sentence, disk_sentence, sentence_for, sentence_in

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "motekar.stamp")
LOG = os.path.join(VENV, "install.log")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
NEEDED_BYTES = {"run": 400_000_000, "dev": 700_000_000}
NEEDED_TEMPORARY_BYTES = 100_000_000
# The lock's descriptor: pip inherits it, so that a killed start's pip is waited for.
HELD = []
# Variables that would lead python or pip away from .venv.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")


def main(arguments):
    command, given = arguments[0], arguments[1:]
    refuse_old_python(arguments)
    try:
        given = PREPARE[command](given)
        kind = "run" if command == "run" else "dev"
        if not is_ready(kind):
            make_ready(kind)
        program = PROGRAMS[command]
        os.chdir(ROOT)
        os.execv(PYTHON, [PYTHON, *program, *given])
    except CannotStart as problem:
        sys.exit(str(problem))
    except OSError as problem:
        sys.exit(sentence_for(problem, place()))
    except KeyboardInterrupt:
        sys.exit("Stopped before it was ready; start again to finish.")


def refuse_old_python(arguments):
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            os.execv(newer, [newer, os.path.realpath(__file__)] + arguments)
    sys.exit(
        "Motekar needs python %d.%d or newer and this is %d.%d: install a newer python3 "
        "(Debian 12, Ubuntu 24.04 and later have one) and start again."
        % (OLDEST + tuple(sys.version_info[:2]))
    )


def nothing_to_prepare(given):
    return given


def prepare_test(given):
    """The whole suite runs on two cores; under CI its branches are counted too."""
    counted = ["--cov", "--cov-report="] if os.environ.get("CI") else []
    return given or ["-n2", "--dist=loadfile", "--no-loadscope-reorder", *counted]


def prepare_run(given):
    """Refuses a taken address before the long work, and keeps the caller's relative folder."""
    parser = argparse.ArgumentParser(prog="scripts/run", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data-dir")
    known, others = parser.parse_known_args(given)
    if "--help" in others or "-h" in others:
        return given
    refuse_taken_address(known.host, known.port)
    named = known.data_dir or os.environ.get("MOTEKAR_DATA_DIR", "").strip()
    if named:
        others += ["--data-dir", os.path.abspath(os.path.expanduser(named))]
    return ["--host", known.host, "--port", str(known.port), *others]


def refuse_taken_address(host, port):
    if not 0 <= port <= 65535:
        raise CannotStart("The port %d does not exist: choose one from 1024 to 65535." % port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise CannotStart("The host %s is unknown: choose another with --host." % host) from None
    except OSError as problem:
        raise CannotStart(address_sentence(host, port, problem)) from None


def is_ready(kind):
    """Whether .venv holds what the lock says; the test packages include those to run."""
    try:
        with open(STAMP) as file:
            done = file.read()
    except OSError:
        return False
    usable = {stamp(kind), stamp("dev")}
    return done in usable and os.access(PYTHON, os.X_OK)


def stamp(kind):
    """Changes with the lock, with the project's own metadata, and when the folder is moved."""
    facts = hashlib.sha256(ROOT.encode())
    with open(os.path.join(ROOT, "scripts", LOCKS[kind]), "rb") as file:
        facts.update(file.read())
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        facts.update(file.read().partition(b"\n[tool.")[0])
    return kind + " " + facts.hexdigest() + "\n"


def make_ready(kind):
    with alone():
        if is_ready(kind):  # another start was quicker
            return
        refuse_unusable_folder(kind)
        began = time.monotonic()
        tell("Installing the locked packages into .venv (once, about half a minute) ...")
        if not (os.path.exists(STAMP) and os.access(PYTHON, os.X_OK) and unmoved()):
            refuse_missing_venv_module()
            shutil.rmtree(VENV, ignore_errors=True)
            make_venv()
        else:
            os.unlink(STAMP)  # a kill from here on makes the next start begin anew
        install(kind)
        write_stamp(kind)
        tell("Installed in %d s." % (time.monotonic() - began))


def unmoved():
    """Whether .venv was made where it is; its programs carry the folder's name."""
    try:
        with open(os.path.join(VENV, "motekar.place")) as file:
            return file.read() == ROOT
    except OSError:
        return False


@contextlib.contextmanager
def alone():
    """Waits while another start works in the same checkout; ends with the process."""
    with open(os.path.realpath(__file__), "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another start is installing; waiting for it ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        HELD.append(file.fileno())
        yield
        HELD.clear()


def refuse_unusable_folder(kind):
    with tempfile.TemporaryFile(dir=ROOT) as file:
        file.write(b"x" * 4096)
        file.flush()
    temporary = tempfile.gettempdir()
    for folder, needed in ((ROOT, NEEDED_BYTES[kind]), (temporary, NEEDED_TEMPORARY_BYTES)):
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise CannotStart(disk_sentence(folder, free, needed))


def refuse_missing_venv_module():
    if has_module("venv") and has_module("ensurepip"):
        return
    if shutil.which("apt-get"):
        way_out = "apt install python%d.%d-venv" % sys.version_info[:2]
        raise CannotStart(
            'This python3 comes without its venv module: install it with "%s" (as root) '
            "and start again." % way_out
        )
    raise CannotStart(
        "This python3 comes without its venv module: install your system's package for it, "
        "or python from python.org, and start again."
    )


def has_module(name):
    return importlib.util.find_spec(name) is not None


def make_venv():
    with tempfile.TemporaryFile() as printed:
        status = run([sys.executable, "-m", "venv", VENV], printed)
        if status == 0:
            with open(os.path.join(VENV, "motekar.place"), "w") as file:
                file.write(ROOT)
            return
        printed.seek(0)
        told = printed.read().decode(errors="replace")
    last = told.strip().splitlines()[-1] if told.strip() else "no reason given"
    raise CannotStart(sentence_in(told, place()) or "python's venv module failed: %s" % last)


def install(kind):
    lock = os.path.join(ROOT, "scripts", LOCKS[kind])
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    # The lock is whole. Asked to resolve it as well, pip before 24 breaks off on the day a newer
    # release of something wanted with extras comes out (its issue 9644).
    locked = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile"]
    locked += ["--retries=2", "-r", lock]
    itself = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT]
    for what in (locked, itself):
        with open(LOG, "w+b") as log:
            status = run(pip + what, log)
            log.seek(0)
            told = log.read().decode(errors="replace")
        if status != 0:
            raise CannotStart(
                sentence_in(told, place()) or "pip failed: the reason is at the end of %s." % LOG
            )


def run(command, output):
    environment = {k: v for k, v in os.environ.items() if k not in MISLEADING}
    nothing = subprocess.DEVNULL
    return subprocess.call(
        command,
        cwd=ROOT,
        env=environment,
        stdin=nothing,
        stdout=output,
        stderr=output,
        pass_fds=HELD,
    )


def write_stamp(kind):
    unfinished = STAMP + ".new"
    with open(unfinished, "w") as file:
        file.write(stamp(kind))
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, STAMP)


def place():
    return {"log": LOG, "root": ROOT}


def tell(line):
    print(line, file=sys.stderr, flush=True)


def program(name, *arguments):
    return [os.path.join(ROOT, "scripts", name), *arguments]


PREPARE = {
    "run": prepare_run,
    "test": prepare_test,
    "check": nothing_to_prepare,
    "bench": nothing_to_prepare,
    "drill": nothing_to_prepare,
}
PROGRAMS = {
    "run": [os.path.join(VENV, "bin", "motekar"), "up"],
    "test": ["-m", "pytest"],
    "check": program("checks.py"),
    "bench": program("benchmarking.py"),
    "drill": program("drilling.py"),
}

if __name__ == "__main__":
    main(sys.argv[1:])
