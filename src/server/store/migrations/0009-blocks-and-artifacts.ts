import { type Kysely, sql } from 'kysely'

/** Blocks, artifacts, saved searches and what the server keeps for itself. */
export const blocksAndArtifacts = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const BASE = 'id text primary key not null, created integer not null, updated integer not null'

const ARTIFACT = `
    type text,
    description text,
    data text,
    metadata text,
    flow_run_id text,
    task_run_id text`

const STATEMENTS = [
  `create table block_type (${BASE},
    name text not null,
    slug text not null unique,
    logo_url text,
    documentation_url text,
    description text,
    code_example text,
    is_protected integer not null) strict`,
  'create index block_type_name on block_type (name)',

  `create table block_schema (${BASE},
    block_type_id text not null references block_type (id) on delete cascade,
    checksum text not null,
    fields text not null,
    capabilities text not null,
    version text not null,
    unique (checksum, version)) strict`,
  'create index block_schema_type on block_schema (block_type_id)',
  'create index block_schema_created on block_schema (created)',

  // in the order in which they were made
  `create table block_schema_reference (
    id integer primary key not null,
    parent_id text not null references block_schema (id) on delete cascade,
    reference_id text not null references block_schema (id) on delete cascade,
    name text not null,
    unique (parent_id, name, reference_id)) strict`,
  'create index block_schema_reference_to on block_schema_reference (reference_id)',

  `create table block_document (${BASE},
    name text not null,
    data text not null,
    is_anonymous integer not null,
    block_type_name text,
    block_type_id text not null references block_type (id) on delete cascade,
    block_schema_id text not null references block_schema (id) on delete cascade,
    unique (block_type_id, name)) strict`,
  'create index block_document_name on block_document (name, id)',
  'create index block_document_type_name on block_document (block_type_name, name)',
  'create index block_document_schema on block_document (block_schema_id)',

  `create table block_document_reference (
    id integer primary key not null,
    parent_id text not null references block_document (id) on delete cascade,
    reference_id text not null references block_document (id) on delete cascade,
    name text not null,
    check (parent_id <> reference_id)) strict`,
  'create index block_document_reference_parent on block_document_reference (parent_id)',
  'create index block_document_reference_to on block_document_reference (reference_id)',

  // what lives on blocks goes with them, as in Prefect
  'alter table deployment add column storage_document_id text references block_document (id) on delete cascade',
  'alter table deployment add column infrastructure_document_id text references block_document (id) on delete cascade',
  `create index deployment_storage_document on deployment (storage_document_id) where storage_document_id is not null`,
  `create index deployment_infrastructure_document on deployment (infrastructure_document_id)
    where infrastructure_document_id is not null`,
  `create index flow_run_infrastructure_document on flow_run (infrastructure_document_id)
    where infrastructure_document_id is not null`,
  `create trigger block_document_runs after delete on block_document begin
    delete from flow_run where infrastructure_document_id = old.id; end`,

  `create table artifact (${BASE}, key text,${ARTIFACT}) strict`,
  'create index artifact_key on artifact (key, created)',
  'create index artifact_created on artifact (created)',
  'create index artifact_updated on artifact (updated)',
  'create index artifact_flow_run on artifact (flow_run_id)',
  'create index artifact_task_run on artifact (task_run_id)',

  `create table artifact_collection (${BASE}, key text not null unique, latest_id text not null,${ARTIFACT}) strict`,
  'create index artifact_collection_latest on artifact_collection (latest_id)',
  'create index artifact_collection_created on artifact_collection (created)',
  'create index artifact_collection_updated on artifact_collection (updated)',
  'create index artifact_collection_flow_run on artifact_collection (flow_run_id)',
  'create index artifact_collection_task_run on artifact_collection (task_run_id)',

  `create table saved_search (${BASE}, name text not null unique, filters text not null) strict`,

  'create table configuration (key text primary key not null, value text not null) strict, without rowid',
]
