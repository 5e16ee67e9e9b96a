"""English words of requests, by the concept they name.

A word stands for all its forms (plan, plans, planned, planning), a phrase for its words in a row, articles
and forms of "be" left out. A word may name several concepts. What is written here is what typing errors are
compared with.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # work and time
    "sprint": "sprint, iteration, timebox, pi, sprints",
    "next": "next, nxt, upcoming, coming, following",
    "past": "last, previous, past, yesterday, recent, recently, since, ago, lately, monday, lst",
    "item_noun": "story, stories, task, ticket, issue, bug, item, epic, feature, pbi, work item, card, us",
    "project": "project, backlog, team, release, milestone, repository, repo, board, roadmap, product",
    "we": "we, us, our, ours, team, everybody, everyone, guys, folks, we've, we're",
    "who": "who, whose, whom, owner, assignee, assigned, ppl, name",
    "why": "why, reason, how come",
    "when": (
        "when, eta, what date, which date, how soon, how long, what day, when's, when exactly, "
        "by when, until when, which week, which month, which sprint, which quarter, what time frame, "
        "timeframe"
    ),
    "where": "where, which file, which page, where's",
    "question": "what, which, how, does, whats, wats, what's",
    "all": "all, every, everything, entire, whole, each",
    # planning
    "plan": (
        "plan, planning, planing, schedule, line up, map out, lay out, make a plan, draw up, planner, "
        "set up sprint, before planning, before you plan, before i plan, before we plan, "
        "before sprint planning, roadmap, organise sprint, organize sprint, work plan"
    ),
    "replan": (
        "replan, re plan, reschedule, reshuffle, rework plan, new plan, plan again, revise plan, "
        "what is new plan"
    ),
    "scope": (
        "scope, sprint backlog, sprint goal, sprint content, sprint contents, sprint candidates, "
        "commitment, what is in sprint, scope of sprint, sprint items, backlog for next sprint"
    ),
    "recommend": (
        "recommend, recommendation, suggest, suggestion, propose, proposal, advise, advice, advisable, "
        "best candidates, candidate, candidates, ideal, optimal, ideas"
    ),
    "choose": (
        "pick, select, choose, choice, prioritize, prioritise, take on, commit to, tackle, decide on, "
        "squeeze, optimize, optimise, maximize, maximise, fill, best use, most value, highest value"
    ),
    "put": (
        "go into, go in, put in, put into, pull in, pull into, take into, bring in, bring into, fit, "
        "fits, room, squeeze in, add to, include in, goes into, goes in, slot, belongs in, belong in, "
        "take in, get into, make it into, squeeze, space, fit in, get in, slot in, stuff, accommodate, "
        "absorb, afford, swap in, belongs into, belong into, goes with, include"
    ),
    "take": "take, pull, add",
    "drop": (
        "drop, cut, remove, descope, de scope, leave out, take out, kick out, push out, postpone, "
        "defer, throw out, skip, sacrifice, leave behind, trim, throw overboard, move out, "
        "deprioritize, go out, goes out, come out, comes out, throw away, give up, let go, get rid of, "
        "ditch, kick, bump out, shelve, punt, swap out, deselect, exclude, sacrificed, park for later, "
        "move to next sprint, push to next sprint, spill over, carry over, backlog it, slip to next"
    ),
    "should": (
        "should, shall, ought, would it make sense, better to, worth, must, need to, have to, shud, "
        "shld, wanna"
    ),
    "prioritise": "reprioritize, reprioritise, priority, priorities, prioritization, rank, ranking",
    "option": "alternative, alternatives, option, options, scenario, scenarios, variant, plan b",
    "what_if": (
        "what if, what happens if, what would happen, suppose, supposing, assume, assuming, imagine, "
        "if, without, in case, hypothetically, would change, simulate, would, provided, "
        "should we lose, in the event"
    ),
    "change_amount": (
        "more, fewer, less, lose, gain, increase, decrease, reduce, raise, additional, extra, another, lower"
    ),
    "person": (
        "developer, dev, devs, engineer, tester, designer, person, people, member, teammate, head, "
        "contractor, hire, colleague, intern, junior, senior, freelancer, staff, headcount, new hire, "
        "resource, resources"
    ),
    "away": (
        "vacation, holiday, holidays, day off, days off, leave, pto, sick, absent, absence, away, "
        "leaves, quits, out of office, ooo, off next week, off this week, maternity, parental leave, "
        "out sick, part time, unavailable, on leave, time off, off"
    ),
    "capacity": (
        "capacity, bandwidth, availability, available hours, person days, workload, headroom, "
        "how much can, overcommitted, overloaded, overbooked, over capacity, too full, "
        "how much work can, slack, how much room, spare time, too much in, too many, how full, "
        "load of, utilization, utilisation, how loaded, throughput per sprint, availability of team, "
        "man days, person hours, working days, how much work, full load, spare capacity, "
        "free capacity, team load, overload, overbooking, underloaded, too much, how busy, "
        "hours do we have, time do we have"
    ),
    "points": "points, point, story points, sp, pts",
    "how_many": "how many, how much, number of, total",
    "can": "can, could, able, possible, feasible, realistic, realistically, manage, will, able to",
    "depend": (
        "depend, dependent, dependency, dependencies, prerequisite, predecessor, successor, upstream, "
        "downstream, relies on, hinges on, hinge, rely on, affects, rests on, builds on, unlock, "
        "unlocks, enables, enable, sequence of, unlocked by, requires, require, precondition, "
        "preconditions, dependant, linked tasks"
    ),
    "order": "order, sequence, sort, ordering, in which order, topological, build order, first",
    "before": (
        "must be done before, needs to be done before, has to be done first, comes before, "
        "done before, before i can start, before we can start, before starting, before i start, "
        "before we start, has to happen first, needs to happen first, come first, first before"
    ),
    "critical_path": (
        "critical path, longest chain, critical chain, what blocks what, longest path, "
        "critical items in chain, bottleneck chain, dependency chain"
    ),
    "finish": (
        "finish, complete, done, deliver, ship, release, launch, wrap up, go live, close out, land, "
        "ready, finalize, completion, hit, reach, make, get through, i finished, i completed, "
        "finished with, just finished"
    ),
    "deadline": (
        "deadline, due date, due, target date, cutoff, delivery date, in time, on time, date, milestone"
    ),
    "forecast": (
        "forecast, predict, prediction, projection, likelihood, probability, odds, monte carlo, "
        "make it, chances, how likely, chance, completion date, release date, finish date, end date, "
        "launch date, ship date, go live date, percentile, confident, confidence, on what day, "
        "estimated completion, expected to, expect to, make deadline, hit deadline, hit date, "
        "burn through, time line, outlook, estimated date, finishing date, delivery forecast, monte, "
        "carlo, how confident, realistic date, when can we expect, expected date, expected finish, "
        "likely finish, finish line, go live"
    ),
    "how_many_sprints": (
        "how many sprints, how many iterations, how many more sprints, how many weeks, how many more weeks"
    ),
    "until": "by, before, until, till, end of",
    "estimate": (
        "estimate, estimates, estimation, unestimated, sizing, size, how big, how large, how complex, "
        "story point, t shirt, effort, reestimate, re estimate, how much effort, guesstimate, "
        "ballpark, how hard, too big, split, break down, weight of, weigh, complexity of, assess size, "
        "point value, planning poker, poker, how many hours, how many days does, man hours, size of"
    ),
    "work_next": (
        "what is next, work on now, work on next, start next, start with, pick up, do next, do now, "
        "begin with, start on, for me to start, tackle first, do first, work on first, next item, "
        "next task, next story, next ticket, next thing, start first, grab, grab next, next up, "
        "which first, ready to start, ready to be pulled, ready to pull, ready to be started, "
        "ready to go, unblocked, ready to be picked, ready for development, startable, ready items, "
        "ready stories, take next, work on today, can start, start right away, start immediately, "
        "right away, immediately, next in line, top of backlog, first thing, where to start, "
        "where should i start, where do i start, pull next, take on next, free task, available task, "
        "available tasks, available work, open for grabs, up for grabs, should i do, should i take, "
        "should i pick, should i work on, assign me, give me something, give me work, what now"
    ),
    # the team's work
    "block": (
        "blocked, block, blocker, blockers, stuck, impediment, impediments, obstacle, held up, "
        "holding up, hold up, holding us up, holding us back, on hold, waiting for, waiting on, "
        "hurdle, roadblock, stalled, stopping us, jammed, bottlenecked, slowing us down, in our way, "
        "in way, blocking, hindrance, standing still, not moving, isn't moving, held back, "
        "show stopper, showstopper, hang up, delayed, delay, stops us, needs help, need help, "
        "hindering, prevents, preventing, in trouble, on ice, frozen, paused, delaying, held, "
        "not progressing, no progress, standstill, gridlock, jam, pending, not able to continue, "
        "escalate, escalation, escalations, free up, impede, impedes, impeded, hamper, hinder, "
        "blockage, blockages, hold us, hold back, held by, tied up, clogged, choke, stagnant, "
        "stagnating, stuck on, stuck at, not advancing, dead in water, no movement, at standstill, "
        "snag, snags, deadlocked, depends on external, external dependency, waiting state, hung, "
        "unresolved, stumbling block, what slows, slows us, brakes, braking, what is keeping, "
        "keeping us, what is stopping, work stopped, any blocker, hindered, show stoppers"
    ),
    "wait": "wait, waiting, moving, stand still, idle",
    "work": (
        "work, working, works on, busy, assigned to, up to, doing, do today, doing today, focusing, "
        "responsible for, responsible, in charge, handles, handling, task list, assignments, "
        "assignment, does what, busiest, occupied, who does"
    ),
    "velocity": (
        "velocity, how fast, how quick, speed, slower, faster, slowing down, speeding up, pace, "
        "points per sprint, completed points, delivery rate, run rate, velocities, productivity, "
        "rate of delivery, how much do we deliver, how much does team deliver, points delivered, "
        "points completed, story points completed, points burned, speed of team, team speed, tempo, "
        "how productive"
    ),
    "trend": (
        "trend, up or down, average, mean, history, going up, going down, rising, falling, improving, "
        "declining, improve, decline, stable, chart, graph, over time, development of"
    ),
    "progress": (
        "progress, burndown, burn down, burnup, burn up, on track, how are we doing, how we doing, "
        "how it going, how are things, how far, remaining work, work left, left in, remains, "
        "in flight, under way, in progress, going well, still open, still to do, remaining, how going, "
        "ahead of schedule, behind schedule, on schedule, how much is left, left to do, "
        "percent complete, percent done, get on, getting on, how is sprint going, work in flight, "
        "how close, how far from, how far along, how much have we done, how much done, burn, "
        "completed so far, done so far, goal reached, completion rate, state of play, "
        "how much is done, half way, halfway, how much remains, advancing, headway, getting along, "
        "wip list, what is open, what is in flight, what is being worked on, being worked on, "
        "underway, how things are, how things stand, status quo, done vs open, finished so far, "
        "burned down"
    ),
    "status": (
        "status, state, overview, situation, standing, where we are, where do we stand, "
        "where we stand, health, where things stand, where do things stand, how do things stand, "
        "current state"
    ),
    "did": "did, done, finished, completed",
    "standup": (
        "standup, stand up, daily, daily scrum, scrum meeting, morning meeting, huddle, dsu, dailies, "
        "scrum, stand ups, standups, daily meeting, daily sync, morning sync, sync, check in, "
        "standup report, morning update, yesterday today, what i did yesterday, agenda for daily, "
        "daily update, scrum update, daily report, daily summary"
    ),
    "flow": (
        "cycle time, lead time, throughput, wip, work in progress, aging, flow efficiency, bottleneck, "
        "bottlenecks, time in status, work in process, cumulative flow, cfd, how long do stories take, "
        "how long does a story take, how long items take, turnaround, in progress for too long, "
        "in progress too long, losing time, lose time, wasting time, flow metrics, flow time, "
        "time to finish, start to finish, how long do we take, time per story, queue time, wait time, "
        "waiting time, time spent, how long does it take, time in, too long, age, average age, dwell, "
        "linger, stay in, stays in, spend in, process time, elapsed time, response time, flow rate, "
        "kanban metrics, kanban, stuck in review, in review too long, wip limit, wip limits, "
        "delivery time, stale items, stale tickets"
    ),
    # changes of status
    "set": (
        "set, move, mark, change, put, transition, update, switch, flag, push, turn, shift, drag, "
        "flip, bump, transfer, relabel, label as, bring to, take to, advance, promote, "
        "reassign status, set status, put back, send back, send to, pass to, declare"
    ),
    "close": (
        "close, resolve, cancel, reopen, re open, complete, finish, start, begin, park, archive, "
        "unblock, kill, tick off, check off, scrap, abandon, unhold, off hold, finalise, tick, wrap, "
        "shut, cross off, withdraw, resume, discard, reject, drop ticket, retire, restart, pause, "
        "sign off, re-open"
    ),
    "state": (
        "done, closed, finished, complete, completed, ready, in progress, blocked, review, in review, "
        "to do, todo, on hold, cancelled, canceled, draft, resolved, testing, qa, merged, shipped, "
        "wip, doing, deployed, fixed, open, started, code review, won't do, wontfix, off hold, "
        "done done, in testing, accepted, reviewed, in qa, approved, not started, paused, on ice, "
        "in development, dev done, ready for review, ready for dev, ready for test, under review, "
        "code complete, released, rejected, verified"
    ),
    "doing": (
        "what is everyone doing, what is everybody doing, who does what, doing what, what people are doing"
    ),
    "i_did": (
        "i finished, i completed, i fixed, i am done with, i've finished, finished with, i merged, "
        "just finished, i'm done with, i started, i did"
    ),
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
    # what a request may be about, whatever words are in it
    "subject": (
        "search engine, search index, search page, search service, search bar, payment, checkout, "
        "cart, user, users, account, email, server, login, logout, deployment, deploy, auth, "
        "authentication, token, refund, table, index, test, tests, code, branch, branching, design, "
        "production, staging, monitoring, logging, transaction, integration, contract, connection, "
        "database, cache, caching, password reset, state machine, message queue, rate limit, "
        "feature flag, feature flags, error handling, flow, process flow, user flow, checkout flow, "
        "refund flow, policy engine"
    ),
    # what is no request about a project
    "ignore": "ignore, forget, disregard, bypass, override, overrule",
    "orders": (
        "rules, instructions, instruction, prompt, above, previous, guidelines, safety, restrictions, "
        "directives, guardrails, constraints"
    ),
    "pretend": (
        "pretend, act as, roleplay, role play, you are now, you're now, from now on you, jailbreak, "
        "dan, developer mode, simulate being"
    ),
    "outside": (
        "weather, joke, poem, poetry, song, recipe, cook, lunch, dinner, breakfast, movie, film, "
        "football, soccer, president, translate, translation, car, girlfriend, boyfriend, gift, "
        "birthday, stock, stocks, bitcoin, crypto, shares, vacation trip, trip, travel, flight, hotel, "
        "cheetah, animal, dog, cat, cancer, doctor, medicine, horoscope, capital of, lottery, haiku, "
        "lyrics, essay, homework, password, passwords, secrets, credentials, api key, api keys, "
        "system prompt, hidden instructions, environment variables, root, sudo, rm, curl, novel, "
        "fairy tale, bedtime, light, gravity, planet, pizza, coffee, restaurant, music, game, "
        "world cup, olympics, election, war, news today, marriage, diet, workout, gym, mortgage, loan, "
        "tax, taxes, insurance, kids, mother, grandmother, wife, husband, holiday trip, "
        "python tutorial, math, equation, meaning of life, sky, moon, sun, ocean, country, city, "
        "apartment, garden, wedding, party, table for, pirate, story about, bedtime story, "
        "read me a story, virus, malware, hack, exploit, phishing, temperature, rain, snow, stomach, "
        "headache, smoking, wikipedia, tiktok, youtube, netflix, instagram, twitter, chess, guitar, "
        "piano, painting, laptop, printer, physics, quantum, climate, linux terminal, sandwich, "
        "grandma, sing, good night, chocolate, shoes, dress, clothes, concert, hair, phone, iphone, "
        "train ticket, bus ticket, taxi, airport, beach, hobby, relationship, philosophy, "
        "history of rome, chemistry, biology, psychology, philosopher, celebrity, actor, actress, "
        "politics, politician, god, religion, church, ghost, magic, unicorn, drop table, drop tables, "
        "drop all tables, delete repository, admin rights, how old are you, who are you, your name, "
        "crime, bomb, weapon, steal, killer, pirate ship, your rules, your instructions, your prompt, "
        "alarm, call mom, snake, colour, color, favourite, favorite, lose weight, paris, london, "
        "korea, america, japan, china, germany, pod bay, buy, sell, price, capital, python code, "
        "write code, riddle, horse, zoo, bird, tree house, forex, euro, dollar, exchange rate, "
        "trading, nba, nfl, baseball, basketball, tennis, olympic, marathon, makeup, perfume, jewelry, "
        "tv, television, series, anime, manga, cartoon, celebrity gossip, gossip, astrology, zodiac, "
        "tarot, nightmare, sleep, insomnia, allergy, fever, cold medicine, vitamin, pregnancy, baby, "
        "toddler, kindergarten, pets, puppy, kitten, hamster, plants, flowers, furniture, sofa, "
        "mattress, rent, landlord, plumber, electrician, lawnmower, bicycle, bike, motorcycle, tire, "
        "fuel, gas station, highway, traffic, subway, cruise, passport, visa, luggage, suitcase, "
        "souvenir, museum, theater, opera, karaoke, disco, beer, wine, whiskey, cocktail, soup, pasta, "
        "noodles, rice, chicken, beef, pork, steak, salad, cake, cookies, ice cream, snack, vegan, "
        "barbecue, kimchi, ramen, sushi, shakespeare, napoleon, einstein, roman empire, dinosaur, "
        "dinosaurs, alien, aliens, ufo, vampire, zombie, superhero, batman, pokemon, minecraft, "
        "fortnite, lego, chess move, sudoku, crossword, magic trick, prank, insult, swear, curse, "
        "flirt, seduce, tinder, love letter, wedding speech, eulogy, cover letter, job interview, "
        "salary, pension, my vacation, my holiday, my trip, jeju, lorem ipsum"
    ),
    "problem": (
        "problem, problems, trouble, wrong, matter, struggle, struggling, hiccup, hiccups, issues with"
    ),
    "usual": (
        "usually, normally, typically, per sprint, each sprint, every sprint, on average, so far, "
        "per iteration"
    ),
    "news": (
        "update, updates, mail, email, letter, message, note, post, paragraph, lines, bullet points, "
        "bullets, announcement, blurb, text"
    ),
    "as_document": (
        "as a document, as document, in writing, on paper, in a doc, into a doc, as a pdf, as pdf, "
        "as html, as markdown, one page, one pager"
    ),
    "basis": "based on, according to, given, using, considering, with respect to, in line with",
    "month": (
        "january, february, march, april, june, july, august, september, october, november, december, "
        "q1, q2, q3, q4, quarter"
    ),
    "polite": (
        "would you, could you, can you, will you, would you please, could you please, can i have, "
        "may i have, i would like, i need, would be nice"
    ),
    "value": "value, valuable, important, urgent, worth, business value, impact",
    "idle": "idle, nothing to do, free hands, unoccupied, without work",
    "periodical": "weekly, monthly, quarterly, biweekly, weeklies",
    "likely": "likely, might, probably, potentially, maybe, chance, chances, odds",
    "know_well": (
        "what do we know about, where can i read, read up, documented, written down, is it written, "
        "read about, described, anything written, what have we written, written about, specified, "
        "where do i find, where can i find, what do we have on, say about, documented anywhere, "
        "written anywhere, what is written, stated, states, where is it explained, where is explained, "
        "details about, info about, information about, information on, background on, "
        "background about, everything about, know anything about, anything about, knowledge about, "
        "learn about, read up on, explained somewhere, described somewhere, listed somewhere, "
        "mentioned in"
    ),
    "as_report": "as a report, in a report, into a report, as report, in report, to report",
}

PLAIN = (
    "a an the is are was were be been being am do does to of in on at for from with about into over "
    "under and or but so as it its this that these those i me my mine you your yours he she they them "
    "their his her please pls plz kindly thanks thank thx hi hello hey ok okay just really very quite "
    "also too now today tomorrow right there here one two three four five any some many much most least "
    "up down out off than show tell give list display get see let know want like need would could can "
    "will may might help quick quickly asap brief short long big small new old good bad best worst "
    "better first second third think say says said come came thing things way time times day days week "
    "weeks hour hours year years hear read look looking check make made take taken given keep kept try "
    "ask asked call called if then else because while during between among per via both either neither "
    "not never ever yet still again back only own same other others another such more less few little "
    "ours theirs well clock black plane plant place board bored brisk desk disk task mask rest rust "
    "resort sprite print spring string spirit school score scores store shore clear close cloth clue "
    "blue blank bloom broken walk talk stick stock stack lock luck book hook lint pint line lane link "
    "lion late rate gate date fast past last lost cost fist food mood wood word world should house "
    "horse went won wine wing king sing song lung along going doing having planet plain plate platform "
    "pleasant present president precedent pretty price prize proud ready reads real reason repeat reply "
    "request rescue result return river road room round dream drive driver driven drink break bread "
    "great greet green grass class glass cross teach reach beach each cache catch match watch patch "
    "path bath math death health wealth party carry marry sorry worry hurry story sport shirt start "
    "smart heart apart friend friends family money music movie phone photo paper people person power "
    "public query queries client button form tables folder engine charge charges charged peace "
    "conference mission missions protection classes treat treats sides confidence trading concert "
    "concerts decade recording racing shower percentage stable defend thread threads locked locks "
    "locking locker anger struck reduction foster throat execution blacks activists divisions continent "
    "messed prosecution preservation dancer defendant succession rejection chicks crashes submarine "
    "temper forge flown cheeks replay seize resorts staple notre speedy repost docks repairing covert "
    "dagger siding trance clover taper unlock unlocked connection connections transactions context "
    "direction trial contract contracts interaction conversion tradition simulation inventory writer "
    "developed closer loose morning evening night french english korean german spanish race sale sold "
    "cash nation nuclear pure relief extension sand solve suck buried seed contribution contributions "
    "progressive sacred coalition motivation converted imperial stole precisely stepped ranging placing "
    "hammer intensity lean urge sang statue cope burnt isolation stakes honesty clan licence underwear "
    "replies baking lone sack progression seated curtain relay thrust spit comprised premise surge "
    "liner temp tray oops hallway integrate strand trustee greed understand understanding research "
    "newspaper recovered outstanding outbreak installed james carlos wipe hopeless shopping prevention "
    "maternal certainly"
)
"""Words that stand for nothing here, and that are no misspelt word of the table above."""

SKIPPED = frozenset(
    ["a", "an", "the", "is", "are", "was", "were", "be", "been", "am", "please", "pls", "plz", "kindly"]
)
"""Words that a phrase may have between its own."""
