import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

export default defineConfig({
	plugins: [tailwindcss(), remix(remixConfig)],
	resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
	// Named for `npm run dev`: a package that Vite meets halfway makes it reload the page, and two copies of React may meet.
	optimizeDeps: {
		include: ["@excalidraw/excalidraw", "lucide-react", "radix-ui", "react-markdown", "remark-gfm", "zod"],
		exclude: [
			"@anthropic-ai/sdk",
			"@prisma/adapter-libsql",
			"@prisma/client",
			"@remix-run/node",
			"better-auth",
			"openai",
			"pino",
			"yaml",
		],
	},
	// Nothing is inlined as a data: address, so that the content security policy needs no exception for fonts.
	build: { target: "es2022", assetsInlineLimit: 0 },
});
