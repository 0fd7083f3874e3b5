/** Which addresses of the internet a server may call for somebody who is not its operator (decisions 17). */
import os from "node:os";
import ipaddr from "ipaddr.js";

/** Azure's platform services answer every virtual machine at an address that looks public. */
const CLOUD_INTERNAL: ReadonlySet<string> = new Set(["168.63.129.16"]);
const LOWEST_FREE_PORT = 1024;

/**
 * Whether an IP address, as text, is one on the public internet: global unicast by the registries of IANA, and not one
 * of this machine. Everything that only wraps another address (IPv4-mapped, NAT64, 6to4, Teredo) is not, whatever is
 * inside; neither is anything that is no address or names a zone.
 */
export function isPublicAddress(text: string): boolean {
	if (!ipaddr.isValid(text) || text.includes("%") || CLOUD_INTERNAL.has(text)) return false;
	const address = ipaddr.parse(text);
	if (address.range() !== "unicast") return false;
	// Of IPv6 only 2000::/3 is given out (RFC 4291 §2.4); the rest may mean anything to a network.
	if (address.kind() === "ipv6" && !address.match(ipaddr.parseCIDR("2000::/3"))) return false;
	return !ownAddresses().has(address.toString());
}

/** Read each time: a laptop changes networks. */
function ownAddresses(): Set<string> {
	const own = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
	return new Set(own.map(({ address }) => ipaddr.parse(address.split("%")[0] ?? address).toString()));
}

/**
 * What is wrong with an address somebody typed, in a sentence; null when it may be called as far as can be told without
 * asking a name server. A host written as a number in any of its forms (decimal, octal, hexadecimal) is read as `URL` and
 * every client read it.
 */
export function objectionToUrl(url: URL): string | null {
	if (url.protocol !== "https:") return "The address must begin with https://, because this server is a public one.";
	if (url.username || url.password) return "The address must hold no user name.";
	if (url.port !== "" && Number(url.port) < LOWEST_FREE_PORT)
		return `The port must be 443, or ${LOWEST_FREE_PORT} and above.`;
	const host = hostOf(url);
	if (isLiteral(host) ? !isPublicAddress(host) : !isPublicName(host))
		return "The address must be a public one. Only the operator of this server can connect one of its own network.";
	return null;
}

/** Names that by their registration never mean a host of the internet (RFC 6761, RFC 6762, RFC 8375, ICANN on .internal). */
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|home\.arpa|lan|test|invalid|onion)$/;

function isPublicName(host: string): boolean {
	const name = host.replace(/\.$/, "");
	return name.includes(".") && !LOCAL_NAME.test(name);
}

/** Without the brackets of IPv6. */
export function hostOf(url: URL): string {
	return url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

export function isLiteral(host: string): boolean {
	return ipaddr.isValid(host);
}
