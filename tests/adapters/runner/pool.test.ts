import { describe, expect, it } from "vitest";
import { poolOf } from "../../support/runner";

/** Work that goes on until it is let go. */
function closedGate(): { gate: Promise<void>; open: () => void } {
	let open = () => {};
	const gate = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { gate, open };
}

describe("a pool", () => {
	it("lets no more run at once than it has cores, and everybody has their turn", async () => {
		const pool = poolOf("process", 1);
		let [now, most] = [0, 0];
		const order: number[] = [];
		await Promise.all(
			[1, 2, 3, 4].map((number) =>
				pool.inTurn(async () => {
					now += 1;
					most = Math.max(most, now);
					await new Promise((resolve) => setTimeout(resolve, 5));
					order.push(number);
					now -= 1;
				}),
			),
		);
		expect(most).toBe(1);
		expect(order).toEqual([1, 2, 3, 4]);
		pool.close();
	});

	it("gives everybody their turn, however often one of them asks", async () => {
		const pool = poolOf("process", 1);
		const { gate, open } = closedGate();
		const order: string[] = [];
		const ask = (person: string, group?: string) =>
			pool.inTurn(
				async () => {
					order.push(person);
					await gate;
				},
				{ asker: { person, ...(group ? { group } : {}) } },
			);
		const flood = ["a", "b", "c", "d"].map((guest) => ask(guest, "address 1"));
		const mine = [ask("me"), ask("me")];
		await expect(ask("me")).rejects.toThrow(/Two checks of yours/);
		open();
		await Promise.all([...flood, ...mine]);
		expect(order).toEqual(["a", "me", "b", "me", "c", "d"]);
		pool.close();
	});

	it("tells everybody who waits how many are before them", async () => {
		const pool = poolOf("process", 1);
		const heard: Record<string, number[]> = {};
		const ask = (person: string, work: () => Promise<void>) => {
			heard[person] ??= [];
			return pool.inTurn(work, { asker: { person }, onPlace: (before) => heard[person]?.push(before) });
		};
		const { gate, open } = closedGate();
		const all = [ask("a", () => gate), ask("b", async () => {}), ask("c", async () => {})];
		open();
		await Promise.all(all);
		expect(heard).toEqual({ a: [0], b: [1, 1, 0], c: [2, 1, 0] });
		pool.close();
	});

	it("is not shut to who has nobody in line by others who fill it", async () => {
		const pool = poolOf("process", 1);
		const { gate, open } = closedGate();
		const ask = (person: string, group: string) => pool.inTurn(() => gate, { asker: { person, group } });
		const flood = Array.from({ length: 61 }, (_, n) => ask(`guest ${n}`, `address ${n % 3}`));
		await expect(ask("one more", "address 1")).rejects.toThrow(/Try again in a few seconds/);
		const mine = ask("me", "me");
		open();
		await expect(mine).resolves.toBeUndefined();
		await Promise.all(flood);
		pool.close();
	});

	it("refuses with a sentence when the line is too long, and serves those in it", async () => {
		const pool = poolOf("process", 1);
		const { gate, open } = closedGate();
		const inLine = Array.from({ length: 61 }, () => pool.inTurn(() => gate));
		await expect(pool.inTurn(() => gate)).rejects.toThrow(/Try again in a few seconds/);
		open();
		await expect(Promise.all(inLine)).resolves.toHaveLength(61);
		pool.close();
	});
});
