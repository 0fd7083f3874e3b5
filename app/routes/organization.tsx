import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { UserPlus } from "lucide-react";
import { z } from "zod";
import { AppError } from "~/core/errors";
import { currentPerson, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import {
	cancelInvitation,
	createOrganization,
	InviteInput,
	invite,
	leave,
	type OrganizationView,
	removeMember,
	viewOrganizations,
} from "~/services/organizations.server";
import { CopyLink } from "~/ui/copy-link";
import { formatDate } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Organisation – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return {
		isGuest: person?.isGuest ?? true,
		organizations: person ? await orThrow(viewOrganizations({ person })) : [],
	};
}

const id = z.string().max(100);
const Posted = z.discriminatedUnion("intent", [
	z.object({ intent: z.literal("create"), name: z.string().max(100) }),
	InviteInput.extend({ intent: z.literal("invite") }),
	z.object({ intent: z.literal("cancel"), invitation: id }),
	z.object({ intent: z.literal("remove"), organization: id, member: id }),
	z.object({ intent: z.literal("leave"), organization: id, sure: z.string().optional() }),
]);

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const person = await requirePerson(request);
		if (posted.intent === "create") await createOrganization({ request, person, name: posted.name });
		else if (posted.intent === "invite") await invite({ request, ...posted });
		else if (posted.intent === "cancel") await cancelInvitation({ request, invitation: posted.invitation });
		else if (posted.intent === "remove") await removeMember({ request, ...posted });
		else if (posted.sure !== "yes") throw new AppError("bad-input", "Tick the box first. You are still a member.");
		else await leave({ request, person, organization: posted.organization });
		return redirect("/organization");
	});
}

export default function Organization() {
	const { isGuest, organizations } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	return (
		<main id="main" className="mx-auto max-w-[860px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Organisation</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				People who share rubrics and interviews. Members read and grade what is shared; managers and owners change
				rubrics.
			</p>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			{organizations.map((organization) => (
				<One key={organization.organizationId} organization={organization} busy={busy} />
			))}
			<section className="mt-8" aria-labelledby="found">
				<h2 id="found" className="text-lg">
					{organizations.length === 0 ? "Found one" : "Found another one"}
				</h2>
				{isGuest ? (
					<p className="mt-2 text-ink-2">
						A guest cannot found one.{" "}
						<Link className="link" to="/account">
							Add an e-mail address and a password
						</Link>{" "}
						first, or open the invitation you were sent.
					</p>
				) : (
					<Form key={organizations.length} method="post" className="mt-3 flex flex-wrap items-end gap-3">
						<label className="min-w-0 flex-1 basis-[240px]">
							<span className="label">Name</span>
							<input className="input" name="name" required minLength={2} maxLength={100} />
						</label>
						<button type="submit" name="intent" value="create" className="btn" disabled={busy}>
							Found it
						</button>
					</Form>
				)}
			</section>
		</main>
	);
}

function One({ organization, busy }: { organization: OrganizationView; busy: boolean }) {
	const { organizationId, name, role, mayManage, members, invitations } = organization;
	return (
		<section className="card mt-6 p-5" aria-label={name}>
			<div className="flex flex-wrap items-center gap-3">
				<h2 className="flex-1 text-lg">{name}</h2>
				<span className="tag">you are {role}</span>
				<details className="relative">
					<summary className="btn sm danger">Leave</summary>
					<Form method="post" className="mt-2 grid gap-2 text-sm">
						<input type="hidden" name="organization" value={organizationId} />
						<label className="flex items-center gap-1.5">
							<input type="checkbox" name="sure" value="yes" />
							{members.length === 1 ? "the organisation goes with me" : "shared rubrics stay here"}
						</label>
						<button type="submit" name="intent" value="leave" className="btn sm danger" disabled={busy}>
							Leave {name}
						</button>
					</Form>
				</details>
			</div>
			<ul className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-3 text-sm">
				{members.map((member) => (
					<li key={member.id} className="flex flex-wrap items-center gap-3">
						<span className="min-w-0 flex-1 basis-[220px] wrap-anywhere">
							{member.email} {member.you && <span className="meta">(you)</span>}
						</span>
						<span className="tag line">{member.role}</span>
						{mayManage && !member.you && (
							<Form method="post">
								<input type="hidden" name="organization" value={organizationId} />
								<input type="hidden" name="member" value={member.id} />
								<button
									type="submit"
									name="intent"
									value="remove"
									className="btn sm danger"
									disabled={busy}
									aria-label={`Remove ${member.email}`}
								>
									Remove
								</button>
							</Form>
						)}
					</li>
				))}
				{invitations.map((invitation) => (
					<li key={invitation.id} className="flex flex-wrap items-center gap-3">
						<span className="min-w-0 flex-1 basis-[220px] wrap-anywhere">
							{invitation.email} <span className="meta">invited until {formatDate(invitation.expiresAt)}</span>
							<CopyLink path={`/join/${invitation.id}`} />
						</span>
						<span className="tag line">{invitation.role}</span>
						<Form method="post">
							<input type="hidden" name="invitation" value={invitation.id} />
							<button type="submit" name="intent" value="cancel" className="btn sm" disabled={busy}>
								Take back
							</button>
						</Form>
					</li>
				))}
			</ul>
			{mayManage && (
				<Form
					key={invitations.length}
					method="post"
					className="mt-4 flex flex-wrap items-end gap-3 border-t border-line pt-4"
				>
					<input type="hidden" name="organization" value={organizationId} />
					<label className="min-w-0 flex-1 basis-[220px]">
						<span className="label">E-mail address</span>
						<input className="input" name="email" type="email" required maxLength={254} />
					</label>
					<label>
						<span className="label">Role</span>
						<select className="input" name="role" defaultValue="member">
							<option value="member">Member</option>
							<option value="manager">Manager</option>
							{role === "owner" && <option value="owner">Owner</option>}
						</select>
					</label>
					<button type="submit" name="intent" value="invite" className="btn" disabled={busy}>
						<UserPlus size={15} aria-hidden />
						Invite by link
					</button>
					<p className="meta basis-full">No mail is sent: copy the link that appears above and send it yourself.</p>
				</Form>
			)}
		</section>
	);
}
