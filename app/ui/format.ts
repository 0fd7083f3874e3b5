/** Times and labels as the pages write them. */
export const LEVEL_TITLES = { junior: "Junior", mid: "Mid", senior: "Senior", staff: "Staff" } as const;
export const MODE_TITLES = { study: "Study mode", real: "Real mode" } as const;

/** 1,428,000 ms is "23:48". */
export function formatClock(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A date that server and browser write alike. */
export function formatDate(at: number): string {
	return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
		at,
	);
}
