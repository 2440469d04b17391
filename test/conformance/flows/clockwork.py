"""Serves one deployment for each kind of schedule; `later` serves the first of them again with other settings."""

import sys
from datetime import timedelta

from prefect import flow, serve
from prefect.schedules import Cron, RRule


@flow(log_prints=True)
def tick(source: str = "nobody"):
    print(f"tick from {source}")


if __name__ == "__main__":
    if "later" in sys.argv:
        serve(
            tick.to_deployment(
                "by-interval",
                schedules=[Cron("0 3 1 1 *", timezone="Europe/Berlin")],
                parameters={"source": "cron"},
                tags=["second"],
            )
        )
    else:
        serve(
            tick.to_deployment(
                "by-interval",
                interval=timedelta(seconds=8),
                parameters={"source": "interval"},
                tags=["first"],
                description="Often.",
            ),
            tick.to_deployment("by-cron", schedules=[Cron("0 3 1 1 *", timezone="Europe/Berlin")], version="v7"),
            tick.to_deployment(
                "by-rrule",
                schedules=[RRule("FREQ=SECONDLY;INTERVAL=9", timezone="UTC")],
                parameters={"source": "rrule"},
            ),
            tick.to_deployment("asleep", interval=timedelta(seconds=8), paused=True),
            limit=4,
        )
