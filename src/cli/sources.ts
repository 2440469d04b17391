import type { Finding } from '../model/finding.ts'
import type { Folder } from '../source/folder.ts'
import type { Sources } from './views/findings-text.ts'

/** More than is shown of any file. */
const LIMIT = 1024 * 1024

/** Reads the files that findings are about, for their code frames. What cannot be read has no frame. */
export async function sourcesOf(findings: readonly Finding[], folder: Pick<Folder, 'read'>): Promise<Sources> {
  const files = [...new Set(findings.map(({ at }) => at.file))]
  const texts = await Promise.all(
    files.map(async (file) => {
      const content = await folder.read(file, LIMIT)
      return content.ok ? [[file, new TextDecoder().decode(content.bytes)] as const] : []
    }),
  )
  return new Map(texts.flat())
}
