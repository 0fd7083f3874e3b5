import { Form } from "@remix-run/react";
import { useState } from "react";
import { PRESET_LIMITS, type PRESET_MODELS, type Preset } from "~/core/connection";
import type { Entered } from "~/services/connect.server";
import { Field } from "~/ui/field";
import { Segment } from "~/ui/segment";
import { useHydrated } from "~/ui/use-hydrated";
import { LimitFields } from "./limit-fields";
import { LOCAL, OF_PROVIDER, OF_SERVER } from "./preset-options";
import { ModelField, OfferedModels, TaskFields } from "./task-fields";
import { TestButtons } from "./test-buttons";

const KINDS = [
	{ value: "anthropic", label: "Anthropic" },
	{ value: "openai", label: "OpenAI" },
	{ value: "compatible", label: "Another server" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const LOCAL_ADDRESSES =
	"Ollama: http://127.0.0.1:11434/v1. LM Studio: http://127.0.0.1:1234/v1. vLLM: http://127.0.0.1:8000/v1. llama.cpp: http://127.0.0.1:8080/v1.";
const PUBLIC_ADDRESS =
	"A public one by https, such as https://models.example.org/v1. One of this server's own network only its operator can connect.";

/** Key or address, models and patience. Every field is there without a script; with one, only what applies is shown. */
export function ConnectForm(props: {
	addressAllowed: boolean;
	isOperator: boolean;
	presets: typeof PRESET_MODELS;
	busy: boolean;
	/** What was typed before, with a number in the place of the key. */
	entered?: Entered;
	models?: string[];
}) {
	const { addressAllowed, isOperator, presets, busy, entered, models } = props;
	const [kind, setKind] = useState<Kind>(entered?.kind ?? "anthropic");
	const [preset, setPreset] = useState<Preset>(entered?.preset ?? "balanced");
	const hydrated = useHydrated();
	const choose = (next: Kind) => {
		setKind(next);
		if ((next === "compatible") !== (kind === "compatible")) setPreset(next === "compatible" ? "local" : "balanced");
	};
	const isServer = kind === "compatible";
	const options = hydrated ? (isServer ? OF_SERVER : OF_PROVIDER) : [...OF_PROVIDER, LOCAL];
	return (
		<Form method="post" className="card mt-3 grid gap-5 p-5">
			<Segment name="kind" label="Provider" options={KINDS} value={kind} onChange={choose} />
			<input type="hidden" name="draft" value={entered?.draft ?? ""} />
			<OfferedModels models={models} />
			<div className="grid max-w-[480px] gap-4">
				<Field
					name="apiKey"
					label="Key"
					type="password"
					autoComplete="off"
					required={false}
					note={
						entered?.draft
							? "Kept here for fifteen minutes. Leave it empty to use the one you entered."
							: "Encrypted before it is stored. It is never shown again, not even to you."
					}
				/>
				<Field
					name="baseUrl"
					label={isServer ? "Address" : "Address, if it is not the provider's own"}
					required={false}
					defaultValue={entered?.baseUrl}
					note={addressAllowed ? (isServer || !hydrated ? LOCAL_ADDRESSES : undefined) : PUBLIC_ADDRESS}
				/>
				<ModelField
					name="model"
					label={isServer ? "Model" : "One model for everything, instead of the choice below"}
					defaultValue={entered?.model}
				/>
			</div>
			<div>
				<Segment name="preset" label="Preset" options={options} value={preset} onChange={setPreset} />
				<p className="meta mt-2">{meaningOf({ kind, preset, presets })}</p>
			</div>
			<details open={models !== undefined && models.length > 0}>
				<summary className="link">A model for each task</summary>
				<div className="mt-3 max-w-[640px]">
					<TaskFields values={entered ?? {}} overrides="Empty: as chosen above." />
				</div>
			</details>
			<details>
				<summary className="link">How patient to be</summary>
				<div className="mt-3 max-w-[480px]">
					<LimitFields values={entered ?? {}} preset={PRESET_LIMITS[preset]} />
				</div>
				<p className="meta mt-2">
					A model on the processor of this machine may need minutes to its first word. Empty: as the preset says.
				</p>
			</details>
			{isOperator && (
				<label className="flex items-center gap-2">
					<input type="checkbox" name="scope" value="server" defaultChecked={entered?.scope === "server"} />
					For everybody who uses this server
				</label>
			)}
			<TestButtons
				intent="connect"
				label="Test and connect"
				busy={busy}
				models={models}
				note="One short call is made to each model. What you and the interviewer say then goes to this provider."
			/>
		</Form>
	);
}

function meaningOf(input: { kind: Kind; preset: Preset; presets: typeof PRESET_MODELS }): string {
	const { kind, preset, presets } = input;
	const { firstSeconds, concurrency } = PRESET_LIMITS[preset];
	const patience = `Waits ${firstSeconds} s for the first word and makes ${concurrency === 1 ? "one call" : `${concurrency} calls`} at once.`;
	if (kind === "compatible" || preset === "local") return `One model for all tasks of text. ${patience}`;
	const { interviewer, judge } = presets[kind][preset];
	return `Interviews with ${interviewer}, judges with ${judge}. ${patience}`;
}
