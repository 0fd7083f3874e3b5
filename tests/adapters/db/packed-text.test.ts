import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packText, unpackText } from "~/adapters/db/packed-text.server";

describe("text that is stored small", () => {
	it("comes back as it was, whatever it is", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => unpackText(packText(text)) === text),
		);
		for (const text of ["", "~1~", "~1~abc", "x".repeat(5_000), `~1~${"y".repeat(400)}`])
			expect(unpackText(packText(text))).toBe(text);
	});

	it("is never longer than it was, unless it looks packed itself", () => {
		fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => packText(`{${text}`).length <= text.length + 1));
	});

	it("takes a stroke on a board to less than half", () => {
		const element = {
			id: "k2hH-vnP1sYFDm0Qyq4Zu",
			type: "rectangle",
			x: 311.5,
			y: 208.25,
			width: 148,
			height: 74,
			angle: 0,
			strokeColor: "#1e1e1e",
			backgroundColor: "transparent",
			fillStyle: "solid",
			strokeWidth: 2,
			strokeStyle: "solid",
			roughness: 1,
			opacity: 100,
			groupIds: [],
			frameId: null,
			index: "a3",
			roundness: { type: 3 },
			seed: 1936225401,
			version: 41,
			versionNonce: 1167843447,
			isDeleted: false,
			boundElements: [{ type: "text", id: "qK5q1ZzX0pXb0u9cT1p7e" }],
			updated: 1795538399812,
			link: null,
			locked: false,
		};
		const text = JSON.stringify({ elements: [element] });
		expect(packText(text).length).toBeLessThan(text.length / 2);
	});

	it("that was damaged is an error and not another text", () => {
		expect(() => unpackText("~1~not base64 of anything")).toThrow();
	});
});
