import { describe, expect, test } from 'vitest'
import { registrar } from '../support/commands.ts'
import { folderWith } from '../support/folder.ts'

describe('the command line', () => {
  test('version prints the version, --json also Node’s', async () => {
    const cwd = await folderWith({})
    expect(await registrar(['version'], { cwd })).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
    const { stdout } = await registrar(['version', '--json'], { cwd })
    expect(JSON.parse(stdout)).toEqual({ registrar: '0.1.0', node: process.versions.node })
    expect((await registrar(['--version'], { cwd })).stdout).toBe('0.1.0\n')
  })

  test('an unknown flag, an unknown command and a wrong value are errors that say what was meant', async () => {
    const cwd = await folderWith({})
    expect(await registrar(['plan', '--prnue'], { cwd })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('--prune'),
    })
    expect(await registrar(['pln'], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: there is no command "pln", did you mean `plan`?'),
    })
    expect(await registrar(['apply', '--parallel', '0'], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: --parallel "0": expected a whole number, 1 or more\n'),
    })
    expect(await registrar(['-C'], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: -C: expected a folder'),
    })
  })

  test('every command has help with examples', async () => {
    const cwd = await folderWith({})
    for (const words of [
      ['validate'],
      ['plan'],
      ['apply'],
      ['dev'],
      ['server', 'start'],
      ['server', 'backup'],
      ['server', 'vacuum'],
      ['schedule', 'preview'],
      ['version'],
      ['completion'],
    ]) {
      const { code, stdout } = await registrar([...words, '--help'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toContain(`EXAMPLES\n`)
      expect(stdout).toContain(`registrar ${words.join(' ')}`)
    }
  })

  test('proposes commands, flags and values', async () => {
    const cwd = await folderWith({})
    const proposed = async (...words: string[]) =>
      (await registrar(['__complete', '--', ...words], { cwd })).stdout.split('\n').filter(Boolean)
    expect(await proposed('')).toEqual([
      'validate',
      'plan',
      'apply',
      'dev',
      'server',
      'schedule',
      'version',
      'completion',
    ])
    expect(await proposed('p')).toEqual(['plan'])
    expect(await proposed('-C', 'x', 'v')).toEqual(['validate', 'version'])
    expect(await proposed('server', '')).toEqual(['start', 'backup', 'vacuum'])
    expect(await proposed('plan', '--pr')).toEqual(['--prune', '--prune-adopted'])
    expect(await proposed('completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(await proposed('nonsense', 'x')).toEqual([])
    // so that the shell offers files
    expect(await proposed('validate', '')).toEqual([])
  })

  test('gives a completion script for each shell, and refuses others', async () => {
    const cwd = await folderWith({})
    for (const shell of ['bash', 'zsh', 'fish']) {
      expect(await registrar(['completion', shell], { cwd })).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('registrar __complete --'),
      })
    }
    expect(await registrar(['completion', 'tcsh'], { cwd })).toMatchObject({ code: 1, stdout: '' })
  })

  test('validate prints findings with their lines and exits with 1', async () => {
    const cwd = await folderWith({
      'deployments/etl.yaml': 'name: nightly\nflow: etl\nentrypoint: etl.py:etl\nschedule: {}\n',
      'etl.py': FLOW,
    })
    const { code, stdout, stderr } = await registrar(['validate'], { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^error {2}deployments\/etl\.yaml:4:1 .*unknown field "schedule"/)
    expect(stdout).toContain('    4 | schedule: {}\n      | ^^^^^^^^\n')
    expect(stdout).toContain('1 error in 1 file.\n')
  })

  test('validate --json prints only JSON, right or wrong', async () => {
    const cwd = await folderWith({
      'deployments/etl.yaml': 'name: nightly\nentrypoint: etl.py:etl\nschedule: {}\n',
      'etl.py': FLOW,
    })
    const wrong = await registrar(['validate', '--json'], { cwd })
    expect(wrong.code).toBe(1)
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      findings: [
        {
          code: 'unknown_field',
          severity: 'error',
          file: 'deployments/etl.yaml',
          line: 3,
          column: 1,
          field: 'schedule',
        },
      ],
    })
    const right = await registrar(['-C', 'sub', 'validate', '--json'], {
      cwd: await folderWith({
        'sub/deployments/etl.yaml': 'name: nightly\nentrypoint: etl.py:etl\n',
        'sub/etl.py': FLOW,
      }),
    })
    expect(right).toEqual({ code: 0, stdout: '{\n  "findings": []\n}\n', stderr: '' })
  })

  test('validate --format github annotates lines', async () => {
    const cwd = await folderWith({
      'deployments/etl.yaml': 'name: nightly\nentrypoint: etl.py:etl\nschedule: {}\n',
      'etl.py': FLOW,
    })
    const { stdout } = await registrar(['validate', '--format', 'github'], { cwd })
    expect(stdout).toMatch(/^::error file=deployments\/etl\.yaml,line=3,/)
  })

  test('annotations name files from the checked-out folder on, wherever the project stands in it', async () => {
    const cwd = await folderWith({ 'sub/deployments/etl.yaml': 'name: [\n' })
    const args = ['-C', 'sub', 'validate', '--format', 'github']
    const inside = await registrar(args, { cwd, env: { GITHUB_WORKSPACE: cwd } })
    expect(inside.stdout).toMatch(/^::error file=sub\/deployments\/etl\.yaml,line=1,/)
    const elsewhere = await registrar(args, { cwd, env: { GITHUB_WORKSPACE: `${cwd}/other` } })
    expect(elsewhere.stdout).toMatch(/^::error file=deployments\/etl\.yaml,line=1,/)
  })

  test('colours come only when they are asked for', async () => {
    const cwd = await folderWith({ 'deployments/etl.yaml': 'name: [\n' })
    const plain = await registrar(['validate'], { cwd, env: { NO_COLOR: '1' } })
    expect(plain.stdout).not.toContain('\u001B[')
    const forced = await registrar(['validate'], { cwd, env: { FORCE_COLOR: '1' } })
    expect(forced.stdout).toContain('\u001B[31merror')
    const refused = await registrar(['validate', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })
    expect(refused.stdout).not.toContain('\u001B[')
  })

  test('plan without a server says how to get one, also as JSON', async () => {
    const cwd = await folderWith({ 'deployments/etl.yaml': 'name: nightly\nentrypoint: etl.py:etl\n', 'etl.py': FLOW })
    const env = { HOME: cwd }
    const text = await registrar(['plan'], { cwd, env })
    expect(text).toMatchObject({ code: 1, stdout: '' })
    expect(text.stderr).toContain('error: server: none is named')
    expect(text.stderr).toContain('→ start one with "registrar dev"')
    const json = await registrar(['plan', '--json'], { cwd, env })
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      format: 'registrar.plan/1',
      status: 'stopped',
      error: { code: 'no_server' },
    })
  })

  test('plan stops at a spec with an error, whether the server answers or not', async () => {
    const cwd = await folderWith({ 'deployments/etl.yaml': 'name: nightly\nschedule: {}\n' })
    const env = { HOME: cwd, PREFECT_API_URL: 'http://127.0.0.1:9/api' }
    const text = await registrar(['plan'], { cwd, env })
    expect(text.code).toBe(1)
    expect(text.stdout).toContain('Nothing was compared or written.')
    const json = await registrar(['plan', '--json'], { cwd, env })
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'stopped', target: null, error: null })
  })

  test('a contradiction between flags is refused before anything is read', async () => {
    const cwd = await folderWith({})
    expect(await registrar(['plan', '--allow-delete', '3'], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--allow-delete: has no effect without --prune'),
    })
  })

  test('dev says what to do when PREFECT_API_URL names a server that is not there', async () => {
    const cwd = await folderWith({ 'deployments/etl.yaml': 'name: nightly\nentrypoint: etl.py:etl\n', 'etl.py': FLOW })
    const env = { PREFECT_API_URL: 'http://127.0.0.1:9/api', PREFECT_CLIENT_MAX_RETRIES: '0' }
    expect(await registrar(['dev'], { cwd, env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('unset PREFECT_API_URL'),
    })
  })

  test('dev refuses a server elsewhere', async () => {
    const cwd = await folderWith({})
    expect(await registrar(['dev'], { cwd, env: { PREFECT_API_URL: 'https://prefect.example/api' } })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--allow-remote'),
    })
  })

  test('a folder without specs, and one that is not there, are told apart', async () => {
    const cwd = await folderWith({ 'flows/': '' })
    expect(await registrar(['validate'], { cwd })).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'No specs found: write one in deployments/, such as deployments/hello.yaml, or say in registrar.yaml what to "include".\n',
    })
    expect((await registrar(['validate', 'flows'], { cwd })).stdout).toMatch(/^No specs found in flows: a spec is /)
    for (const root of ['nowhere', 'flows/etl.py']) {
      expect(await registrar(['-C', root, 'validate'], { cwd })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: .*: there is no such folder\n→ -C names the root/),
      })
    }
  })

  test('a file that is no text has no lines to show', async () => {
    const cwd = await folderWith({ 'deployments/a.yaml': 'name: \0\n' })
    expect((await registrar(['validate'], { cwd })).stdout).toBe(
      'error  deployments/a.yaml:1:1  this is not a UTF-8 text file\n1 error in 1 file.\n',
    )
  })
})

const FLOW = 'from prefect import flow\n\n\n@flow\ndef etl():\n    pass\n'
