"""Prefect's own client, method by method: reads with filters, counts, pages, states set by hand, and its errors."""

import asyncio
from uuid import UUID

from conformance import document, normal, record, states_of
from prefect import flow, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterName,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterTags,
)
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.states import Cancelled, Completed, Failed, Pending, Running, Scheduled

NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@flow(name="client calls")
def called(number: int = 1):
    return number


async def outcome(awaitable):
    try:
        found = await awaitable
        return type(found).__name__
    except ObjectNotFound as error:
        return f"ObjectNotFound {error.http_exc.response.status_code} {normal(error.http_exc.response.text)}"
    except ObjectAlreadyExists as error:
        return f"ObjectAlreadyExists {error.http_exc.response.status_code}"
    except Exception as error:
        response = getattr(error, "response", None)
        return f"{type(error).__name__} {response.status_code if response is not None else normal(str(error))}"


def answer(result):
    reason = getattr(result.details, "reason", None)
    return [result.status.value, result.state.name if result.state else None, normal(reason or "")]


async def main():
    facts = {}
    async with get_client() as client:
        flow_id = await client.create_flow(called)
        same = await client.create_flow(called)
        assert flow_id == same
        deployment_id = await client.create_deployment(
            flow_id, "client-calls", tags=["x"], parameters={"number": 5}, enforce_parameter_schema=False
        )
        runs = [
            await client.create_flow_run_from_deployment(
                deployment_id, name=f"call {n}", tags=[f"tag-{n}", "all"], state=Scheduled()
            )
            for n in range(5)
        ]
        direct = await client.create_flow_run(
            called, name="direct 1", parameters={"number": 9}, state=Pending(), tags=["direct"]
        )
        steps = []
        for state in (Running(), Completed(message="done"), Running(), Failed(message="too late")):
            steps.append(answer(await client.set_flow_run_state(direct.id, state)))
        steps.append(answer(await client.set_flow_run_state(direct.id, Failed(message="forced"), force=True)))
        cancelled = answer(await client.set_flow_run_state(runs[0].id, Cancelled(message="not wanted")))
        not_yet = answer(await client.set_flow_run_state(runs[1].id, Running()))
        facts["steps"] = [steps, cancelled, not_yet, states_of(direct.id)]

        mine = DeploymentFilter(name=DeploymentFilterName(any_=["client-calls"]))
        found = await client.read_flow_runs(deployment_filter=mine, sort=FlowRunSort.NAME_ASC)
        page = await client.read_flow_runs(deployment_filter=mine, sort=FlowRunSort.NAME_DESC, limit=2, offset=1)
        by_state = await client.read_flow_runs(
            deployment_filter=mine,
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Cancelled"]))),
        )
        by_tag = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter(tags=FlowRunFilterTags(all_=["tag-2", "all"]))
        )
        like = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter(name=FlowRunFilterName(like_="call")),
            flow_filter=FlowFilter(name=FlowFilterName(any_=["client calls"])),
        )
        facts["reads"] = [
            [run.name for run in found],
            [run.name for run in page],
            [run.name for run in by_state],
            [run.name for run in by_tag],
            sorted(run.name for run in like),
            await client.count_flow_runs(deployment_filter=mine),
            [
                row.name
                for row in await client.read_flows(flow_filter=FlowFilter(name=FlowFilterName(any_=["client calls"])))
            ],
            [row.name for row in await client.read_deployments(deployment_filter=mine)],
            sorted({state.name for state in await client.read_flow_run_states(direct.id)}),
        ]
        await client.update_flow_run(runs[2].id, name="renamed", tags=["changed"], parameters={"number": 6})
        changed = await client.read_flow_run(runs[2].id)
        facts["changed"] = [changed.name, changed.tags, changed.parameters]
        await client.delete_flow_run(runs[3].id)
        await client.pause_deployment(deployment_id)
        paused = await client.read_deployment(deployment_id)
        await client.resume_deployment(deployment_id)
        resumed = await client.read_deployment(deployment_id)
        facts["paused"] = [paused.paused, resumed.paused]
        scheduled = await client.get_scheduled_flow_runs_for_deployments([deployment_id])
        facts["scheduled"] = sorted(run.name for run in scheduled)
        await client.create_work_pool(WorkPoolCreate(name="client-calls", type="process"))

        facts["errors"] = {
            "read a run": await outcome(client.read_flow_run(NOBODY)),
            "delete a run twice": await outcome(client.delete_flow_run(runs[3].id)),
            "set the state of nothing": await outcome(client.set_flow_run_state(NOBODY, Completed())),
            "read a flow": await outcome(client.read_flow(NOBODY)),
            "read a deployment": await outcome(client.read_deployment(NOBODY)),
            "read a deployment by name": await outcome(client.read_deployment_by_name("no/where")),
            "delete a deployment": await outcome(client.delete_deployment(NOBODY)),
            "run a deployment": await outcome(client.create_flow_run_from_deployment(NOBODY)),
            "read a pool": await outcome(client.read_work_pool("never")),
            "make a pool again": await outcome(
                client.create_work_pool(WorkPoolCreate(name="client-calls", type="process"))
            ),
            "read a variable": await outcome(client.read_variable_by_name("never")),
            "read a block": await outcome(client.read_block_document_by_name("never", "secret")),
            "read a task run": await outcome(client.read_task_run(NOBODY)),
            "too many": await outcome(client.read_flow_runs(limit=1000)),
            "no rows": await outcome(client.read_flow_runs(limit=0)),
        }
        facts["deployment"] = document((await client.read_deployment(deployment_id)).model_dump(mode="json"))
        health = await client.api_healthcheck()
        hello = await client.hello()
        facts["health"] = [health is None, hello.json(), await client.api_version()]
    return facts


if __name__ == "__main__":
    record(**asyncio.run(main()))
