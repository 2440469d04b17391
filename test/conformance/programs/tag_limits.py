"""Limits of tags: tasks that carry one wait for each other; made, listed, reset and deleted on the command line."""

import time

from conformance import document, get, post, prefect, record, request, run_facts, runs_of_flow, tasks_of, wait_for
from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

inside = {"now": 0, "most": 0}


@task(tags=["one-at-a-time"], task_run_name="limited {number}")
def limited(number):
    inside["now"] += 1
    inside["most"] = max(inside["most"], inside["now"])
    time.sleep(0.5)
    inside["now"] -= 1
    return number


@task(tags=["none-at-all"], task_run_name="impossible")
def impossible():
    return "ran"


@flow(name="limited by tag", flow_run_name="limited by tag 1", task_runner=ThreadPoolTaskRunner(max_workers=3))
def limited_by_tag():
    return limited.map([1, 2, 3]).result()


@flow(name="blocked by tag", flow_run_name="blocked by tag 1")
def blocked_by_tag():
    return impossible()


if __name__ == "__main__":
    shown = {
        "create": prefect("concurrency-limit", "create", "one-at-a-time", "1"),
        "create none": prefect("concurrency-limit", "create", "none-at-all", "0"),
        "inspect": prefect("concurrency-limit", "inspect", "one-at-a-time"),
        "inspect missing": prefect("concurrency-limit", "inspect", "never", ok=False),
    }
    assert limited_by_tag() == [1, 2, 3]
    assert inside["most"] == 1, inside
    try:
        blocked = repr(blocked_by_tag())
    except Exception as error:
        blocked = f"{type(error).__name__}: {error}"
    [run] = runs_of_flow("limited by tag")
    facts = run_facts(run["id"], tasks=3, logs=False)
    released = wait_for("free slots", lambda: not get("/concurrency_limits/tag/one-at-a-time")["active_slots"])
    shown |= {
        "reset": prefect("concurrency-limit", "reset", "one-at-a-time"),
        "reset missing": prefect("concurrency-limit", "reset", "never", ok=False),
        "delete": prefect("concurrency-limit", "delete", "none-at-all"),
        "delete missing": prefect("concurrency-limit", "delete", "none-at-all", ok=False),
    }
    listed = prefect("concurrency-limit", "ls")
    record(
        shown={name: finished.facts for name, finished in shown.items()},
        listed=listed.about("one-at-a-time", "none-at-all"),
        blocked=blocked,
        blocked_task=[task["state_name"] for task in tasks_of(runs_of_flow("blocked by tag")[0]["id"])],
        released=released,
        limit=document(get("/concurrency_limits/tag/one-at-a-time"), "concurrency_limit"),
        as_global=document(get("/v2/concurrency_limits/tag:one-at-a-time")),
        facts=facts,
        filtered=[row["tag"] for row in post("/concurrency_limits/filter", {"limit": 50})],
        gone=request("GET", "/concurrency_limits/tag/none-at-all", statuses=(404,)),
    )
