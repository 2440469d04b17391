import { reasonOf } from '../reason.ts'
import type { Services } from '../services.ts'
import type { Stamp } from '../model/stamp.ts'
import { SECOND, type Service, presentMoment } from './service.ts'

/** Services at work. */
export type RunningServices = {
  /** Resolves when nothing is being worked on: what is due at this moment has been done. */
  settled(): Promise<void>
  /** Ends them; resolves when none works any more. */
  stop(): Promise<void>
}

/** The longest that a service sleeps: clocks jump and machines are suspended, and timers know nothing of it. */
const LONGEST_SLEEP_MS = 60_000
/** The shortest: what is announced in quick succession is done at once. */
const SHORTEST_SLEEP_MS = 50
/** How long a service rests after it has failed. */
const REST_AFTER_FAILURE: Stamp = 5 * SECOND

/** Lets each service work when its moment has come, one timer for each. */
export function runServices(services: Services, list: readonly Service[]): RunningServices {
  const workers = list.map((service) => new Worker(service, services))
  const unsubscribe = services.store.subscribe((announcement) => {
    for (const worker of workers) worker.hear(announcement)
  })
  for (const worker of workers) worker.begin()
  return {
    settled: async () => void (await Promise.all(workers.map((worker) => worker.settled()))),
    async stop() {
      unsubscribe()
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

/** One service and when it is to work next. */
class Worker {
  readonly #service: Service
  readonly #services: Services
  readonly #closing = new AbortController()
  /** UNIX microseconds; Infinity when nothing is in sight. */
  #due: Stamp = 0
  #cancel: (() => void) | undefined
  #working: Promise<void> | undefined

  constructor(service: Service, services: Services) {
    this.#service = service
    this.#services = services
  }

  begin(): void {
    this.#sleep(0)
  }

  hear(announcement: Parameters<Service['hear']>[0]): void {
    const moment = this.#service.hear(announcement, presentMoment(this.#services))
    if (moment === undefined || moment >= this.#due) return
    this.#due = moment
    if (this.#working === undefined) this.#sleep(SHORTEST_SLEEP_MS)
  }

  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working
  }

  async stop(): Promise<void> {
    this.#closing.abort()
    this.#cancel?.()
    await this.settled()
  }

  #sleep(least: number): void {
    this.#cancel?.()
    if (this.#closing.signal.aborted) return
    const wait = Math.max(Math.ceil((this.#due - presentMoment(this.#services)) / 1000), least)
    const isLook = wait >= LONGEST_SLEEP_MS
    this.#cancel = this.#services.timers.after(Math.min(wait, LONGEST_SLEEP_MS), () => {
      // timers go by a clock of their own, which may be a little ahead: what is not due yet would be overlooked
      if (!isLook && presentMoment(this.#services) < this.#due) return this.#sleep(1)
      this.#working = this.#work().finally(() => {
        this.#working = undefined
        this.#sleep(SHORTEST_SLEEP_MS)
      })
    })
  }

  /** What is announced meanwhile may bring the next moment nearer. */
  async #work(): Promise<void> {
    const now = presentMoment(this.#services)
    this.#due = Infinity
    const next = await this.#next(now)
    if (next !== undefined) this.#due = Math.min(this.#due, next)
  }

  async #next(now: Stamp): Promise<Stamp | undefined> {
    try {
      return await this.#service.work(this.#services, now, this.#closing.signal)
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)
      this.#services.log.error({ service: this.#service.name, error: text }, 'a service failed and will try again')
      return now + REST_AFTER_FAILURE
    }
  }
}
