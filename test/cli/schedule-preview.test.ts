import { describe, expect, test } from 'vitest'
import { schedulePreview } from '../../src/cli/commands/schedule-preview.ts'
import { registrar } from '../support/commands.ts'
import { fakeContext } from '../support/context.ts'
import { folderWith } from '../support/folder.ts'

const NINE = { cron: '0 9 * * *', count: 1 }

describe('schedule preview', () => {
  test('a moment without an offset is one of UTC, however it is written and wherever this machine stands', async () => {
    const cwd = await folderWith({})
    for (const from of ['2026-03-28', '2026-03-28 08:00', '2026-03-28T08:59:59', '2026-03-28t10:30:00.5+02:00']) {
      const args = ['schedule', 'preview', '--cron', NINE.cron, '--count', '1', '--from', from]
      const { stdout } = await registrar(args, { cwd, env: { TZ: 'America/New_York' } })
      expect(stdout).toBe('every day at 09:00 UTC\n  Sat 2026-03-28 09:00 +00:00  2026-03-28T09:00:00Z\n')
    }
  })

  test.each(['tomorrow', '28.3.2026', '2026-13-01', '2026-03', '2026-03-28T', '1'])(
    'what is no moment is refused with an example: %s',
    async (from) => {
      const context = fakeContext(await folderWith({}))
      await expect(schedulePreview(context, { ...NINE, from })).rejects.toThrow(
        `--from ${from}: expected a moment such as`,
      )
    },
  )

  test('a zone without a rule, two rules, and a rule beside paths are refused', async () => {
    const context = fakeContext(await folderWith({}))
    await expect(schedulePreview(context, { timezone: 'Europe/Berlin' })).rejects.toThrow(
      'expected --cron, --interval or --rrule with --timezone and --anchor',
    )
    await expect(schedulePreview(context, { ...NINE, interval: '5' })).rejects.toThrow('at a time')
    await expect(schedulePreview(context, NINE, 'deployments')).rejects.toThrow('expected a rule or paths, not both')
  })
})
