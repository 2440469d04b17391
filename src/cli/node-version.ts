/** What package.json asks for in `engines`: major and minor. */
const OLDEST = [22, 22] as const

/** Why registrar cannot run on this version of Node, such as `20.20.2`; undefined when it can. Older ones crash in SQLite. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined
  return `registrar needs Node ${OLDEST.join('.')} or later, and this is Node ${version}`
}
