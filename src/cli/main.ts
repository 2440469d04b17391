#!/usr/bin/env node
import module from 'node:module'
import { nodeProblem } from './node-version.ts'

// Compiled code is kept between runs, which halves the start. It must be on before anything else is loaded.
module.enableCompileCache?.()
const words = process.argv.slice(2)
const problem = nodeProblem(process.versions.node)
if (problem !== undefined) {
  process.stderr.write(`error: ${problem}\n`)
  process.exitCode = 1
} else if (words.length === 1 && (words[0] === 'version' || words[0] === '--version')) {
  // asked at every start of a shell or a CI job: worth its own way past the command line
  const { ownVersion } = await import('./version.ts')
  process.stdout.write(`${ownVersion()}\n`)
} else {
  const { start } = await import('./start.ts')
  await start(words)
}
