import { RegistrarError } from '../model/error.ts'
import type { TargetIdentity } from '../model/plan.ts'
import type { ScheduleDialect } from '../model/schedule.ts'
import type { RegistrarConfig } from '../generated/registrar.ts'
import { type PrefectSettings, resolveSettings } from '../client/settings.ts'
import { isLoopback } from '../client/loopback.ts'
import type { Surroundings } from '../client/settings-layer.ts'
import { type IsAlive, ownFolder, readAddress } from './address-file.ts'

/** The server that a command speaks to. */
export type Target = {
  readonly identity: TargetIdentity
  readonly settings: PrefectSettings
  readonly dialect: ScheduleDialect
  /** Whether it is the embedded server of this project. */
  readonly isEmbedded: boolean
  /** Whether it runs on this machine, so that runs can take their code from here. */
  readonly isLocal: boolean
}

export type TargetQuestion = {
  /** `--target` */
  readonly name?: string | undefined
  readonly config: RegistrarConfig
  readonly root: string
  readonly surroundings: Omit<Surroundings, 'cwd' | 'profile'>
  readonly isAlive: IsAlive
}

/**
 * Chooses the server: `--target`, else Prefect's own settings, else the embedded server that runs for this project. A
 * RegistrarError says how to name or start one when there is none.
 */
export async function chooseTarget(question: TargetQuestion): Promise<Target> {
  const { name, config } = question
  if (name !== undefined) return namedTarget(name, question)
  const settings = settingsFor(question)
  if (settings.apiUrl.value !== undefined) {
    return targetOf(sourceName(settings), settings.apiUrl.value, settings, config)
  }
  const address = await readAddress(ownFolder(question.root), question.isAlive)
  if (address === undefined) throw noServer()
  return embeddedTarget(address.url, question)
}

/** The server that PREFECT_API_URL of the environment names; undefined when it is not set. Nothing else is asked. */
export function environmentTarget(question: Omit<TargetQuestion, 'isAlive'>): Target | undefined {
  if (!question.surroundings.env['PREFECT_API_URL']) return undefined
  const settings = settingsFor(question)
  const url = settings.apiUrl.value
  return url === undefined ? undefined : targetOf('PREFECT_API_URL', url, settings, question.config)
}

/** The embedded server at `url` (without a path) as a target. */
export function embeddedTarget(url: string, question: Omit<TargetQuestion, 'isAlive'>): Target {
  const api = `${url}/api`
  const { env } = question.surroundings
  // who knows the server's password need not say it twice
  const password = env['PREFECT_API_AUTH_STRING'] || env['PREFECT_SERVER_API_AUTH_STRING']
  const own = password === undefined ? env : { ...env, PREFECT_API_AUTH_STRING: password }
  const settings = settingsFor({ ...question, surroundings: { ...question.surroundings, env: own } }, { api })
  return { ...targetOf('embedded', api, settings, question.config), isEmbedded: true, isLocal: true }
}

/** A target of registrar.yaml. Its profile or address wins over the environment: the wrong server is worse than none. */
export function namedTarget(name: string, question: Omit<TargetQuestion, 'isAlive'>): Target {
  const { config } = question
  const found = config.targets?.[name]
  if (found === undefined) throw unknownTarget(name, Object.keys(config.targets ?? {}))
  const { api_url: api, profile } = found
  const settings = settingsFor(question, { ...(api ? { api } : {}), ...(profile ? { profile } : {}) })
  const url = settings.apiUrl.value
  if (url === undefined) throw targetWithoutUrl(name, profile)
  if (profile && !api && settings.apiUrl.source.kind !== 'profile') throw targetOverruled(name, profile, settings)
  return targetOf(name, url, settings, config, found.schedule_dialect)
}

function targetOf(
  name: string,
  url: string,
  settings: PrefectSettings,
  config: RegistrarConfig,
  dialect: ScheduleDialect | undefined = Object.values(config.targets ?? {}).find(({ api_url: api }) => api === url)
    ?.schedule_dialect,
): Target {
  return {
    identity: { name, url },
    settings,
    dialect: dialect ?? 'pendulum',
    isEmbedded: false,
    isLocal: isLoopback(new URL(url)),
  }
}

/** Prefect's settings, with the address or the profile given by hand before what the environment says of them. */
function settingsFor(
  { root, surroundings }: Pick<TargetQuestion, 'root' | 'surroundings'>,
  { api, profile }: { readonly api?: string; readonly profile?: string } = {},
): PrefectSettings {
  const { PREFECT_API_URL: fromEnvironment, ...rest } = surroundings.env
  const url = api ?? (profile === undefined ? fromEnvironment : undefined)
  const env = url === undefined ? rest : { ...rest, PREFECT_API_URL: url }
  return resolveSettings({ ...surroundings, env, cwd: root, profile })
}

function sourceName({ apiUrl: { source } }: PrefectSettings): string {
  switch (source.kind) {
    case 'environment':
      return 'PREFECT_API_URL'
    case 'file':
      return source.path.slice(source.path.lastIndexOf('/') + 1)
    case 'profile':
      return `profile ${source.profile}`
    case 'default':
      return 'default'
  }
}

function noServer(): RegistrarError {
  return new RegistrarError({
    code: 'no_server',
    subject: 'server',
    message: 'none is named, and no embedded server runs for this folder',
    hint: 'start one with "registrar dev", or set PREFECT_API_URL, such as http://127.0.0.1:4200/api',
  })
}

function unknownTarget(name: string, known: readonly string[]): RegistrarError {
  return new RegistrarError({
    code: 'target_unknown',
    subject: `target "${name}"`,
    message: 'is not in registrar.yaml',
    hint:
      known.length === 0
        ? 'registrar.yaml names no targets; add it under targets:'
        : `targets there: ${known.join(', ')}`,
  })
}

function targetWithoutUrl(name: string, profile: string | undefined): RegistrarError {
  const own = `set targets.${name}.api_url in registrar.yaml`
  return new RegistrarError({
    code: 'target_without_url',
    subject: `target "${name}"`,
    message: `leads to no server: it has no api_url, and ${profile ? `its profile "${profile}" names` : 'Prefect’s settings name'} none`,
    hint: profile ? `give the profile its PREFECT_API_URL ("prefect cloud login" does), or ${own}` : own,
  })
}

function targetOverruled(name: string, profile: string, { apiUrl }: PrefectSettings): RegistrarError {
  const where = apiUrl.source.kind === 'file' ? apiUrl.source.path : apiUrl.source.kind
  return new RegistrarError({
    code: 'target_overruled',
    subject: `target "${name}"`,
    message: `means profile "${profile}", but ${where} names another server (${apiUrl.value ?? 'none'})`,
    hint: `set targets.${name}.api_url in registrar.yaml, or take the address out of ${where}`,
  })
}
