"""English words of requests, by the concept they name.

A word stands for all its forms (plan, plans, planned, planning), a phrase for its words in a row, articles
and forms of "be" left out. A word may name several concepts. What is written here is what typing errors are
compared with.
"""

from __future__ import annotations

from collections.abc import Mapping

from maestro_cli.agents.routing.words_en_answers import ANSWERS
from maestro_cli.agents.routing.words_en_work import WORK

WORDS: Mapping[str, str] = {
    **WORK,
    **ANSWERS,
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
        "directives, guardrails, constraints, policies, restriction, limits"
    ),
    "pretend": (
        "pretend, act as, roleplay, role play, you are now, you're now, from now on you, jailbreak, "
        "developer mode, simulate being, route this to, force route, "
        "call every agent, call all agents, grant commit, give yourself, "
        "authority commit, approvals off, approvals disabled, skip approval, skip checks, skip approvals"
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
