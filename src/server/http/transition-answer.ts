import type { Transition } from '../orchestration/answer.ts'
import { type Answer, created, ok } from './route.ts'

/** Answers a proposed state: 201 where one was written, else 200. */
export function transitionAnswer({ result, isNew }: Transition): Answer {
  return isNew ? created(result) : ok(result)
}
