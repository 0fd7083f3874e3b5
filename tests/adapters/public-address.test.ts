import os from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress, objectionToUrl } from "~/adapters/public-address.server";

const objection = (text: string) => objectionToUrl(new URL(text));

describe("an address of the internet", () => {
	it.each(["1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "192.167.1.1", "2606:4700::1111", "2a00::1"])(
		"is %s",
		(address) => expect(isPublicAddress(address)).toBe(true),
	);

	it.each([
		["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
		["loopback", ["127.0.0.1", "127.255.255.254", "::1"]],
		["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]],
		["unique local", ["fc00::1", "fd00:ec2::254", "fdff::1"]],
		["link-local, with the metadata service of clouds", ["169.254.169.254", "fe80::1", "fe80::1%eth0"]],
		["behind a carrier's NAT", ["100.64.0.1", "100.100.100.200", "100.127.255.255"]],
		["multicast or broadcast", ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"]],
		["reserved, for benchmarks or for books", ["192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.9", "240.0.0.1"]],
		["reserved in IPv6", ["2001:db8::1", "3fff::1", "100::1", "5f00::1", "fec0::1", "4000::1", "1::1"]],
		["IPv4 inside of IPv6", ["::ffff:10.0.0.1", "::ffff:1.1.1.1", "::ffff:7f00:1", "::127.0.0.1", "::ffff:0:1.1.1.1"]],
		["NAT64", ["64:ff9b::a00:1", "64:ff9b::101:101", "64:ff9b:1::1"]],
		["a tunnel", ["2002:a00:1::1", "2001::1"]],
		["of a cloud's own services", ["168.63.129.16"]],
		["no address", ["", "example.org", "1.1.1.1/8", "[::1]"]],
	])("is none that is %s", (_, addresses) => {
		for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
	});

	it("is none of this machine's own", () => {
		const own = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
		for (const { address } of own) expect(isPublicAddress(address)).toBe(false);
	});

	it("is never a private one, whichever", () => {
		const byte = fc.integer({ min: 0, max: 255 });
		const privateOnes = fc.oneof(
			fc.tuple(fc.constant(10), byte, byte, byte),
			fc.tuple(fc.constant(127), byte, byte, byte),
			fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
			fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
			fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
			fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
			fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
		);
		fc.assert(
			fc.property(privateOnes, (bytes) => {
				const number = bytes.reduce((sum, part) => sum * 256 + part, 0);
				for (const host of [bytes.join("."), String(number), `0x${number.toString(16)}`, `0${number.toString(8)}`])
					expect(objection(`https://${host}/v1`)).toMatch(/must be a public one/);
				expect(isPublicAddress(`::ffff:${bytes.join(".")}`)).toBe(false);
			}),
		);
	});
});

describe("an address somebody typed", () => {
	it.each([
		"https://api.example.org/v1",
		"https://api.example.org:8443",
		"https://1.1.1.1/v1",
		"https://bücher.example",
	])("may be %s", (text) => expect(objection(text)).toBeNull());

	it.each([
		["http://api.example.org", /https/],
		["ftp://api.example.org", /https/],
		["https://me:pw@api.example.org", /user name/],
		["https://1.1.1.1@10.0.0.1", /user name/],
		["https://api.example.org:22", /port/],
		["https://api.example.org:80", /port/],
		["https://localhost:11434", /public/],
		["https://localhost.", /public/],
		["https://LOCALHOST", /public/],
		["https://ollama", /public/],
		["https://ollama.", /public/],
		["https://printer.local", /public/],
		["https://metadata.google.internal", /public/],
		["https://metadata.google.internal.", /public/],
		["https://router.home.arpa", /public/],
		["https://127.0.0.1.", /public/],
		["https://127.1", /public/],
		["https://0177.0.0.1", /public/],
		["https://0x7f.0.0.1", /public/],
		["https://2130706433", /public/],
		["https://１２７.0.0.1", /public/],
		["https://ⓛocalhost", /public/],
		["https://[::1]", /public/],
		["https://[::ffff:127.0.0.1]", /public/],
		["https://[64:ff9b::7f00:1]", /public/],
		["https://[fd00::1]:8443", /public/],
	])("is refused as %s, with a sentence", (text, why) => expect(objection(text)).toMatch(why));

	it("cannot name a zone of IPv6", () => expect(URL.canParse("https://[fe80::1%25eth0]/v1")).toBe(false));
});
