// Adds up the JSON reports of a folder and prints the line `N passed, N failed` that closes a run.
// Plain JavaScript, as it runs outside `npm run` on whatever Node the machine has.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, failedSteps] = process.argv.slice(2)
const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
const total = (field) => reports.reduce((sum, report) => sum + report[field], 0)
const passed = total('numPassedTests')
// a step that failed counts too: a suite that could not even begin has no failed tests
const failed = total('numFailedTests') + Number(failedSteps)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
