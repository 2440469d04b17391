"""`prefect deploy` of a project: all of prefect.yaml, one by name, again; pull steps, schedules, limits, triggers."""

import shutil
import subprocess
from pathlib import Path

from conformance import (
    FLOWS,
    document,
    find_deployment,
    get,
    prefect,
    read_all,
    record,
    request,
    run_facts,
    wait_for_end,
    worker,
)
from prefect.deployments import run_deployment

YAML = """
name: conformance
prefect-version: 3.8.8
pull:
  - prefect.deployments.steps.set_working_directory:
      directory: PROJECT
definitions:
  pool: &pool
    name: project
    work_queue_name: from-yaml
deployments:
  - name: all-fields
    entrypoint: greetings.py:greet
    description: |
      Two
      lines.
    version: v3
    tags: [yaml, "{{ $PROJECT_TAG }}"]
    parameters: {name: yaml, count: 2}
    work_pool:
      <<: *pool
      job_variables: {env: {GREETING: from yaml}}
    schedules:
      - {cron: "0 2 * * *", timezone: Europe/Berlin, slug: nightly}
      - {interval: 3600, active: false, slug: hourly, parameters: {name: hourly}}
      - {rrule: "FREQ=WEEKLY;BYDAY=MO", slug: weekly}
    concurrency_limit: {limit: 2, collision_strategy: CANCEL_NEW}
    enforce_parameter_schema: true
  - name: bare
    entrypoint: greetings.py:shows_environment
    work_pool: *pool
  - name: with-steps
    entrypoint: greetings.py:greet
    parameters: {name: "{{ prefect.variables.project_name }}"}
    work_pool: *pool
    pull:
      - prefect.deployments.steps.run_shell_script:
          id: say
          script: echo pulled
          stream_output: true
      - prefect.deployments.steps.set_working_directory:
          directory: PROJECT
  - name: with-triggers
    entrypoint: greetings.py:greet
    work_pool: *pool
    triggers:
      - type: event
        enabled: true
        expect: [prefect.flow-run.Failed]
        match: {prefect.resource.id: prefect.flow-run.of-nobody}
        parameters: {name: triggered}
  - name: from-git
    entrypoint: greetings.py:greet
    work_pool: *pool
    pull:
      - prefect.deployments.steps.git_clone:
          repository: REPOSITORY
          branch: main
"""


def git(*args, cwd):
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *args], cwd=cwd, check=True, capture_output=True
    )


def deployed(finished):
    return [finished.code, sorted(line for line in finished.out if "successfully created" in line or "rror" in line)]


def facts(name, flow_name="greet"):
    row = find_deployment(f"{flow_name}/{name}")
    for schedule in row["schedules"]:
        for key in ("id", "created", "updated", "deployment_id"):
            schedule.pop(key, None)
        if "interval" in schedule["schedule"]:
            schedule["schedule"].pop("anchor_date")
    row["schedules"].sort(key=lambda schedule: str(schedule["slug"]))
    return document(row, "last_polled", "status")


if __name__ == "__main__":
    project = Path("project").absolute()
    shutil.copytree(FLOWS, project)
    repository = Path("repository").absolute()
    shutil.copytree(FLOWS, repository)
    git("init", "-q", "-b", "main", cwd=repository)
    git("add", "-A", cwd=repository)
    git("commit", "-qm", "Flows", cwd=repository)
    (project / "prefect.yaml").write_text(
        YAML.replace("PROJECT\n", f"{project}\n").replace("REPOSITORY", repository.as_uri())
    )

    options = {"cwd": project, "env": {"PROJECT_TAG": "from the environment"}}
    prefect("work-pool", "create", "project", "--type", "process")
    prefect("variable", "set", "project_name", "from a variable")
    everything = prefect("deploy", "--all", **options)
    names = ["all-fields", "with-steps", "with-triggers", "from-git"]
    first = {name: facts(name) for name in names} | {"bare": facts("bare", "shows-environment")}
    automations = [row for row in read_all("automations") if row["name"].startswith("with-triggers")]
    again = prefect("deploy", "--name", "with-triggers", **options)
    automations_again = [row for row in read_all("automations") if row["name"].startswith("with-triggers")]
    by_pattern = prefect("deploy", "--name", "greet/all-*", **options)
    missing = prefect("deploy", "--name", "nothing-like-it", ok=False, **options)
    alone = prefect(
        "deploy", "greetings.py:greet", "--name", "alone", "--pool", "project", "--interval", "600", "--param", "name=alone",
        "--tag", "cli", "--job-variable", '{"env": {"A": "b"}}', "--concurrency-limit", "1", "--collision-strategy", "ENQUEUE", "--version", "v9", **options
    )  # fmt: skip
    wrong_pool = prefect(
        "deploy", "greetings.py:greet", "--name", "lost", "--pool", "no-such-pool", ok=False, **options
    )

    with worker("project"):
        runs = {
            name: run_deployment(name, flow_run_name=f"{name.split('/')[1]} 1", timeout=0)
            for name in ("greet/all-fields", "shows-environment/bare", "greet/with-steps", "greet/from-git")
        }
        ends = {name: wait_for_end(run.id)["state_name"] for name, run in runs.items()}
    assert set(ends.values()) == {"Completed"}, ends

    triggered = find_deployment("greet/with-triggers")
    request("DELETE", f"/deployments/{triggered['id']}")
    left = [row for row in read_all("automations") if row["name"].startswith("with-triggers")]
    record(
        everything=deployed(everything),
        first=first,
        automations=[document(row) for row in automations],
        again=deployed(again),
        automations_again=[document(row) for row in automations_again],
        replaced=automations[0]["id"] != automations_again[0]["id"],
        left=len(left),
        by_pattern=deployed(by_pattern),
        after={"all-fields": facts("all-fields"), "alone": facts("alone")},
        missing=[missing.code, missing.out],
        alone=deployed(alone),
        wrong_pool=[wrong_pool.code, wrong_pool.out],
        ends=ends,
        runs={name: run_facts(run.id, logs="any order") for name, run in runs.items()},
        polled=get("/work_pools/project")["status"],
    )
