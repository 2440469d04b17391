import { startEmbedded } from '../support/embedded.ts'
import { serviceSuite } from './services.ts'
import { contractSuite } from './suite.ts'

contractSuite('the embedded server', () => startEmbedded())
serviceSuite('the embedded server', () => startEmbedded({ isActive: true }))
