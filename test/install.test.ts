import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))

type Locked = { readonly gypfile?: boolean; readonly hasInstallScript?: boolean }

async function json<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(join(REPOSITORY, file), 'utf8')) as T
}

const { packages } = await json<{ packages: Record<string, Locked> }>('package-lock.json')
const { allowScripts } = await json<{ allowScripts: Record<string, boolean> }>('package.json')
const nativePackages = Object.keys(packages).filter(
  (path) => path !== '' && existsSync(join(REPOSITORY, path, 'binding.gyp')),
)

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

describe('npm ci', () => {
  // npm would run node-gyp for each, which wants Python, make and the headers of Node, though all bring their binaries.
  // `npm install` takes gypfile out of the lock file again (https://github.com/npm/cli/issues/9837): put it back by hand.
  test.each(nativePackages)('builds nothing from source: %s', (path) => {
    const { gypfile, hasInstallScript } = packages[path]!
    expect(allowScripts[nameOf(path)]).toBe(false)
    expect(gypfile === false || hasInstallScript).toBe(true)
  })

  test('is told of every script of a dependency whether it may run', () => {
    const scripted = Object.keys(packages).filter((path) => packages[path]!.hasInstallScript)
    expect(Object.keys(allowScripts)).toEqual(expect.arrayContaining(scripted.map(nameOf)))
  })
})
