import type { PythonDefinition } from '../python/definitions.ts'
import { decodeText } from './file-text.ts'
import type { SpecFiles } from './files.ts'

/** No source file that people write is larger. */
const LIMIT = 4 * 1024 * 1024

type PythonSource =
  | { readonly ok: true; readonly definitions: ReadonlyMap<string, PythonDefinition> }
  | { readonly ok: false; readonly reason: string }

/** What Python files define, each read once. */
export type PythonSources = { readonly definitionsIn: (file: string) => Promise<PythonSource> }

export function pythonSources(files: SpecFiles): PythonSources {
  const read = new Map<string, Promise<PythonSource>>()
  return {
    definitionsIn: (file) => {
      const known = read.get(file) ?? readSource(files, file)
      read.set(file, known)
      return known
    },
  }
}

async function readSource(files: SpecFiles, file: string): Promise<PythonSource> {
  const content = await files.read(file, LIMIT)
  if (!content.ok)
    return {
      ok: false,
      reason: content.detail.code === 'file_unreadable' ? content.detail.reason : content.detail.code,
    }
  const decoded = decodeText(content.bytes)
  if (!decoded.ok) return { ok: false, reason: 'it is not a UTF-8 text' }
  const { definitionsOf } = await import('../python/definitions.ts')
  return { ok: true, definitions: await definitionsOf(decoded.text) }
}
