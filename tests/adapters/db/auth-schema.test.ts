import { getAuthTables } from "better-auth/db";
import { expect, it } from "vitest";
import { createAuth } from "~/adapters/auth.server";
import { Prisma } from "~/generated/prisma/client";
import { testDatabase } from "../../support/database";

testDatabase();

it("has a column for every field of the account library and its plug-ins", () => {
	const { options } = createAuth({
		secret: "a secret for tests that is long enough",
		publicUrl: "http://127.0.0.1:4310",
	});
	const columns: Record<string, Record<string, string>> = {
		user: Prisma.UserScalarFieldEnum,
		session: Prisma.SessionScalarFieldEnum,
		account: Prisma.AccountScalarFieldEnum,
		verification: Prisma.VerificationScalarFieldEnum,
		organization: Prisma.OrganizationScalarFieldEnum,
		member: Prisma.MemberScalarFieldEnum,
		invitation: Prisma.InvitationScalarFieldEnum,
	};
	const missing = Object.entries(getAuthTables(options)).flatMap(([table, { fields }]) =>
		Object.keys(fields)
			.filter((field) => !(field in (columns[table] ?? {})))
			.map((field) => `${table}.${field}`),
	);
	expect(missing).toEqual([]);
	expect(Object.keys(getAuthTables(options)).sort()).toEqual(Object.keys(columns).sort());
});
