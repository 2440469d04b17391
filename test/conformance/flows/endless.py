"""A flow that goes on until its process is stopped from outside; its name is the first argument."""

import sys
import time

from prefect import flow


def endless():
    print("going on", flush=True)
    while True:
        time.sleep(0.1)


if __name__ == "__main__":
    flow(endless, name=sys.argv[1], flow_run_name=f"{sys.argv[1]} 1")()
