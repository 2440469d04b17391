/** What stands for a kind of schedule in the place of an error: pydantic names the check that goes with it, too. */
export function placeOfKind(kind: string): string {
  return kind === 'RRuleSchedule' ? kind : `function-after[validate_timezone(), ${kind}]`
}
