import type { FlowRunFilters } from './flow-run.ts'
import { type FlowRunSort, flowRunOrder } from './flow-run-order.ts'
import { onPage } from './flow-run-page.ts'
import { type FlowRunText, flowRunText, wholeFlowRuns } from './flow-run-text.ts'
import type { Page } from './page.ts'
import type { Stamp } from '../model/stamp.ts'
import type { Reader } from './store.ts'

/** The runs of a page in their order, as the API answers them. */
export async function findFlowRuns(
  db: Reader,
  filters: FlowRunFilters,
  { page, sort, now }: { readonly page: Page; readonly sort: FlowRunSort; readonly now: Stamp },
): Promise<readonly FlowRunText[]> {
  const rows = await wholeFlowRuns(db)
    .where(await onPage(db, filters, { page, sort }))
    .orderBy(flowRunOrder(sort))
    .execute()
  return rows.map((row) => flowRunText(row, now))
}

/** The ids of so many runs, in the order that Prefect has without being asked for one. */
export async function findFlowRunIds(db: Reader, filters: FlowRunFilters, limit: number): Promise<readonly string[]> {
  const sort = 'ID_DESC'
  const rows = await db
    .selectFrom('flow_run')
    .select('id')
    .where(await onPage(db, filters, { page: { limit, offset: 0 }, sort }))
    .orderBy(flowRunOrder(sort))
    .execute()
  return rows.map(({ id }) => id)
}
