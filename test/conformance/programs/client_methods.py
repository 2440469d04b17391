"""The rest of the methods of Prefect's client: queues, schedules, inputs, labels, limits, blocks, what they refuse."""

import asyncio
from datetime import datetime, timedelta, timezone
from uuid import UUID

from conformance import document, normal, record
from prefect import flow, get_client, task
from prefect.client.schemas import actions, filters, objects
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule
from prefect.states import Completed, Failed, Pending, Running, Scheduled

NOBODY = UUID("00000000-0000-4000-8000-000000000000")
LATER = datetime(2035, 1, 1, tzinfo=timezone.utc)

@flow(name="client methods")
def methods(a: int = 1):
    return a


@task
def step(x=1):
    return x


def plain(value):
    if hasattr(value, "model_dump"):
        return document(value.model_dump(mode="json"), "task_key", "state_id")
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "status_code"):
        return [value.status_code, normal(value.json()) if value.content else None]
    return normal(str(value)) if value is not None else None


class Told(dict):
    """What each call gave, or the status and the body with which it was refused."""

    async def of(self, name, awaitable):
        assert name not in self, name
        try:
            found = await awaitable
        except Exception as error:
            response = getattr(getattr(error, "http_exc", error), "response", None)
            if response is None:
                self[name] = [type(error).__name__, normal(str(error))]
            else:
                self[name] = [type(error).__name__, response.status_code, normal(response.json())]
            return None
        self[name] = plain(found)
        return found


async def queues(client, told):
    pool = actions.WorkPoolCreate(name="methods", type="process", description="d", is_paused=True, concurrency_limit=3)
    await told.of("pool", client.create_work_pool(pool))
    await told.of("pool over", client.create_work_pool(pool, overwrite=True))
    await told.of("pool changed", client.update_work_pool("methods", actions.WorkPoolUpdate(is_paused=False)))
    await told.of("pool of nobody", client.update_work_pool("never", actions.WorkPoolUpdate(description="x")))
    queue = await told.of(
        "queue",
        client.create_work_queue(
            "methods", is_paused=True, concurrency_limit=2, priority=1, work_pool_name="methods"
        ),
    )
    agents = await told.of("queue of agents", client.create_work_queue("methods of agents"))
    await told.of("queue again", client.create_work_queue("methods", work_pool_name="methods"))
    await told.of("queue of no pool", client.create_work_queue("methods", work_pool_name="never"))
    await told.of("queue changed", client.update_work_queue(queue.id, is_paused=False, priority=2, name="renamed"))
    await told.of("queue of nobody", client.update_work_queue(NOBODY, is_paused=True))
    await told.of("queue by name", client.read_work_queue_by_name("renamed", work_pool_name="methods"))
    await told.of("queue by a bad name", client.read_work_queue_by_name("no/such?queue"))
    listed = await client.read_work_queues(work_pool_name="methods")
    told["queues"] = sorted([row.name, row.priority, row.status.value] for row in listed)
    told["matched"] = [row.name for row in await client.match_work_queues(["methods of"])]
    await told.of("status", client.read_work_queue_status(agents.id))
    await told.of("status of nobody", client.read_work_queue_status(NOBODY))
    await told.of("slots of the queue", client.read_work_queue_concurrency_status(queue.id))
    await told.of("slots of the pool", client.read_work_pool_concurrency_status("methods"))
    worker = objects.WorkerMetadata(integrations=[objects.Integration(name="x", version="1")])
    await told.of(
        "heartbeat", client.send_worker_heartbeat("methods", "w", 30.0, get_worker_id=True, worker_metadata=worker)
    )
    await told.of("heartbeat of nobody", client.send_worker_heartbeat("never", "w"))
    told["workers"] = [[row.name, row.status.value] for row in await client.read_workers_for_work_pool("methods")]
    return agents


async def schedules(client, told):
    flow_id = await client.create_flow(methods)
    deployment_id = await client.create_deployment(
        flow_id,
        "client-methods",
        work_pool_name="methods",
        work_queue_name="renamed",
        parameters={"a": 3},
        paused=True,
        parameter_openapi_schema={"type": "object", "properties": {"a": {"type": "integer"}}},
        enforce_parameter_schema=True,
        concurrency_limit=2,
        concurrency_options={"collision_strategy": "CANCEL_NEW"},
    )
    anchor = datetime(2024, 1, 1, tzinfo=timezone.utc)
    made = await told.of(
        "schedules",
        client.create_deployment_schedules(
            deployment_id,
            [
                (IntervalSchedule(interval=timedelta(hours=2), anchor_date=anchor), False),
                (RRuleSchedule(rrule="DTSTART:20240101T000000\nFREQ=DAILY"), True),
            ],
            max_scheduled_runs=4,
            parameters={"a": 9},
        ),
    )
    wrong = [(CronSchedule(cron="* * * * *"), True)]
    await told.of("schedule of nobody", client.create_deployment_schedules(NOBODY, wrong))
    await told.of(
        "schedule with wrong parameters",
        client.create_deployment_schedules(deployment_id, wrong, parameters={"a": "x"}),
    )
    await told.of(
        "schedule changed",
        client.update_deployment_schedule(
            deployment_id, made[0].id, active=True, schedule=CronSchedule(cron="3 3 * * *"), slug="three"
        ),
    )
    await told.of(
        "slug twice", client.update_deployment_schedule(deployment_id, made[1].id, slug="three")
    )
    await told.of("schedule deleted", client.delete_deployment_schedule(deployment_id, made[1].id))
    await told.of("schedule deleted again", client.delete_deployment_schedule(deployment_id, made[1].id))
    await told.of("schedules left", client.read_deployment_schedules(deployment_id))
    change = actions.DeploymentUpdate(description="E", tags=["z"], parameters={"a": 4}, concurrency_limit=None)
    await told.of("deployment changed", client.update_deployment(deployment_id, change))
    await told.of(
        "deployment with wrong parameters",
        client.update_deployment(deployment_id, actions.DeploymentUpdate(parameters={"a": "bad"})),
    )
    await told.of("deployment", client.read_deployment(deployment_id))
    return deployment_id


async def runs(client, told, deployment_id, agents):
    made = await told.of(
        "run", client.create_flow_run_from_deployment(deployment_id, name="one", labels={"x": "y", "n": 1, "b": True})
    )
    told["moved to a new queue"] = (
        await client.create_flow_run_from_deployment(deployment_id, name="two", work_queue_name="fresh")
    ).work_queue_name
    odd = client.create_flow_run_from_deployment(deployment_id, name="odd", job_variables={"env": 1})
    await told.of("wrong variables", odd)
    await told.of("wrong parameters", client.create_flow_run_from_deployment(deployment_id, parameters={"a": "bad"}))
    direct = await client.create_flow_run(methods, name="three", state=Running(), tags=["w"])
    await told.of("renamed", client.set_flow_run_name(direct.id, "four"))
    await told.of("renamed of nobody", client.set_flow_run_name(NOBODY, "four"))
    await told.of("labelled", client.update_flow_run_labels(direct.id, {"a": "b", "n": 2.5}))
    await told.of("labelled of nobody", client.update_flow_run_labels(NOBODY, {"a": "b"}))
    await told.of("resumed though running", client.resume_flow_run(direct.id))
    await told.of("state of nobody", client.read_flow_run_state(NOBODY))
    due = await client.get_scheduled_flow_runs_for_work_pool("methods", scheduled_before=LATER)
    told["due"] = sorted(row.flow_run.name for row in due if not row.flow_run.auto_scheduled)
    await told.of("due of no queue", client.get_scheduled_flow_runs_for_work_pool("methods", ["never"]))
    await told.of("due of agents", client.get_runs_in_work_queue(agents.id, limit=4, scheduled_before=LATER))

    await told.of("input", client.create_flow_run_input(direct.id, "k-1", '"v"', sender="me"))
    await told.of("input again", client.create_flow_run_input(direct.id, "k-1", '"v"'))
    await told.of("input of nobody", client.create_flow_run_input(NOBODY, "k-1", '"v"'))
    await told.of("input with a bad key", client.create_flow_run_input(direct.id, "k 1/", '"v"'))
    found = await client.filter_flow_run_input(direct.id, "k", 5, set())
    told["inputs"] = [[row.key, row.value, row.sender] for row in found]
    await told.of("input read", client.read_flow_run_input(direct.id, "k-1"))
    await told.of("input deleted", client.delete_flow_run_input(direct.id, "k-1"))
    await told.of("input deleted again", client.delete_flow_run_input(direct.id, "k-1"))

    constant = {"x": [objects.Constant(type="c"), objects.Parameter(name="p")]}
    first = await client.create_task_run(
        step, direct.id, "0", name="t", extra_tags=["e"], state=Pending(), task_inputs=constant
    )
    same = await client.create_task_run(step, direct.id, "0", name="t")
    told["the same task run"] = first.id == same.id
    for state in (Running(), Completed(), Failed(message="late")):
        answer = await client.set_task_run_state(first.id, state)
        told[f"task {state.name}"] = [answer.status.value, normal(getattr(answer.details, "reason", None) or "")]
    await told.of("task of nobody", client.set_task_run_state(NOBODY, Completed()))
    await told.of("task renamed", client.set_task_run_name(first.id, "u"))
    told["task"] = (await client.read_task_run(first.id)).name
    told["task states"] = [state.name for state in await client.read_task_run_states(first.id)]
    await told.of("task deleted", client.delete_task_run(first.id))
    await told.of("task deleted again", client.delete_task_run(first.id))
    return made


async def limits(client, told):
    create = actions.GlobalConcurrencyLimitCreate(name="methods-limit", limit=3, active_slots=1)
    await told.of("limit", client.create_global_concurrency_limit(create))
    await told.of("limit again", client.create_global_concurrency_limit(create))
    await told.of("limit upserted", client.upsert_global_concurrency_limit_by_name("methods-limit", 4))
    await told.of("slots", client.increment_concurrency_slots(["methods-limit"], 2, "concurrency"))
    await told.of("slots of a rate", client.increment_concurrency_slots(["methods-limit"], 1, "rate_limit"))
    await told.of("slots back", client.release_concurrency_slots(["methods-limit"], 2, 0.5))
    holder = objects.ConcurrencyLeaseHolder(type="flow_run", id=NOBODY)
    leased = await client.increment_concurrency_slots_with_lease(["methods-limit"], 2, "concurrency", 60, holder=holder)
    lease_id = leased.json()["lease_id"]
    too_short = client.increment_concurrency_slots_with_lease(["methods-limit"], 1, "concurrency", 5)
    await told.of("too short a lease", too_short)
    await told.of("lease renewed", client.renew_concurrency_lease(lease_id, 60))
    await told.of("lease released", client.release_concurrency_slots_with_lease(lease_id))
    await told.of("lease renewed too late", client.renew_concurrency_lease(lease_id, 60))
    await told.of("lease of nobody", client.renew_concurrency_lease(NOBODY, 60))
    left = await client.read_global_concurrency_limit_by_name("methods-limit")
    told["limit left"] = [left.limit, left.active_slots, left.slot_decay_per_second]
    await told.of("limit deleted", client.delete_global_concurrency_limit_by_name("methods-limit"))
    await told.of("limit deleted again", client.delete_global_concurrency_limit_by_name("methods-limit"))
    await client.create_concurrency_limit("methods-tag", 1)
    await told.of("tag taken", client.increment_v1_concurrency_slots(["methods-tag", "never"], NOBODY))
    await told.of("tag full", client.increment_v1_concurrency_slots(["methods-tag"], UUID(int=4)))
    told["tag"] = [str(slot) for slot in (await client.read_concurrency_limit_by_tag("methods-tag")).active_slots]
    await told.of("tag given back", client.decrement_v1_concurrency_slots(["methods-tag"], NOBODY, 1.5))
    await told.of("tag deleted", client.delete_concurrency_limit_by_tag("methods-tag"))
    await told.of("tag deleted again", client.delete_concurrency_limit_by_tag("methods-tag"))


async def blocks(client, told):
    fields = {
        "title": "Methods",
        "type": "object",
        "properties": {"s": {"type": "string"}, "p": {"type": "string", "format": "password", "writeOnly": True}},
        "secret_fields": ["p"],
        "block_type_slug": "methods-block",
        "block_schema_references": {},
    }
    new_type = actions.BlockTypeCreate(name="Methods", slug="methods-block")
    kind = await told.of("type", client.create_block_type(new_type))
    await told.of("no schema yet", client.get_most_recent_block_schema_for_block_type(kind.id))
    create = actions.BlockSchemaCreate(fields=fields, block_type_id=kind.id, capabilities=["x"], version="1.2")
    schema = await told.of("schema", client.create_block_schema(create))
    await told.of("schema by checksum", client.read_block_schema_by_checksum(schema.checksum, version="1.2"))
    await told.of("schema of another version", client.read_block_schema_by_checksum(schema.checksum, version="9"))
    sent = actions.BlockDocumentCreate(
        name="methods", data={"s": "a", "p": "hidden"}, block_schema_id=schema.id, block_type_id=kind.id
    )
    block = await told.of("block", client.create_block_document(sent))
    await told.of("block again", client.create_block_document(sent))
    change = actions.BlockDocumentUpdate(data={"s": "b"}, merge_existing_data=True)
    await told.of("block changed", client.update_block_document(block.id, change))
    await told.of("block read", client.read_block_document(block.id, include_secrets=False))
    told["secret kept"] = (await client.read_block_document(block.id)).data["p"] == "hidden"
    await told.of("block deleted", client.delete_block_document(block.id))
    await told.of("block deleted again", client.delete_block_document(block.id))
    await told.of("type deleted", client.delete_block_type(kind.id))
    protected = await client.read_block_type_by_slug("secret")
    await told.of("type of Prefect's own", client.delete_block_type(protected.id))


async def main():
    told = Told()
    async with get_client() as client:
        agents = await queues(client, told)
        deployment_id = await schedules(client, told)
        made = await runs(client, told, deployment_id, agents)
        await limits(client, told)
        await blocks(client, told)
        await told.of("queue deleted", client.delete_work_queue_by_id(agents.id))
        await told.of("queue deleted again", client.delete_work_queue_by_id(agents.id))
        await told.of("pool deleted", client.delete_work_pool("methods"))
        await told.of("deployment without a pool", client.read_deployment(deployment_id))
        await told.of("run without a pool", client.read_flow_run(made.id))
        await told.of("flow deleted", client.delete_flow((await client.read_flow_by_name("client methods")).id))
        await told.of("deployment of no flow", client.read_deployment(deployment_id))
        ended = filters.FlowRunFilter(name=filters.FlowRunFilterName(any_=["one", "two"]))
        left = await client.read_flow_runs(flow_run_filter=ended, sort=None)
        told["runs of no flow"] = [run.name for run in left if run.deployment_id == deployment_id]
    return told


if __name__ == "__main__":
    record(**asyncio.run(main()))
