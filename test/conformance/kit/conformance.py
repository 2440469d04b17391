"""What the programs share: a second read of what they did, and one record that two servers must agree on.

The server is read through plain HTTP, never through Prefect's own client, so that what a program asserts is what the
server holds. Ids, times, durations and made-up names are replaced by a word for each: they may differ between servers.
"""

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

FLOWS = Path(__file__).resolve().parent.parent / "flows"
LIMIT_SECONDS = 120
# Told to end, a program unwinds, so that it stops the processes that it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
TERMINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


# --- the server, read by itself ---------------------------------------------------------------------------------------


def request(method, path, body=None, statuses=(200, 201, 202, 204)):
    """The parsed answer (None for an empty one) of one request; any other status fails the program."""
    auth = os.environ.get("PREFECT_API_AUTH_STRING")
    for pause in (1, 2, 4, 0):
        response = httpx.request(
            method,
            os.environ["PREFECT_API_URL"] + path,
            json=body,
            auth=tuple(auth.split(":", 1)) if auth else None,
            timeout=120,
        )
        # The real server on SQLite says so when its database is locked; nothing was done then.
        if response.status_code != 503:
            break
        time.sleep(pause)
    if response.status_code not in statuses:
        raise AssertionError(f"{method} {path} answered {response.status_code}: {response.text[:2000]}")
    return response.json() if response.content else None


def get(path):
    return request("GET", path)


def post(path, body=None):
    return request("POST", path, body if body is not None else {})


def read_all(collection, **filters):
    """Every row of a collection that matches, oldest first."""
    return post(f"/{collection}/filter", filters)


def find_deployment(key):
    flow_name, name = key.split("/")
    return get(f"/deployments/name/{flow_name}/{name}")


def runs_of_deployment(key):
    """All runs of a deployment, in the order in which they are to start."""
    found = read_all(
        "flow_runs",
        deployments={"id": {"any_": [find_deployment(key)["id"]]}},
        sort="EXPECTED_START_TIME_ASC",
    )
    return found


def runs_of_flow(name):
    return read_all("flow_runs", flows={"name": {"any_": [name]}}, sort="EXPECTED_START_TIME_ASC")


def tasks_of(run_id):
    return read_all("task_runs", flow_runs={"id": {"any_": [str(run_id)]}})


def logs_of(run_id):
    return post(
        "/logs/filter", {"logs": {"flow_run_id": {"any_": [str(run_id)]}}, "sort": "TIMESTAMP_ASC", "limit": 200}
    )


def states_of(run_id, kind="flow"):
    """The names of the states a run was in, in order."""
    found = get(f"/{kind}_run_states/?{kind}_run_id={run_id}")
    return [state["name"] for state in sorted(found, key=lambda state: state["timestamp"])]


# --- waiting ----------------------------------------------------------------------------------------------------------


def wait_for(what, probe, limit=LIMIT_SECONDS):
    """The first truthy value of `probe`; fails the program with `what` and the last value when it never comes."""
    end = time.monotonic() + limit
    value = None
    while time.monotonic() < end:
        value = probe()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"waited {limit} s in vain for {what}; last seen: {value!r}")


def wait_for_state(run_id, *names, limit=LIMIT_SECONDS):
    """The run, once it is in a state of one of these names."""

    def probe():
        run = get(f"/flow_runs/{run_id}")
        return run if run["state"] is not None and run["state"]["name"] in names else None

    try:
        return wait_for(f"state {' or '.join(names)} of run {run_id}", probe, limit)
    except AssertionError as error:
        said = [line["message"] for line in logs_of(run_id)]
        raise AssertionError(f"{error}; it went through {states_of(run_id)} and said {said}") from None


def wait_for_end(run_id, limit=LIMIT_SECONDS):
    """The run, once it is in a terminal state."""

    def probe():
        run = get(f"/flow_runs/{run_id}")
        return run if run["state_type"] in TERMINAL else None

    return wait_for(f"the end of run {run_id}", probe, limit)


def wait_for_tasks(run_id, count):
    """The task runs of a flow run, once so many are there and all have ended: they arrive as events."""

    def probe():
        tasks = tasks_of(run_id)
        ended = all(task["state_type"] in TERMINAL for task in tasks)
        return [tasks] if len(tasks) == count and ended else None

    try:
        return wait_for(f"{count} ended task runs of {run_id}", probe)[0]
    except AssertionError:
        seen = [(task["name"], task["state_name"]) for task in tasks_of(run_id)]
        raise AssertionError(f"waited in vain for {count} ended task runs of {run_id}; there are {seen}") from None


def wait_for_last_line(run):
    """Gives what an engine says last time to arrive: it is sent after the state, in a batch of its own."""
    end = time.monotonic() + 15
    while run["state_type"] in {"COMPLETED", "FAILED"} and run["start_time"] is not None and time.monotonic() < end:
        lines = logs_of(run["id"])
        if not lines or any(line["message"].startswith("Finished in state") for line in lines):
            return
        time.sleep(0.2)


def is_last_word(line):
    """What a worker says of a process that has crashed: it may be stopped itself before it comes to say it."""
    return line["name"] == "prefect.flow_runs.worker" and line["message"].startswith(
        "Check the flow run logs and infrastructure logs"
    )


def wait_for_log(run_id, text):
    """The log line of a run that holds this text."""

    def probe():
        return next((line for line in logs_of(run_id) if text in line["message"]), None)

    return wait_for(f"{text!r} in the logs of run {run_id}", probe)


# --- normalising ------------------------------------------------------------------------------------------------------

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PATTERNS = [
    (re.compile(UUID), "<id>"),
    (re.compile(r"DTSTART:\d{8}T\d{6}"), "DTSTART:<time>"),
    (re.compile(r"\b[0-9a-f]{32,64}\b"), "<hex>"),
    (re.compile(r"https?://[0-9.]+:\d+"), "<server>"),
    (re.compile(re.escape(str(FLOWS))), "<flows>"),
    (re.compile(re.escape(os.getcwd())), "<cwd>"),
    (re.compile(re.escape(os.environ.get("PREFECT_HOME", "/nowhere"))), "<home>"),
    (re.compile(re.escape(sys.executable)), "<python>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?([+-]\d\d:?\d\d|Z|UTC))?"), "<time>"),
    (re.compile(r"\b\d\d:\d\d:\d\d(\.\d+)?"), "<time>"),
    (re.compile(r"<time>[.,]\d+"), "<time>"),
    (re.compile(r"(?:DateTime|datetime\.datetime)\(2\d\d\d[^()]*(\([^()]*\))?\)"), "<time>"),
    (re.compile(r"(?i)((?:flow|subflow|deployment)[- ]run (?:named )?)(['\"])[a-z]+(?:-[a-z]+)+\2"), r"\1\2<name>\2"),
    (re.compile(r"-[0-9a-f]{3}(?=\b)"), "-<key>"),
    (re.compile(r"(?i)\b(an?|a few|\d+) (?:milli)?(second|minute|hour|day)s? ago"), "<ago>"),
    (re.compile(r"\bin (an?|a few|\d+) (second|minute|hour|day)s?\b"), "<soon>"),
    (re.compile(r"\b\d+\.\d+ ?(?=s\b|seconds?\b)"), "<n>"),
    (re.compile(r"\b(pid|PID|process) \d+"), r"\1 <pid>"),
    (re.compile(r"/tmp/[^\s'\",)]*"), "<temp>"),
]
# Of a traceback only its last line: the rest names lines of Prefect's own files.
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?:.*\n)*?(\S.*)$", re.MULTILINE)
GENERATED_NAME = re.compile(r"[a-z]+(-[a-z]+)+")


def normal(value):
    """The same value with what may differ between two servers replaced by a word."""
    if isinstance(value, str):
        value = TRACEBACK.sub(r"\1", value)
        for pattern, word in PATTERNS:
            value = pattern.sub(word, value)
        return value
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [normal(item) for item in value]
    return value


# Lengths of time, which no two runs share; only whether there is one at all is compared.
DURATIONS = {"estimated_run_time", "total_run_time", "estimated_start_time_delta", "start_time_delta"}
# What a second later may have changed, or one server may not know of.
PASSING = {"updated", "created", "infrastructure_pid", "state", "created_by", "updated_by"}


def document(row, *drop):
    """One row of the server as it stands, normalised whole."""
    facts = {}
    for key, value in row.items():
        if key in PASSING or key in drop:
            continue
        if key in DURATIONS:
            continue
        if key == "name" and GENERATED_NAME.fullmatch(value or "") and "run_count" in row:
            value = "<name>"
        facts[key] = sorted(value) if key == "tags" else normal(value)
    return facts


def state_facts(state):
    if state is None:
        return None
    details = {key: normal(value) for key, value in (state.get("state_details") or {}).items()}
    data = state.get("data")
    return {
        "type": state["type"],
        "name": state["name"],
        "message": normal(state["message"]),
        "details": details,
        "data": None if data is None else (data.get("type") if isinstance(data, dict) else "<data>"),
    }


def outcome(call):
    """What a call gives, or the error it raises, as a normalised text."""
    try:
        return normal(repr(call()))
    except BaseException as error:
        return normal(f"{type(error).__name__}: {error}")


def run_facts(run_id, tasks=None, logs=True, late=False):
    """All that two servers must agree on about a flow run that has ended: read afresh from the server.

    `tasks` is the number of task runs it must have; `logs` whether its lines are compared; "any order" for what
    threads say side by side.
    """
    task_rows = wait_for_tasks(run_id, tasks) if tasks is not None else []
    run = get(f"/flow_runs/{run_id}")
    facts = {"run": document(run), "state": state_facts(run["state"])}
    facts["ran for a time"] = run["total_run_time"] > 0
    # On a busy machine any run may be late for a while, which is nobody's fault: only `late` ones must have been.
    facts["states"] = [state for state in states_of(run_id) if late or state != "Late"]
    if tasks is not None:
        facts["tasks"] = sorted((task_facts(task) for task in task_rows), key=lambda task: json.dumps(task))
    if logs:
        wait_for_last_line(run)
        lines = [
            [line["name"], line["level"], normal(line["message"]), line["task_run_id"] is not None]
            for line in logs_of(run_id)
            if not is_last_word(line)
        ]
        facts["logs"] = sorted(lines) if logs == "any order" else lines
    return facts


def task_facts(task):
    key = re.sub(r"-[0-9a-f]{8}$", "", normal(task["task_key"]))
    if re.fullmatch(f"{re.escape(key)}-[0-9a-f]{{3}}", task["name"]):
        name = f"{key}-<key>"
    else:
        # What stands for a run of a deployment has its made-up name.
        name = "<name>" if GENERATED_NAME.fullmatch(task["name"]) else normal(task["name"])
    return {
        "name": name,
        # Its end is a digest that also depends on how the flow's module was loaded.
        "task_key": key,
        "tags": sorted(task["tags"]),
        "run_count": task["run_count"],
        "flow_run_run_count": task["flow_run_run_count"],
        "inputs": normal(task["task_inputs"]),
        "policy": {
            key: task["empirical_policy"].get(key)
            for key in ("retries", "retry_delay", "retry_jitter_factor", "max_retries", "retry_delay_seconds")
        },
        "cached": task["cache_key"] is not None,
        "state": {key: state_facts(task["state"])[key] for key in ("type", "name", "message", "data")},
    }


# --- Prefect's command line and other processes -----------------------------------------------------------------------


class Finished:
    """How a command ended and what it said; `out` is normalised, `raw` is not."""

    def __init__(self, code, out, err):
        self.code = code
        self.raw = out
        self.out = tidy(out)
        self.err = tidy(err)

    @property
    def facts(self):
        return {"exit": self.code, "said": self.out}

    def about(self, *words):
        """The exit code and only the lines that speak of these words, in no order: for lists that all programs share."""
        return {"exit": self.code, "said": sorted(line for line in self.out if any(word in line for word in words))}

    def __repr__(self):
        return f"exit {self.code}\n{self.raw}\n{self.err}"


def tidy(text):
    """Lines without drawing, trailing blanks and empty lines, normalised."""
    lines = []
    for line in normal(text).splitlines():
        # lines of tables, and what turns while one waits
        bare = re.sub(r"[\u2500-\u257f\u2800-\u28ff]+", " ", line)
        bare = re.sub(r"\s+", " ", bare).strip()
        if bare:
            lines.append(bare)
    return lines


class CommandLine:
    """The process of command_line.py, started with the first command and ended with the program."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="commands-", dir=os.getcwd())
        script = Path(__file__).with_name("command_line.py")
        self.child = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self.child.kill)

    def run(self, args, input, cwd, env):
        files = {name: os.path.join(self.folder, name) for name in ("stdin", "stdout", "stderr")}
        for name, path in files.items():
            Path(path).write_text(input or "" if name == "stdin" else "")
        job = {"args": [str(part) for part in args], "cwd": str(cwd or os.getcwd()), "env": env or {}, **files}
        self.child.stdin.write(json.dumps(job) + "\n")
        self.child.stdin.flush()
        code = self.child.stdout.readline()
        if code == "":
            raise AssertionError(f"the command line ended while it ran {args}")
        return Finished(int(code), Path(files["stdout"]).read_text(), Path(files["stderr"]).read_text())


command_line = None


def prefect(*args, ok=True, input=None, cwd=None, env=None):
    """Runs `prefect …` to its end. With `ok` an exit code other than 0 fails the program."""
    global command_line
    command_line = command_line or CommandLine()
    finished = command_line.run(args, input, cwd, env)
    if ok and finished.code != 0:
        raise AssertionError(f"prefect {' '.join(map(str, args))}: {finished!r}")
    return finished


class Process:
    """A process that goes on until it is interrupted: `with Process(...) as served:`. Killed by its group at the end."""

    def __init__(self, *command, cwd=None, env=None):
        self.command = [str(part) for part in command]
        self.lines = []
        self.child = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=cwd,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self.collect, daemon=True)
        self.reader.start()

    def collect(self):
        for line in self.child.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def text(self):
        return "\n".join(self.lines)

    def wait_for_line(self, text, limit=LIMIT_SECONDS):
        def probe():
            if any(text in line for line in self.lines):
                return True
            if self.child.poll() is not None:
                self.reader.join(5)
                if any(text in line for line in self.lines):
                    return True
                raise AssertionError(f"{self.command} ended with {self.child.returncode}:\n{self.text}")
            return False

        try:
            wait_for(f"{text!r} from {self.command}", probe, limit)
        except AssertionError as error:
            raise AssertionError(f"{error}\nit said:\n{self.text}") from None

    def interrupt(self, limit=LIMIT_SECONDS):
        """Presses Ctrl-C once the runs that have ended have left, and gives the exit code."""
        self.wait_for_children()
        self.child.send_signal(signal.SIGINT)
        return self.wait(limit)

    def wait_for_children(self):
        """A run has ended for the server a moment before its process has: what that says last is not to be cut off."""
        end = time.monotonic() + 15
        while children_of(self.child.pid) and time.monotonic() < end:
            time.sleep(0.1)

    def wait(self, limit=LIMIT_SECONDS):
        try:
            code = self.child.wait(limit)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.command} did not end; it said:\n{self.text}") from None
        self.reader.join(10)
        return code

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            self.wait_for_children()
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait(30)
        if error is not None:
            print(f"--- {' '.join(self.command)} said:\n{self.text}", file=sys.stderr)


def children_of(pid):
    """The processes that a process started and that go on, where the system tells (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(path.parent.name)
    return found


def worker(pool, *args, **options):
    """A process worker of this pool, once it polls."""
    process = Process("prefect", "worker", "start", "--pool", pool, "--name", f"worker of {pool}", *args, **options)
    process.wait_for_line("started!")
    return process


def serve(script, *args, **options):
    """A Python script of the flows folder that serves deployments, once it polls."""
    process = Process(sys.executable, FLOWS / script, *args, **options)
    process.wait_for_line("polling for scheduled runs")
    return process


# --- the record -------------------------------------------------------------------------------------------------------


def record(**facts):
    """Prints what both servers must agree on, as the last line of the program."""
    sys.stderr.flush()
    print(json.dumps(normal_names(facts), default=str), flush=True)


def normal_names(facts):
    return {str(key): value for key, value in facts.items()}
