import { startRealPrefect } from '../support/real-prefect.ts'
import { serviceSuite } from './services.ts'
import { contractSuite } from './suite.ts'

contractSuite('the real Prefect 3.8.8', async () => ({ ...(await startRealPrefect({ events: true })), isFlaky: true }))

/** Some look every fifteen or twenty seconds otherwise. */
const QUICK = {
  PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS: '2',
  PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS: '2',
}
serviceSuite('the real Prefect 3.8.8', async () => {
  const server = await startRealPrefect({ scheduler: true, settings: QUICK })
  return { ...server, isFlaky: true }
})
