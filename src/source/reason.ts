import type { FindingDetail } from '../model/finding.ts'

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
}

/** Why a file or folder could not be read, as a finding. Anything but a system error is a bug and is thrown on. */
export function reasonOf(error: unknown): FindingDetail {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === undefined) throw error
  if (code === 'ELOOP') return { code: 'symlink_loop' }
  return { code: 'file_unreadable', reason: WORDS[code] ?? code }
}
