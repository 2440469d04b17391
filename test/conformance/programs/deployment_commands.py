"""The `deployment` commands: ls, inspect, run, delete, and the rows of its schedules."""

import json

from conformance import FLOWS, document, find_deployment, prefect, record, request, runs_of_deployment, wait_for
from prefect import flow

KEY = "greet/commanded-deployment"


def schedules():
    rows = find_deployment(KEY)["schedules"]
    for row in rows:
        row["schedule"].pop("anchor_date", None)
    return sorted((document(row) for row in rows), key=lambda row: json.dumps(row["schedule"], sort_keys=True))


def row_with(key):
    return next(row["id"] for row in find_deployment(KEY)["schedules"] if key in row["schedule"])


if __name__ == "__main__":
    prefect("work-pool", "create", "deployment-commands", "--type", "process")
    source = flow.from_source(str(FLOWS), "greetings.py:greet")
    source.deploy(
        "commanded-deployment",
        work_pool_name="deployment-commands",
        cron="0 4 * * *",
        tags=["commanded"],
        print_next_steps=False,
    )
    wait_for("scheduled runs", lambda: runs_of_deployment(KEY))
    shown = {
        "inspect": prefect("deployment", "inspect", KEY),
        "inspect missing": prefect("deployment", "inspect", "greet/never", ok=False),
        "inspect a bad name": prefect("deployment", "inspect", "never", ok=False),
        "create": prefect("deployment", "schedule", "create", KEY, "--interval", "3600", "--timezone", "Europe/Berlin"),
        "create an rrule": prefect("deployment", "schedule", "create", KEY, "--rrule", "FREQ=DAILY", "--no-active"),
        "create two kinds": prefect(
            "deployment", "schedule", "create", KEY, "--interval", "60", "--cron", "* * * * *", ok=False
        ),
        "create a bad cron": prefect("deployment", "schedule", "create", KEY, "--cron", "not a cron", ok=False),
    }
    made = schedules()
    shown |= {
        "pause": prefect("deployment", "schedule", "pause", KEY, row_with("interval")),
        "pause again": prefect("deployment", "schedule", "pause", KEY, row_with("interval"), ok=False),
        "resume": prefect("deployment", "schedule", "resume", KEY, row_with("rrule")),
        "ls": prefect("deployment", "schedule", "ls", KEY),
        "delete": prefect("deployment", "schedule", "delete", KEY, row_with("cron"), "-y"),
        "delete missing": prefect(
            "deployment", "schedule", "delete", KEY, "00000000-0000-4000-8000-000000000000", "-y", ok=False
        ),
    }
    changed = schedules()
    shown |= {
        "replace": prefect("deployment", "schedule", "create", KEY, "--cron", "0 5 * * *", "--replace", "-y"),
        "run": prefect(
            "deployment",
            "run",
            KEY,
            "--flow-run-name",
            "by command 1",
            "--start-in",
            "2 hours",
            "--tag",
            "extra",
            "--job-variable",
            "a=b",
        ),
        "run missing": prefect("deployment", "run", "greet/never", ok=False),
    }
    replaced = schedules()
    paused = find_deployment(KEY)
    request("PATCH", f"/deployments/{paused['id']}", {"paused": True})
    shown["clear"] = prefect("deployment", "schedule", "clear", KEY, "-y")
    listed = prefect("deployment", "ls")
    last = find_deployment(KEY)
    runs = [document(run) for run in runs_of_deployment(KEY) if not run["auto_scheduled"]]
    automatic = [run["name"] for run in runs_of_deployment(KEY) if run["auto_scheduled"]]
    shown["delete the deployment"] = prefect("deployment", "delete", KEY)
    shown["delete it again"] = prefect("deployment", "delete", KEY, ok=False)
    facts = {name: finished.facts for name, finished in shown.items()}
    facts["run"]["said"] = [line for line in facts["run"]["said"] if "hours" not in line and "cheduled" not in line]
    facts["ls"]["said"] = sorted(facts["ls"]["said"])
    record(
        shown=facts,
        made=made,
        changed=changed,
        replaced=replaced,
        last=document(last),
        listed=listed.about("commanded-deployment"),
        runs=runs,
        automatic=automatic,
        gone=request("GET", f"/deployments/{last['id']}", statuses=(404,)),
    )
