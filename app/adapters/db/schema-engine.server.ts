/**
 * Prisma's schema engine compiled to WebAssembly, run in this process: a machine that cannot reach the host of the
 * native engine can still migrate. Loaded by hand, because the package's own entry needs a bundler for `.wasm` imports.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
	bindMigrationAwareSqlAdapterFactory,
	type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg") & {
	__wbg_set_wasm: (exports: WebAssembly.Exports) => void;
};
export type SchemaEngine = Awaited<ReturnType<EngineModule["SchemaEngine"]["new"]>>;

const holder = globalThis as typeof globalThis & {
	mockingbirdEngine?: Promise<EngineModule> | undefined;
	PRISMA_WASM_PANIC_REGISTRY?: { set_message: (message: string) => void };
};

/** An engine that works on the database of `factory`. Throws with the engine's own words when it stops. */
export async function startSchemaEngine(input: {
	factory: SqlMigrationAwareDriverAdapterFactory;
	/** Path and text of the Prisma schema; left out where only migration files matter. */
	schema?: { path: string; content: string };
}): Promise<SchemaEngine> {
	holder.mockingbirdEngine ??= loadEngine();
	const { SchemaEngine } = await holder.mockingbirdEngine;
	const datamodels: [string, string][] = input.schema ? [[input.schema.path, input.schema.content]] : [];
	return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(input.factory));
}

async function loadEngine(): Promise<EngineModule> {
	const require = createRequire(path.join(process.cwd(), "package.json"));
	const file = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
	const engine = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as EngineModule;
	const bytes = await readFile(path.join(path.dirname(file), "schema_engine_bg.wasm"));
	const { instance } = await WebAssembly.instantiate(bytes, {
		"./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports,
	});
	engine.__wbg_set_wasm(instance.exports);
	holder.PRISMA_WASM_PANIC_REGISTRY = {
		set_message: (message) => {
			throw new Error(`the schema engine stopped: ${message}`);
		},
	};
	(instance.exports.__wbindgen_start as () => void)();
	return engine;
}
