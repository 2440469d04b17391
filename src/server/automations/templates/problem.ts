/** What is wrong with a template, and in which line. */
export class TemplateProblem extends Error {
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.name = 'TemplateProblem'
    this.line = line
  }
}
