/** Grade runs that wait, and the workers that take them: claims, leases, failures. */
import { database } from "./client.server";
import { type StoredGradeRun, toRun } from "./grade-rows.server";

/** How long a claimed run belongs to its worker; storing a criterion renews it. */
export const GRADE_LEASE_MS = 60_000;

/** A run that was claimed this often without an end takes the process down with it: it is failed instead of claimed. */
const MAX_CLAIMS = 5;

/** Of one person's: whoever has ended many rounds leaves room for others. */
const MOST_OF_ONE = 2;

/**
 * Claims the oldest run that waits or whose lease has lapsed, for 60 seconds; those of people of whom none is being graded
 * come first. Null when there is none. `owner` names the process; two workers never get the same run at the same time.
 */
export async function claimGradeRun(input: { owner: string; now?: number }): Promise<StoredGradeRun | null> {
	const { owner, now = Date.now() } = input;
	const claimable = { OR: [{ status: "queued" }, { status: "running", leaseUntil: { lt: new Date(now) } }] };
	for (;;) {
		const next = await oldestClaimable({ claimable, now });
		if (!next) return null;
		if (next.attempts >= MAX_CLAIMS) {
			await failGradeRun({
				id: next.id,
				message: "Grading was started several times and never came to an end.",
				final: true,
				now,
			});
			continue;
		}
		const { count } = await database().gradeRun.updateMany({
			where: { id: next.id, attempts: next.attempts, ...claimable },
			data: {
				status: "running",
				leaseOwner: owner,
				leaseUntil: new Date(now + GRADE_LEASE_MS),
				attempts: next.attempts + 1,
			},
		});
		if (count === 1) return toRun({ ...next, status: "running", attempts: next.attempts + 1 });
	}
}

async function oldestClaimable(input: { claimable: object; now: number }) {
	const { claimable, now } = input;
	const running = await database().gradeRun.findMany({
		where: { status: "running", leaseUntil: { gte: new Date(now) } },
		select: { interview: { select: { userId: true } } },
	});
	const busy = running.map(({ interview }) => interview.userId);
	const full = busy.filter((user) => busy.filter((other) => other === user).length >= MOST_OF_ONE);
	for (const others of [busy, full]) {
		const next = await database().gradeRun.findFirst({
			where: { ...claimable, interview: { userId: { notIn: others } } },
			orderBy: [{ createdAt: "asc" }, { id: "asc" }],
		});
		if (next) return next;
	}
	return null;
}

/** Keeps a claimed run for another minute while a slow grader is at it. */
export async function renewGradeLease(input: { id: string; owner: string; now?: number }): Promise<void> {
	const { id, owner, now = Date.now() } = input;
	await database().gradeRun.updateMany({
		where: { id, status: "running", leaseOwner: owner },
		data: { leaseUntil: new Date(now + GRADE_LEASE_MS) },
	});
}

/** At a restart: what another process had claimed is free again at once. Only for the one server of a database. */
export async function returnGradeRuns(input: { owner: string }): Promise<void> {
	await database().gradeRun.updateMany({
		where: { status: "running", NOT: { leaseOwner: input.owner } },
		data: { status: "queued", leaseOwner: null, leaseUntil: null },
	});
}

/** Notes why a grading stopped. Unless it is `final` the run waits for another attempt. */
export async function failGradeRun(input: {
	id: string;
	message: string;
	final: boolean;
	now?: number;
}): Promise<void> {
	const { id, message, final, now = Date.now() } = input;
	await database().gradeRun.updateMany({
		where: { id, status: { in: ["queued", "running"] } },
		data: {
			status: final ? "failed" : "queued",
			error: message,
			leaseOwner: null,
			leaseUntil: null,
			finishedAt: final ? new Date(now) : null,
		},
	});
}
