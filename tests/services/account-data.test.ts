import { beforeAll, describe, expect, it } from "vitest";
import { openAuth } from "~/adapters/auth.server";
import { database } from "~/adapters/db/client.server";
import { loadInterview } from "~/adapters/db/interviews.server";
import { readInterviewFile } from "~/core/interview/file";
import {
	changePassword,
	deleteMyData,
	exportMyData,
	resetPasswordByOperator,
	resetWithRecoveryCode,
} from "~/services/account.server";
import { currentPerson } from "~/services/guest.server";
import { newBrowser } from "../support/browser-session";
import { testDatabase } from "../support/database";
import { newAccount, newAddress, PASSWORD, practise, refusal, signInFrom } from "../support/people";

testDatabase();
beforeAll(() => openAuth({ secret: "a secret for tests that is long enough", publicUrl: "http://127.0.0.1:4310" }));

describe("passwords", () => {
	it("are set anew by the recovery code, however it is typed, which ends other sessions and works once", async () => {
		const { browser: old, email, recoveryCode, person } = await newAccount();
		const browser = newBrowser();
		const reset = (code: string) =>
			resetWithRecoveryCode({
				request: browser.request(),
				person: null,
				email,
				code,
				password: "a new long password",
				address: newAddress(),
			});
		const done = await reset(
			` ${recoveryCode.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `,
		);
		browser.take(done.headers);
		expect((await currentPerson(browser.request()))?.id).toBe(person.id);
		expect(await currentPerson(old.request())).toBeNull();
		expect(await refusal(reset(recoveryCode))).toBe("not-signed-in");
		expect(await refusal(reset(done.recoveryCode))).toBe("accepted");
	});

	it("stay as they are after a wrong code, and codes cannot be tried without end", async () => {
		const { email } = await newAccount();
		const address = newAddress();
		const attempt = () =>
			refusal(
				resetWithRecoveryCode({
					request: newBrowser().request(),
					person: null,
					email,
					code: "0000-0000-0000-0000-0000",
					password: "a new long password",
					address,
				}),
			);
		for (let index = 0; index < 10; index += 1) expect(await attempt()).toBe("not-signed-in");
		expect(await attempt()).toBe("too-many");
		const old = signInFrom({ email });
		expect(await refusal(old)).toBe("accepted");
	}, 20_000);

	it("change only for someone who knows the current one, and end the other sessions", async () => {
		const { browser, person, email } = await newAccount();
		const other = newBrowser();
		other.take((await signInFrom({ browser: other, email })).headers);
		const change = (currentPassword: string) =>
			changePassword({
				request: browser.request(),
				person,
				currentPassword,
				password: "a changed password",
				address: newAddress(),
			});
		expect(await refusal(change("not the password"))).toBe("bad-input");
		browser.take(await change(PASSWORD));
		expect((await currentPerson(browser.request()))?.id).toBe(person.id);
		expect(await currentPerson(other.request())).toBeNull();
		const again = signInFrom({ browser: other, email, password: "a changed password" });
		expect(await refusal(again)).toBe("accepted");
	});

	it("can be replaced by whoever runs the server, which ends every session", async () => {
		const { browser, email } = await newAccount();
		const { password } = await resetPasswordByOperator({ email });
		expect(await currentPerson(browser.request())).toBeNull();
		const done = signInFrom({ email, password });
		expect(await refusal(done)).toBe("accepted");
		expect(await refusal(resetPasswordByOperator({ email: "nobody@example.org" }))).toBe("not-found");
	});
});

describe("my data", () => {
	it("comes out as one file, with every round in a form that can be read back, and no secrets", async () => {
		const { person, email } = await newAccount();
		const { id } = await practise(person);
		const text = await exportMyData({ person });
		const data = JSON.parse(text);
		expect(data.account.email).toBe(email);
		expect(data.interviews.map((interview: { id: string }) => interview.id)).toEqual([id]);
		const reading = readInterviewFile(data.interviews[0].file);
		expect(reading.ok && reading.file.events).toEqual((await loadInterview({ id, userId: person.id })).events);
		const user = await database().user.findUniqueOrThrow({
			where: { id: person.id },
			include: { accounts: true, sessions: true },
		});
		for (const secret of [user.recoveryCodeHash, user.accounts[0]?.password, user.sessions[0]?.token]) {
			expect(secret).toBeTruthy();
			expect(text).not.toContain(secret);
		}
	});

	it("is gone after deletion, rounds, log, grades and sessions, and nobody else's", async () => {
		const { browser, person } = await newAccount();
		const { person: other } = await newAccount();
		const { id } = await practise(person);
		const { id: others } = await practise(other);
		const run = await database().gradeRun.create({
			data: { interviewId: id, status: "queued", graderKind: "rules", rubricHash: "h" },
		});
		browser.take(await deleteMyData({ person, request: browser.request() }));
		expect(browser.cookies()).toBe("");
		expect(await database().user.count({ where: { id: person.id } })).toBe(0);
		expect(await database().session.count({ where: { userId: person.id } })).toBe(0);
		expect(await database().interviewEvent.count({ where: { interviewId: id } })).toBe(0);
		expect(await database().gradeRun.count({ where: { id: run.id } })).toBe(0);
		expect((await loadInterview({ id: others, userId: other.id })).events.length).toBeGreaterThan(0);
	});
});
