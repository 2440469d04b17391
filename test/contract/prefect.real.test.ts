import { startRealPrefect } from '../support/real-prefect.ts'
import { contractSuite } from './suite.ts'

contractSuite('the real Prefect 3.8.8', async () => ({ ...(await startRealPrefect({ events: true })), isFlaky: true }))
