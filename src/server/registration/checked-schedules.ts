import { isAbsent } from '../model/absent.ts'
import type { DeploymentScheduleCreate, DeploymentScheduleUpdate } from '../model/requests.ts'
import type { JsonObject } from '../../model/json.ts'
import type { ScheduleRule } from '../../model/schedule.ts'
import { invalidRequest } from '../problem.ts'
import { ruleDetail, storedRule } from './schedule-rule.ts'

/** A schedule of a request, checked and in the form that is stored. `replaces` names the row that it renames. */
export type CheckedSchedule = {
  readonly schedule: ScheduleRule | undefined
  readonly active: boolean | undefined
  readonly max_scheduled_runs: number | undefined
  readonly parameters: JsonObject
  readonly slug: string | undefined
  readonly replaces: string | undefined
}

type Sent = DeploymentScheduleCreate | DeploymentScheduleUpdate

/**
 * Checks the schedules of a request and brings them to the form that is stored. Null and absent are the same but for
 * `parameters`, which are `{}` when absent (`prefect/server/schemas/actions.py`). Throws the 422 of all that Prefect
 * refuses.
 */
export function checkedSchedules(
  schedules: readonly Sent[],
  context: { readonly loc: readonly (string | number)[]; readonly requestBody: unknown; readonly now: number },
): readonly CheckedSchedule[] {
  const details = schedules.flatMap(({ schedule }, index) => {
    const detail = isAbsent(schedule)
      ? undefined
      : ruleDetail(schedule, [...context.loc, index, 'schedule'], context.now)
    return detail === undefined ? [] : [detail]
  })
  if (details.length > 0) throw invalidRequest(details, context.requestBody)
  return schedules.map((sent) => checked(sent, context.now))
}

/** The same for the one schedule of a request that is nothing else. */
export function checkedSchedule(sent: DeploymentScheduleUpdate, now: number): CheckedSchedule {
  const detail = isAbsent(sent.schedule) ? undefined : ruleDetail(sent.schedule, ['body', 'schedule'], now)
  if (detail !== undefined) throw invalidRequest([detail], sent)
  return checked(sent, now)
}

function checked(sent: Sent, now: number): CheckedSchedule {
  return {
    schedule: isAbsent(sent.schedule) ? undefined : storedRule(sent.schedule, now),
    active: sent.active ?? undefined,
    max_scheduled_runs: sent.max_scheduled_runs ?? undefined,
    parameters: sent.parameters ?? {},
    slug: sent.slug ?? undefined,
    replaces: sent.replaces || undefined,
  }
}
