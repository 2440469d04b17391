import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Body, NOWHERE, type TheApi, each, eventually, fresh, items, newFlow, places, text } from './api.ts'
import { newBlock, newKind, systemKind } from './block-kit.ts'
import { newEvent } from './events.ts'

/** What somebody else's server was asked. */
type Heard = {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: { readonly [name: string]: unknown }
  readonly body: string
}

export function automationCallContract(api: TheApi): void {
  const heard: Heard[] = []
  let other: Server
  let address = ''
  beforeAll(async () => {
    other = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => (body += String(part)))
      request.on('end', () => {
        heard.push({ method: request.method, url: request.url, headers: request.headers, body })
        if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end()
        else if (request.url === '/long') response.end('a'.repeat(700) + 'b'.repeat(700))
        else if (request.url === '/sick') response.writeHead(500).end('sick')
        else response.writeHead(201, { 'x-answer': 'yes', 'x-forwarded-for': 'me', authorization: 'x' }).end('thanks')
      })
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const bound = other.address()
    address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : ''
  })
  afterAll(() => other.close())

  const webhook = async (fields: object) => newBlock(api(), await systemKind(api(), 'webhook'), fields)

  /** What becomes of one action that is carried out because something happened to a thing. */
  async function outcome(action: object, payload: object = {}, related: readonly object[] = []): Promise<Body> {
    const name = fresh('event')
    const trigger = { type: 'event', posture: 'Reactive', expect: [name] }
    const { body } = await api().post('/automations/', { name, trigger, actions: [action] })
    if (api().isLate) await new Promise((resolve) => setTimeout(resolve, 1000))
    const resource = { 'prefect.resource.id': 'thing.1', 'prefect.resource.name': 'Thing' }
    await api().post('/events', [newEvent({ event: name, resource, related, payload }, 0)])
    const ends = { name: ['prefect.automation.action.executed', 'prefect.automation.action.failed'] }
    const filter = { event: ends, resource: { id: [`prefect.automation.${text(body.id)}`] } }
    const page = await eventually(
      async () => (await api().post('/events/filter', { filter })).body,
      ({ total }) => Number(total) > 0,
    )
    const [end] = items(page.events)
    if (end === undefined) throw new Error('nothing became of it')
    await api().delete(`/automations/${text(body.id)}`)
    return end
  }
  const call = ({ id }: Body, payload = '') =>
    outcome({ type: 'call-webhook', block_document_id: id, payload }, { what: 'a "b"' })

  test('a webhook is called with what its block says and what happened, and the answer is told', async () => {
    const path = `/${randomUUID()}`
    const block = await webhook({ method: 'PUT', url: `${address}${path}?a=b`, headers: { 'X-Token': 'secret' } })
    const end = await call(block, '{"to": "{{ event.resource.name }}", "what": {{ event.payload.what | tojson }}}')
    expect(end).toMatchObject({
      event: 'prefect.automation.action.executed',
      payload: {
        action_index: 0,
        action_type: 'call-webhook',
        status_code: 201,
        response_body: 'thanks',
        response_headers: { 'x-answer': 'yes' },
      },
    })
    expect(end.payload?.response_headers).not.toHaveProperty('x-forwarded-for')
    expect(end.payload?.response_headers).not.toHaveProperty('authorization')
    expect(items(end.related).slice(0, 2)).toEqual([
      {
        'prefect.resource.id': `prefect.block-document.${text(block.id)}`,
        'prefect.resource.role': 'block',
        'prefect.resource.name': block.name,
      },
      { 'prefect.resource.id': 'prefect.block-type.webhook', 'prefect.resource.role': 'block-type' },
    ])
    const calls = heard.filter(({ url }) => url?.startsWith(path))
    expect(calls).toMatchObject([
      {
        method: 'PUT',
        url: `${path}?a=b`,
        body: '{"to": "Thing", "what": "a \\"b\\""}',
        headers: { 'x-token': 'secret' },
      },
    ])
    expect(calls[0]?.headers).not.toHaveProperty('content-type')
    const loaded = { event: { name: ['prefect.block.webhook.loaded'] } }
    const resource = { id: [`prefect.block-document.${text(block.id)}`] }
    const told = (await api().post('/events/filter', { filter: { ...loaded, resource } })).body
    expect(items(told.events)).toMatchObject([
      {
        resource: { 'prefect.resource.name': block.name },
        related: [{ 'prefect.resource.id': 'prefect.block-type.webhook', 'prefect.resource.role': 'block-type' }],
      },
    ])
  })

  test('an answer that is an error or leads elsewhere is an answer; a long one is told without its middle', async () => {
    const answered = async (path: string) => (await call(await webhook({ url: address + path }))).payload
    expect(await answered('/sick')).toMatchObject({ status_code: 500, response_body: 'sick' })
    expect(await answered('/moved')).toMatchObject({ status_code: 302, response_body: '' })
    expect(heard.map(({ url }) => url)).not.toContain('/elsewhere')
    expect(await answered('/long')).toMatchObject({
      response_body: `${'a'.repeat(500)}...400 additional characters...${'b'.repeat(500)}`,
    })
  })

  test.for<[string, (address: string) => object, RegExp]>([
    [
      'nobody',
      () => ({ url: 'http://127.0.0.1:1/' }),
      /^Webhook call failed: ConnectError\('All connection attempts failed'\)$/,
    ],
    ['no protocol', () => ({ url: 'nowhere' }), /^Webhook call failed: UnsupportedProtocol\("Request URL is missing/],
    [
      'a file',
      () => ({ url: 'file:///etc/passwd' }),
      /^Webhook call failed: UnsupportedProtocol\("Request URL is missing/,
    ],
    [
      'another protocol',
      () => ({ url: 'ftp://127.0.0.1/' }),
      /^Webhook call failed: UnsupportedProtocol\("Request URL has an unsupported protocol 'ftp:\/\/'\."\)$/,
    ],
    [
      'a private address',
      (url) => ({ url, allow_private_urls: false }),
      /^Webhook call failed: ValueError\(.*It resolves to the private address 127\.0\.0\.1\./,
    ],
    [
      'a private name',
      (url) => ({ url: url.replace('127.0.0.1', 'localhost'), allow_private_urls: false }),
      /^Webhook call failed: ValueError\(.*It resolves to the private address /,
    ],
    [
      'a private address in disguise',
      () => ({ url: 'http://2130706433/', allow_private_urls: false }),
      /^Webhook call failed: ValueError\(.*It resolves to the private address 127\.0\.0\.1\./,
    ],
    [
      'a private address as a new one',
      () => ({ url: 'http://[::ffff:7f00:1]/', allow_private_urls: false }),
      /^Webhook call failed: ValueError\(.*It resolves to the private address /,
    ],
    [
      'another protocol in public',
      () => ({ url: 'ftp://example.com', allow_private_urls: false }),
      /^Webhook call failed: ValueError\(.*Only HTTP and HTTPS URLs are allowed\./,
    ],
    ['in no way that it could be', (url) => ({ url, method: 'BREW' }), /^The webhook block was invalid: /],
  ])('a webhook that calls %s fails', async ([, fields, reason]) => {
    const before = heard.length
    const end = await call(await webhook(fields(address)))
    expect(end.event).toBe('prefect.automation.action.failed')
    expect(end.payload?.reason).toMatch(reason)
    expect(heard).toHaveLength(before)
  })

  test('a payload may have loops and choices, and knows the objects that the event has to do with', async () => {
    const path = `/${randomUUID()}`
    const block = await webhook({ url: address + path })
    const flow = await newFlow(api(), { tags: ['x', 'y'] })
    const payload =
      '{% for tag in flow.tags if tag != "x" %}{{ loop.index }}{{ tag|upper }}{% else %}none{% endfor %} ' +
      '{{ flow.name if flow else "no flow" }} {{ deployment }} {{ event.payload.list | map("string") | join("+") }} ' +
      '{{ event.payload.list | sum }} {{ "%.1f" | format(event.payload.list[0] / 2) }} {{ firings | length }}{{ events | length }} ' +
      '{{ automation.enabled }} {{ flow | ui_resource_events_url }} {{ variables.nope | default("-") }} {{ "<" | tojson }}'
    const related = [{ 'prefect.resource.id': `prefect.flow.${text(flow.id)}`, 'prefect.resource.role': 'flow' }]
    await outcome({ type: 'call-webhook', block_document_id: block.id, payload }, { list: [1, 2] }, related)
    const [called, ...more] = heard.filter(({ url }) => url === path)
    expect(more).toEqual([])
    // only a real Prefect has a web interface of its own to lead to
    expect(called?.body.replace(/http:\/\/127\.0\.0\.1:\d+\//, '')).toBe(
      `1Y ${text(flow.name)} None 1+2 3 0.5 11 True events?resource=prefect.flow.${text(flow.id)} - "\\u003c"`,
    )
  })

  test.for<[string, string]>([
    ['{{ 1 / event.payload.zero }}', "ZeroDivisionError('division by zero')"],
    ['{{ nothing + 1 }}', `UndefinedError("'nothing' is undefined")`],
    ['{{ event.id | nope }}', `TemplateAssertionError("No filter named 'nope'.")`],
    [
      '{{ range(10**9) }}',
      "OverflowError('Range too big. The sandbox blocks ranges larger than MAX_TEMPLATE_RANGE=100.')",
    ],
  ])('a payload %s fails', async ([payload, problem]) => {
    const block = await webhook({ url: address })
    const end = await outcome({ type: 'call-webhook', block_document_id: block.id, payload }, { zero: 0 })
    expect(end).toMatchObject({
      event: 'prefect.automation.action.failed',
      payload: {
        reason: `Template rendering failed: ${problem}`,
        template_error: `Failed to render template due to the following error: ${problem}`,
        template_source: payload,
      },
    })
  })

  test('a webhook needs a block that is one', async () => {
    const gone = await call({ id: NOWHERE } as unknown as Body)
    expect(gone.payload).toMatchObject({ reason: "Unexpected status from 'call-webhook' action: 404" })
    const secret = await newBlock(api(), await systemKind(api(), 'secret'), { value: 'x' })
    expect((await call(secret)).payload?.reason).toBe('The referenced block was not a webhook block')
    const own = await newBlock(api(), await newKind(api()), {})
    expect((await call(own)).payload?.reason).toMatch(/^The webhook block was invalid: /)
  })

  test('a notification is sent by a custom webhook as its fields say', async () => {
    const notified = async (fields: object) => {
      const path = `/${randomUUID()}`
      const data = { name: 'Bell', url: `${address}${path}?q=1`, secrets: { token: 's3' }, ...fields }
      const block = await newBlock(api(), await systemKind(api(), 'custom-webhook'), data)
      const texts = { subject: 'About {{ event.resource.name }}', body: 'It\'s "{{ event.payload.what }}" é' }
      const end = await outcome({ type: 'send-notification', block_document_id: block.id, ...texts }, { what: 'on' })
      expect(end).toMatchObject({
        event: 'prefect.automation.action.executed',
        related: [
          { 'prefect.resource.name': block.name },
          { 'prefect.resource.id': 'prefect.block-type.custom-webhook' },
          {},
          {},
        ],
      })
      const [call, ...more] = heard.filter(({ url }) => url?.startsWith(path))
      expect(more).toEqual([])
      return { ...call, url: call?.url?.slice(path.length) }
    }
    const json = { text: '{{subject}}: {{ body }}', by: '{{ name }}', list: [1, '{{token}}'] }
    expect(
      await notified({ json_data: json, headers: { 'X-Token': 'x{{token}}' }, cookies: { a: '{{token}}', b: 'c' } }),
    ).toMatchObject({
      method: 'POST',
      url: '?q=1',
      body: '{"text":"About Thing: It\'s \\"on\\" é","by":"Bell","list":[1,"s3"]}',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Prefect Notifications',
        'x-token': 'xs3',
        cookie: 'a=s3; b=c',
      },
    })
    expect(
      await notified({ method: 'PUT', params: { a: 'b {{token}}', é: '&' }, form_data: { x: '{{subject}}', y: '1' } }),
    ).toMatchObject({
      method: 'PUT',
      url: '?a=b+s3&%C3%A9=%26',
      body: 'x=About+Thing&y=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await notified({ form_data: '<{{subject}}>' })).toMatchObject({ url: '?q=1', body: '<About Thing>' })
  })

  test('a notification needs a block that notifies', async () => {
    const notify = async (block: Body) =>
      (await outcome({ type: 'send-notification', block_document_id: block.id, body: 'x' })).payload?.reason
    expect(await notify({ id: NOWHERE } as unknown as Body)).toBe(
      "Unexpected status from 'send-notification' action: 404",
    )
    expect(await notify(await webhook({ url: address }))).toBe('The referenced block was not a notification block')
    const kind = await systemKind(api(), 'custom-webhook')
    const unknown = await newBlock(api(), kind, { name: 'x', url: `${address}/{{ nothing }}` })
    expect(await notify(unknown)).toMatch(/^The notification block was invalid: /)
    const twice = await newBlock(api(), kind, { name: 'x', url: address, json_data: {}, form_data: 'x' })
    expect(await notify(twice)).toMatch(
      /^The notification block was invalid: [^]*both `Form Data` and `JSON Data` provided/,
    )
  })

  test('a webhook is stored with a payload that is a text', async () => {
    const stored = async (fields: object) => {
      const action = { type: 'call-webhook', block_document_id: NOWHERE, ...fields }
      return api().post('/automations/', { name: fresh('a'), enabled: false, trigger: NEVER, actions: [action] })
    }
    expect((await stored({})).body.actions).toEqual([{ type: 'call-webhook', block_document_id: NOWHERE, payload: '' }])
    expect((await stored({ payload: { message: 'a', b: [1] } })).body.actions).toMatchObject([
      { payload: '{\n  "message": "a",\n  "b": [\n    1\n  ]\n}' },
    ])
    expect(each((await stored({ payload: '{{ x' })).body.exception_detail, 'msg')).toContain(
      "Value error, 'payload' is not a valid template: unexpected end of template, expected 'end of print statement'.",
    )
    expect((await stored({ payload: null })).status).toBe(422)
    expect(places(await stored({ block_document_id: 'x' }))).toContain('body.actions.0.CallWebhook.block_document_id')
  })

  test('a notification is stored with its subject', async () => {
    const stored = async (fields: object) => {
      const action = { type: 'send-notification', block_document_id: NOWHERE, ...fields }
      return api().post('/automations/', { name: fresh('a'), enabled: false, trigger: NEVER, actions: [action] })
    }
    expect((await stored({ body: '{{ event.id }}' })).body.actions).toEqual([
      {
        type: 'send-notification',
        block_document_id: NOWHERE,
        subject: 'Prefect automated notification',
        body: '{{ event.id }}',
      },
    ])
    expect(places(await stored({}))).toContain('body.actions.0.SendNotification.body')
    expect(each((await stored({ body: '', subject: '{{ x' })).body.exception_detail, 'msg')).toContain(
      "Value error, 'subject' is not a valid template: unexpected end of template, expected 'end of print statement'.",
    )
  })
}

const NEVER = { type: 'event', posture: 'Reactive', expect: ['test.never'] }
