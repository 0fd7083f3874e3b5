/** Shown once, right after it was made. Only its hash is kept. */
export function RecoveryCode({ code }: { code: string }) {
	return (
		<section className="card mt-5 p-5" aria-labelledby="code">
			<h2 id="code" className="text-base">
				Your recovery code
			</h2>
			<p className="mt-2 font-mono text-lg select-all" data-testid="recovery-code">
				{code}
			</p>
			<p className="meta mt-2">
				Write it down now: it is shown this once and works once. It is the way back when the password is lost; this
				server sends no e-mail.
			</p>
		</section>
	);
}
