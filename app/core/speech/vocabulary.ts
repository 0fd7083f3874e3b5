/**
 * Words a recogniser is told to expect, because it would otherwise write "rag" as "rack". The list is the same for every
 * question; only names and terms of the public brief are added. Key points, probes and answers are never read here: they
 * would pull a transcript towards the answer.
 */
import type { Question } from "../content/schemas";

const TERMS =
	"RAG, LLM, embeddings, vector database, BM25, reranker, chunking, pgvector, FAISS, HNSW, tokenizer, tokens, KV cache, prefix caching, context window, fine-tuning, LoRA, RLHF, DPO, quantization, distillation, transformer, attention, temperature, top-p, logprobs, hallucination, groundedness, guardrails, prompt injection, red team, evals, golden set, LLM judge, kappa, precision, recall, F1, nDCG, MRR, p95, p99, latency, throughput, SLO, A/B test, canary, rollback, idempotency, backoff, rate limit, webhook, queue, Kafka, Redis, Postgres, Kubernetes, GPU, CUDA, PyTorch, vLLM, Ollama, LangGraph, MCP, tool call, JSON schema, OCR, PII";

/** Whisper reads the last 224 tokens of a prompt only; this many characters stay below that. */
const MOST_CHARACTERS = 800;

/** Terms of the brief first, then the common ones, as many as fit. */
export function speechVocabulary(question: Pick<Question, "title" | "sections">): string[] {
	const words = [...publicTerms(`${question.title}\n${question.sections.brief}`), ...TERMS.split(", ")];
	const chosen: string[] = [];
	const seen = new Set<string>();
	let length = 0;
	for (const word of words) {
		const key = word.toLowerCase();
		if (seen.has(key) || length + word.length + 2 > MOST_CHARACTERS) continue;
		seen.add(key);
		chosen.push(word);
		length += word.length + 2;
	}
	return chosen;
}

const MOST_TERMS = 24;

/** What a brief writes like a name: with a capital inside of a sentence, in capitals, or with a digit or a hyphen in it. */
function publicTerms(brief: string): string[] {
	const found = brief.matchAll(/(?<=[\p{Ll},:;] )\p{Lu}[\p{L}\p{N}-]{2,24}|\b\p{Lu}{2,8}s?\b|\b\p{L}+-\p{L}+\b/gu);
	return [...new Set([...found].map(([term]) => term))].slice(0, MOST_TERMS);
}
