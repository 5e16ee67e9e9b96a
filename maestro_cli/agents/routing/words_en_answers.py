"""English words for reports, knowledge, risk, quality and how agents work together: see `words_en`."""

from __future__ import annotations

from collections.abc import Mapping

ANSWERS: Mapping[str, str] = {
    # reports
    "report": (
        "report, reports, reporting, one page, write up, writeup, newsletter, brief, briefing, rpt, "
        "one pager, summary, summaries, recap, digest, presentation, slides, deck, memo, debrief, "
        "riport, repport, reporting pack, status deck, reporting package, health report, weekly note, "
        "weekly mail, progress report, management report, closing report, final report, bulletin, "
        "communique, dossier, factsheet, fact sheet, recap mail, generate report, write report"
    ),
    "strong_report": "report, reporting, newsletter, briefing, one pager, progress report, status report",
    "summary": (
        "summary, summarize, summarise, sum up, recap, overview, roundup, digest, tl dr, tldr, "
        "overview of sprint, key points, highlights, bullet summary, abstract, wrap up, condense, "
        "boil down, in a nutshell, synopsis"
    ),
    "period": "weekly, monthly, week, month, quarterly, biweekly, fortnightly, end of sprint",
    "write": (
        "write, draft, prepare, prep, compose, put together, create, make, generate, produce, send, "
        "give, email, need, compile, assemble, phrase, word, tell, before writing"
    ),
    "executive": (
        "executive, exec, execs, management summary, c level, c suite, board level, top management, "
        "senior management, executives"
    ),
    "audience": (
        "boss, management, manager, stakeholder, stakeholders, customer, client, committee, "
        "board of directors, leadership, ceo, cto, vp, director, steering, sponsor, investors, "
        "upper management, higher ups, clients, board, directors, head of, executives, product owner, "
        "po, pm, team lead, sponsors, partners, customers, everyone else, outside world, company, "
        "superior, superiors, bosses, department head, head office, upper echelons, shareholders, "
        "buyer, purchaser, business side, non technical, cfo, coo, chairman, investor, managers, "
        "exec team, leadership team, steerco, pmo, program manager, steering committee, "
        "project sponsor, end customer"
    ),
    "retro": (
        "retro, retrospective, post mortem, postmortem, lessons learned, what went well, "
        "sprint review, lookback, look back, sprint retro, what went wrong, keep stop start, "
        "start stop continue, lessons, retros, retrospection, after action"
    ),
    "include": (
        "include, including, together with, containing, along with, incl, plus, incorporate, attach, "
        "add to report, as well as, covering, featuring, mentioning, with a section on, "
        "with section on, enriched"
    ),
    "changes": (
        "what changed, changed, changes, changelog, change log, release notes, what is new, "
        "what has changed, what happened, what has happened, activity, what moved, differences, diff, "
        "what did we ship, modified, what was added, delta, what's different, been going on, "
        "what is different, what got done, what got added, what got merged, new since, shipped since, "
        "delivered since, since when changed, updates since, anything new, something new, new in, "
        "whats new, got changed, changed since, history of changes, recent changes, modifications, "
        "commits since, what was done since, what was removed, activities, newly added, newly created, "
        "newly, created since"
    ),
    # knowledge
    "find": (
        "find, search, look up, lookup, look for, dig up, dig out, point me to, retrieve, "
        "show me where, pull up, fetch, get me, open, hunt down, i am looking for, where to find, "
        "looking for, trace down, seek, show me the doc, show me the docs, give me the link, "
        "give me the doc, share the doc, bring up, browse, get hold of"
    ),
    "search": "search, look up, lookup, look for, dig up, dig out, pull up, looking for, seek",
    "document": (
        "document, documents, docs, doc, documentation, readme, wiki, guide, guideline, guidelines, "
        "manual, playbook, runbook, handbook, spec, specification, notes, minutes, adr, adrs, "
        "tutorial, how to, whitepaper, article, knowledge base, faq, cheat sheet, confluence, "
        "design doc, architecture notes, meeting notes, proposal document, diagram, onboarding, "
        "instructions on, page, paper, rfc, note, meeting minutes, style guide, reference, knowledge, "
        "user guide, api docs, api spec, write down, paperwork, material, materials, howto, docu, "
        "instructions for, technical notes, blueprint, presentation about, written on, written about, "
        "report template, joiners, newcomers, architecture decision record, "
        "architecture decision records, user manual, user story map, wikis, faqs, contributing, "
        "license, glossary, diagrams, uml, readmes, sop, memo about, knowledge article, test plan, "
        "design document, requirements document, product spec, pdf, confluence page, google doc, "
        "notion, notion page, sharepoint, protocol of, transcript, transcripts, decision paper, "
        "white paper, technical spec, tech spec, prd, policy document, instruction manual"
    ),
    "know": (
        "know about, what does it say, explain how, describes, mention, mentions, mentioned, "
        "background on, information on, info on, info about, information about, details on, "
        "learn about, is there anything about, explained, look into, specifies, covered in, info, "
        "covers, say about, says about, documented how, where do we, explaining, explains, "
        "tell me about"
    ),
    "policy": (
        "policy, process, procedure, convention, conventions, strategy, architecture, api, setup, "
        "rule for, rules for, guidelines for, standards, standard, norm, practice, practices, "
        "checklist, definition of done, definition of ready, dod"
    ),
    "tidy": (
        "clean up, tidy, curate, outdated, stale, obsolete, organize, organise, duplicate, up to date, "
        "tidy up, curation, prune, purge, cleanup, sort out, restructure, out of date, "
        "no longer valid, superseded, deprecated, redundant, unused"
    ),
    "decision": (
        "decision, decisions, decided, decide, adr, adrs, rationale, agreed, agree on, decision log, "
        "desicion, made the call, make the call, call to, settle, settled, verdict, conclude, "
        "concluded, consensus on, design choice, choices, did we agree, agreed on, decision record, "
        "decision records, decision history, pros and cons, trade off, trade offs, tradeoffs, "
        "justification for, reasoning, determination, resolved to, choice of, we decide, settled on"
    ),
    "chose": (
        "choose, chose, chosen, go with, went with, pick, picked, using, opt for, opted, settle on, "
        "settled, prefer, introduce, switch to, reject, rejected, selected, select, adopt, adopted, "
        "moved to, moving to, drop support, choosing, choice, favour, favor, instead of, over, "
        "decide for, decided for, rejecting, ruled out, rather than, vote for, voted, go for, "
        "went for, commit to, migrate to, migrated, migrate, replace, replaced, abandon, abandoned, "
        "build on, decide against, decided against, like this, this way, use, and not, but not, "
        "over using"
    ),
    "link": (
        "link, linked, connect, associate, map, attach, tie, relate, trace back, wire, belong to, "
        "match up, cross reference, cross link, relate to, correlate, tie to, assign to, hook up"
    ),
    "commit": "commit, commits, pull request, merge request, pr, changeset",
    "implement": "implement, implemented, introduced, realize, contains",
    # risk and quality
    "risk": (
        "risk, risks, risky, danger, dangerous, at risk, in danger, threat, threats, hazard, go wrong, "
        "goes wrong, going wrong, could fail, might fail, fail, jeopardy, jeopardize, jeopardise, "
        "endanger, hurt us, worry about, worried about, worry, keep me up, bus factor, pitfall, "
        "red flag, red flags, bite us, weak spot, weak spots, vulnerable, concern, concerns, worries, "
        "exposure, safe, derail, go south, sink us, uncertain, trip us up, key person, what can break, "
        "worries you, worried, worrying, dangers, pitfalls, break, fall apart, blow up, mess up, "
        "backfire, critical issues, uncertainties, uncertainty, likely to fail, problematic, shaky, "
        "fragile, brittle, scary, threaten, threatens, threatened, in peril, peril, hazards, "
        "critical issue, serious issue, severe, critical problem, biggest threat, critical items, "
        "exposed, fall over, risk factors, risk level, risk assessment, risk matrix, risk log, "
        "hotspot, hot spots, hotspots, red alert, problem areas, fatal, dire, afraid, scared, nervous, "
        "anxious, sleepless, threatening, jeopardized, jeopardised, compromised, "
        "single points of failure, mitigation, mitigate, mitigations, contingency, risk register, "
        "watch out, look out for, careful about, careful with, beware, unsafe, not safe, gamble, doom, "
        "doomed, imperil, undermine, trouble ahead, likely issues, potential problems, "
        "potential issues, worst case, what can fail, could break, may break, might break, will break, "
        "may fail, derailed, obstacle ahead"
    ),
    "risk_of": "risk of, risks of, risks in, risk in, risks for, risks with, risks about, risk for",
    "miss": (
        "miss, slip, slipping, overrun, too late, late, fail to meet, threaten, delayed release, "
        "behind deadline, overdue, overruns, overshoot, blow deadline, not make it, not make deadline, "
        "miss deadline, miss date, lateness, lag, postponement"
    ),
    "one_person": (
        "single person, one person, only one person, same person, one developer, one engineer, "
        "single point of failure, truck factor, nobody else, one man, only one, key person risk, "
        "key person, one point of failure, indispensable, hit by a bus, depends on one, "
        "knowledge silo, silo, silos, only person, irreplaceable, overloaded person, only person who, "
        "single owner, only owner, sole, solely, bottleneck person, one guy, one employee, "
        "one team member, single developer, one individual, load on one, overworked"
    ),
    "trace": (
        "traceability, traceable, trace, trace check, tracing, trace matrix, rtm, quality gate, "
        "end to end links, tracability, traceability matrix, requirements tracing, traceability check, "
        "traceability report, requirement links, link check, linkage, forward traceability, "
        "backward traceability, suspect link, suspect links"
    ),
    "orphan": (
        "orphan, orphans, orphaned, dangling, without parent, no parent, unlinked, not linked, "
        "hanging in air, broken link, broken links, stray, loose ends, loose end, free floating, "
        "floating, without any parent, has no parent, have no parent, no epic, without epic, "
        "without an epic, not attached, unattached, homeless, belong nowhere, belongs nowhere, "
        "no link, no links, without link, without links, linked to nothing, unconnected, disconnected, "
        "unassociated"
    ),
    "cover": (
        "cover, covered, uncovered, coverage, not covered, gap, gaps, untested, fulfilled, satisfied, "
        "satisfy, satisfies, met, implements, implementing, addressed, realised, realized, "
        "backed by stories, fulfil, fulfill, fulfils"
    ),
    "requirement": (
        "requirement, requirements, reqs, req, acceptance criteria, specs, need statements, "
        "user needs, business needs, customer needs, functional requirements, obligations, "
        "shall statements"
    ),
    "missing": (
        "missing, omission, omissions, overlook, overlooking, forgotten, forget, forgot, incomplete, "
        "lacking, lack, blind spot, blind spots, miss anything, missed, gaps, left out, holes, "
        "forgetting, fallen through the cracks, slipped through, not there, absent from, empty, blank, "
        "not filled, unfilled, undone, unclear, undefined, gaps in, skipped, neglected, ignored items, "
        "leftover, unspecified, not specified, not defined, not set, unset, nothing set, "
        "incompleteness, left empty, no value, no values, omit, omitted, overlooked, not considered, "
        "unconsidered, did we miss, are we missing, have we missed"
    ),
    "no": (
        "no, without, not, lacks, lack, missing, unassigned, haven't, don't have, nobody, has no, "
        "have no, unowned, nobody works on, none, no one, not have, isn"
    ),
    "attribute": (
        "owner, assignee, points, estimate, description, due date, acceptance criteria, priority, "
        "parent, owners, estimates"
    ),
    "unowned": (
        "unassigned, unowned, no owner, without owner, no assignee, without an assignee, no points, "
        "without points, no estimates, without estimates, no description, no one assigned, "
        "nobody assigned, not assigned, without assignment, not estimated, no estimate, "
        "without estimate, without a point, without acceptance criteria, no acceptance criteria, "
        "without due date, no due date, without description, no descriptions, without priority, "
        "no priority, has no owner, have no owner, have no points, has no points, unpointed, "
        "unprioritized, unprioritised"
    ),
    "wbs": "wbs, work breakdown",
    "rule": (
        "t1, t2, t3, t4, t5, t6, rule, rules, quality rules, gate, compliance, violations, violation, "
        "findings, all checks, quality checks, every check, all tests"
    ),
    "run": "run, execute, check, verify, validate, test, inspect, review, apply",
    "conflict": (
        "conflict, conflicts, conflicting, contradiction, contradictions, contradict, clash, clashes, "
        "circular, cycle, cycles, cyclic, inconsistent, inconsistency, inconsistencies, loops, "
        "deadlock, loop, mismatch, contradicts, double, overlap, overlapping, overlaps, incompatible, "
        "collide, collision, circularity, chicken and egg, disagree, disagreement, out of order, "
        "wrong order, opposite, opposing, clashing, at odds, duplicate requirements, contradictory, "
        "mutually exclusive, tension, tensions, irreconcilable, paradox, infinite loop, cyclical, "
        "depend on each other, block each other, depends on itself, self dependency, wrong dependency, "
        "wrong dependencies, broken dependency, broken dependencies, invalid dependency, "
        "invalid dependencies, overlap between, same thing twice, conflict with, duplicate, "
        "duplicates, duplicated, dupes"
    ),
    "quality": (
        "quality, data quality, completeness, hygiene, sanity, plausible, consistency, accuracy, "
        "cleanliness, healthy, good shape, clean, tidy data, well formed, maintained, groomed, "
        "up to scratch, hygiene check, good enough, sufficient, dq, reliability, validity, integrity, "
        "soundness, fitness, completeness of, data hygiene, cleanliness of data, health check, "
        "sanity check, quality check, complete is data, how complete"
    ),
    "trust": (
        "trust, reliable, believe, rely, accurate, credible, sound, correct, solid, how good, "
        "count on, rely on, meaningful, how certain, believable, make sense, legit, hold water, "
        "honest, trustworthy, trusted, dependable, sure about, sure of, exact, precise, credibility, "
        "confidence in, plausible, verifiable, verified, sure, certain, how right, how correct, "
        "how accurate, misleading, wrong numbers, bogus, questionable, doubt, doubtful, skeptical, "
        "sceptical, fake"
    ),
    "data": (
        "data, number, numbers, figure, figures, metric, metrics, statistics, stats, fields, field, "
        "information, kpi, values, dataset, data set, records, backlog data, dashboard, charts"
    ),
    "audit": (
        "audit, audit log, audit trail, auditing, hash chain, tampered, tamper, accountability, "
        "who changed what, log of decisions, tamper proof, ledger, provenance, compliance audit, "
        "audit chain, audit history, audit records, decision trail, paper trail, decision chain, "
        "log integrity, chain of custody, forensic, accountability log"
    ),
    "ai": (
        "ai, agent, agents, claude, model, llm, bot, maestro, automated, automatic, machine, "
        "assistant, ai agents, artificial intelligence, robot, chatgpt, gpt, ai generated, ai made, "
        "machine made, agentic, autonomous"
    ),
    "approve": (
        "approve, approved, approval, approvals, authorized, authorised, signed off, sign off, "
        "unapproved, permission, green light, greenlit, consent, okayed, ok by, sign offs, "
        "human approval, allowed, authorise, authorize, authorization, permitted, who signed, "
        "clearance"
    ),
    "evidence": "evidence, grounded, grounding, backed, proof, source, sources, justified",
    # how agents work together
    "kickoff": (
        "kickoff, kick off, kicking off, start of sprint, sprint start, kick things off, "
        "start the sprint, starting the sprint, sprint opening, opening of the sprint, "
        "begin the sprint, launch the sprint, new sprint begins, sprint begins"
    ),
    "ahead": (
        "before planning, before you plan, before i plan, before we plan, before writing, "
        "before sprint planning"
    ),
    "compare": (
        "compare, comparison, versus, vs, against, compared to, difference between, side by side, "
        "relative to, match against, contrast"
    ),
    "then": (
        "then, afterwards, after that, based on, accordingly, and then, out of it, from it, of that, "
        "of it, with it, next, subsequently, using that, with that, from that, for that, "
        "on that basis, once done, afterward"
    ),
}
