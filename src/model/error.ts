/** An operation failed for a reason outside our code. The message starts with the subject; the hint says what to do. */
export class RegistrarError extends Error {
  readonly code: string
  readonly subject: string
  readonly hint: string | undefined

  constructor(args: { code: string; subject: string; message: string; hint?: string; cause?: unknown }) {
    super(`${args.subject}: ${args.message}`, args.cause === undefined ? undefined : { cause: args.cause })
    this.name = new.target.name
    this.code = args.code
    this.subject = args.subject
    this.hint = args.hint
  }
}
