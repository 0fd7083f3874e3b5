import { defineConfig } from "prisma/config";

// `prisma generate` needs no engine, but downloads one unless a path is given. Some networks do not reach its host.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
	schema: "prisma/schema.prisma",
	migrations: { path: "prisma/migrations/sqlite" },
	datasource: { url: process.env.DATABASE_URL ?? "file:./data/mockingbird.db" },
});
