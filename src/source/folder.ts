import { open, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FindingDetail } from '../model/finding.ts'
import { listFiles, type Listing } from './listing.ts'
import { reasonOf } from './reason.ts'

/** The files of a project's root folder, as the real file system has them at the moment of each call. */
export type Folder = {
  readonly list: (patterns: readonly string[]) => Promise<Listing>
  readonly read: (path: string, limit: number) => Promise<FileBytes>
  readonly isFile: (path: string) => Promise<boolean>
  readonly isFolder: (path: string) => Promise<boolean>
  readonly names: (folder: string) => Promise<readonly string[]>
}

type FileBytes =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly detail: FindingDetail }

/** The folder at `root`, an absolute path. Paths given and returned are relative to it, with `/` between the parts. */
export function folderAt(root: string): Folder {
  const absolute = (relative: string) => path.resolve(root, relative)
  return {
    list: (patterns) => listFiles(root, patterns),
    read: (relative, limit) => readBytes(absolute(relative), limit),
    isFile: async (relative) => (await statOf(absolute(relative)))?.isFile() ?? false,
    isFolder: async (relative) => (await statOf(absolute(relative)))?.isDirectory() ?? false,
    names: async (relative) => readdir(absolute(relative)).catch(() => []),
  }
}

async function statOf(file: string) {
  return stat(file).catch(() => undefined)
}

/** The size is asked of the open file, so that what is measured is what is read. */
async function readBytes(file: string, limit: number): Promise<FileBytes> {
  try {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      if (size > limit) return { ok: false, detail: { code: 'file_too_large', bytes: size, limit } }
      return { ok: true, bytes: await handle.readFile() }
    } finally {
      await handle.close()
    }
  } catch (error) {
    return { ok: false, detail: reasonOf(error) }
  }
}
