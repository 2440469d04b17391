import picomatch from 'picomatch'
import { RegistrarError } from '../model/error.ts'

/**
 * Which keys `--only` selects: a glob on `flow/name`, where `*` stays within either part, as in `etl/*`. A glob without
 * a slash may match the flow or the name. Without one, all.
 */
export function selectedBy(glob: string | undefined): (key: string) => boolean {
  if (glob === undefined) return () => true
  if (glob.trim() === '') throw emptyGlob()
  const matches = picomatch(glob, { dot: true, nonegate: true })
  if (glob.includes('/')) return (key) => matches(key)
  return (key) => key.split('/').some((part) => matches(part))
}

function emptyGlob(): RegistrarError {
  return new RegistrarError({
    code: 'usage',
    subject: '--only',
    message: 'expected a pattern for flow/name, got an empty one',
    hint: 'such as --only "etl/*"',
  })
}
