import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import picomatch from 'picomatch'
import type { FindingDetail } from '../model/finding.ts'
import { reasonOf } from './reason.ts'

/** Files relative to the root, sorted, and what could not be looked into. */
export type Listing = {
  readonly files: readonly string[]
  readonly problems: readonly { readonly file: string; readonly detail: FindingDetail }[]
}

/**
 * Every file below `root` that a pattern matches. A pattern is a glob, a file or a folder (all below it); one without
 * wildcards that does not exist is a problem. Folders whose names begin with a dot, `node_modules`, `__pycache__`
 * and virtual environments are passed over. A linked folder is followed once, whatever number of links lead to it.
 */
export async function listFiles(root: string, patterns: readonly string[]): Promise<Listing> {
  const walk: Walk = { root, files: new Set(), problems: [], seen: new Set(), links: [] }
  const globs: string[] = []
  for (const pattern of patterns.map((each) => relativeTo(root, each))) {
    if (picomatch.scan(pattern).isGlob) globs.push(pattern)
    else await listPath(walk, pattern)
  }
  if (globs.length > 0) await listGlobs(walk, globs)
  return { files: [...walk.files].sort(), problems: walk.problems.sort((a, b) => (a.file < b.file ? -1 : 1)) }
}

type Walk = {
  readonly root: string
  readonly files: Set<string>
  readonly problems: { file: string; detail: FindingDetail }[]
  /** Real paths of the folders that were walked. */
  readonly seen: Set<string>
  /** Linked folders, to be followed after all plain ones, so that a file keeps its plain name. */
  readonly links: string[]
}

function relativeTo(root: string, pattern: string): string {
  const plain = path.isAbsolute(pattern) ? path.relative(root, pattern) : path.posix.normalize(pattern)
  return plain.replaceAll(path.sep, '/').replace(/(?<=.)\/$/, '')
}

async function listPath(walk: Walk, pattern: string): Promise<void> {
  try {
    const found = await stat(path.resolve(walk.root, pattern))
    if (found.isDirectory()) await walkAll(walk, pattern === '' ? '.' : pattern, (file) => walk.files.add(file))
    else walk.files.add(pattern)
  } catch (error) {
    walk.problems.push({ file: pattern, detail: absence(pattern, error) })
  }
}

/** What is not there, apart from what is there and cannot be looked at. */
function absence(path: string, error: unknown): FindingDetail {
  return isMissing(error) ? { code: 'path_not_found', path } : reasonOf(error)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/**
 * A glob that begins with a folder, such as `deployments/**`, needs only that folder to be walked. Where the folder is
 * not there, what the glob is meant to find may be missing with it: a problem, so that it never looks like no files.
 */
async function listGlobs(walk: Walk, globs: readonly string[]): Promise<void> {
  const matches = picomatch([...globs])
  const bases = globs.map((glob) => picomatch.scan(glob).base || '.')
  const outermost = bases.includes('.') ? ['.'] : [...new Set(bases)]
  for (const base of outermost) {
    try {
      const found = await stat(path.resolve(walk.root, base))
      if (found.isDirectory()) await walkAll(walk, base, (file) => matches(file) && walk.files.add(file))
    } catch (error) {
      const asked = globs.filter((_glob, index) => bases[index] === base)
      walk.problems.push(...asked.map((glob) => ({ file: glob, detail: absence(glob, error) })))
    }
  }
}

async function walkAll(walk: Walk, start: string, take: (file: string) => void): Promise<void> {
  walk.seen.clear()
  await walkFolder(walk, start, take)
  for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) await followLink(walk, link, take)
}

async function walkFolder(walk: Walk, folder: string, take: (file: string) => void): Promise<void> {
  const absolute = path.resolve(walk.root, folder)
  try {
    walk.seen.add(await realpath(absolute))
    const entries = await readdir(absolute, { withFileTypes: true })
    if (entries.some((entry) => entry.name === 'pyvenv.cfg')) return
    for (const entry of entries) {
      if (isPassedOver(entry.name)) continue
      const child = folder === '.' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) await walkFolder(walk, child, take)
      else if (entry.isSymbolicLink()) await noteLink(walk, child, take)
      else if (entry.isFile()) take(child)
    }
  } catch (error) {
    walk.problems.push({ file: folder, detail: reasonOf(error) })
  }
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__'
}

/** A link that leads nowhere is left to the reading of the file, if a pattern takes it. */
async function noteLink(walk: Walk, link: string, take: (file: string) => void): Promise<void> {
  try {
    const target = await stat(path.resolve(walk.root, link))
    if (target.isDirectory()) walk.links.push(link)
    else take(link)
  } catch (error) {
    const detail = absence(link, error)
    // it may lead to a folder of specs that cannot be looked into
    if (detail.code === 'file_unreadable') walk.problems.push({ file: link, detail })
    else take(link)
  }
}

async function followLink(walk: Walk, link: string, take: (file: string) => void): Promise<void> {
  const absolute = path.resolve(walk.root, link)
  const target = await realpath(absolute)
  const home = await realpath(path.dirname(absolute))
  if (home === target || home.startsWith(target + path.sep)) {
    walk.problems.push({ file: link, detail: { code: 'symlink_loop' } })
  } else if (!walk.seen.has(target)) {
    await walkFolder(walk, link, take)
  }
}
