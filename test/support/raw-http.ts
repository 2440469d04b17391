import { connect, type Socket } from 'node:net'

/** A bare TCP connection, for what no HTTP client would do. */
export type RawConnection = {
  readonly socket: Socket
  write(text: string | Buffer): void
  /** Everything that came so far. */
  text(): string
  /** Resolves when what came holds this text; rejects when the server closes before. */
  until(text: string): Promise<string>
  /** Resolves with everything that came, when the server has closed. */
  readonly closed: Promise<string>
}

/** Connects to a port of this machine. */
export function rawConnection(port: number): RawConnection {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    received += String(chunk)
  })
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(received))
    // a reset is a way to close
    socket.on('error', () => resolve(received))
  })
  return {
    socket,
    write: (text) => void socket.write(text),
    text: () => received,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (received.includes(text)) resolve(received)
        }
        socket.on('data', look)
        closed.then((all) => reject(new Error(`closed after: ${all}`))).catch(reject)
        look()
      }),
    closed,
  }
}

/** Sends one request as it is written and gives the whole answer; the request should ask to close. */
export async function rawAnswer(port: number, request: string | Buffer): Promise<string> {
  const connection = rawConnection(port)
  connection.write(request)
  return connection.closed
}

/** The status of an answer's first line. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])
}
