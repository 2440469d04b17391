import { mkdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ownFolder, writeAddress } from '../../src/cli/address-file.ts'
import { readText } from '../../src/cli/connection.ts'
import { isLoopback } from '../../src/client/loopback.ts'
import { chooseTarget, environmentTarget, type TargetQuestion } from '../../src/cli/target.ts'
import { folderWith } from '../support/folder.ts'

describe('which server', () => {
  test('with nothing set and nothing running, the error says how to get one', async () => {
    await expect(chooseTarget(await question())).rejects.toMatchObject({
      code: 'no_server',
      hint: expect.stringContaining('registrar dev'),
    })
  })

  test('PREFECT_API_URL of the environment is taken and named', async () => {
    const target = await chooseTarget(await question({ env: { PREFECT_API_URL: 'https://prefect.example/api/' } }))
    expect(target).toMatchObject({
      identity: { name: 'PREFECT_API_URL', url: 'https://prefect.example/api' },
      isEmbedded: false,
      isLocal: false,
      dialect: 'pendulum',
    })
  })

  test('a settings file that is there and cannot be read is an error that names it', async () => {
    await expect(chooseTarget(await question({ files: { '.prefect/profiles.toml/x': '' } }))).rejects.toMatchObject({
      code: 'settings_unreadable',
      subject: expect.stringMatching(/\.prefect\/profiles\.toml$/),
      message: expect.stringContaining('is a folder'),
    })
  })

  test('.env in the project and the active profile are asked after it', async () => {
    const fromFile = await chooseTarget(
      await question({ files: { '.env': 'PREFECT_API_URL=http://localhost:1/api\n' } }),
    )
    expect(fromFile.identity).toEqual({ name: '.env', url: 'http://localhost:1/api' })
    const fromProfile = await chooseTarget(
      await question({
        files: {
          '.prefect/profiles.toml': 'active = "dev"\n[profiles.dev]\nPREFECT_API_URL = "http://127.0.0.1:2/api"\n',
        },
      }),
    )
    expect(fromProfile.identity).toEqual({ name: 'profile dev', url: 'http://127.0.0.1:2/api' })
  })

  test('without any, the embedded server that runs for the folder', async () => {
    const asked = await question()
    const own = ownFolder(asked.root)
    await mkdir(own)
    await writeAddress(own, { url: 'http://127.0.0.1:4200', pid: 1, data: own })
    expect(await chooseTarget(asked)).toMatchObject({
      identity: { name: 'embedded', url: 'http://127.0.0.1:4200/api' },
      isEmbedded: true,
      isLocal: true,
    })
    await expect(chooseTarget({ ...asked, isAlive: () => false })).rejects.toMatchObject({ code: 'no_server' })
  })

  test('--target wins over the environment and brings its dialect', async () => {
    const asked = await question({
      env: { PREFECT_API_URL: 'http://elsewhere.example/api' },
      config: { targets: { prod: { api_url: 'https://prod.example/api', schedule_dialect: 'whenever' } } },
    })
    expect(await chooseTarget({ ...asked, name: 'prod' })).toMatchObject({
      identity: { name: 'prod', url: 'https://prod.example/api' },
      dialect: 'whenever',
    })
  })

  test('a target that means a profile is not led elsewhere by the environment', async () => {
    const profiles = '[profiles.production]\nPREFECT_API_URL = "https://production.example/api"\n'
    const config = { targets: { prod: { profile: 'production' } } }
    const asked = await question({
      env: { PREFECT_API_URL: 'http://elsewhere.example/api' },
      files: { '.prefect/profiles.toml': profiles },
      config,
    })
    expect((await chooseTarget({ ...asked, name: 'prod' })).identity.url).toBe('https://production.example/api')
    const overruled = await question({
      files: { '.prefect/profiles.toml': profiles, '.env': 'PREFECT_API_URL=http://elsewhere.example/api\n' },
      config,
    })
    await expect(chooseTarget({ ...overruled, name: 'prod' })).rejects.toMatchObject({ code: 'target_overruled' })
  })

  test('an unknown target is answered with those that exist', async () => {
    const asked = await question({ config: { targets: { prod: {}, cloud: { profile: 'cloud' } } } })
    await expect(chooseTarget({ ...asked, name: 'prd' })).rejects.toMatchObject({ hint: 'targets there: prod, cloud' })
    // Prefect brings along a profile of this name, which names no server until somebody logs in
    await expect(chooseTarget({ ...asked, name: 'cloud' })).rejects.toMatchObject({
      message: expect.stringContaining('its profile "cloud" names none'),
      hint: expect.stringContaining('prefect cloud login'),
    })
    await expect(chooseTarget({ ...asked, name: 'prod' })).rejects.toMatchObject({ code: 'target_without_url' })
  })

  test('dev asks the environment alone', async () => {
    const asked = await question({ files: { '.env': 'PREFECT_API_URL=http://localhost:1/api\n' } })
    expect(environmentTarget(asked)).toBeUndefined()
    const env = { PREFECT_API_URL: 'http://localhost:3/api' }
    expect(environmentTarget({ ...asked, surroundings: { ...asked.surroundings, env } })?.identity.url).toBe(
      'http://localhost:3/api',
    )
  })
})

test.each([
  ['http://127.0.0.1:4200/api', true],
  ['http://127.1.2.3/api', true],
  ['http://localhost/api', true],
  ['http://app.localhost/api', true],
  ['http://[::1]:4200/api', true],
  ['http://0.0.0.0:4200/api', false],
  ['https://api.prefect.cloud/api', false],
  ['http://127.0.0.1.example.com/api', false],
  ['http://localhost.example.com/api', false],
])('%s leads to this machine: %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected)
})

type Given = {
  readonly env?: Record<string, string>
  readonly files?: Record<string, string>
  readonly config?: TargetQuestion['config']
}

async function question({ env = {}, files = {}, config = {} }: Given = {}): Promise<TargetQuestion> {
  const root = await folderWith(files)
  return { config, root, surroundings: { env, home: root, readFile: readText }, isAlive: () => true }
}
