import { startEmbedded } from '../support/embedded.ts'
import { contractSuite } from './suite.ts'

contractSuite('the embedded server', () => startEmbedded())
