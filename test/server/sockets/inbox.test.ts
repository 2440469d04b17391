import { expect, test } from 'vitest'
import { Inbox } from '../../../src/server/sockets/inbox.ts'

function inbox() {
  const seen: string[] = []
  const source = {
    pause: () => seen.push('pause'),
    resume: () => seen.push('resume'),
    pong: (data: Buffer) => seen.push(`pong ${data.toString()}`),
  }
  return { seen, inbox: new Inbox(source) }
}

const ping = (text: string) => Buffer.from(text)

test('messages come in order, as many at a time as are wanted', async () => {
  const { inbox: box } = inbox()
  for (const text of ['a', 'b', 'c']) box.message(text)
  expect(await box.take(2)).toEqual(['a', 'b'])
  expect(await box.take(2)).toEqual(['c'])
})

test('who takes waits until something comes', async () => {
  const { inbox: box } = inbox()
  const taken = box.take(10)
  box.message('late')
  box.message('later')
  expect(await taken).toEqual(['late', 'later'])
})

test('after the end there is nothing to take but what was there', async () => {
  const { inbox: box } = inbox()
  box.message('last')
  box.end()
  box.message('too late')
  expect(await box.take(10)).toEqual(['last'])
  expect(await box.take(10)).toEqual([])
})

test('who waits when the end comes gets nothing', async () => {
  const { inbox: box } = inbox()
  const taken = box.take(10)
  box.end()
  expect(await taken).toEqual([])
})

test('a ping is answered at once where nothing is to be handled before', () => {
  const { inbox: box, seen } = inbox()
  box.ping(ping('1'))
  expect(seen).toEqual(['pong 1'])
})

test('a ping waits for the messages before it, and not for those after it', async () => {
  const { inbox: box, seen } = inbox()
  box.message('a')
  box.ping(ping('1'))
  box.message('b')
  box.ping(ping('2'))
  expect(await box.take(10)).toEqual(['a'])
  expect(seen).toEqual([])
  expect(await box.take(10)).toEqual(['b'])
  expect(seen).toEqual(['pong 1'])
  box.release()
  expect(seen).toEqual(['pong 1', 'pong 2'])
})

test('a sender has to wait when much has gathered, be it messages or pings, and goes on when half is taken', async () => {
  for (const push of ['message', 'ping'] as const) {
    const { inbox: box, seen } = inbox()
    box.message('first')
    for (let count = 0; count < 20; count++) {
      if (push === 'message') box.message('x'.repeat(100_000))
      else box.ping(ping('x'.repeat(100_000)))
    }
    expect(seen).toEqual(['pause'])
    expect(box.isPaused).toBe(true)
    while (box.isPaused) {
      await box.take(1)
      box.release()
    }
    expect(seen).toContain('resume')
  }
})

test('a handler that only sends forgets what it is told, and pings are answered', async () => {
  const { inbox: box, seen } = inbox()
  box.message('a')
  box.ping(ping('1'))
  box.deafen()
  box.message('b')
  box.ping(ping('2'))
  expect(seen).toEqual(['pong 1', 'pong 2'])
})

test('a sender that has to wait goes on when half is taken, and not at every message', async () => {
  const { inbox: box } = inbox()
  for (let count = 0; count < 20; count++) box.message('x'.repeat(100_000))
  await box.take(10)
  expect(box.isPaused).toBe(true)
  await box.take(10)
  expect(box.isPaused).toBe(false)
})

test('a ping waits for the message that is being handled', async () => {
  const { inbox: box, seen } = inbox()
  box.message('a')
  await box.take(1)
  box.ping(ping('1'))
  expect(seen).toEqual([])
  box.release()
  expect(seen).toEqual(['pong 1'])
})
