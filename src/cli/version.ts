import { readFileSync } from 'node:fs'

/** registrar's own version, from the package it runs from. */
export function ownVersion(): string {
  // src/cli and dist/cli are equally deep
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { version }: { readonly version: string } = JSON.parse(text)
  return version
}

/** What runs here, for bug reports. */
export function runningText(): string {
  return `registrar ${ownVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`
}
