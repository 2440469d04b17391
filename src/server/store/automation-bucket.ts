import type { Bucket } from '../model/automation.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader, Writer } from './store.ts'
import type { AutomationBucketRow } from './tables.ts'

/** Which bucket: that of a trigger for the values of the labels it looks at separately. */
export type BucketKey = {
  readonly automationId: string
  readonly triggerId: string
  readonly values: readonly string[]
}

export async function readBucket(db: Reader, key: BucketKey): Promise<Bucket | undefined> {
  const row = await db
    .selectFrom('automation_bucket')
    .selectAll()
    .where('automation_id', '=', key.automationId)
    .where('trigger_id', '=', key.triggerId)
    .where('bucketing_key', '=', JSON.stringify(key.values))
    .executeTakeFirst()
  return row && bucketOf(row)
}

/** All buckets of a trigger, at most so many, those that end first. */
export async function bucketsOfTrigger(
  db: Reader,
  triggerId: string,
  { automationId, most }: { readonly automationId: string; readonly most: number },
): Promise<readonly { readonly key: BucketKey; readonly bucket: Bucket }[]> {
  const rows = await db
    .selectFrom('automation_bucket')
    .selectAll()
    .where('automation_id', '=', automationId)
    .where('trigger_id', '=', triggerId)
    .orderBy('end')
    .limit(most)
    .execute()
  return rows.map((row) => {
    const values: readonly string[] = JSON.parse(row.bucketing_key)
    return { key: { automationId, triggerId, values }, bucket: bucketOf(row) }
  })
}

/** Keeps a bucket as it is now; undefined removes it. */
export async function putBucket(trx: Writer, key: BucketKey, bucket: Bucket | undefined): Promise<void> {
  if (bucket === undefined) return removeBucket(trx, key)
  const values = {
    start: bucket.start,
    end: bucket.end,
    count: bucket.count,
    last_event: bucket.lastEvent === null ? null : JSON.stringify(bucket.lastEvent),
  }
  await trx
    .insertInto('automation_bucket')
    .values({
      automation_id: key.automationId,
      trigger_id: key.triggerId,
      bucketing_key: JSON.stringify(key.values),
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['automation_id', 'trigger_id', 'bucketing_key']).doUpdateSet(values))
    .execute()
}

/** Removes buckets that ended by then, but for those of some triggers. */
export async function sweepBuckets(trx: Writer, ended: Stamp, exceptOf: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('automation_bucket')
    .where('end', '<=', ended)
    .$if(exceptOf.length > 0, (query) => query.where('trigger_id', 'not in', exceptOf))
    .execute()
}

async function removeBucket(trx: Writer, key: BucketKey): Promise<void> {
  await trx
    .deleteFrom('automation_bucket')
    .where('automation_id', '=', key.automationId)
    .where('trigger_id', '=', key.triggerId)
    .where('bucketing_key', '=', JSON.stringify(key.values))
    .execute()
}

function bucketOf(row: AutomationBucketRow): Bucket {
  return {
    start: row.start,
    end: row.end,
    count: row.count,
    lastEvent: row.last_event === null ? null : JSON.parse(row.last_event),
  }
}
