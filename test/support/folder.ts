import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with these files, gone when the test ends. A path that ends in `/` is an empty folder. */
export async function folderWith(files: Readonly<Record<string, string>>, name = 'project'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'registrar-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const root = join(parent, name)
  await mkdir(root)
  await writeFiles(root, files)
  return root
}

export async function writeFiles(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path)
    await mkdir(path.endsWith('/') ? file : dirname(file), { recursive: true })
    if (!path.endsWith('/')) await writeFile(file, text)
  }
}
