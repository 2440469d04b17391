/** Where the server says what happened: pino's shape, so that the composition root can hand one over. */
export type Logger = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export const silentLog: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
