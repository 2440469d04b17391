import type { Target } from '../target.ts'
import { printable } from './printable.ts'

/** `embedded server   http://127.0.0.1:4200   (data in .registrar/)` */
export function devHeader(where: { readonly url: string; readonly data: string } | Pick<Target, 'identity'>): string {
  if ('identity' in where) return `server   ${printable(where.identity.url)}   (${printable(where.identity.name)})`
  return `embedded server   ${where.url}   (data in ${printable(where.data)})`
}

/** `Watching deployments/ (Ctrl-C stops)`: the folders that the specs are in, or the whole one when they are many. */
export function watchingText(files: readonly string[]): string {
  const tops = [
    ...new Set(files.map((file) => (file.includes('/') ? `${file.slice(0, file.indexOf('/'))}/` : file))),
  ].sort()
  const where = tops.length === 0 || tops.length > 3 ? 'this folder' : tops.map(printable).join(', ')
  return `Watching ${where} (Ctrl-C stops)`
}
