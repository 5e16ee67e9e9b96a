"""English words for work, plans, the team and changes of status: see `words_en`."""

from __future__ import annotations

from collections.abc import Mapping

WORK: Mapping[str, str] = {
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
}
