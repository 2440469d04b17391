"""How runs end badly: raised errors, failed tasks, returned states, timeouts, refused parameters, crashes, signals."""

import signal
import sys
import time

from conformance import (
    FLOWS,
    Process,
    outcome,
    record,
    run_facts,
    runs_of_flow,
    states_of,
    tasks_of,
    wait_for,
    wait_for_state,
)
from prefect import flow, task
from prefect.exceptions import ParameterTypeError
from prefect.states import Cancelled, Completed, Failed


@task(task_run_name="breaking {key}")
def breaking(key):
    raise KeyError(key)


@task(timeout_seconds=0.3, task_run_name="slow")
def slow():
    time.sleep(5)


@flow(flow_run_name="raises 1")
def raises():
    raise ValueError("the flow's own error")


@flow(flow_run_name="task fails 1")
def task_fails():
    breaking("first")


@flow(flow_run_name="survives 1")
def survives():
    states = [breaking("second", return_state=True), slow(return_state=True)]
    return [state.name for state in states]


@flow(flow_run_name="returns failed 1")
def returns_failed():
    return Failed(message="said so itself")


@flow(flow_run_name="returns cancelled 1")
def returns_cancelled():
    return Cancelled(message="gave up")


@flow(flow_run_name="returns completed 1")
def returns_completed():
    return Completed(message="early", name="Skipped Early")


@flow(flow_run_name="too slow 1", timeout_seconds=0.5)
def too_slow():
    time.sleep(5)


@flow(flow_run_name="exits 1")
def exits():
    sys.exit(3)


@flow(flow_run_name="wants number 1")
def wants_number(number: int):
    return number


def only(name):
    [run] = wait_for(f"a run of {name}", lambda: runs_of_flow(name))
    return run["id"]


if __name__ == "__main__":
    said = {
        "raises": outcome(raises),
        "task fails": outcome(task_fails),
        "survives": outcome(survives),
        "returns failed": outcome(returns_failed),
        "returns cancelled": outcome(returns_cancelled),
        "returns completed": outcome(returns_completed),
        "too slow": outcome(too_slow),
        "exits": outcome(exits),
        "wants number": outcome(lambda: wants_number("not a number")),
    }
    assert said["exits"] == "SystemExit: 3", said
    assert ParameterTypeError.__name__ in said["wants number"], said

    ends = {}
    for name, number in (("terminated", signal.SIGTERM), ("interrupted", signal.SIGINT), ("killed", signal.SIGKILL)):
        with Process(sys.executable, FLOWS / "endless.py", name) as process:
            run_id = wait_for(f"the run of {name}", lambda: [run["id"] for run in runs_of_flow(name)])[0]
            wait_for_state(run_id, "Running")
            process.wait_for_line("going on")
            process.child.send_signal(number)
            code = process.wait()
        wait_for_state(run_id, "Running" if name == "killed" else "Crashed")
        ends[name] = [code, states_of(run_id)]
    assert ends["killed"] == [-9, ["Pending", "Running"]], ends

    record(
        said=said,
        ends=ends,
        raises=run_facts(only("raises"), tasks=0),
        task_fails=run_facts(only("task-fails"), tasks=1),
        survives=run_facts(only("survives"), tasks=2),
        returns_failed=run_facts(only("returns-failed")),
        returns_cancelled=run_facts(only("returns-cancelled")),
        returns_completed=run_facts(only("returns-completed")),
        too_slow=run_facts(only("too-slow")),
        exits=run_facts(only("exits")),
        wants_number=run_facts(only("wants-number")),
        nothing_left=[task["state_name"] for task in tasks_of(only("survives"))],
    )
