import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampSize, sizeAfterKey } from "~/ui/panel-size";

const limits = { min: 300, max: 700 };

describe("the edge of a panel", () => {
	it("moves with the arrow that makes the panel larger and back with the other one", () => {
		const key = (grows: "ArrowRight" | "ArrowLeft" | "ArrowUp", pressed: string, shift = false) =>
			sizeAfterKey({ size: 400, key: pressed, shift, grows, limits });
		expect(key("ArrowRight", "ArrowRight")).toBe(416);
		expect(key("ArrowRight", "ArrowLeft")).toBe(384);
		expect(key("ArrowLeft", "ArrowLeft", true)).toBe(464);
		expect(key("ArrowUp", "ArrowUp")).toBe(416);
		expect(key("ArrowUp", "ArrowDown")).toBe(384);
		expect(key("ArrowUp", "ArrowRight")).toBeNull();
		expect(key("ArrowRight", "Home")).toBe(300);
		expect(key("ArrowRight", "End")).toBe(700);
		expect(key("ArrowRight", "a")).toBeNull();
	});

	it("never leaves the limits, and keeps the panel's own least where there is no room for both", () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true }), (size) => {
				const next = clampSize(size, limits);
				return next >= 300 && next <= 700;
			}),
		);
		expect(clampSize(500, { min: 300, max: 120 })).toBe(300);
	});
});
