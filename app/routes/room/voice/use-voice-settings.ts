import { type RefObject, useCallback, useEffect, useState } from "react";

export interface VoiceSettings {
	/** Speak instead of typing. */
	speak: boolean;
	/** Have the interviewer's turns read aloud. */
	read: boolean;
}

const KEY = "voice";
const OFF: VoiceSettings = { speak: false, read: false };

/** Off until somebody turns it on; remembered in this browser and nowhere else. */
export function useVoiceSettings() {
	const [settings, setSettings] = useState(OFF);
	useEffect(() => setSettings(load()), []);
	const change = useCallback((part: Partial<VoiceSettings>) => {
		const next = { ...load(), ...part };
		try {
			localStorage.setItem(KEY, JSON.stringify(next));
		} catch {
			// Without storage it holds until the page is left.
		}
		setSettings(next);
	}, []);
	return { settings, change };
}

function load(): VoiceSettings {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<VoiceSettings> | null;
		return { speak: kept?.speak === true, read: kept?.read === true };
	} catch {
		return OFF;
	}
}

/**
 * The room's own address allows the microphone, other pages do not, and a room that was reached by a link has the rules of
 * the page before it. Then the room is loaded once more, when the dialog is closed; the draft is kept. Only browsers that
 * obey such rules tell them.
 */
export function useMicrophoneAllowed(input: { wanted: boolean; dialog: RefObject<HTMLDialogElement> }): void {
	const { wanted, dialog } = input;
	useEffect(() => {
		const element = dialog.current;
		if (!wanted || isAllowed()) return;
		if (!element?.open) return window.location.reload();
		const reload = () => window.location.reload();
		element.addEventListener("close", reload);
		return () => element.removeEventListener("close", reload);
	}, [wanted, dialog]);
}

function isAllowed(): boolean {
	const { featurePolicy } = document as Document & { featurePolicy?: { allowsFeature: (name: string) => boolean } };
	const [loaded] = performance.getEntriesByType("navigation");
	const path = (address: string | undefined) => address?.split(/[?#]/)[0];
	// A page that was loaded under this address and is still not allowed would not be after another time.
	const loadedHere = path(loaded?.name) === path(window.location.href);
	return loadedHere || featurePolicy?.allowsFeature("microphone") !== false;
}
