/** Whether an address is this machine itself, which nobody else reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** Addresses that mean every interface, so that the name in a request may be any. */
function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** What a request says of where it comes from and whom it is for. */
export type Provenance = { readonly host: string | undefined; readonly origin: string | undefined }

/**
 * Why a request is turned away before anyone looks at it, or undefined. A web page that the user visits can send
 * requests to this machine: it shows itself by its `Origin`, or, where it has moved its own name to a loopback address,
 * by the `Host`. `bound` is the address that the server listens on.
 */
export function strangerProblem({ host, origin }: Provenance, bound: string): string | undefined {
  if (host !== undefined && !isOwn(hostnameOf(`http://${host}`), bound)) return `The host "${host}" is not this server.`
  if (origin !== undefined && !isOwn(hostnameOf(origin), bound))
    return `Requests of pages from "${origin}" are not answered.`
  return undefined
}

/** Listening everywhere goes with an auth string, which a foreign page does not know. */
function isOwn(hostname: string | undefined, bound: string): boolean {
  return hostname !== undefined && (isLoopback(hostname) || hostname === bound || isWildcard(bound))
}

function hostnameOf(url: string): string | undefined {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '')
}
