import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Not of the public internet, by the IANA special-purpose registries: where a webhook may not lead. */
const IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; 169.254.169.254 tells clouds' machines their credentials.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved and broadcast.
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of IPv6 only 2000::/3 is handed out; these parts of it are not for hosts, or carry an IPv4 address inside. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused4 = new BlockList();
for (const [net, bits] of IPV4) refused4.addSubnet(net, bits, 'ipv4');
const global6 = new BlockList();
global6.addSubnet(...GLOBAL_IPV6, 'ipv6');
const refused6 = new BlockList();
for (const [net, bits] of IPV6) refused6.addSubnet(net, bits, 'ipv6');

/**
 * Whether an address belongs to the public internet. IPv4 in IPv6 (`::ffff:127.0.0.1`, NAT64, 6to4) never does:
 * names that have a public IPv4 address give it as such.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused4.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  const [plain = ''] = address.split('%');
  return global6.check(plain, 'ipv6') && !refused6.check(plain, 'ipv6');
}
