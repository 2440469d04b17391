#!/usr/bin/env node
import module from 'node:module'

// Compiled code is kept between runs, which halves the start. It must be on before anything else is loaded.
module.enableCompileCache?.()
const words = process.argv.slice(2)
if (words.length === 1 && (words[0] === 'version' || words[0] === '--version')) {
  // asked at every start of a shell or a CI job: worth its own way past the command line
  const { ownVersion } = await import('./version.ts')
  process.stdout.write(`${ownVersion()}\n`)
} else {
  const { start } = await import('./start.ts')
  await start(words)
}
