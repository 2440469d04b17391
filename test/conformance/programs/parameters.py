"""Parameters: defaults, schemas enforced or not, rich types, and values that are refused, by Python and by the CLI."""

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    outcome,
    post,
    prefect,
    record,
    request,
    run_facts,
    runs_of_deployment,
    wait_for_end,
    worker,
)
from prefect import flow
from prefect.deployments import run_deployment

POOL = "parameters"


def deploy(flow_name, name, **options):
    source = flow.from_source(str(FLOWS), f"typed.py:{flow_name}")
    return source.deploy(name, work_pool_name=POOL, print_next_steps=False, **options)


if __name__ == "__main__":
    prefect("work-pool", "create", POOL, "--type", "process")
    deploy("order", "strict", parameters={"item": "apple"})
    deploy("order", "loose", enforce_parameter_schema=False)
    deploy("rich", "rich")
    bad_default = outcome(lambda: deploy("order", "bad", parameters={"count": "many"}))
    tries = {
        "good": lambda: run_deployment("order/strict", parameters={"count": 3}, flow_run_name="good 1", timeout=0).name,
        "wrong type": lambda: run_deployment("order/strict", parameters={"count": "three"}, timeout=0).name,
        "wrong choice": lambda: run_deployment("order/strict", parameters={"size": "huge"}, timeout=0).name,
        "below the minimum": lambda: (
            run_deployment("order/strict", parameters={"count": 0}, flow_run_name="below 1", timeout=0).name
        ),
        "not known": lambda: (
            run_deployment("order/strict", parameters={"color": "red"}, flow_run_name="unknown 1", timeout=0).name
        ),
        "required and missing": lambda: run_deployment("order/loose", timeout=0, flow_run_name="missing 1").name,
        "loose": lambda: (
            run_deployment(
                "order/loose", parameters={"count": "three", "item": 1}, flow_run_name="loose 1", timeout=0
            ).name
        ),
        "missing inside": lambda: run_deployment("rich/rich", parameters={"address": {"street": "A"}}, timeout=0).name,
    }
    said = {name: outcome(call) for name, call in tries.items()}
    rich_values = {
        "day": "2026-11-21",
        "at": "2026-11-21T13:00:00+01:00",
        "identity": "7f6f0f0e-2c22-4c39-9b11-6a3df24f9aef",
        "colour": "red",
        "address": {"street": "Main", "number": 5},
        "sizes": [1, 2],
        "either": "text",
        "wait": "PT5M",
    }
    rich = run_deployment("rich/rich", parameters=rich_values, flow_run_name="rich 1", timeout=0)
    by_cli = {
        "params": prefect(
            "deployment",
            "run",
            "order/strict",
            "--params",
            '{"count": 2, "item": "pear"}',
            "--flow-run-name",
            "by cli 1",
        ),
        "wrong": prefect("deployment", "run", "order/strict", "--param", "count=many", ok=False),
        "unknown": prefect("deployment", "run", "order/strict", "--param", "colour=red", ok=False),
        "both": prefect("deployment", "run", "order/strict", "--param", "count=1", "--params", "{}", ok=False),
    }
    strict = find_deployment("order/strict")
    patched = request("PATCH", f"/deployments/{strict['id']}", {"parameters": {"item": 5}}, statuses=(409,))
    hydrated = post(
        f"/deployments/{strict['id']}/create_flow_run",
        {
            "parameters": {"item": {"__prefect_kind": "json", "value": '"from json"'}},
            "name": "hydrated 1",
            "state": {"type": "SCHEDULED"},
        },
    )
    with worker(POOL):
        names = ["good 1", "by cli 1", "hydrated 1"]
        runs = {run["name"]: run for run in runs_of_deployment("order/strict")}
        ends = {name: wait_for_end(runs[name]["id"])["state_name"] for name in names}
        ends["rich 1"] = wait_for_end(rich.id)["state_name"]
        loose = {run["name"]: run for run in runs_of_deployment("order/loose")}
        for name in loose:
            ends[name] = wait_for_end(loose[name]["id"])["state_name"]

    record(
        bad_default=bad_default,
        said=said,
        by_cli={
            name: [finished.code, [line for line in finished.out if "cheduled" not in line and "ago" not in line]]
            for name, finished in by_cli.items()
        },
        schema=[strict["parameter_openapi_schema"], find_deployment("rich/rich")["parameter_openapi_schema"]],
        patched=patched,
        hydrated=document(hydrated),
        ends=ends,
        good=run_facts(runs["good 1"]["id"], logs="any order"),
        rich=run_facts(rich.id, logs="any order"),
        rich_stored=get(f"/flow_runs/{rich.id}")["parameters"] == rich_values,
        loose={name: run_facts(run["id"], logs=False) for name, run in loose.items()},
    )
