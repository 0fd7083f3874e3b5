import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { z } from "zod";
import { PRESET_LIMITS, PRESET_MODELS, PRESETS, type Preset } from "~/core/connection";
import { AppError } from "~/core/errors";
import { SERVER_CAPABILITIES, SERVER_TITLES, SERVERS } from "~/core/model-server";
import {
	type ConnectionFields,
	EditInput,
	editConnection,
	fieldsOf,
	lookUpModelsOf,
	viewConnection,
} from "~/services/edit-connection.server";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { RefusalNote } from "~/ui/refusal";
import { CapabilityFields } from "./capability-fields";
import { LimitFields } from "./limit-fields";
import { OF_PROVIDER, OF_SERVER } from "./preset-options";
import { OfferedModels, TaskFields } from "./task-fields";
import { TestButtons } from "./test-buttons";

export const meta: MetaFunction = () => [{ title: "Change a connection – Mockingbird" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const person = await orThrow(requirePerson(request));
	return { connection: await orThrow(viewConnection({ person, id: params.id ?? "" })) };
}

const Posted = EditInput.extend({
	intent: z.enum(["save", "models"]).optional(),
	/** Fills the fields; nothing is stored. */
	preset: z.enum(PRESETS).optional(),
	server: z.enum(SERVERS).optional(),
});

interface Answer {
	error?: string;
	models?: string[];
	entered?: ConnectionFields;
}

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { intent, preset, server, ...input } = await readForm(request, Posted);
		const one = { person: await requirePerson(request), id: params.id ?? "" };
		const entered = fieldsOf(input);
		try {
			if (intent === "models") return data<Answer>({ models: await lookUpModelsOf(one), entered });
			if (preset) return data<Answer>({ entered: await withPreset({ ...one, entered, preset }) });
			if (server) return data<Answer>({ entered: { ...entered, capabilities: SERVER_CAPABILITIES[server] } });
			await editConnection({ ...one, input });
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			return data<Answer>({ error: error.message, entered }, { status: error.status });
		}
		return redirect("/models");
	});
}

async function withPreset(
	input: Parameters<typeof viewConnection>[0] & { entered: ConnectionFields; preset: Preset },
): Promise<ConnectionFields> {
	const { entered, preset } = input;
	const { kind } = await viewConnection(input);
	const isNamed = kind !== "compatible" && preset !== "local";
	return {
		...entered,
		limits: PRESET_LIMITS[preset],
		tasks: isNamed ? PRESET_MODELS[kind][preset] : entered.tasks,
	};
}

export default function EditConnection() {
	const { connection } = useLoaderData<typeof loader>();
	const answered = useActionData<Answer>();
	const busy = useNavigation().state !== "idle";
	const { kind, label, address, ofServer } = connection;
	const shown = answered?.entered ?? connection;
	const isServer = kind === "compatible";
	return (
		<main id="main" className="mx-auto max-w-[860px] px-5 pt-8 pb-16 md:px-8">
			<p className="meta">
				<Link className="link" to="/models">
					Models
				</Link>
			</p>
			<h1 className="mt-1 text-2xl">{label}</h1>
			<p className="mt-2 text-ink-2">
				{address ?? "The provider's own address"}
				{ofServer && ", for everybody"}. For another key or address, connect it anew and remove this one.
			</p>
			<div className="mt-3">
				<RefusalNote error={answered?.error} />
			</div>
			{/* Fields that were filled in by a button are new ones, also for a page that has a script. */}
			<Form method="post" className="card mt-4 grid gap-7 p-5" key={JSON.stringify(shown)}>
				<OfferedModels models={answered?.models} />
				<Part title="A model for each task">
					<TaskFields values={shown.tasks} />
				</Part>
				<Part title="How patient to be">
					<div className="max-w-[480px]">
						<LimitFields values={shown.limits} />
					</div>
				</Part>
				{isServer && (
					<Part title="What this server can do">
						<CapabilityFields values={shown.capabilities} />
					</Part>
				)}
				<TestButtons
					intent="save"
					label="Test and save"
					busy={busy}
					models={answered?.models}
					note="One short call is made to each model that is new. Nothing is stored when one of them fails."
				/>
				<div className="grid gap-3 border-t border-line pt-5">
					<Fill label={isServer ? "Fill in the patience of" : "Fill in a preset"} name="preset" busy={busy}>
						{isServer ? OF_SERVER : OF_PROVIDER}
					</Fill>
					{isServer && (
						<Fill label="Fill in what is known of" name="server" busy={busy}>
							{SERVERS.map((server) => ({ value: server, label: SERVER_TITLES[server] }))}
						</Fill>
					)}
				</div>
			</Form>
		</main>
	);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section>
			<h2 className="mb-3 text-lg">{title}</h2>
			{children}
		</section>
	);
}

/** Buttons that change fields and store nothing. */
function Fill(props: {
	label: string;
	name: string;
	busy: boolean;
	children: readonly { value: string; label: string }[];
}) {
	const { label, name, busy, children } = props;
	return (
		<div className="flex flex-wrap items-center gap-2">
			<span className="meta">{label}</span>
			{children.map((option) => (
				<button key={option.value} type="submit" name={name} value={option.value} className="btn sm" disabled={busy}>
					{option.label}
				</button>
			))}
		</div>
	);
}
