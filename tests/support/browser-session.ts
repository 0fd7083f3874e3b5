/** The cookies of one browser, as a test needs them: taken from answers, sent with requests. */
export interface BrowserSession {
	request: (path?: string) => Request;
	take: (headers: Headers) => void;
	cookies: () => string;
}

export function newBrowser(): BrowserSession {
	const jar = new Map<string, string>();
	const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
	return {
		cookies,
		request: (path = "/") =>
			new Request(`http://127.0.0.1:4310${path}`, { headers: { cookie: cookies(), "user-agent": "Test browser" } }),
		take: (headers) => {
			for (const cookie of headers.getSetCookie()) {
				const [pair = "", ...attributes] = cookie.split("; ");
				const name = pair.slice(0, pair.indexOf("="));
				if (attributes.some((attribute) => attribute.toLowerCase() === "max-age=0")) jar.delete(name);
				else jar.set(name, pair.slice(pair.indexOf("=") + 1));
			}
		},
	};
}
