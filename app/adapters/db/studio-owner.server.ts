/** What of the studio moves with a guest who gets an account, what a person's file holds of it, and what goes with them. */
import { type DatabaseTransaction, database } from "./client.server";
import { moveSeenScores } from "./seen-scores.server";

/** Rubrics or questions of a person and of some organisations. */
export function ownedOrShared(input: { userId: string; organizationIds: readonly string[] }) {
	return { OR: [{ userId: input.userId }, { organizationId: { in: [...input.organizationIds] } }] };
}

/** Gives everything of the studio to another person. */
export async function moveStudio(input: {
	transaction: DatabaseTransaction;
	guestId: string;
	userId: string;
}): Promise<void> {
	const { transaction, guestId, userId } = input;
	await transaction.studioRubric.updateMany({ where: { userId: guestId }, data: { userId } });
	await transaction.studioQuestion.updateMany({ where: { userId: guestId }, data: { userId } });
	await transaction.practiceLink.updateMany({ where: { userId: guestId }, data: { userId } });
	await transaction.humanGrade.updateMany({ where: { userId: guestId }, data: { userId } });
	await transaction.benchRun.updateMany({ where: { userId: guestId }, data: { userId } });
	await moveSeenScores(input);
}

/**
 * Deletes a person's rubrics and questions, with those versions that no interview or grade of anybody rests on. What is shared with an
 * organisation goes to another of its owners or managers.
 */
export async function deleteStudio(input: { transaction: DatabaseTransaction; userId: string }): Promise<void> {
	const { transaction, userId } = input;
	await handOver(input);
	await passOwnership(input);
	const rubrics = await transaction.studioRubric.findMany({ where: { userId }, select: { id: true } });
	const questions = await transaction.studioQuestion.findMany({ where: { userId }, select: { id: true } });
	const owners = [...rubrics.map(({ id }) => `rubric:${id}`), ...questions.map(({ id }) => `question:${id}`)];
	const versions = await transaction.contentVersion.findMany({
		where: { owner: { in: owners } },
		select: { id: true, hash: true },
	});
	for (const { id, hash } of versions) {
		const held = await transaction.interview.count({ where: { plan: { contains: hash } } });
		const graded = await transaction.gradeRun.count({ where: { rubricHash: { contains: hash } } });
		if (held + graded === 0) await transaction.contentVersion.delete({ where: { id } });
	}
	await transaction.studioRubric.deleteMany({ where: { userId } });
	await transaction.studioQuestion.deleteMany({ where: { userId } });
}

/** What is shared with an organisation stays with it, as long as somebody there can look after it. */
export async function handOver(input: {
	transaction: DatabaseTransaction;
	userId: string;
	/** Only what is shared with this one; without it, with any. */
	organizationId?: string;
}): Promise<void> {
	const { transaction, userId } = input;
	const where = { userId, organizationId: input.organizationId ?? { not: null } };
	const shared = [
		...(await transaction.studioRubric.findMany({ where, select: { organizationId: true } })),
		...(await transaction.studioQuestion.findMany({ where, select: { organizationId: true } })),
	];
	for (const organizationId of new Set(shared.flatMap((entry) => entry.organizationId ?? []))) {
		const heir = await transaction.member.findFirst({
			where: { organizationId, userId: { not: userId }, role: { in: ["owner", "manager"] } },
			orderBy: [{ role: "desc" }, { createdAt: "asc" }],
		});
		if (!heir) continue;
		const handed = { where: { userId, organizationId }, data: { userId: heir.userId } };
		await transaction.studioRubric.updateMany(handed);
		await transaction.studioQuestion.updateMany(handed);
	}
}

/** An organisation whose only owner goes is owned by the next in line: a manager, else whoever was there first. */
export async function passOwnership(input: { transaction: DatabaseTransaction; userId: string }): Promise<void> {
	const { transaction, userId } = input;
	const owned = await transaction.member.findMany({ where: { userId, role: "owner" } });
	for (const { organizationId } of owned) {
		const others = { organizationId, userId: { not: userId } };
		if ((await transaction.member.count({ where: { ...others, role: "owner" } })) > 0) continue;
		const manager = await transaction.member.findFirst({
			where: { ...others, role: "manager" },
			orderBy: { createdAt: "asc" },
		});
		const next = manager ?? (await transaction.member.findFirst({ where: others, orderBy: { createdAt: "asc" } }));
		if (next) await transaction.member.update({ where: { id: next.id }, data: { role: "owner" } });
		else await transaction.organization.delete({ where: { id: organizationId } });
	}
}

/** A person's rubrics and grades as their data file holds them. */
export async function exportStudio(input: { userId: string }) {
	const { userId } = input;
	const rubrics = await database().studioRubric.findMany({
		where: { userId },
		include: { publications: true },
		orderBy: { createdAt: "asc" },
	});
	const questions = await database().studioQuestion.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
	const grades = await database().humanGrade.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
	return {
		rubrics: rubrics.map(({ draft, ...rubric }) => ({ ...rubric, draft: JSON.parse(draft) as unknown })),
		questions,
		humanGrades: grades.map(({ criteria, ...grade }) => ({ ...grade, criteria: JSON.parse(criteria) as unknown })),
	};
}
