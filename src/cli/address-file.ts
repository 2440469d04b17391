import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RegistrarError } from '../model/error.ts'

/** Where a running embedded server can be found. */
export type ServerAddress = {
  /** Without a path: `http://127.0.0.1:4200`. */
  readonly url: string
  readonly pid: number
  /** The folder of its data, absolute and without links. */
  readonly data: string
}

/** The folder of a project that holds what registrar keeps by itself; not for git. */
const OWN_FOLDER = '.registrar'

/** Whether a process with this id runs. */
export type IsAlive = (pid: number) => boolean

/** The folder of the project at `root` that says where its server is. */
export function ownFolder(root: string): string {
  return join(root, OWN_FOLDER)
}

/** The running embedded server of which this folder tells; undefined when there is none, or only what one left behind. */
export async function readAddress(folder: string, isAlive: IsAlive): Promise<ServerAddress | undefined> {
  const address = await storedAddress(folder)
  return address && isAlive(address.pid) ? address : undefined
}

/** The running embedded server that has its data in this folder, whichever project it was started in. */
export async function readAddressOfData(data: string, isAlive: IsAlive): Promise<ServerAddress | undefined> {
  const folder = await realpath(data).catch(() => undefined)
  // a folder that is not there, or cannot be entered, is a matter of whoever opens the database
  if (folder === undefined) return undefined
  const address = await readAddress(folder, isAlive)
  return address?.data === folder ? address : undefined
}

/** Says in the folder where the server is, for other commands. */
export async function writeAddress(folder: string, address: ServerAddress): Promise<void> {
  const file = addressFile(folder)
  const unfinished = `${file}.${address.pid}`
  try {
    await writeFile(unfinished, `${JSON.stringify(address)}\n`)
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw new RegistrarError({
      code: 'address_unwritable',
      subject: file,
      message: `cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'it says where the embedded server of this folder is; make the folder writable and leave room on the disk',
      cause,
    })
  }
}

/** Takes back what `writeAddress` said, unless another server has said something since. */
export async function removeAddress(folder: string, pid: number): Promise<void> {
  const address = await storedAddress(folder)
  if (address?.pid === pid) await rm(addressFile(folder), { force: true })
}

async function storedAddress(folder: string): Promise<ServerAddress | undefined> {
  const text = await readFile(addressFile(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new RegistrarError({
      code: 'address_unreadable',
      subject: addressFile(folder),
      message: 'cannot be read',
      hint: 'it says where the embedded server of this folder is; make it readable or delete it',
      cause: error,
    })
  })
  return text === undefined ? undefined : addressOf(text)
}

/** What is no address, such as an emptied file, says nothing. */
function addressOf(text: string): ServerAddress | undefined {
  const match = /^\{"url":"(?<url>http:\/\/[^"]+)","pid":(?<pid>\d+),"data":(?<data>"(?:[^"\\]|\\.)+")\}\n$/.exec(text)
  if (!match?.groups) return undefined
  const { url = '', pid, data = '""' } = match.groups
  return { url, pid: Number(pid), data: String(JSON.parse(data)) }
}

function addressFile(folder: string): string {
  return join(folder, 'server.json')
}
