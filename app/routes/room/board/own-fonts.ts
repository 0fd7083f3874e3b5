/**
 * Excalidraw names another host as the fallback of every font, and browsers report it even when the first source is
 * there. Only this server's sources are kept, so that nothing is ever asked elsewhere.
 */
export function keepFontsHere(): void {
	const Native = window.FontFace;
	const { origin } = window.location;
	window.FontFace = class extends Native {
		constructor(family: string, source: string | BufferSource, descriptors?: FontFaceDescriptors) {
			super(family, typeof source === "string" ? sourcesOf(source, origin) : source, descriptors);
		}
	};
	// Read by Excalidraw when it first names a font.
	Object.assign(window, { EXCALIDRAW_ASSET_PATH: `${origin}/vendor/excalidraw/` });
}

function sourcesOf(source: string, origin: string): string {
	const parts = source.split(/,\s*(?=url\()/);
	const own = parts.filter((part) => part.startsWith(`url(${origin}/`) || !/^url\(["']?https?:/.test(part));
	return own.length > 0 ? own.join(", ") : source;
}
