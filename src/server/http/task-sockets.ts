import { isJsonObject, type Json } from '../../model/json.ts'
import type { Connection } from '../sockets/connection.ts'
import { type SocketRoute, socketRoute } from '../sockets/route.ts'
import type { Store } from '../store/store.ts'
import type { TaskRunRow } from '../store/tables.ts'
import { taskRunText } from '../store/task-run-text.ts'
import { type TaskServing, taskServing } from '../task-runs/task-serving.ts'
import { jsonMessage } from './socket-messages.ts'

/** `/task_runs/subscriptions/scheduled`: where background task runs are handed to who serves their tasks. */
export const taskSockets: readonly SocketRoute[] = [
  socketRoute('/task_runs/subscriptions/scheduled', {
    summary: 'Hand out scheduled runs of background tasks, one at a time',
    async accept(socket, _params, { store }) {
      const text = await socket.receive()
      if (text === undefined) return
      const subscription = subscriptionOf(jsonMessage(text))
      if (typeof subscription === 'string') return socket.close(VIOLATION, `Protocol violation: ${subscription}`)
      const serving = taskServing(store)
      const leave = serving.workers.arrive(subscription.clientId, subscription.keys)
      try {
        await handOut(socket, subscription.keys, { store, queue: serving.queue })
      } finally {
        leave()
      }
    },
  }),
]

/** What Prefect's server closes with when a client does not keep to the protocol. */
const VIOLATION = 4001

type Subscription = { readonly keys: readonly string[]; readonly clientId: string }

/** What a client asks for; what is missing otherwise. */
function subscriptionOf(message: Json | undefined): Subscription | string {
  if (!isJsonObject(message) || message['type'] !== 'subscribe') return "expected 'subscribe' message"
  const { keys, client_id: clientId } = message
  if (!isTexts(keys)) return "expected 'keys' in subscribe message"
  if (typeof clientId !== 'string' || clientId === '') return "expected 'client_id' in subscribe message"
  return { keys, clientId }
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
}

/** Until the client leaves. A run that the client does not confirm waits for the next one. */
async function handOut(
  socket: Connection,
  keys: readonly string[],
  { store, queue }: Pick<TaskServing, 'queue'> & { readonly store: Store },
): Promise<void> {
  for (
    let run = await queue.take(keys, socket.closed);
    run !== undefined;
    run = await queue.take(keys, socket.closed)
  ) {
    try {
      const answer = await answerTo(socket, run, store)
      if (answer !== 'ack') return answer === 'other' ? socket.close(VIOLATION, EXPECTED_ACK) : undefined
      await queue.confirm(run)
    } finally {
      queue.putBack(run)
    }
  }
}

const EXPECTED_ACK = "Protocol violation: expected 'ack' message"

/** What the client says to a run; `quit` when it wants no more, or has left. */
async function answerTo(socket: Connection, run: TaskRunRow, store: Store): Promise<'ack' | 'quit' | 'other'> {
  socket.sendText(taskRunText(run, store.now()))
  const text = await socket.receive()
  if (text === undefined) return 'quit'
  const message = jsonMessage(text)
  const type = isJsonObject(message) ? message['type'] : undefined
  return type === 'ack' || type === 'quit' ? type : 'other'
}
