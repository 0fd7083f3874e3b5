// @ts-check
/** What a child's realm, interpreter and files could do to this machine, taken away. */
import fs from "node:fs";

const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Where Python finds the process it talks to. */
export const PEER = "/dev/peer";

/**
 * A device in Python's file system that is the socket to the other process: no object of JavaScript's is needed for it.
 *
 * @param {any} booted
 * @param {number} descriptor
 */
export function openPeer({ FS }, descriptor) {
	const device = FS.makedev(64, 0);
	FS.registerDevice(device, {
		/** @param {any} stream */
		open(stream) {
			stream.seekable = false;
		},
		close() {},
		/** @param {[any, Int8Array, number, number]} request */
		read: (...[, buffer, offset, length]) => fs.readSync(descriptor, buffer, offset, length, null),
		/** @param {[any, Int8Array, number, number]} request */
		write: (...[, buffer, offset, length]) => fs.writeSync(descriptor, buffer, offset, length),
	});
	FS.mkdev(PEER, 0o666, device);
}

/**
 * Modules that are part of the interpreter, by name. A name that is gone from its table cannot be imported, by whatever
 * way: wherever it stands in memory it is overwritten, each time by something else, so that no place tells of another.
 *
 * @param {any} booted
 * @param {string[]} names
 */
export function forgetModules(booted, names) {
	const memory = Buffer.from(booted._module.HEAPU8.buffer);
	for (const name of names) {
		for (let at = memory.indexOf(name); at >= 0; at = memory.indexOf(name, at + 1)) {
			for (const [index, byte] of crypto.getRandomValues(new Uint8Array(name.length)).entries())
				memory[at + index] = 33 + (byte % 94);
		}
	}
}

/**
 * No file system but the one in memory, and nothing that fetches.
 *
 * @param {any} booted
 */
export function lockFiles({ FS }) {
	for (const name of Object.keys(FS.filesystems)) if (name !== "MEMFS") delete FS.filesystems[name];
	const refuse = () => {
		throw new FS.ErrnoError(63);
	};
	for (const name of ["mount", "createLazyFile", "createPreloadedFile", "createDevice", "registerDevice", "mkdev"])
		FS[name] = refuse;
}

/**
 * Files live in this process's memory, outside Python's own limit: all that they ever grow by is counted. What is said to
 * the other process goes to a device, which holds nothing.
 *
 * @param {any} booted
 */
export function limitFiles({ FS }) {
	const { MEMFS } = FS.filesystems;
	let grown = 0;
	/** @type {<T>(node: any, size: number, change: () => T) => T} */
	const counted = (node, size, change) => {
		const held = () => node.contents?.length ?? 0;
		const before = held();
		if (grown + Math.max(0, size - before) > MAX_FILE_BYTES) throw new FS.ErrnoError(51);
		const result = change();
		grown += Math.max(0, held() - before);
		return result;
	};
	const resize = MEMFS.resizeFileStorage;
	MEMFS.resizeFileStorage = (/** @type {any} */ node, /** @type {number} */ size) =>
		counted(node, size, () => resize.call(MEMFS, node, size));
	const write = FS.write;
	FS.write = (/** @type {any[]} */ ...args) => {
		const [{ node, position }, , , length, at = position] = args;
		if (!FS.isFile(node.mode)) return write.apply(FS, args);
		const end = Math.max(at, node.usedBytes) + length;
		return counted(node, end, () => write.apply(FS, args));
	};
}

/** What this realm can do to the world, taken away before the first line of the candidate's code. */
export function lockRealm() {
	const now = performance.now.bind(performance);
	const { timeOrigin } = performance;
	const getRandomValues = crypto.getRandomValues.bind(crypto);
	const kept = ["Object", "Error", "JSON", "String", "Number", "Math", "Array", "Map", "Set", "WeakMap", "Promise"];
	for (const name of Object.getOwnPropertyNames(globalThis)) {
		if (kept.includes(name) || /^(undefined|NaN|Infinity|globalThis)$/.test(name)) continue;
		if (
			/Error$|Array$|^(Function|Symbol|Boolean|Date|RegExp|Proxy|Reflect|BigInt|WeakRef|FinalizationRegistry|DataView|ArrayBuffer|WebAssembly|TextDecoder|TextEncoder|setTimeout|clearTimeout|isNaN|parseInt|parseFloat)$/.test(
				name,
			)
		)
			continue;
		try {
			delete (/** @type {any} */ (globalThis)[name]);
		} catch {}
	}
	// Python's clock, random source and last words; a bare function each, with nothing behind it.
	const silent = () => {};
	Object.assign(globalThis, {
		performance: { now, timeOrigin },
		crypto: { getRandomValues },
		console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
	});
	// What is compiled from here on is not ours: a module that Python loads from a file could be written by the candidate.
	const { RuntimeError, LinkError, CompileError, Exception, Tag } = /** @type {any} */ (WebAssembly);
	Object.assign(globalThis, { WebAssembly: Object.freeze({ RuntimeError, LinkError, CompileError, Exception, Tag }) });
	Error.stackTraceLimit = 0;
	freezePrototypes();
}

/** A getter on a prototype that everything shares would see whatever passes through Pyodide, and be handed its insides. */
function freezePrototypes() {
	const kinds = Object.getOwnPropertyNames(globalThis)
		.map((name) => /** @type {any} */ (globalThis)[name])
		.filter((value) => typeof value === "function");
	const hidden = [
		Object.getPrototypeOf(Uint8Array),
		Object.getPrototypeOf(async () => {}).constructor,
		Object.getPrototypeOf(function* () {}).constructor,
		Object.getPrototypeOf(async function* () {}).constructor,
	];
	for (const kind of [...kinds, ...hidden]) {
		for (const target of [kind.prototype, kind]) {
			if (!target) continue;
			// What inherits a frozen value could not be given one of its own; errors are given names and messages.
			const settable = target instanceof Error || target === Error.prototype;
			if (!settable) Object.freeze(target);
			else
				for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(target)))
					Object.defineProperty(target, key, { value, writable: true, configurable: false });
			Object.preventExtensions(target);
		}
	}
	const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()];
	for (const space of [JSON, Math, Reflect, ...iterators.map(Object.getPrototypeOf)]) Object.freeze(space);
}
