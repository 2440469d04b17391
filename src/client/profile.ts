import { RegistrarError } from '../model/error.ts'
import { isJsonObject } from '../model/json.ts'

export type Profile = {
  readonly name: string
  /** Undefined for a profile that is built into Prefect. */
  readonly path: string | undefined
  readonly settings: Readonly<Record<string, unknown>>
}

/** The profiles that Prefect brings along, as far as they matter to a client (prefect 3.8.8 `settings/profiles.toml`). */
const BUILT_IN: Readonly<Record<string, Profile['settings']>> = {
  ephemeral: {},
  local: { PREFECT_API_URL: 'http://127.0.0.1:4200/api' },
  test: {},
  cloud: {},
}

type ProfileQuestion = {
  readonly path: string
  readonly readToml: (path: string) => unknown
  /** The profile's name by flag or `PREFECT_PROFILE`; undefined leaves it to the file's `active`. */
  readonly chosen: string | undefined
  readonly chosenBy: string
}

/**
 * The profile in force. Prefect falls back to a temporary server when the named profile does not exist; here that is a
 * RegistrarError, as the wrong server is worse than none. Without a name anywhere it is `ephemeral`, which sets nothing.
 */
export function activeProfile({ path, readToml, chosen, chosenBy }: ProfileQuestion): Profile {
  const file = table(readToml(path))
  const profiles = table(file['profiles'])
  const active = typeof file['active'] === 'string' && file['active'] !== '' ? file['active'] : undefined
  const name = chosen ?? active ?? 'ephemeral'
  if (Object.hasOwn(profiles, name)) return { name, path, settings: table(profiles[name]) }
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined
  if (builtIn !== undefined) return { name, path: undefined, settings: builtIn }
  throw new RegistrarError({
    code: 'profile_not_found',
    subject: `Prefect profile "${name}"`,
    message: `is named by ${chosen === undefined ? '`active`' : chosenBy} but does not exist in ${path}`,
    hint: `Profiles there: ${Object.keys(profiles).join(', ') || 'none'}.`,
  })
}

function table(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {}
}
