/**
 * `user:password` of a URL, decoded; undefined when it has neither. A percent sign that begins no escape stands for
 * itself, as in Python's `unquote`, with which httpx reads them.
 */
export function urlCredentials({ username, password }: URL): string | undefined {
  return username === '' && password === '' ? undefined : `${unquoted(username)}:${unquoted(password)}`
}

function unquoted(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}
