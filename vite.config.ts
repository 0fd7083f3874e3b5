import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

const { version: pyodideVersion } = createRequire(import.meta.url)("pyodide/package.json") as { version: string };

export default defineConfig({
	plugins: [tailwindcss(), remix(remixConfig)],
	resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
	// Named for `npm run dev`: a package that Vite meets halfway makes it reload the page, and two copies of React may meet.
	optimizeDeps: {
		include: [
			"@codemirror/autocomplete",
			"@codemirror/commands",
			"@codemirror/lang-python",
			"@codemirror/language",
			"@codemirror/lint",
			"@codemirror/search",
			"@codemirror/state",
			"@codemirror/view",
			"@excalidraw/excalidraw",
			"@lezer/highlight",
			"lucide-react",
			"radix-ui",
			"react-markdown",
			"remark-gfm",
			"zod",
		],
		exclude: [
			"@anthropic-ai/sdk",
			"@prisma/adapter-libsql",
			"@prisma/client",
			"@remix-run/node",
			"better-auth",
			"openai",
			"pino",
			"pyodide",
			"yaml",
		],
	},
	// Nothing is inlined as a data: address, so that the content security policy needs no exception for fonts.
	define: { __PYODIDE_VERSION__: JSON.stringify(pyodideVersion) },
	worker: { format: "es" },
	build: { target: "es2022", assetsInlineLimit: 0 },
});
