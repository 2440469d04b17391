import { type Json, type JsonObject, isJsonObject } from '../../model/json.ts'
import { BlockFields, METHODS, WrongField, textsOf } from './block.ts'
import { isList } from './fields.ts'
import { type Outgoing, lowerCased } from './send.ts'
import { textOf } from './templates/values.ts'

/**
 * The request of a Custom Webhook block: its fields with subject, body, its name and its secrets filled in
 * (`CustomWebhookNotificationBlock`, `prefect/blocks/notifications.py`). Throws a `WrongField`.
 */
export function customWebhook(
  data: JsonObject,
  texts: { readonly subject: string; readonly body: string },
): Omit<Outgoing, 'signal'> {
  const fields = new BlockFields(data)
  const values = { ...fields.object('secrets'), ...texts, name: fields.text('name') }
  const filledIn = new BlockFields(filledMembers(data, values))
  const params = data['params'] === null || data['params'] === undefined ? undefined : filledIn.texts('params')
  const { body, type } = content(filledIn)
  return {
    method: fields.oneOf('method', METHODS, 'POST'),
    url: withParams(filledIn.text('url'), params),
    headers: {
      'user-agent': 'Prefect Notifications',
      ...(type === undefined ? {} : { 'content-type': type }),
      ...cookies(filledIn.texts('cookies')),
      ...lowerCased(filledIn.texts('headers')),
    },
    body,
    mayBePrivate: fields.flag('allow_private_urls', true),
    isVerified: true,
    timeoutMs: fields.number('timeout', 10) * 1000,
  }
}

type Values = Readonly<Record<string, Json>>

/** Fields in which placeholders stand for values. */
const FILLED = ['url', 'params', 'form_data', 'json_data', 'headers', 'cookies']

function filledMembers(data: JsonObject, values: Values): JsonObject {
  return Object.fromEntries(FILLED.map((name) => [name, filled(data[name] ?? null, { values, name })]))
}

type Filling = { readonly values: Values; readonly name: string }

/** A value with its placeholders filled in; a text that is one alone is the value itself. */
function filled(value: Json, filling: Filling): Json {
  if (typeof value === 'string') {
    const [, sole] = SOLE.exec(value) ?? []
    if (sole !== undefined) return valueOf(sole, filling)
    return value.replaceAll(PLACEHOLDER, (_all, name: string) => textOf(valueOf(name, filling)))
  }
  if (isList(value)) return value.map((item) => filled(item, filling))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, filling)]))
}

const PLACEHOLDER = /\{\{\s*([\w.\-[\]$]+)\s*\}\}/g
const SOLE = /^\{\{\s*([\w.\-[\]$]+)\s*\}\}$/

function valueOf(placeholder: string, { values, name }: Filling): Json {
  const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined
  if (value === undefined) throw new WrongField(`${name}: nothing is known by the name '${placeholder}'`)
  return value
}

function content(fields: BlockFields): { readonly body: string; readonly type: string | undefined } {
  const [json, form] = [fields.value('json_data'), fields.value('form_data')]
  if (json !== undefined && form !== undefined) throw new WrongField('both `Form Data` and `JSON Data` provided')
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' }
  if (typeof form === 'string') return { body: form, type: undefined }
  const texts = isJsonObject(form) ? textsOf(form, 'form_data') : {}
  if (Object.keys(texts).length === 0) return { body: '', type: undefined }
  return { body: String(new URLSearchParams(texts)), type: 'application/x-www-form-urlencoded' }
}

/** Parameters take the place of those that an address has. */
function withParams(text: string, params: Readonly<Record<string, string>> | undefined): string {
  if (params === undefined || !URL.canParse(text)) return text
  const url = new URL(text)
  url.search = String(new URLSearchParams(params))
  return url.href
}

function cookies(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const cookie = Object.entries(values).map(([name, value]) => `${name}=${value}`)
  return cookie.length === 0 ? {} : { cookie: cookie.join('; ') }
}
