import { useCallback, useEffect, useRef, useState } from "react";
import type { CodeJob, CodeRun } from "~/core/interview/code/run";
import { runSuites } from "~/core/interview/code/supervise";
import { type BrowserPython, openBrowserPython, type PythonStatus } from "./browser-python";

const LIMITS = { stepMs: 2_000, totalMs: 20_000 };
/** A program that is run as it is may take longer than one test. */
const SCRIPT_LIMITS = { stepMs: 5_000, totalMs: 5_000 };

/** Python in this page, loaded while the candidate reads. */
export function usePython(): {
	status: PythonStatus;
	running: boolean;
	/** Null when Python could not be started. */
	run: (job: CodeJob) => Promise<CodeRun | null>;
} {
	const [status, setStatus] = useState<PythonStatus>("starting");
	const [running, setRunning] = useState(false);
	const python = useRef<BrowserPython | null>(null);
	useEffect(() => {
		const opened = openBrowserPython(setStatus);
		python.current = opened;
		return () => opened.close();
	}, []);
	const run = useCallback(async (job: CodeJob) => {
		const opened = python.current;
		if (!opened) return null;
		setRunning(true);
		try {
			const limits = job.script ? SCRIPT_LIMITS : LIMITS;
			return await runSuites({ take: opened.take, now: () => performance.now(), job, limits });
		} catch {
			return null;
		} finally {
			setRunning(false);
		}
	}, []);
	return { status, running, run };
}
