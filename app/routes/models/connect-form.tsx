import { Form } from "@remix-run/react";
import { useState } from "react";
import type { PRESET_MODELS, Preset } from "~/core/connection";
import { Field } from "~/ui/field";
import { Segment } from "~/ui/segment";
import { useHydrated } from "~/ui/use-hydrated";

const KINDS = [
	{ value: "anthropic", label: "Anthropic" },
	{ value: "openai", label: "OpenAI" },
	{ value: "compatible", label: "Another server" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const PRESETS = [
	{ value: "cheap", label: "Cheap" },
	{ value: "balanced", label: "Balanced" },
	{ value: "best", label: "Best" },
] as const;

const PATIENCE = [
	{ name: "firstSeconds", label: "To the first word, seconds", value: 15 },
	{ name: "idleSeconds", label: "Between words, seconds", value: 10 },
	{ name: "totalSeconds", label: "In all, seconds", value: 120 },
	{ name: "attempts", label: "Attempts", value: 2 },
	{ name: "concurrency", label: "Calls at once", value: 4 },
] as const;

/** Key or address, models and patience. Every field is there without a script; with one, only what applies is shown. */
export function ConnectForm(props: {
	addressAllowed: boolean;
	isOperator: boolean;
	presets: typeof PRESET_MODELS;
	busy: boolean;
}) {
	const { addressAllowed, isOperator, presets, busy } = props;
	const [preset, setPreset] = useState<Preset>("balanced");
	const [kind, setKind] = useState<Kind>("anthropic");
	const hydrated = useHydrated();
	const kinds = addressAllowed ? KINDS : KINDS.filter((entry) => entry.value !== "compatible");
	const shows = (...wanted: Kind[]) => !hydrated || wanted.includes(kind);
	return (
		<Form method="post" className="card mt-3 grid gap-5 p-5">
			<Segment name="kind" label="Provider" options={kinds} value={kind} onChange={setKind} />
			{!addressAllowed && (
				<p className="meta">An address of your own can be connected by the operator of this server.</p>
			)}
			<div className="grid max-w-[480px] gap-4">
				<Field
					name="apiKey"
					label="Key"
					type="password"
					autoComplete="off"
					required={false}
					note="Encrypted before it is stored. It is never shown again, not even to you."
				/>
				{addressAllowed && shows("compatible", "openai", "anthropic") && (
					<Field
						name="baseUrl"
						label={kind === "compatible" ? "Address" : "Address, if it is not the provider's own"}
						required={false}
						note="Ollama: http://127.0.0.1:11434/v1. LM Studio: http://127.0.0.1:1234/v1. llama.cpp: http://127.0.0.1:8080/v1."
					/>
				)}
				<Field
					name="model"
					label={kind === "compatible" ? "Model" : "One model for everything, instead of the choice below"}
					required={false}
				/>
			</div>
			{shows("anthropic", "openai") && (
				<div>
					<Segment name="preset" label="Models" options={PRESETS} value={preset} onChange={setPreset} />
					{kind !== "compatible" && (
						<p className="meta mt-2">
							Interviews with {presets[kind][preset].interviewer}, judges with {presets[kind][preset].judge}.
						</p>
					)}
				</div>
			)}
			<details>
				<summary className="link">How patient to be</summary>
				<div className="mt-3 grid max-w-[480px] grid-cols-2 gap-4">
					{PATIENCE.map(({ name, label, value }) => (
						<label key={name} className="block">
							<span className="label">{label}</span>
							<input className="input" type="number" name={name} defaultValue={value} min={1} max={3600} />
						</label>
					))}
				</div>
				<p className="meta mt-2">A model on the processor of this machine may need minutes to its first word.</p>
			</details>
			{isOperator && (
				<label className="flex items-center gap-2">
					<input type="checkbox" name="scope" value="server" />
					For everybody who uses this server
				</label>
			)}
			<div>
				<button type="submit" name="intent" value="connect" className="btn primary" disabled={busy}>
					{busy ? "Asking the model" : "Test and connect"}
				</button>
				<p className="meta mt-2">
					One short call is made. What you and the interviewer say then goes to this provider.
				</p>
			</div>
		</Form>
	);
}
