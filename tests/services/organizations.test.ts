import { beforeAll, describe, expect, it } from "vitest";
import { deleteMyData } from "~/services/account.server";
import { gradeByHand } from "~/services/human-grading.server";
import {
	cancelInvitation,
	createOrganization,
	invite,
	join,
	leave,
	removeMember,
	shareRound,
	viewInvitation,
	viewOrganizations,
} from "~/services/organizations.server";
import { viewPeople, viewSession } from "~/services/people-agreement.server";
import { viewReport } from "~/services/report.server";
import { saveDraft, shareRubric, viewRubric } from "~/services/rubric-draft.server";
import { viewRubrics } from "~/services/rubrics.server";
import { testDatabase } from "../support/database";
import { newAccount, newGuest, refusal } from "../support/people";
import { forkRag, given, importSample, publish, shiftWeight, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

type Account = Awaited<ReturnType<typeof newAccount>>;
let owner: Account;
let manager: Account;
let member: Account;
let organization: string;

const of = ({ browser, person }: Account) => ({ request: browser.request(), person });

async function joinAs(account: Account, role: "manager" | "member"): Promise<void> {
	await invite({ request: owner.browser.request(), organization, email: account.email, role });
	const [view] = await viewOrganizations({ person: owner.person });
	const invitation = view?.invitations.find((entry) => entry.email === account.email);
	await join({ ...of(account), id: invitation?.id ?? "" });
}

beforeAll(async () => {
	[owner, manager, member] = [await newAccount(), await newAccount(), await newAccount()];
	await createOrganization({ ...of(owner), name: "Hiring at Acme" });
	organization = (await viewOrganizations({ person: owner.person }))[0]?.organizationId ?? "";
	await joinAs(manager, "manager");
	await joinAs(member, "member");
});

describe("an organisation", () => {
	it("shows everybody who is in it, and its invitations only to those who may make them", async () => {
		await invite({ request: owner.browser.request(), organization, email: "late@example.org", role: "member" });
		const [ofOwner] = await viewOrganizations({ person: owner.person });
		const [ofMember] = await viewOrganizations({ person: member.person });
		expect(ofOwner?.members.map((entry) => entry.role)).toEqual(["owner", "manager", "member"]);
		expect(ofOwner?.invitations.map((entry) => entry.email)).toEqual(["late@example.org"]);
		expect(ofMember).toMatchObject({ mayManage: false, invitations: [] });
		const id = ofOwner?.invitations[0]?.id ?? "";
		await cancelInvitation({ request: manager.browser.request(), invitation: id });
		expect(await refusal(viewInvitation({ id }))).toBe("not-found");
	});

	it("is not founded by guests, and members invite nobody", async () => {
		const { browser, person } = await newGuest();
		expect(await refusal(createOrganization({ request: browser.request(), person, name: "Guests" }))).toBe("conflict");
		const byMember = invite({
			request: member.browser.request(),
			organization,
			email: "x@example.org",
			role: "member",
		});
		expect(await refusal(byMember)).toBe("forbidden");
		const toOwner = invite({ request: manager.browser.request(), organization, email: "x@example.org", role: "owner" });
		expect(await refusal(toOwner)).toBe("forbidden");
	});

	it("is joined by the one address the invitation is for", async () => {
		await invite({ request: owner.browser.request(), organization, email: "meant@example.org", role: "member" });
		const [view] = await viewOrganizations({ person: owner.person });
		const id = view?.invitations.find((entry) => entry.email === "meant@example.org")?.id ?? "";
		expect(await refusal(join({ ...of(await newAccount()), id }))).toBe("forbidden");
		expect(await refusal(join({ ...of(member), id: "invented" }))).toBe("not-found");
	});

	it("is not left by its last owner while others are in it", async () => {
		expect(await refusal(leave({ ...of(owner), organization }))).toBe("conflict");
		const stranger = await newAccount();
		expect(await refusal(leave({ ...of(stranger), organization }))).toBe("not-found");
	});
});

describe("a shared rubric", () => {
	it("is seen by members, changed by managers, and by nobody else", async () => {
		const id = await forkRag(owner.person);
		expect(await refusal(viewRubric({ id, person: member.person }))).toBe("not-found");
		await shareRubric({ id, person: owner.person, organization });
		expect(await viewRubric({ id, person: member.person })).toMatchObject({
			mayEdit: false,
			organization: { name: "Hiring at Acme" },
		});
		expect((await viewRubrics(member.person)).own.map((rubric) => rubric.id)).toContain(id);
		const { draft, revision } = await viewRubric({ id, person: manager.person });
		expect(await refusal(saveDraft({ id, person: member.person, revision, draft }))).toBe("forbidden");
		expect(await refusal(publish({ id, person: member.person }))).toBe("forbidden");
		await shiftWeight({ id, person: manager.person, by: 5 });
		await publish({ id, person: manager.person });
		expect((await viewRubric({ id, person: member.person })).history[0]?.publishedBy).toBe(manager.email);
		expect(await refusal(viewRubric({ id, person: (await newAccount()).person }))).toBe("not-found");
		expect(await refusal(shareRubric({ id, person: manager.person, organization: "" }))).toBe("forbidden");
	});

	it("stays with the organisation when whoever began it leaves", async () => {
		const leaving = await newAccount();
		await joinAs(leaving, "manager");
		const id = await forkRag(leaving.person);
		await shareRubric({ id, person: leaving.person, organization });
		await deleteMyData({ person: leaving.person, request: leaving.browser.request() });
		expect((await viewRubric({ id, person: member.person })).history).toHaveLength(1);
	});
});

describe("a shared interview", () => {
	it("needs the consent of whoever was interviewed, and is read and graded by members alone", async () => {
		const id = await importSample({ person: owner.person, name: "rag-deep-dive-middling" });
		const share = { id, person: owner.person, organization };
		expect(await refusal(shareRound({ ...share, consents: false }))).toBe("bad-input");
		expect(await refusal(viewReport({ id, person: member.person }))).toBe("not-found");
		await shareRound({ ...share, consents: true });
		expect(await viewReport({ id, person: member.person })).toMatchObject({ state: "graded", ownRound: false });
		expect(await refusal(shareRound({ ...share, person: member.person, consents: true }))).toBe("forbidden");
		await gradeByHand({ id, person: member.person, mode: "blind", given: given(), submit: true });
		const three = given({ index: { score: 3 } });
		await gradeByHand({ id, person: manager.person, mode: "assisted", given: three, submit: true });
		const rubric = await forkRag(owner.person);
		expect(await viewSession({ id: rubric, person: owner.person })).toMatchObject({
			total: 1,
			graded: 0,
			left: [{ id }],
		});
		const people = await viewPeople({ id: rubric, person: owner.person });
		expect(people).toMatchObject({ shared: 0, assisted: 2, differences: [] });
		await gradeByHand({ id, person: owner.person, mode: "blind", given: given(), submit: true });
		expect(await viewSession({ id: rubric, person: owner.person })).toMatchObject({ total: 1, graded: 1, left: [] });
		const after = await viewPeople({ id: rubric, person: owner.person });
		expect(after?.differences.map((entry) => entry.criterion)).toEqual(["Embeddings and store"]);
		// The member had opened the report before: what was said to be blind is not.
		expect(people?.graders.map((grader) => [grader.interviews, grader.blind])).toEqual([
			[1, 0],
			[1, 0],
		]);
		expect(after?.graders.map((grader) => [grader.interviews, grader.blind])).toContainEqual([1, 1]);
		await shareRound({ ...share, organization: "", consents: false });
		expect(await refusal(viewReport({ id, person: member.person }))).toBe("not-found");
	});

	it("is closed to a member who was removed", async () => {
		const removed = await newAccount();
		await joinAs(removed, "member");
		const id = await importSample({ person: owner.person, name: "rag-deep-dive-weak" });
		await shareRound({ id, person: owner.person, organization, consents: true });
		expect((await viewReport({ id, person: removed.person })).state).toBe("graded");
		const [view] = await viewOrganizations({ person: owner.person });
		const row = view?.members.find((entry) => entry.email === removed.email)?.id ?? "";
		expect(await refusal(removeMember({ request: member.browser.request(), organization, member: row }))).not.toBe(
			"accepted",
		);
		await removeMember({ request: owner.browser.request(), organization, member: row });
		expect(await refusal(viewReport({ id, person: removed.person }))).toBe("not-found");
	});
});
