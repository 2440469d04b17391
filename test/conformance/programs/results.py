"""Results that outlive their process: persisted to a LocalFileSystem block, and read back from the run's own state."""

import asyncio
import os

from conformance import document, get, record, run_facts, runs_of_flow, state_facts, wait_for_tasks
from prefect import flow, get_client, task
from prefect.filesystems import LocalFileSystem


@task(persist_result=True, result_storage_key="the-square-of-{parameters[number]}")
def square(number):
    return number * number


@task(persist_result=True, result_serializer="json")
def listed(number):
    return {"numbers": list(range(number))}


@flow(name="keeps results", flow_run_name="keeps results 1", persist_result=True)
def keeps_results(number):
    return [square(number), listed(3)]


@flow(
    name="keeps in block",
    flow_run_name="keeps in block 1",
    persist_result=True,
    result_storage="local-file-system/kept",
)
def keeps_in_block():
    return {"kept": [1, 2, 3]}


@flow(name="keeps an error", flow_run_name="keeps an error 1", persist_result=True)
def keeps_an_error():
    raise ValueError("kept")


async def read_back(name):
    """The result of the run, from the state that the server has."""
    async with get_client() as client:
        [row] = runs_of_flow(name)
        run = await client.read_flow_run(row["id"])
        result = await run.state.aresult(raise_on_failure=False)
        return repr(result)


if __name__ == "__main__":
    folder = os.path.join(os.getcwd(), "kept")
    block_id = LocalFileSystem(basepath=folder).save("kept")
    loaded = LocalFileSystem.load("kept")
    assert loaded.basepath == folder, loaded

    assert keeps_results(4) == [16, {"numbers": [0, 1, 2]}]
    assert keeps_in_block() == {"kept": [1, 2, 3]}
    keeps_an_error(return_state=True)

    [row] = runs_of_flow("keeps results")
    tasks = wait_for_tasks(row["id"], 2)
    stored = sorted(
        {
            "class": data["type"] if "type" in data else None,
            "keys": sorted(data),
            "own key": data.get("storage_key") == "the-square-of-4",
        }.items()
        for data in (task["state"]["data"] for task in tasks)
    )
    [in_block] = runs_of_flow("keeps in block")
    data = in_block["state"]["data"]
    assert data["storage_block_id"] == str(block_id), data
    assert os.listdir(folder) == [os.path.basename(data["storage_key"])], (os.listdir(folder), data)

    block = document(get(f"/block_documents/{block_id}"))
    block["block_schema"]["capabilities"].sort()
    record(
        block=block,
        stored=stored,
        data={"keys": sorted(data), "block": data["storage_block_id"] == str(block_id)},
        read_back=[asyncio.run(read_back(name)) for name in ("keeps results", "keeps in block", "keeps an error")],
        results=run_facts(row["id"], tasks=2),
        in_block=state_facts(in_block["state"]),
        error=run_facts(runs_of_flow("keeps an error")[0]["id"]),
    )
