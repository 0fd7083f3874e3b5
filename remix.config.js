/**
 * Options of the Remix plugin; vite.config.ts hands them over, because Remix itself reads no such file under Vite.
 *
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
export default {
	future: {
		v3_fetcherPersist: true,
		v3_relativeSplatPath: true,
		v3_routeConfig: true,
		v3_singleFetch: true,
		v3_throwAbortReason: true,
	},
};
