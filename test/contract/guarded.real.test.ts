import { startRealPrefect } from '../support/real-prefect.ts'
import { AUTH_STRING, guardedSuite } from './guarded.ts'

guardedSuite('the real Prefect 3.8.8 behind its doors', () =>
  startRealPrefect({
    settings: {
      PREFECT_SERVER_API_AUTH_STRING: AUTH_STRING,
      PREFECT_SERVER_CSRF_PROTECTION_ENABLED: 'true',
    },
  }),
)
