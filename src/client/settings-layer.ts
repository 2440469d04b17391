import { isAbsolute, join } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import { RegistrarError } from '../model/error.ts'
import { isJsonObject } from '../model/json.ts'
import { parseDotenv } from './dotenv.ts'
import { activeProfile } from './profile.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Gives a file's text, or undefined when there is no such file. Any other failure throws. */
export type ReadText = (path: string) => string | undefined

/** Where a setting's value comes from. */
export type SettingSource =
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'profile'; readonly profile: string; readonly path: string | undefined }
  | { readonly kind: 'default' }

/** The source for a person to read, to stand after "from". */
export function sourceText(source: SettingSource): string {
  switch (source.kind) {
    case 'environment':
      return `the environment (${source.name})`
    case 'file':
      return source.path
    case 'profile':
      return `profile "${source.profile}"${source.path === undefined ? ', built into Prefect' : ` in ${source.path}`}`
    case 'default':
      return 'the default'
  }
}

/** A setting's two names: the variable, and the path in `prefect.toml`. */
export type SettingName = { readonly variable: string; readonly toml: readonly string[] }

/** What one source says of a setting; undefined if it is silent. */
export type Layer = (name: SettingName) => { readonly value: unknown; readonly source: SettingSource } | undefined

export type Surroundings = {
  readonly env: Environment
  readonly readFile: ReadText
  /** The folder whose `.env`, `prefect.toml` and `pyproject.toml` count. */
  readonly cwd: string
  /** The person's home folder. */
  readonly home: string
  /** A profile chosen by hand; it goes before `PREFECT_PROFILE`. */
  readonly profile?: string | undefined
}

/**
 * The sources of Prefect's settings, strongest first: environment, `.env`, `prefect.toml`, `pyproject.toml`
 * (`[tool.prefect]`), the active profile (prefect 3.8.8 `settings/base.py`, `settings_customise_sources`).
 */
export function settingLayers(surroundings: Surroundings): readonly Layer[] {
  const { env, readFile, cwd } = surroundings
  const inCwd = (name: string) => join(cwd, name)
  const dotenvText = readFile(inCwd('.env'))
  const dotenv = dotenvText === undefined ? {} : parseDotenv(dotenvText, env)
  const prefectToml = readToml(inCwd('prefect.toml'), readFile)
  const pyproject = at(readToml(inCwd('pyproject.toml'), readFile), ['tool', 'prefect'])

  const profilesPath =
    present(variablesLayer(env)(PROFILES_PATH)?.value) ??
    present(variablesLayer(dotenv)(PROFILES_PATH)?.value) ??
    present(at(prefectToml, PROFILES_PATH.toml)) ??
    present(at(pyproject, PROFILES_PATH.toml))
  const profile = activeProfile({
    path: profilesFile(profilesPath, surroundings),
    readToml: (path) => readToml(path, readFile),
    chosen: surroundings.profile ?? present(env['PREFECT_PROFILE']),
    chosenBy: surroundings.profile === undefined ? 'PREFECT_PROFILE' : '--profile',
  })

  return [
    variablesLayer(env),
    variablesLayer(dotenv, { kind: 'file', path: inCwd('.env') }),
    tomlLayer(prefectToml, inCwd('prefect.toml')),
    tomlLayer(pyproject, inCwd('pyproject.toml')),
    ({ variable }) =>
      defined(profile.settings[variable], { kind: 'profile', profile: profile.name, path: profile.path }),
  ]
}

const PROFILES_PATH: SettingName = { variable: 'PREFECT_PROFILES_PATH', toml: ['profiles_path'] }

function profilesFile(named: string | undefined, { env, cwd, home }: Surroundings): string {
  const prefectHome = absolute(present(env['PREFECT_HOME']) ?? join(home, '.prefect'), cwd, home)
  if (named === undefined) return join(prefectHome, 'profiles.toml')
  return absolute(named.replaceAll('$PREFECT_HOME', prefectHome), cwd, home)
}

function absolute(path: string, cwd: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return join(home, path.slice(1))
  return isAbsolute(path) ? path : join(cwd, path)
}

/** Variables are found whatever the case of their names, as pydantic-settings finds them. */
function variablesLayer(variables: Environment, source?: SettingSource): Layer {
  const byName = new Map(Object.entries(variables).map(([name, value]) => [name.toUpperCase(), { name, value }]))
  return ({ variable }) => {
    const found = byName.get(variable)
    return found && defined(found.value, source ?? { kind: 'environment', name: found.name })
  }
}

function tomlLayer(table: unknown, path: string): Layer {
  return ({ toml }) => defined(at(table, toml), { kind: 'file', path })
}

function defined(value: unknown, source: SettingSource): ReturnType<Layer> {
  return value === undefined ? undefined : { value, source }
}

function readToml(path: string, readFile: ReadText): unknown {
  const text = readFile(path)
  if (text === undefined) return undefined
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // only what is wrong, and no cause: the rest of the error quotes the lines around it, which may hold a key
    const what = error.message.split('\n', 1)[0]?.replace('Invalid TOML document: ', '')
    throw new RegistrarError({
      code: 'settings_unreadable',
      subject: path,
      message: `is not valid TOML at line ${error.line}, column ${error.column}: ${what}`,
    })
  }
}

function at(table: unknown, path: readonly string[]): unknown {
  let value: unknown = table
  for (const key of path) {
    value = isJsonObject(value) ? value[key] : undefined
  }
  return value
}

function present(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
