#!/usr/bin/env node
import module from 'node:module'

// Compiled code is kept between runs, which halves the start. It must be on before anything else is loaded.
module.enableCompileCache?.()
const { start } = await import('./start.ts')
await start(process.argv.slice(2))
