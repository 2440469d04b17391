type Variables = Readonly<Record<string, string>>

const LINE =
  /^[^\S\n]*(?:export[^\S\n]+)?(?<name>[^\s=#'"]+)[^\S\n]*=[^\S\n]*(?<value>'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[^\n]*)/gm

/**
 * The variables of a `.env` file, by the rules of python-dotenv, with which Prefect reads it: a comment needs a space
 * before its `#`, quotes may span lines, `${NAME}` and `${NAME:-default}` are filled in from the lines above, then from
 * `env`, else with nothing. (`util.parseEnv` cuts `user:pass#word` at the `#` and fills in nothing.)
 */
export function parseDotenv(text: string, env: Readonly<Record<string, string | undefined>>): Variables {
  const variables: Record<string, string> = {}
  for (const { groups } of text.replaceAll('\r\n', '\n').matchAll(LINE)) {
    const { name = '', value = '' } = groups ?? {}
    variables[name] = unquote(value).replaceAll(
      /\$\{(?<name>[^}:]*)(?::-(?<fallback>[^}]*))?\}/g,
      (_whole, inner: string, fallback: string | undefined) => variables[inner] ?? env[inner] ?? fallback ?? '',
    )
  }
  return variables
}

const ESCAPES: Variables = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\u0007' }

function unquote(value: string): string {
  if (/^'.*'$/s.test(value)) return value.slice(1, -1).replaceAll(/\\([\\'])/g, '$1')
  if (/^".*"$/s.test(value)) {
    return value.slice(1, -1).replaceAll(/\\([\\'"abfnrtv])/g, (_whole, char: string) => ESCAPES[char] ?? char)
  }
  return value.replace(/\s+#.*$/, '').trim()
}
