/** Who has had scores of the machine in view, by interview. Only that it happened, and when it first did. */
import { type DatabaseTransaction, database } from "./client.server";

/** Notes it for each of these interviews; what is noted already stays. The caller has checked that they are readable. */
export async function recordSeenScores(input: { interviewIds: readonly string[]; userId: string }): Promise<void> {
	const { interviewIds, userId } = input;
	const seen = await seenAmong(input);
	for (const interviewId of interviewIds) {
		if (seen.has(interviewId)) continue;
		const key = { interviewId, userId };
		await database().seenScores.upsert({ where: { interviewId_userId: key }, create: key, update: {} });
	}
}

/** Those of these interviews of which this person has seen scores of the machine. */
export async function seenAmong(input: { interviewIds: readonly string[]; userId: string }): Promise<Set<string>> {
	const rows = await database().seenScores.findMany({
		where: { userId: input.userId, interviewId: { in: [...input.interviewIds] } },
		select: { interviewId: true },
	});
	return new Set(rows.map((row) => row.interviewId));
}

/** What a guest has seen, whoever they turn out to be has seen too. */
export async function moveSeenScores(input: {
	transaction: DatabaseTransaction;
	guestId: string;
	userId: string;
}): Promise<void> {
	const { transaction, guestId, userId } = input;
	const rows = await transaction.seenScores.findMany({ where: { userId: guestId } });
	for (const { interviewId } of rows) {
		const key = { interviewId, userId };
		await transaction.seenScores.upsert({ where: { interviewId_userId: key }, create: key, update: {} });
	}
	await transaction.seenScores.deleteMany({ where: { userId: guestId } });
}
