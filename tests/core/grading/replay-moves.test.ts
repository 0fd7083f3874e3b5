import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampMoment, clusterMarks, nextMoment, playOn, previousMoment } from "~/core/grading/replay-moves";

const times = fc.array(fc.nat(600_000), { maxLength: 40 }).map((moments) => moments.sort((a, b) => a - b));

describe("the steps of a replay", () => {
	it("go from event to event and stop at both ends", () => {
		const moments = [1_000, 4_000, 4_000, 9_000];
		expect([0, 1_000, 4_000, 9_000].map((at) => nextMoment(moments, at))).toEqual([1_000, 4_000, 9_000, null]);
		expect([1_000, 4_000, 9_000].map((at) => previousMoment(moments, at))).toEqual([null, 1_000, 4_000]);
		expect(clampMoment(-5, 100)).toBe(0);
		expect(clampMoment(105, 100)).toBe(100);
	});

	it("reach every event once by going forward", () => {
		fc.assert(
			fc.property(times, (moments) => {
				const seen: number[] = [];
				for (let at: number | null = nextMoment(moments, -1); at !== null; at = nextMoment(moments, at)) seen.push(at);
				return JSON.stringify(seen) === JSON.stringify([...new Set(moments)]);
			}),
		);
	});
});

describe("playing", () => {
	it("leaves a long silence soon and comes back shortly before it ends", () => {
		const on = (atMs: number, skip = true) =>
			playOn({ atMs, byMs: 100, moments: [1_000, 60_000], lengthMs: 90_000, skip });
		expect(on(1_000)).toBe(1_100);
		expect(on(2_450)).toBe(58_500);
		expect(on(2_450, false)).toBe(2_550);
		expect(on(59_000)).toBe(59_100);
		expect(on(61_600)).toBe(88_500);
	});

	it("never goes back, never past the end, and never over an event unseen", () => {
		fc.assert(
			fc.property(times, fc.nat(600_000), fc.integer({ min: 1, max: 400 }), (moments, atMs, byMs) => {
				const arrived = playOn({ atMs, byMs, moments, lengthMs: 600_000, skip: true });
				const next = nextMoment(moments, atMs);
				const onTheWay = next !== null && next <= atMs + byMs;
				return arrived >= atMs && arrived <= 600_000 && (onTheWay || next === null || arrived < next);
			}),
		);
	});
});

describe("marks that lie close", () => {
	it("become one, and none is lost", () => {
		const marks = [0, 10, 30, 31, 90].map((fromMs) => ({ fromMs }));
		expect(clusterMarks(marks, 25).map((cluster) => cluster.length)).toEqual([2, 2, 1]);
		fc.assert(
			fc.property(times, fc.nat(50_000), (moments, close) => {
				const all = moments.map((fromMs) => ({ fromMs }));
				return clusterMarks(all, close).flat().length === all.length;
			}),
		);
	});
});
