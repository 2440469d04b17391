"""What somebody has on a server after a day with Prefect, made with its own client: runs, artifacts, a deployment, values."""

import json
from pathlib import Path

from prefect import flow, get_run_logger, tags, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
)
from prefect.blocks.system import Secret
from prefect.schedules import Cron, Interval
from prefect.variables import Variable


@task(tags=["disk"])
def extract(day: str):
    get_run_logger().info("extracted three rows of %s", day)
    return [1, 2, 3]


@task
def double(row: int):
    return row * 2


@flow
def summarize(rows: list[int]):
    """Sums up."""
    create_markdown_artifact(f"# Sum\n\nIt is **{sum(rows)}**.", key="sum-of-rows", description="The sum")
    create_table_artifact([{"row": row} for row in rows], key="table-of-rows")
    create_link_artifact("https://example.org/rows", key="link-to-rows")
    create_progress_artifact(75.0, key="progress-of-rows")
    return sum(rows)


@flow
def etl(day: str = "monday", rows: int = 3):
    """Extracts, doubles, sums up."""
    get_run_logger().warning("the etl of %s begins", day)
    doubled = double.map(extract(day))
    return summarize(doubled.result())


@task
def read_disk():
    raise OSError("no such disk")


@flow
def broken():
    read_disk()


if __name__ == "__main__":
    with tags("by-hand"):
        run = etl(return_state=True)
        failed = broken(return_state=True)
    Variable.set("season", "late autumn", tags=["weather"])
    Variable.set("to-be-deleted", {"for": ["the", "interface"]})
    Secret(value="hidden-from-pages").save("door-code")
    etl.from_source(source=str(Path(__file__).parent), entrypoint="content.py:etl").deploy(
        name="nightly",
        work_pool_name="local",
        work_queue_name="urgent",
        description="Every **night**.",
        tags=["prod"],
        version="1.2.3",
        parameters={"day": "tuesday"},
        schedules=[
            Cron("0 2 * * *", timezone="Europe/Berlin", slug="nightly"),
            Interval(3600, slug="hourly"),
        ],
        concurrency_limit=2,
        print_next_steps=False,
    )
    print(json.dumps({"run": str(run.state_details.flow_run_id), "failed": str(failed.state_details.flow_run_id)}))
