/** What is heard in an episode about risk, figures and the listener (story-markers). */
import type { StoryMarker } from "./story-markers";

export const MARKERS_OF_JUDGING: readonly StoryMarker[] = [
	// Judgement about AI behaviour
	{
		id: "measured",
		family: "judgement",
		title: "measuring quality before deciding",
		weight: 0.2,
		withFigure: true,
		unless: /\b(?:nobody|no one|never|not|\w+n't)\b.{0,16}\b(?:measur|count|compar|sampl|test|eval)\w*/i,
		hears:
			/\b(?:test(?:ed| set|s)?|sampl\w+|measur\w+|percent|per cent|cases|error rate|wrong (?:in|of|out)|of (?:them|\d+|nine|ten|twenty|fifty|sixty|hundred)|correct|labelled|labeled|recall|precision|golden|compar\w+|count\w+|read (?:all|every|each)|full read|accuracy|eval\w*)\b|\d\s?%/i,
	},
	{
		id: "contained",
		family: "judgement",
		title: "limiting the harm",
		weight: 0.2,
		hears:
			/\b(?:switch\w* (?:it |them |that |\w+ \w+ )?off|turn\w* (?:it |them |that |\w+ )?off|rolled? (?:it )?back|stop(?:ped)?\b|paused?|disabled?|took (?:it|them) down|pulled (?:it|the)|kill switch|fall ?back|to (?:a )?human|human (?:review|reads?|checks?)|a person (?:reads?|writes?|checks?|decides?|approves?)|blocked|second reader|no drafts?|hand(?:ed|s)? (?:it )?(?:over|off)|phone supplier|escalat\w+|limit(?:ed)? to|only for)\b/i,
	},
	{
		id: "who-bears",
		family: "judgement",
		title: "who bears the error",
		weight: 0.15,
		hears:
			/\b(?:hurts?|suffers?|harm(?:s|ed|ful)?|carry our|bears?|pays? for (?:it|our)|who pays|their (?:money|health|rent|job|visa|claim)|did nothing wrong|shouldn't (?:have to )?(?:carry|pay)|vulnerable|bereave\w*|hardship|patients?|not us\b|someone'?s|the one who|worse than)\b/i,
	},
	{
		id: "no-model",
		family: "judgement",
		title: "where not to use a model",
		weight: 0.15,
		hears:
			/\b(?:no (?:AI|LLM|model|drafts?)|not (?:to )?use (?:a |the |an )?(?:model|AI|LLM)|without (?:a |the |any )?(?:model|AI|LLM)|model (?:only|never|do(?:es)? not|doesn't|no longer|cannot|can't)|(?:it|model) (?:stopped|never) decid\w*|never decides?|(?:plain|normal|ordinary) (?:code|rules?|lookup|search|query)|deterministic|(?:code|rule|system) (?:decides?|says?|computes?|calculates?|looks? (?:it )?up)|took the model out|not for a model|lookup instead|check ?sum|not let it)\b/i,
	},
	{
		id: "model-limits",
		family: "judgement",
		title: "what the model cannot do",
		weight: 0.15,
		hears:
			/\b(?:can(?:no|'|’)?t (?:get|make|be|promise|guarantee|know|say|tell|bring)|not (?:to )?zero|never (?:be |reach |get to )?zero|invent(?:s|ed|ing)?|hallucinat\w+|ma(?:k|d)es? (?:things |it |something )?up|made (?:things |it |something )?up|confident(?:ly)? (?:and )?wrong|does not know|doesn't know|sounds? (?:right|sure|confident)|look(?:s|ed)? (?:right|correct)|still (?:wrong|fails?|makes?)|guess(?:es|ed|ing)?)\b/i,
	},
	{
		id: "said-no",
		family: "judgement",
		title: "saying no where the bar was not met",
		weight: 0.15,
		hears:
			/\b(?:refus\w+|sa(?:y|id) no|a no is a no|(?:did(?:n't| not)|not) (?:launch|ship|release|go live|roll)\w*|held (?:it |the \w+ )?back|postpon\w+|delay(?:ed)? (?:the|it)|pass mark|must pass|bar\b|threshold|block(?:ed|s) (?:the|a|one|two|three)? ?(?:launch|release|deploy\w*)|not good enough|until (?:it|we|the))\b/i,
	},
	{
		id: "magic",
		family: "judgement",
		title: "trusting the model without a check",
		weight: -0.4,
		unless:
			/\b(?:refus\w+|disagree\w*|argued?|against|instead|rather|not|no|never|nobody|nothing|\w+n't|measur\w+|tested|compar\w+|doubt\w*|sceptic\w*|but|although|asked (?:for|me|us)|wanted)\b/i,
		hears:
			/\b(?:state[- ]of[- ]the[- ]art|(?:models?|one|version|it) (?:is|was|are|were) (?:really |so |just )*(?:much |way |far )?(?:smarter|cleverer|better|powerful)|newer model|bigger model|understands? (?:the|it|every|what)|trust(?:ed)? the (?:model|AI|output)|(?:just|simply) works?|models? (?:will )?(?:get|are getting) better)\b/i,
	},
	{
		id: "unchecked",
		family: "judgement",
		title: "no check where one was needed",
		weight: -0.3,
		hears:
			/\b(?:(?:didn't|did not|don't|no) need (?:to )?(?:do )?(?:big |much |any |more )?test\w*|in the prompt that it must not|told it not to (?:invent|hallucinate|lie)|no (?:reason|need) to (?:doubt|check|test))/i,
	},
	// Results with evidence
	{
		id: "before-after",
		family: "results",
		title: "before and after",
		weight: 0.3,
		withFigure: true,
		hears:
			/\b(?:before|after(?:wards)?|from .{1,40} to|now\b|was .{1,30} (?:now|then)|f(?:ell|all)|dropp?ed|went (?:down|up|from)|rose|cut|down to|up to|instead of|since)\b|→/i,
	},
	{
		id: "how-measured",
		family: "results",
		title: "how it was measured",
		weight: 0.2,
		unless: /\b(?:nobody|no one|never|not|\w+n't)\b.{0,16}\b(?:measur|count|compar|sampl|test|eval)\w*/i,
		hears:
			/\b(?:sampl\w+|count(?:ed|ing)|measur\w+|by hand|full read|read (?:all|every|each|\d+)|of (?:the )?(?:\d[\d,.]*|nine|ten|twenty|fifty|hundred)|on \d[\d,.]*|out of|in \d[\d,.]*|compar\w+|every (?:night|week|month)|a\/b|test set|logs?|dashboard|labelled|labeled|survey|audit\w*|control group)\b/i,
	},
	{
		id: "effect",
		family: "results",
		title: "effect on people or money",
		weight: 0.2,
		withFigure: true,
		hears:
			/[€$£]|\b(?:euros?|dollars?|pounds?|thousand|hours?|minutes?|customers?|users?|people|patients?|tickets?|complaints?|cases|invoices|letters|calls?|claims?|orders?|agents?)\b/i,
	},
	{
		id: "limits",
		family: "results",
		title: "what the figures do not show",
		weight: 0.15,
		hears:
			/\b(?:(?:don't|do not|can't|cannot|couldn't|could not) (?:know|say|tell|prove|separate)|small (?:sample|number)|only \d+|not (?:clean|comparable|significant|enough|measured)|interval|noise|noisy|whether|season\w*|coincid\w+|part of (?:it|that)|some of (?:it|that)|rough(?:ly)?|about \d+|may(?: also)? be|might|estimate[ds]?|not solved|unsolved|still)\b/i,
	},
	{
		id: "price",
		family: "results",
		title: "what it cost",
		weight: 0.15,
		hears:
			/\b(?:cost|paid|price|slower|longer|rose from|more (?:work|time|money|hours|expensive)|takes? (?:\w+ )?(?:more|longer|minutes)|lost|spent|went up|per case|refund\w*|at the expense|in exchange|trade)\b/i,
	},
	{
		id: "adjectives",
		family: "results",
		title: "adjectives instead of figures",
		weight: -0.35,
		times: 2,
		hears:
			/\b(?:quite a lot|a lot (?:better|faster|less|more|lower|happier|of (?:time|money|value|visibility))|much (?:better|happier|faster|lower|smoother)(?! than)|significant(?:ly)?|huge(?:ly)?|massive(?:ly)?|dramatic\w*|very (?:good|happy|positive|successful|satisfied)|don't have the (?:number|figure)s?|well received|positive feedback|everyone (?:was|is)|big (?:success|impact|improvement)|happier)\b/i,
	},
	// Explains to the listener at hand
	{
		id: "picture",
		family: "listener",
		title: "a plain picture",
		weight: 0.25,
		hears:
			/\b(?:think of|imagine|picture|as if|like (?:a|an|when|having|asking)|same as (?:a|an)|compare it|a (?:careful|keen|new|junior|very|tired|good) (?:person|clerk|colleague|intern|employee|student|temp|trainee|assistant)|suppose (?:you|a)|autocomplete|parrot|someone who)\b/i,
	},
	{
		id: "honest-limit",
		family: "listener",
		title: "an honest limit",
		weight: 0.2,
		hears:
			/\b(?:can(?:no|'|’)?t (?:make|get|promise|guarantee|remove|rule)|not (?:to )?zero|never (?:be )?zero|still (?:some |a |be )?(?:risk|wrong|mistakes?|happen|get)|won't (?:be|go away|disappear)|will (?:still )?(?:be wrong|happen|make)|(?:some|a few|about|maybe) .{0,20}(?:mistakes?|wrong|bad)|can not make|do(?:es)? not know|sometimes)\b/i,
	},
	{
		id: "choice",
		family: "listener",
		title: "a decision the listener can take",
		weight: 0.25,
		hears:
			/\b(?:your (?:choice|call|decision)|you (?:can|could|may|have to|get to|need to|should) (?:choose|decide|accept|pick|set|say|stop|sign|live)|would you (?:rather|prefer|accept|like)|do you want|which (?:one|limit|of|would|do)|what (?:I|we) need from you|either .{3,80} or|I(?:'d| would) (?:recommend|advise|suggest|propose|ask you)|accept (?:that|this|it)|option|for you (?:that|this|it) means|I need (?:you|your|from you))\b/i,
	},
	{ id: "asks-back", family: "listener", title: "asking the listener", weight: 0.2, hears: /\?\s*$/ },
	{
		id: "sized",
		family: "listener",
		title: "the risk in the listener's units",
		weight: 0.1,
		withFigure: true,
		hears:
			/[€$£]|\b(?:euros?|dollars?|pounds?|money|month|year|week|day|hours?|customers?|letters?|cases|mistakes?|times)\b/i,
	},
	{
		id: "jargon",
		family: "listener",
		title: "words of the trade to somebody outside it",
		weight: -0.45,
		times: 2,
		hears:
			/\b(?:tokens?|temperature|weights|training data|embeddings?|vectors?|RAG|retrieval[- ]augmented|prompts?|null|JSON|parameters|logits|context window|fine[- ]?tun\w+|inference|probabilit\w+|distribution|transformer|top[- ]?[kp]|LLM|grounding|latent|schema|pipeline)\b/,
	},
	{
		id: "zero-promise",
		family: "listener",
		title: "a promise that it cannot happen",
		weight: -0.3,
		hears:
			/\b(?:don't (?:have to |need to )?worry|no (?:need|reason) to worry|(?:won't|will not|cannot|can't) happen (?:again|any ?more)|(?:fully|completely|totally) (?:solved|fixed|safe|eliminated|removed)|100 ?(?:%|percent)|guarantee that|nothing to worry)\b/i,
	},
];
