"""Artifacts of every kind, made by hand and in runs, followed by their latest version, changed and deleted."""

from conformance import document, post, prefect, read_all, record, request, run_facts, runs_of_flow, wait_for_tasks
from prefect import flow, task
from prefect.artifacts import (
    Artifact,
    create_image_artifact,
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)


@task(task_run_name="reports")
def reports():
    create_table_artifact(
        key="sales", table=[{"day": "mon", "sold": 3}, {"day": "tue", "sold": None}], description="By day."
    )


@flow(name="makes artifacts", flow_run_name="makes artifacts 1")
def makes_artifacts():
    create_markdown_artifact(key="summary", markdown="# First\n\n- ä & <b>", description="What happened.")
    create_markdown_artifact(key="summary", markdown="# Second")
    create_link_artifact(key="link", link="https://example.org", link_text="Example")
    create_image_artifact(key="picture", image_url="https://example.org/a.png")
    progress = create_progress_artifact(progress=0.0, key="progress", description="Loading")
    update_progress_artifact(artifact_id=progress, progress=55.5)
    reports()


KEYS = ["summary", "link", "picture", "progress", "sales", "by-hand"]


def bare(row):
    return document(row, "id")


if __name__ == "__main__":
    makes_artifacts()
    create_link_artifact(key="by-hand", link="https://example.org/by-hand")
    [run] = runs_of_flow("makes artifacts")
    wait_for_tasks(run["id"], 1)
    of_run = read_all("artifacts", artifacts={"flow_run_id": {"any_": [run["id"]]}})
    everything = read_all("artifacts", artifacts={"key": {"any_": KEYS}}, sort="KEY_ASC")
    latest = post("/artifacts/latest/filter", {"artifacts": {"key": {"any_": KEYS}}, "sort": "KEY_ASC"})
    bad = request("POST", "/artifacts/", {"key": "Not A Key!"}, statuses=(422,))

    shown = {
        "inspect": prefect("artifact", "inspect", "summary"),
        "delete": prefect("artifact", "delete", "link", input="y\n"),
        "inspect what is gone": prefect("artifact", "inspect", "link", ok=False),
        "delete what is not": prefect("artifact", "delete", "never", ok=False),
    }
    left = sorted(row["key"] for row in read_all("artifacts", artifacts={"key": {"any_": KEYS}}))
    got = Artifact.get("summary")
    made, created = Artifact.get_or_create(key="fresh", type="markdown", data="new")
    facts = {name: finished.facts for name, finished in shown.items()}
    facts["ls"] = prefect("artifact", "ls").about(*KEYS)

    record(
        of_run=len(of_run),
        everything=sorted((bare(row) for row in everything), key=lambda row: (row["key"], str(row["data"]))),
        latest=[bare(row) for row in latest],
        counts=[
            post(f"/artifacts/{path}", {"artifacts": {"key": {"any_": KEYS}}}) for path in ("count", "latest/count")
        ],
        bad=[(error["type"], error["loc"]) for error in bad["exception_detail"]],
        shown=facts,
        left=left,
        got=[got.key, got.type, got.data],
        made=[made.key, created],
        run=run_facts(run["id"], tasks=1),
    )
