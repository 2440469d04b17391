"""Small flows that deployments of several programs run."""

import os
import time

from prefect import flow, suspend_flow_run, task
from prefect.input import RunInput
from prefect.logging.loggers import flow_run_logger


@task(task_run_name="greet {name}")
def compose(name):
    return f"hello {name}"


@flow(log_prints=True)
def greet(name: str = "world", count: int = 1):
    """Greets."""
    print(compose(name) * count)
    return name


@flow(log_prints=True)
def breaks(message: str = "broken"):
    raise ValueError(message)


def say_cancelled(flow, flow_run, state):
    flow_run_logger(flow_run, flow).warning("cancelled: the hook ran")


@flow(log_prints=True, on_cancellation=[say_cancelled])
def lasts(seconds: float = 600):
    print("it lasts")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.1)
    return seconds


@flow
def vanishes(code: int = 7):
    os._exit(code)


@flow(log_prints=True)
def shows_environment(name: str = "GREETING"):
    print(f"{name} is {os.environ.get(name, 'not set')}")


class Choice(RunInput):
    colour: str


@flow(log_prints=True, persist_result=True)
def suspends(ask: bool = False):
    if ask:
        choice = suspend_flow_run(wait_for_input=Choice, timeout=120, key="choice")
        print(f"chose {choice.colour}")
        return choice.colour
    suspend_flow_run(timeout=120, key="once")
    print("came back")
    return "back"
