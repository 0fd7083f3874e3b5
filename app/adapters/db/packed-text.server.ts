/**
 * Text that repeats itself, stored small: raw DEFLATE (RFC 1951) with a preset dictionary, as base64 behind a mark. A
 * stroke on a board is a kilobyte of field names; alone it hardly shrinks, with the names known it takes a fifth.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

const MARK = "~1~";
/** Shorter texts gain nothing. */
const WORTH = 300;
/** An event holds at most 400,000 characters and a thousand elements; more than this is no text of ours. */
const MOST_BYTES = 32_000_000;

/** What Excalidraw writes for every element. Part of the format `~1~`: a change needs a mark of its own. */
const DICTIONARY = Buffer.from(
	[
		'"boundElements":[{"type":"text","id":"',
		'"lastCommittedPoint":null,"startArrowhead":null,"endArrowhead":"arrow","elbowed":false',
		'"fixedPoint":null},"startBinding":{"elementId":"","focus":0,"gap":',
		'"endBinding":{"elementId":"","focus":0,"gap":',
		'"points":[[0,0],[',
		'"text":"","fontSize":20,"fontFamily":5,"textAlign":"center","verticalAlign":"middle","containerId":"',
		'"originalText":"","autoResize":true,"lineHeight":1.25}',
		'"type":"text","type":"arrow","type":"ellipse","type":"diamond","type":"line","type":"freedraw"',
		'{"id":"","type":"rectangle","x":0,"y":0,"width":100,"height":60,"angle":0,"strokeColor":"#1e1e1e",',
		'"backgroundColor":"transparent","fillStyle":"solid","strokeWidth":2,"strokeStyle":"solid","roughness":1,',
		'"opacity":100,"groupIds":[],"frameId":null,"index":"a0","roundness":{"type":3},"seed":1,"version":2,',
		'"versionNonce":1,"isDeleted":false,"boundElements":null,"updated":1,"link":null,"locked":false}',
		'{"type":"board","actor":"candidate","elements":[{"angle":0,',
	].join(""),
);

/** The text as it is stored. Texts that are short or begin with the mark stay as they are or are marked themselves. */
export function packText(text: string): string {
	if (text.length < WORTH && !text.startsWith(MARK)) return text;
	const packed = MARK + deflateRawSync(text, { dictionary: DICTIONARY, level: 9 }).toString("base64");
	return packed.length < text.length || text.startsWith(MARK) ? packed : text;
}

/** Inverse of `packText`; throws when what follows the mark is no text of ours. */
export function unpackText(stored: string): string {
	if (!stored.startsWith(MARK)) return stored;
	const bytes = Buffer.from(stored.slice(MARK.length), "base64");
	return inflateRawSync(bytes, { dictionary: DICTIONARY, maxOutputLength: MOST_BYTES }).toString("utf8");
}
