import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findAnswers, readClarifications } from "~/core/interview/clarify";

function section(text: string, title: string): string {
	return text.split(`## ${title}\n`)[1]?.split(/\n## /)[0]?.trim() ?? "";
}

function ask(file: string, question: string): string {
	const text = readFileSync(`prompts/questions/${file}.md`, "utf8");
	const clarifications = readClarifications(section(text, "If asked"));
	return findAnswers({ questions: [question], clarifications, brief: section(text, "Brief") }).join(" ");
}

const SD01 = "system-design/sd-01-support-chatbot";
const SD05 = "system-design/sd-05-invoice-extraction";
const SD16 = "system-design/sd-16-interview-simulator";
const RAG1 = "rag-deep-dive/rag-01-legal-documents";
const RAG3 = "rag-deep-dive/rag-03-two-policies";
const AG1 = "agent-design/ag-01-insurance-claims";
const AG2 = "agent-design/ag-02-refund-agent";

describe("realistic questions about the shipped questions", () => {
	it.each([
		[SD01, "How many queries per day do we have?", "10,000 customer queries"],
		[SD01, "What is the daily volume?", "10,000 customer queries"],
		[SD01, "How much traffic do we get?", "10,000 customer queries"],
		[SD01, "How many articles are there?", "5,000 articles"],
		[SD01, "How often do the articles change?", "change weekly"],
		[SD01, "How fast must the answer be?", "has not set any"],
		[SD01, "What latency do we need?", "has not set any"],
		[SD01, "How many seconds may a reply take?", "has not set any"],
		[SD01, "How accurate does it have to be?", "has not set any"],
		[SD01, "How much can we spend?", "owner wants a figure"],
		[SD01, "Is there a cost limit?", "owner wants a figure"],
		[SD01, "What languages do we need to support?", "English first"],
		[SD01, "Is it English only?", "English first"],
		[SD01, "Who will use it?", "Shoppers"],
		[SD01, "Are there traffic spikes?", "ten times the average"],
		[SD01, "What happens if it gives a wrong answer?", "refunds costs real money"],
		[SD01, "How long is an article?", "3,000 tokens"],
		[SD01, "Do we have any labelled data or old tickets?", "Two years of answered tickets"],
		[SD01, "Do we have to comply with GDPR?", "thirty days"],
		[SD01, "How big is the team?", "two backend engineers"],
		[SD01, "How do I read a customer's order?", "internal REST API"],
		[SD01, "How expensive is a case that a human handles?", "five dollars"],
		[SD01, "Can it hand over to a human agent?", "from 8 to 20"],
		[SD05, "When must the results be ready?", "06:00"],
		[SD05, "How many invoices come in each day?", "100,000"],
		[SD05, "Are there scanned documents?", "a quarter are scans"],
		[SD05, "What languages are the invoices in?", "nine languages"],
		[SD05, "What accuracy is expected?", "99.5 percent"],
		[SD05, "Can the same invoice arrive twice?", "one invoice in fifty"],
		[SD16, "How many sessions a day?", "500 sessions a day"],
		[SD16, "What response time is acceptable?", "two seconds"],
		[SD16, "What is the budget?", "5,000 dollars a month"],
		[RAG1, "How many contracts are there?", "20,000 contracts"],
		[RAG1, "How many users are there?", "500 lawyers"],
		[RAG1, "How long may a response take?", "five seconds"],
		[RAG1, "Are the documents PDFs?", "third are scans"],
		[RAG1, "Who is allowed to see which document?", "list of allowed people"],
		[RAG1, "How many new documents per day?", "40 new or changed"],
		[RAG1, "How many questions do they ask per day?", "2,000 questions a day"],
		[RAG1, "How often are documents updated?", "40 new or changed"],
		[RAG3, "How many employees does the company have?", "6,000 employees"],
		[RAG3, "Is there an evaluation set?", "No labelled set"],
		[AG1, "How many claims per day?", "200 claims a day"],
		[AG1, "Can a payment be reversed?", "recalled for two days"],
		[AG1, "Which model is used in the pilot?", "Claude Sonnet 4.6"],
		[AG1, "How much does a handler cost per claim?", "12 dollars"],
		[AG1, "How many engineers are on the project?", "Three engineers"],
		[AG2, "How do customers authenticate?", "from their account"],
		[AG2, "How many refunds are there a day?", "400 of them"],
		[AG2, "How quickly must we reply?", "Five hours today"],
		[AG2, "How large are the refunds?", "60 percent are about 12"],
	])("%s: %j", (file, question, part) => expect(ask(file, question)).toContain(part));

	it.each([
		[SD01, "Which colour should the button have?"],
		[SD01, "Do we have GPUs?"],
		[SD01, "Is there a mobile app?"],
		[SD05, "Who is the CEO?"],
		[RAG1, "Should I draw a diagram?"],
		[AG1, "Is it open at weekends?"],
		[SD16, "Do we need dark mode?"],
	])("%s: %j is not in the brief", (file, question) => expect(ask(file, question)).toBe(""));
});
