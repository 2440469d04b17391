"""A profile that names the server, in place of the environment: made, used, shown, and met by a flow run by hand."""

import os
import sys

from conformance import FLOWS, Process, record, run_facts, runs_of_flow, tidy, wait_for_tasks


def without_address(*command):
    """Runs a command that learns from the profile alone where the server is."""
    process = Process("env", "-u", "PREFECT_API_URL", *command)
    return {"exit": process.wait(), "said": tidy(process.text)}


if __name__ == "__main__":
    address = os.environ["PREFECT_API_URL"]
    said = {
        "create": without_address("prefect", "profile", "create", "mine"),
        "set": without_address("prefect", "--profile", "mine", "config", "set", f"PREFECT_API_URL={address}"),
        "use": without_address("prefect", "profile", "use", "mine"),
        "inspect": without_address("prefect", "profile", "inspect", "mine"),
        "version": without_address("prefect", "version"),
    }
    ran = without_address(sys.executable, FLOWS / "once.py", "by profile")
    assert ran["exit"] == 0, ran
    [run] = runs_of_flow("by profile")
    wait_for_tasks(run["id"], 1)
    said["version"]["said"] = [line for line in said["version"]["said"] if line.startswith(("Profile", "Server type"))]
    record(said=said, run=run_facts(run["id"], tasks=1))
