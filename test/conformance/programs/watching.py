"""Runs watched from the command line: `deployment run --watch`, `flow-run watch`, and a run executed by hand."""

import re

from conformance import get, prefect, record, run_facts, runs_of_deployment, serve, states_of, wait_for, wait_for_end

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def told(finished):
    """How it ended: what came first may have been before the watcher began to listen."""
    events = sorted(
        {match for line in finished.out for match in re.findall(r"prefect\.flow-run\.(?:Completed|Failed)", line)}
    )
    ends = [line for line in finished.out if line.startswith("Flow run") and "watch" not in line.lower()]
    return {"exit": finished.code, "events": events, "ends": ends}


def run_id_of(finished):
    return ID.search(finished.raw).group()


if __name__ == "__main__":
    with serve("serve_greetings.py", "watching", "greet", "breaks", "lasts"):
        good = prefect(
            "deployment", "run", "greet/watching", "--param", "name=watched", "--flow-run-name", "watched 1", "--watch"
        )
        bad = prefect("deployment", "run", "breaks/watching", "--flow-run-name", "watched 2", "--watch", ok=False)
        impatient = prefect(
            "deployment",
            "run",
            "lasts/watching",
            "--flow-run-name",
            "watched 3",
            "--param",
            "seconds=8",
            "--watch",
            "--watch-timeout",
            "3",
            ok=False,
        )
        later = prefect("deployment", "run", "lasts/watching", "--flow-run-name", "watched 4", "--param", "seconds=2")
        followed = prefect("flow-run", "watch", run_id_of(later))
        ended = prefect("flow-run", "watch", run_id_of(good), ok=False)
        missing = prefect("flow-run", "watch", "00000000-0000-4000-8000-000000000000", ok=False)
        wait_for_end(run_id_of(impatient))

    manual = prefect("deployment", "run", "greet/watching", "--flow-run-name", "by hand 1", "--tag", "by-hand")
    manual_id = run_id_of(manual)
    before = states_of(manual_id)
    executed = prefect("flow-run", "execute", manual_id)
    runs = {
        run["name"]: run["state_name"]
        for run in runs_of_deployment("greet/watching") + runs_of_deployment("lasts/watching")
    }
    wait_for("the end", lambda: get(f"/flow_runs/{manual_id}")["state_type"] == "COMPLETED")
    assert good.code == 0 and bad.code == 1, (good, bad)
    record(
        good=told(good),
        bad=told(bad),
        impatient=[impatient.code, [line for line in impatient.out if "timeout" in line]],
        later=later.facts,
        followed=told(followed),
        ended=ended.facts,
        missing=missing.facts,
        manual=[line for line in manual.out if "hour" not in line and "Scheduled" not in line],
        before=before,
        executed=executed.code,
        runs=runs,
        run=run_facts(manual_id, tasks=1, logs="any order"),
    )
