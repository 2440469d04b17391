import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RegistrarError } from '../model/error.ts'

/** Where a running embedded server of a project can be found. */
export type ServerAddress = {
  /** Without a path: `http://127.0.0.1:4200`. */
  readonly url: string
  readonly pid: number
}

/** The folder of a project that holds what registrar keeps by itself; not for git. */
export const OWN_FOLDER = '.registrar'

/** Whether a process with this id runs. */
export type IsAlive = (pid: number) => boolean

/** The running embedded server of the project at `root`; undefined when there is none, or only what one left behind. */
export async function readAddress(root: string, isAlive: IsAlive): Promise<ServerAddress | undefined> {
  const address = await storedAddress(root)
  return address && isAlive(address.pid) ? address : undefined
}

/** Says where the server is, for other commands in the same project. */
export async function writeAddress(root: string, address: ServerAddress): Promise<void> {
  const file = addressFile(root)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.${address.pid}`, `${JSON.stringify(address)}\n`)
  await rename(`${file}.${address.pid}`, file)
}

/** Takes back what `writeAddress` said, unless another server has said something since. */
export async function removeAddress(root: string, pid: number): Promise<void> {
  const address = await storedAddress(root)
  if (address?.pid === pid) await rm(addressFile(root), { force: true })
}

async function storedAddress(root: string): Promise<ServerAddress | undefined> {
  const text = await readFile(addressFile(root), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new RegistrarError({
      code: 'address_unreadable',
      subject: addressFile(root),
      message: 'cannot be read',
      hint: 'it says where the embedded server of this folder is; make it readable or delete it',
      cause: error,
    })
  })
  return text === undefined ? undefined : addressOf(text)
}

/** What is no address, such as an emptied file, says nothing. */
function addressOf(text: string): ServerAddress | undefined {
  const match = /^\{"url":"(?<url>http:\/\/[^"]+)","pid":(?<pid>\d+)\}\n$/.exec(text)
  return match?.groups ? { url: match.groups['url'] ?? '', pid: Number(match.groups['pid']) } : undefined
}

function addressFile(root: string): string {
  return join(root, OWN_FOLDER, 'server.json')
}
