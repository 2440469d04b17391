import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections and to servers that ask for any (from 32,768 on, on Linux),
 * and above 10,080, the last that `fetch` and browsers refuse.
 */
const FIRST = 11_000
const LAST = 32_000
const TRIES = 100

/**
 * A port of loopback on which nothing listens, for a server that has to be told its port, or as one that does not
 * answer. It stays free but for a rare accident: no connection and no server that asks for any port is given it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    if (await isFree(port)) return port
  }
  throw new Error(`none of ${TRIES} ports from ${FIRST} to ${LAST} was free`)
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
