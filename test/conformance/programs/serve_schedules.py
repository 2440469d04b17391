"""serve() with an interval, a cron and an rrule; all paused on Ctrl-C; served again with other settings."""

from conformance import document, find_deployment, normal, record, run_facts, runs_of_deployment, serve, wait_for

NAMES = ["by-interval", "by-cron", "by-rrule", "asleep"]


def completed(name):
    return [run for run in runs_of_deployment(f"tick/{name}") if run["state_type"] == "COMPLETED"]


def facts(name):
    row = find_deployment(f"tick/{name}")
    schedules = [
        {
            "schedule": {key: value for key, value in schedule["schedule"].items() if key != "anchor_date"},
            "active": schedule["active"],
            "slug": schedule["slug"],
        }
        for schedule in row["schedules"]
    ]
    return {**document(row, "schedules", "version", "last_polled", "status"), "schedules": normal(schedules)}


if __name__ == "__main__":
    with serve("clockwork.py") as served:
        wait_for("two runs by the interval", lambda: len(completed("by-interval")) >= 2)
        wait_for("a run by the rrule", lambda: len(completed("by-rrule")) >= 1)
        yearly = wait_for("the runs by cron", lambda: runs_of_deployment("tick/by-cron"))
        serving = {name: facts(name) for name in NAMES}
        ready = wait_for(
            "the status", lambda: [name for name in NAMES if find_deployment(f"tick/{name}")["status"] == "READY"]
        )
        code = served.interrupt()
    assert runs_of_deployment("tick/asleep") == []
    stopped = {name: facts(name) for name in NAMES}
    assert all(row["paused"] for row in stopped.values()), stopped
    waiting = {
        name: [
            run["state_name"]
            for run in runs_of_deployment(f"tick/{name}")
            if run["state_type"] == "SCHEDULED" and run["run_count"] == 0
        ]
        for name in ("by-cron", "asleep")
    }

    polled = find_deployment("tick/by-interval")["last_polled"]
    with serve("clockwork.py", "later") as served:
        later = facts("by-interval")
        wait_for(
            "runs by the new schedule",
            lambda: [run for run in runs_of_deployment("tick/by-interval") if run["state_type"] == "SCHEDULED"],
        )
        # Its first words come before it runs: told to end in between, it pauses nothing.
        wait_for("a poll", lambda: find_deployment("tick/by-interval")["last_polled"] != polled)
        later_code = served.interrupt()
    paused_again = find_deployment("tick/by-interval")["paused"]

    run = completed("by-interval")[0]
    record(
        codes=[code, later_code],
        serving=serving,
        ready=ready,
        stopped=stopped,
        waiting=waiting,
        later=later,
        paused_again=paused_again,
        yearly=[run["expected_start_time"][:16] for run in yearly],
        yearly_run=document(yearly[0]),
        run=run_facts(run["id"]),
        by_rrule=document(completed("by-rrule")[0]),
        said=[
            line
            for line in (
                "Your deployments are being served",
                "Pausing all deployments",
                "All deployments have been paused",
            )
            if line in served.text
        ],
    )
