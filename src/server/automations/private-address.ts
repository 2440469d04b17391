import { BlockList, isIP } from 'node:net'

/** Whether an IP address is none of the public network's: Python's `ipaddress.is_private`, which Prefect goes by. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const NETWORKS: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['240.0.0.0', 4],
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
]

/** An IPv4 address that is written as an IPv6 one is looked up among those of IPv4. */
const PRIVATE = new BlockList()
for (const [address, prefix] of NETWORKS) PRIVATE.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4')
