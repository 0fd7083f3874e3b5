import { readFile } from "node:fs/promises";
import path from "node:path";
import { migrate, readMigrations } from "./migrate.server";
import { startSchemaEngine } from "./schema-engine.server";
import { sqliteAdapter } from "./sqlite.server";

/**
 * The SQL that leads from what the migrations build to what `prisma/schema.prisma` says; empty when they agree.
 * `scratchUrl` is an empty file the migrations are tried on.
 */
export async function diffSchema(input: { scratchUrl: string }): Promise<string> {
	const { scratchUrl } = input;
	const schemaPath = path.join(process.cwd(), "prisma", "schema.prisma");
	const schema = { path: schemaPath, content: await readFile(schemaPath, "utf8") };
	if ((await readMigrations()).length > 0) await migrate({ url: scratchUrl });
	const engine = await startSchemaEngine({ factory: sqliteAdapter({ url: scratchUrl }), schema });
	try {
		const { stdout } = await engine.diff({
			from: { tag: "schemaDatasource", files: [schema], configDir: path.dirname(schemaPath) },
			to: { tag: "schemaDatamodel", files: [schema] },
			script: true,
			exitCode: null,
			filters: { externalTables: [], externalEnums: [] },
		});
		const sql = (stdout ?? "").trim();
		return sql === "" || sql.startsWith("-- This is an empty migration") ? "" : `${sql}\n`;
	} finally {
		engine.free();
	}
}
