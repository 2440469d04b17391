import { startEmbedded } from '../support/embedded.ts'
import { AUTH_STRING, guardedSuite } from './guarded.ts'

guardedSuite('the embedded server behind its doors', () => startEmbedded({ authString: AUTH_STRING, csrf: true }))
