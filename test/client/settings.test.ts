import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { RegistrarError } from '../../src/model/error.ts'
import type { PrefectSettings } from '../../src/client/settings.ts'
import { resolveSettings } from '../../src/client/settings.ts'
import type { SettingSource } from '../../src/client/settings-layer.ts'
import { sourceText } from '../../src/client/settings-layer.ts'

type World = {
  readonly env?: Readonly<Record<string, string>>
  /** By path below the working folder. */
  readonly files?: Readonly<Record<string, string>>
  /** `~/.prefect/profiles.toml` */
  readonly home?: string
  readonly profile?: string
}

function settingsIn({ env = {}, files = {}, home, profile }: World): PrefectSettings {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`/project/${path}`, text]))
  if (home !== undefined) texts.set('/home/person/.prefect/profiles.toml', home)
  return resolveSettings({ env, readFile: (path) => texts.get(path), cwd: '/project', home: '/home/person', profile })
}

function errorIn(world: World): RegistrarError {
  try {
    settingsIn(world)
  } catch (error) {
    if (error instanceof RegistrarError) return error
    throw error
  }
  throw new Error('expected a RegistrarError')
}

/** What Prefect 3.8.8 made of the same environment and files. */
type Observed =
  | { readonly error: string }
  | {
      readonly url: string | null
      readonly key: string | null
      readonly auth: string | null
      readonly headers: Readonly<Record<string, string>>
      readonly cert: string | null
      readonly insecure: boolean
      readonly timeout: number
      readonly retries: number
    }

const observed: Readonly<Record<string, World & { readonly prefect: Observed }>> = JSON.parse(
  readFileSync(new URL('../fixtures/settings/prefect-3.8.8.json', import.meta.url), 'utf8'),
)

/** Where we mean to differ from Prefect, which would go on with another server than the one meant, or cannot work. */
const OURS: Readonly<Record<string, Partial<Exclude<Observed, { error: string }>> | { readonly error: string }>> = {
  'PREFECT_PROFILE missing': { error: 'profile_not_found' },
  'PREFECT_PROFILE=local builtin with file': { url: 'http://127.0.0.1:4200/api' },
  'active=local builtin with file': { url: 'http://127.0.0.1:4200/api' },
  'others profile native': { headers: { 'X-A': '1' }, insecure: true, timeout: 12, retries: 2 },
  'neg timeout': { error: 'setting_invalid' },
  'dotenv forms': { error: 'setting_invalid' }, // http:///api is no address
}

const NOTHING = { url: null, key: null, auth: null, headers: {}, cert: null, insecure: false, timeout: 60, retries: 5 }

describe('the settings are those that Prefect reads', () => {
  test.each(Object.entries(observed))('%s', (name, { prefect, ...world }) => {
    const ours = OURS[name]
    const expected: Observed =
      ours === undefined ? prefect : 'error' in ours ? { error: ours.error } : { ...NOTHING, ...ours }
    if ('error' in expected) {
      expect(errorIn(world).code).toMatch(/^(?:setting_invalid|settings_unreadable|profile_not_found)$/)
      return
    }
    const settings = settingsIn(world)
    const inProject = (path: string | null) =>
      path?.startsWith('/') === false ? `/project/${path}` : (path ?? undefined)
    expect({
      url: settings.apiUrl.value,
      key: settings.apiKey.value?.reveal(),
      auth: settings.apiAuthString.value?.reveal(),
      headers: Object.fromEntries(
        Object.entries(settings.customHeaders.value).map(([key, value]) => [key, value.reveal()]),
      ),
      cert: settings.sslCertFile.value,
      insecure: settings.tlsInsecureSkipVerify.value,
      timeout: settings.requestTimeoutMs.value / 1000,
      retries: settings.maxRetries.value,
    }).toEqual({
      ...expected,
      url: expected.url || undefined,
      key: expected.key ?? undefined,
      auth: expected.auth ?? undefined,
      headers: Object.fromEntries(Object.entries(expected.headers).map(([key, value]) => [key.toLowerCase(), value])),
      cert: inProject(expected.cert),
    })
  })
})

const PROFILES = `
active = "work"
[profiles.work]
PREFECT_API_URL = "https://work.example/api/"
PREFECT_API_KEY = "pnu_work"
[profiles.play]
PREFECT_API_URL = "http://play.example/api"
`

test.each<[string, World, SettingSource, string]>([
  [
    'a variable',
    { env: { PREFECT_API_URL: 'http://a/api' } },
    { kind: 'environment', name: 'PREFECT_API_URL' },
    'the environment (PREFECT_API_URL)',
  ],
  [
    '.env',
    { files: { '.env': 'PREFECT_API_URL=http://a/api' } },
    { kind: 'file', path: '/project/.env' },
    '/project/.env',
  ],
  [
    'prefect.toml',
    { files: { 'prefect.toml': '[api]\nurl = "http://a/api"' } },
    { kind: 'file', path: '/project/prefect.toml' },
    '/project/prefect.toml',
  ],
  [
    'a profile',
    { home: PROFILES },
    { kind: 'profile', profile: 'work', path: '/home/person/.prefect/profiles.toml' },
    'profile "work" in /home/person/.prefect/profiles.toml',
  ],
  [
    'a built-in profile',
    { profile: 'local' },
    { kind: 'profile', profile: 'local', path: undefined },
    'profile "local", built into Prefect',
  ],
  ['nothing', {}, { kind: 'default' }, 'the default'],
])('the URL from %s says so', (_what, world, source, text) => {
  const { apiUrl } = settingsIn(world)
  expect(apiUrl.source).toEqual(source)
  expect(sourceText(apiUrl.source)).toBe(text)
})

test('a profile chosen by hand goes before PREFECT_PROFILE', () => {
  const world = { home: PROFILES, env: { PREFECT_PROFILE: 'work' } }
  expect(settingsIn({ ...world, profile: 'play' }).apiUrl.value).toBe('http://play.example/api')
})

test('a profile that does not exist is an error that lists those that do', () => {
  const error = errorIn({ home: PROFILES, env: { PREFECT_PROFILE: 'wrok' } })
  expect(error.message).toBe(
    'Prefect profile "wrok": is named by PREFECT_PROFILE but does not exist in /home/person/.prefect/profiles.toml',
  )
  expect(error.hint).toBe('Profiles there: work, play.')
})

test('$PREFECT_HOME and ~ stand for their folders in the path of the profiles', () => {
  const files = { 'ph/mine.toml': PROFILES }
  const env = { PREFECT_HOME: 'ph', PREFECT_PROFILES_PATH: '$PREFECT_HOME/mine.toml' }
  expect(settingsIn({ files, env }).apiUrl.value).toBe('https://work.example/api')
  expect(settingsIn({ home: PROFILES, env: { PREFECT_HOME: '~/.prefect' } }).apiUrl.value).toBe(
    'https://work.example/api',
  )
})

test.each<[string, World, string]>([
  [
    'a URL without a scheme',
    { env: { PREFECT_API_URL: 'localhost:4200/api' } },
    'PREFECT_API_URL: is not an HTTP address, such as http://127.0.0.1:4200/api (from the environment (PREFECT_API_URL))',
  ],
  [
    'a number that is none',
    { files: { '.env': 'PREFECT_API_REQUEST_TIMEOUT=soon' } },
    'PREFECT_API_REQUEST_TIMEOUT: is "soon", not a number of seconds above 0 (from /project/.env)',
  ],
  [
    'a header that carries a line break',
    { env: { PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-A":"secret\\nX-B: 1"}' } },
    'PREFECT_CLIENT_CUSTOM_HEADERS: has no printable text for "X-A" (from the environment (PREFECT_CLIENT_CUSTOM_HEADERS))',
  ],
  [
    'a header of the connection',
    { env: { PREFECT_CLIENT_CUSTOM_HEADERS: '{"Content-Length":"1"}' } },
    'PREFECT_CLIENT_CUSTOM_HEADERS: has "Content-Length", which cannot be set by hand (from the environment (PREFECT_CLIENT_CUSTOM_HEADERS))',
  ],
  [
    'a proxy that is no URL',
    { env: { PREFECT_API_URL: 'http://a/api', HTTP_PROXY: 'http://u:secret@[x' } },
    'HTTP_PROXY: is not the URL of a proxy, such as http://proxy.example:3128',
  ],
])('%s is an error naming its source, and no secret', (_what, world, message) => {
  expect(errorIn(world).message).toBe(message)
})

test('headers that Prefect manages itself are passed over with a warning', () => {
  const { customHeaders, warnings } = settingsIn({
    env: { PREFECT_CLIENT_CUSTOM_HEADERS: '{"User-Agent":"x","X-A":"1"}' },
  })
  expect(Object.keys(customHeaders.value)).toEqual(['x-a'])
  expect(warnings).toHaveLength(1)
})

test('no secret prints, however the settings are printed', () => {
  const settings = settingsIn({
    env: {
      PREFECT_API_URL: 'http://user:sesame@a.example/api',
      PREFECT_API_KEY: 'sesame',
      PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-Token":"sesame"}',
      HTTP_PROXY: 'http://user:sesame@proxy.example:3128',
    },
  })
  const basic = Buffer.from('user:sesame').toString('base64')
  for (const print of [JSON.stringify(settings), inspect(settings, { depth: 9 }), String(settings.apiKey.value)]) {
    expect(print).not.toContain('sesame')
    expect(print).not.toContain(basic)
  }
  expect(settings.apiAuthString.value?.reveal()).toBe('user:sesame')
  expect(settings.proxy.value?.authorization?.reveal()).toBe(`Basic ${basic}`)
})

test.each<[string, string, Readonly<Record<string, string>>, string | undefined]>([
  ['none', 'http://a.example/api', {}, undefined],
  ['for http', 'http://a.example/api', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
  ['for https', 'https://a.example/api', { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://q:2' }, 'http://q:2/'],
  ['not for https if only http has one', 'https://a.example/api', { HTTP_PROXY: 'http://p:1' }, undefined],
  ['for all', 'https://a.example/api', { ALL_PROXY: 'p:1' }, 'http://p:1/'],
  [
    'in lower case first',
    'http://a.example/api',
    { HTTP_PROXY: 'http://p:1', http_proxy: 'http://q:2' },
    'http://q:2/',
  ],
  ['never for loopback', 'http://127.0.0.1:4200/api', { HTTP_PROXY: 'http://p:1' }, undefined],
  [
    'not for an excluded host',
    'http://a.example/api',
    { HTTP_PROXY: 'http://p:1', NO_PROXY: 'b.example, a.example' },
    undefined,
  ],
  [
    'not below an excluded domain',
    'http://x.a.example/api',
    { HTTP_PROXY: 'http://p:1', NO_PROXY: '.a.example' },
    undefined,
  ],
  [
    'for a name that only ends alike',
    'http://ba.example/api',
    { HTTP_PROXY: 'http://p:1', NO_PROXY: 'a.example' },
    'http://p:1/',
  ],
  [
    'for another port than the excluded one',
    'http://a.example/api',
    { HTTP_PROXY: 'http://p:1', NO_PROXY: 'a.example:8080' },
    'http://p:1/',
  ],
  ['not when all are excluded', 'http://a.example/api', { HTTP_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
])('a proxy is taken %s', (_what, url, env, proxy) => {
  expect(settingsIn({ env: { PREFECT_API_URL: url, ...env } }).proxy.value?.url).toBe(proxy)
})

test('a file that is no TOML is named with the place, and nothing that stands in it is shown', () => {
  const error = errorIn({ home: '[profiles.work]\nPREFECT_API_KEY = "pnu_hidden"\nPREFECT_API_URL = http://a/api\n' })
  expect(error.message).toBe(
    '/home/person/.prefect/profiles.toml: is not valid TOML at line 3, column 19: invalid value',
  )
  expect(inspect(error)).not.toContain('pnu_hidden')
})

test('a percent sign in a URL that begins no escape is part of the password', () => {
  const { apiAuthString, proxy } = settingsIn({
    env: { PREFECT_API_URL: 'http://me:50%off%40@a/api', http_proxy: 'http://you:5%@proxy:3128' },
  })
  expect(apiAuthString.value?.reveal()).toBe('me:50%off@')
  const credentials = Buffer.from('you:5%').toString('base64')
  expect(proxy.value?.authorization?.reveal()).toBe(`Basic ${credentials}`)
})

test('an API key with a line break, which no request could carry, is refused without being shown', () => {
  const error = errorIn({ env: { PREFECT_API_KEY: 'pnu_hidden\n' } })
  expect(error.message).toBe(
    'PREFECT_API_KEY: has a line break or another character that no HTTP header can carry (from the environment (PREFECT_API_KEY))',
  )
})
