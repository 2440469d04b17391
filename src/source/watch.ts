import { watch } from 'chokidar'
import { existsSync, type Stats } from 'node:fs'
import { relative, sep } from 'node:path'

export type WatchOptions = {
  /** Whether a path (relative to the root, with `/`) is none of our business. A folder that is ignored is not entered. */
  readonly ignore?: (path: string) => boolean
  /** Something moved: look again. It says neither what nor how often. */
  readonly onNudge: () => void
  /** The watching itself has trouble, such as too many open files; it goes on as well as it can. */
  readonly onError: (error: unknown) => void
  /** The stillness after a change before the nudge, in milliseconds, so that a save in several steps is one nudge. */
  readonly quietMs?: number
  /** The longest that a nudge is put off while changes keep coming, in milliseconds. */
  readonly maxMs?: number
}

export type Watch = {
  /** Ends the watching; no nudge comes afterwards. */
  readonly close: () => Promise<void>
}

/**
 * Watches a folder and everything below it, folders that come later included. Resolves once changes are seen. Saves by
 * rename, deletes and new folders nudge like any other change, and paths come from nowhere but the next look.
 */
export async function watchFolder(root: string, options: WatchOptions): Promise<Watch> {
  const { ignore = () => false, onNudge, onError, quietMs = 80, maxMs = 400 } = options
  const nudges = debounced(onNudge, quietMs, maxMs)
  const watcher = watch(root, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (path, stats) => {
      const inside = relative(root, path).split(sep).join('/')
      return inside !== '' && (isNeverOurs(inside, path, stats) || ignore(inside))
    },
  })
  watcher.on('all', nudges.nudge)
  watcher.on('error', onError)
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return {
    close: async () => {
      nudges.cancel()
      await watcher.close()
      nudges.cancel()
    },
  }
}

/** Names that hold no specs and change by themselves, and the files that editors keep beside the one being edited. */
const NEVER_OURS = /^(\.(?!env$).*|node_modules|__pycache__|4913|#.*#|.*~|.*\.sw[opx])$/

/** What is hidden, and a virtual environment whatever its name: the reading of specs passes over them as well. */
function isNeverOurs(inside: string, path: string, stats?: Stats): boolean {
  if (inside.split('/').some((name) => NEVER_OURS.test(name))) return true
  return stats?.isDirectory() === true && existsSync(`${path}/pyvenv.cfg`)
}

/** Calls `act` after `quietMs` without a nudge, at the latest `maxMs` after the first one. */
function debounced(act: () => void, quietMs: number, maxMs: number) {
  let quiet: NodeJS.Timeout | undefined
  let latest: NodeJS.Timeout | undefined
  const cancel = () => {
    clearTimeout(quiet)
    clearTimeout(latest)
    quiet = latest = undefined
  }
  const fire = () => {
    cancel()
    act()
  }
  return {
    nudge: () => {
      clearTimeout(quiet)
      quiet = setTimeout(fire, quietMs)
      latest ??= setTimeout(fire, maxMs)
    },
    cancel,
  }
}
