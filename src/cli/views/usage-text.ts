/** A wrong command line: what is wrong, what was perhaps meant, where the help is. */
export function usageText(problem: string, corrections: readonly string[]): string {
  const meant = corrections.length === 0 ? '' : `, did you mean ${corrections.join(' or ')}?`
  return `error: ${problem}${meant}\n→ registrar --help lists the commands, registrar <command> --help its flags`
}
