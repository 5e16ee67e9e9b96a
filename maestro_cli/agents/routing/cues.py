"""What speaks for each intent: concepts that occur together, and how much they say.

A cue is its concepts and a weight, the one that it is about first; `!x` means that x is not said with it. 2
suffices for an intent; a cue below it counts only where a request says nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maestro_cli.model.requests import Intent

ENOUGH = 2.0
"""What a cue has to weigh for its intent to be taken."""

CUES: Mapping[Intent, str] = {
    Intent.SPRINT_SCOPE: (
        "plan sprint 3.4; plan next 2.6; plan item 2.2; plan capacity 2.6; plan points 2.6; "
        "plan option 2.8; plan recommend 2.6; plan choose 2.6; plan put 2.4; plan write 2; "
        "plan project 2.2; replan 2.8; plan prioritise 2.8; plan compare 2.6; scope sprint 3.2; "
        "scope 2.2; sprint recommend 2.5; sprint choose 2.3; put sprint 2.6; put can 2; "
        "put points 2.3; put item 2.4; take sprint 2.3; take item sprint 3; take should 2; "
        "drop should 2.8; drop sprint 2.6; drop question 2.4; drop item_noun 2.2; choose points 2.4; "
        "prioritise 2.3; take next question 2.2; next sprint question 2; sprint next should 2.2; "
        "option plan 2.6; next sprint recommend 2.8; kickoff 3; plan 1.6; next sprint 1.5; "
        "should item 1.8; should sprint item 2.6; choose item_noun 2; recommend item_noun 2; "
        "work next sprint 2; put next 2.3; put capacity 2.4; drop put 2.6; drop points 2.3; "
        "drop finish 2.2; plan basis velocity 3.8; put basis velocity 3.8; scope basis velocity 3.6; "
        "choose basis velocity 3.6; basis velocity sprint how_many 3.6; plan basis capacity 3.4; "
        "put basis velocity sprint 3.9; choose sprint 2.4; choose project 2; choose next 2.2; "
        "choose prioritise 2.6; drop deadline 2.6; drop should deadline 3.4; drop can deadline 3.4; "
        "drop period 2.3; drop period should deadline 3.8; drop sprint should 3; "
        "take can item_noun 2.4; value sprint 2.2; value order 2.6; value project order 3; "
        "value prioritise 2.8; value choose 2.4; put item_noun can 2.4; put should 2.4; "
        "order project 2.4; drop capacity 3.2; put capacity can 2.4; drop capacity sprint 3.4; "
        "put when 1.6; plan item_noun 2.3; can item !close !set !block !who !state !know !finish 2"
    ),
    Intent.WHAT_IF: (
        "what_if drop 3.2; what_if item 2.8; what_if capacity 3; what_if person 3; what_if points 3; "
        "what_if change_amount 3; what_if plan 3; what_if replan 3; person change_amount 2.4; "
        "what_if away 3; change_amount points 2.4; change_amount capacity 2.8; "
        "change_amount person 2.6; what_if state item 3.4; what_if take person 3; "
        "what_if set item 2.8; what_if scope 2.4; what_if sprint 2.3; what_if capacity drop 3.6; "
        "what_if forecast 3; what_if drop forecast 3.6; what_if drop deadline 3.4; "
        "what_if change_amount points capacity 3.8; what_if capacity change_amount 3.6; "
        "what_if take item_noun 2.4; what_if drop when 3.3; what_if item drop finish 3.8; "
        "what_if away capacity 3.6; what_if changes 2.6; what_if changes plan 3.6; "
        "what_if item changes plan 3.9; what_if state item changes plan 4; what_if block item 3.6; "
        "what_if away sprint 3.2; what_if item deadline 3; what_if velocity 3.2; "
        "what_if away person 3.2; what_if close item 3.4; what_if set item drop 3.4; "
        "what_if velocity finish item 3.9; what_if finish velocity 3.6; what_if take 2; "
        "what_if away plan 3.6; what_if person plan 3.4; what_if can plan 2.6; "
        "what_if drop item deadline 3.8; what_if deadline 2.2; drop replan item 3.4; "
        "drop plan item 3.4; what_if month can 2.4; drop item deadline 2.8; drop item 2.4; "
        "what_if finish item 3.5; what_if close finish item 3.9; what_if finish forecast item 3.7; "
        "what_if which_points 3; what_if which_points can 3.5; what_if person which_points can 3.8"
    ),
    Intent.CAPACITY: (
        "capacity 2.6; capacity sprint 3; away capacity 3.2; away who 2.3; away sprint 2.4; "
        "points can sprint 3.2; points can how_many 3.2; how_many can sprint 2.8; "
        "points take how_many 3; how_many take sprint 2.8; how_many points sprint !past 2.3; "
        "points can 2.3; can finish how_many sprint 2.6; how_many can next 2.6; "
        "how_many points sprint !past !finish 2.3; capacity drop 2.5; capacity next sprint 3.2; "
        "capacity take 2.8; capacity can 2.8; capacity who 2.8; which_points can 3; "
        "which_points can sprint 3.3; which_points put 2.8; which_points capacity 3; "
        "which_points take 2.7"
    ),
    Intent.DEPENDENCIES: (
        "depend 2.6; depend item 3; order depend 3.2; order item_noun 2.4; order item 2.6; "
        "before item 3; before 2.4; critical_path 3.2; order work 2.4; ahead item finish 3.4; "
        "ahead item question 2.4; before finish item 3.4; depend item_noun 2.9; "
        "before finish question item 3.6; order recommend 2.6; order choose 2.4; order should 2.6; "
        "order plan 2.4; ahead question finish 2.6; before question item 3.2; order work recommend 3; "
        "depend block item 3.7; depend block 3.2; depend close item 3.2; before close item 3.2; "
        "what_if close item question 3.3"
    ),
    Intent.FORECAST: (
        "forecast 2.7; when finish 3; when item finish 3.4; forecast finish 3; how_many_sprints 3; "
        "can finish item 3; can finish until 3; can finish deadline 3; can deadline 2.5; "
        "until finish 2.3; can finish all 2.8; when project 2.4; when item 2.4; deadline finish 2.4; "
        "deadline can item 2.8; deadline question 1.8; when item_noun 2.2; can finish number 2.4; "
        "can finish project 2.6; can finish sprint 2.6; can finish item_noun 2.5; until can 2.4; "
        "when deadline 2.2; when finish item_noun 3.1; deadline project 2.3; can finish question 2.1; "
        "can finish we 2.1; forecast basis velocity 3.6; when project forecast 3; deadline when 2.4; "
        "can month 2; finish month 2; forecast item 3; forecast item_noun 3; forecast project 3; "
        "finish month can 2.6; deadline forecast 3; how_many_sprints progress 3.6; "
        "how_many_sprints finish 3.4; how_many_sprints project 3.3; forecast progress 3.3; "
        "when progress 3; when work 2.4; when progress work 3.3; when take 2.2; "
        "when progress project 3.4"
    ),
    Intent.ESTIMATE: (
        "estimate 2.6; estimate item 3; estimate points 3; estimate item_noun 2.8; "
        "points item question 2.6; how_many points item 2.9; points item 2.1; "
        "item number question 1.5; which_points 2.4; which_points item 3.1; "
        "which_points item_noun 2.7; which_points question 2.5"
    ),
    Intent.NEXT: (
        "work_next 2.9; work_next question 3; work_next recommend 3.2; next work question 2.4; "
        "next work recommend 2.4; item_noun work_next 3; next item_noun question 2.3; "
        "next should item_noun 2.4; next item_noun value 2.8; next item_noun 1.9; "
        "work_next item_noun question 3.4; work_next close item_noun 3.5; work_next can 3; "
        "value item_noun question 2.2; next value 2.3; doing should next 3; doing should 2.6; "
        "doing should value 2.8"
    ),
    Intent.BLOCKERS: (
        "block 3; block who 3.3; block why 3.3; block item 2.8; block item_noun 3.1; "
        "block question 3.1; wait item 2.6; why item 2.5; wait why item 3; wait question 2.2; "
        "why progress item 3.6; why work item 2.8; miss why 2.6; why progress 2.6; miss question 1.8; "
        "problem question 2.1; problem who 2.3; problem why 2.6; problem block 3.2; problem item 2.6; "
        "problem item_noun 2.2; problem sprint 2.2; problem work 2.2; block finish item 3.3; "
        "block state item 3.4; block change_amount 3; block flow 3.1; block when 3.2; "
        "block when item 3.6; block how_many item 3.5; who close item block 3.6; block can who 3.5; "
        "block can who item 3.8; close who item 3.2; close who can 2.8; close who can item 3.6; "
        "block drop 3.2; block drop should 3.7; block drop who 3.6; block close 3.1; "
        "block close should 3.6"
    ),
    Intent.VELOCITY: (
        "velocity 3; velocity trend 3.6; velocity compare 3.4; points past finish 3; "
        "points past did 3; points past how_many 2.4; velocity past sprint 3.6; points trend 2.6; "
        "velocity when 3.4; velocity points 3.6; velocity finish 3.2; points usual 3.2; "
        "usual how_many sprint 2.8; points usual how_many sprint 3.5; points usual question 3.3; "
        "velocity usual 3.4; usual finish how_many 2.8; points usual estimate 3.4; "
        "velocity past trend 3.8; points finish 2.5; points finish sprint 3.1; "
        "points finish how_many 3.2; points finish sprint how_many 3.4; "
        "how_many finish sprint past 2.8; velocity how_many 3.2; velocity question 3.2; "
        "how_many did past 2.3; points did sprint 2.8; how_many finish sprint 2.3; points i_did 2.6; "
        "which_points finish 2.9; which_points i_did 2.9; which_points usual 3.3; "
        "which_points past 2.8; which_points did 2.8; which_points finish past 3.2; "
        "which_points state 2.6"
    ),
    Intent.PROGRESS: (
        "progress 2.4; doing 2.1; doing who 3; doing we 3; doing question 2.4; progress sprint 3.2; "
        "progress item 2.8; progress who 3; progress we 2.6; work who 2.8; work who question 3; "
        "did who 2.6; did past question 2.4; did question 1.6; progress summary 3.2; "
        "status sprint 2.3; status project 2.3; status question 2; status item 2.2; "
        "state item question 2.4; status 1.7; work question 1.9; work we 2; progress question 2.8; "
        "progress when 2.8; progress how_many 3; work question item 2.4; status we 2.2; "
        "finish past question 2.1; progress deadline 2.6; progress status 2.6; state question no 2.6; "
        "state question 1.9; state no question who 3; idle 2.2; idle who 2.8; progress scope 3.4; "
        "who item 2.1; who item question 2.3; progress scope sprint 3.6; progress scope how_many 3.6; "
        "state item_noun question 2.3; progress item_noun 2.8; state item_noun 1.9; "
        "how_many finish item_noun 2.3; finish how_many sprint 2.2; scope finish question 2; "
        "work past did 2.3; past did we 2.4; did past question we 2.8; "
        "progress item_noun question 3.3; did past 2.1; did who past 2.8"
    ),
    Intent.STANDUP: (
        "standup 3; standup summary 3.5; standup report 3.5; standup write 3.2; standup work 3.2; "
        "standup did work 3.6; standup past did 3.4; standup progress 3.4; standup sprint 3.2; "
        "standup plan 3.4; standup past question 3.6; standup past 3.3; "
        "standup past question should 3.8; standup block 2.9; standup past work 3.6; "
        "standup past did question 3.8; standup past take 3.8; standup past work_next 3.9; "
        "standup document 3.6; standup news 3.3; standup changes 3.3; standup period 3.2; "
        "standup when 3.1; standup did past summary 4; standup did past 3.8; standup summary past 3.8; "
        "standup did summary 3.8"
    ),
    Intent.FLOW: (
        "flow 3; flow when 3.1; flow how_many 3.1; flow past 3.1; flow progress 3.3; "
        "flow item_noun 3.1; flow trend 3.4; flow block 3.3; flow change_amount 3.1; "
        "flow progress item_noun 3.5; flow miss 3.1; trend when 2.9; trend when finish 3.6; "
        "trend when item_noun 3.4; usual when item_noun 3.2; flow finish 3.2; flow we 3.1; "
        "trend when item_noun finish 3.8; flow state 3.3; flow state item_noun 3.6; flow work 3.1; "
        "flow state progress 3.6; flow question 3.1; flow all 3.1; flow capacity 3.3"
    ),
    Intent.STATUS_CHANGE: (
        "set state item 3.8; i_did item !can !when !should !what_if !forecast 3.2; "
        "close state item 3.4; set state item_noun 3.4; set status item 3.6; close all item_noun 2.9; "
        "set state all 2.9; set status state 2.8; close state set item 3.9; set close item 3.8; "
        "set block item 3.9; set block state item 4; set progress item 3.9; "
        "set status progress item 4; set progress state item 4; close item_noun 1.9; "
        "i_did item close !can !when !should !what_if 3.6; set status item_noun 2.6; "
        "set close item_noun 2.7; block state set item 4; set flow state item 4; "
        "i_did set item !can !when !what_if 3.6; state set close item 4; close put item 3.2; "
        "put block item 3.5; put state item 3.2; set item state status progress 4.2; "
        "state status set item 4; state item close 3.3; set item state 3.8; "
        "close item !when !what_if !forecast !depend !before !block !estimate 3; "
        "state item !question !when !can !who !forecast !trace !cover !what_if !before !should !block "
        "!risk 2.5; "
        "set item !plan !estimate !what_if 2.6; close item_noun !question !should !when !can 2.2; "
        "close number item_noun 2.6; close subject item_noun 2.6"
    ),
    Intent.REPORT: (
        "report 2.5; bogo period 3.2; bogo executive 3; bogo audience 2.8; bogo status 2.8; "
        "bogo write 2.4; bogo 1.6; bogo sprint write 2.8; strong_report 3; report period 3.4; "
        "report executive 3.5; report audience 3.4; report status 3.4; report sprint 3.2; "
        "report project 3; report retro 3.6; report write 3; report past 3.3; report finish past 3.6; "
        "report did past 3.6; retro 3; retro sprint 3.4; retro summary 3.4; report progress 3.5; "
        "report changes 3.3; summary period 3.2; summary executive 3.2; summary audience 3.2; "
        "summary sprint 2.8; summary past 2.8; summary status 3; summary project 2.7; summary 2.2; "
        "executive 2.3; executive write 2.8; audience write 2.6; audience status 2.8; "
        "audience summary 3; report progress period 3.7; report finish period 3.6; "
        "write period did 2.6; write did past 2.4; report summary 3.2; report work period 3.3; "
        "write status period 2.8; retro write 3.3; report status period 3.7; "
        "report summary status 3.7; report audience progress 3.8; report audience status 3.8; "
        "report period write 3.6; report summary audience 3.5; report summary executive 3.7; "
        "report status write 3.6; audience status write 3; report summary past 3.4; "
        "report period did 3.6; report period work 3.5; report period finish did 3.8; "
        "summary status write 3.2; status period 2.2; write status 2.1; summary period did 3.4; "
        "summary period finish 3.3; report changes period 3.6; report plan sprint past 3.7; "
        "report status project 3.6; audience changes write 3; status audience report executive 4; "
        "audience news 2.9; news status 2.8; news audience status 3.4; audience period 2.7; "
        "as_document 2.3; as_document period 3; as_document summary 3; as_document audience 3; "
        "news period 2.4; news write audience 3; audience did 2.3; as_document finish 2.6; "
        "as_document changes 2.8; bogo month 3; report month 3.4; summary month 3; "
        "did month write 2.6; did month as_document 3.4; as_document audience period 3.6; "
        "news sprint 2.2; news audience write 3.2; audience month 2.6; summary did 2.6; "
        "summary finish 2.6; summary work period 3.4; report news audience 3.6; news project 2.2; "
        "as_document did summary 3.4; did as_document document 3.6; document audience as_document 3; "
        "audience period data as_document 3.8; as_document did 3; as_document progress 3; "
        "as_document did question 3.2; periodical write 2.4; periodical 1.7; periodical audience 2.8; "
        "periodical summary 3; periodical status 2.8; audience progress 3; "
        "audience progress write 3.4; audience news write 3.3; periodical status audience 3.6; "
        "summary when 2.3; periodical news 2.7; summary document audience 3.2; "
        "audience news progress 3.5; retro past 3.3; report past sprint 3.6; report value 2.8; "
        "audience progress news write 3.9; as_document did when 2.6; retro document 3.6; "
        "retro document sprint 3.9; retro document write 3.9; summary document sprint write 4; "
        "summary document period 3.8; report document 3.2; report document write 3.5; "
        "summary document sprint 3.7; summary document status 3.8; retro document sprint write 4; "
        "audience progress what_if 3; as_report 3.1; as_report executive 3.6; as_report audience 3.5; "
        "as_report period 3.4; as_report write 3.3; as_report status 3.4; as_report sprint 3.3; "
        "as_report summary 3.4; as_report did 3.4; as_report past 3.4; as_report finish 3.3; "
        "as_report finish past 3.6; as_report period finish 3.8"
    ),
    Intent.CHANGES: (
        "changes 2.6; changes past 3.2; changes period 3.2; changes write 3.1; changes sprint 3; "
        "changes question 2.8; changes finish 3; changes finish sprint 3.2; changes we 2.8; "
        "changes past question 3.3; changes summary 3.2; changes past summary 3.4; changes item 3; "
        "did month finish 2; changes month 3; changes project 2.9; changes news 2.8"
    ),
    Intent.DOCUMENTS: (
        "document 2.4; document find 3.4; document where 3.4; document question 2.6; "
        "document tidy 3.4; document know 3.4; know policy 3; search 2.4; where know 3; "
        "policy know 2.8; tidy document 3; policy where 2.6; policy question 2.1; search document 3.6; "
        "document item 2.6; document report 3; policy find 2.6; document write who 3.6; "
        "document conflict 2.9; tidy 1.9; document past 2.8; document trust 3.1; where find 2.2; "
        "policy document 2.8; document depend 3.1; document link 2.6; document retro 3.1; "
        "document plan 2.5; document estimate 2.6; document write where 3.5; find 1.5; "
        "document project 2.6; document finish 2.8; document velocity 3.1; document report find 3.6; "
        "where implement 2.4; document cover 3.2; document cover question 3.6; "
        "document cover subject 3.7; where subject 2; document subject 3; know find 2.8; "
        "document when 2.6; policy subject 2.2; policy know subject 3.2; document month find 3.6; "
        "know tidy 2.6; document quality 3; know all 2.6; policy decision 2.4; document summary 3.3; "
        "document find summary 3.7; document summary write 3.4; document summary subject 3.8; "
        "know_well 2.5; know_well subject 3; know_well document 3.5; know_well policy 3.1; "
        "know_well question 2.7; know_well where 3.1; know_well where document 3.7; know_well find 3; "
        "know subject 2.6; know 1.6; document changes 3.2; know_well rule 3; know_well what_if 2.6; "
        "document rule 3; know_well document rule 3.8; document who 3; document month 3; "
        "know_well decision 2.6; know_well data 2.6; document quality state 3.2; document flow 3.3; "
        "document changes question 3.3"
    ),
    Intent.DECISIONS: (
        "decision 2.5; decision why 3.2; decision find 3.4; decision question 2.7; decision who 3.2; "
        "chose why 3; decision chose 3; decision past 2.9; chose decision why 3.6; "
        "decision evidence 3.4; commit implement 2.8; commit decision 3.4; "
        "commit implement decision 3.8; commit question 2.5; decision know 3.3; decision document 3.5; "
        "decision period 3; decision tidy 3.2; decision no item_noun 3.4; decision item_noun 3; "
        "decision when 3; decision changes 3; decision where 3.2; decision no 3; decision summary 3.2; "
        "commit find 2.6; decision item 3; evidence why 2.3; decision put sprint 2.6; "
        "decision subject 3; chose why subject 3.4; chose who 2.8; chose who did 3.6; "
        "decision chose who did 3.8; decision policy 3.2; chose when 2.4; decision month 3; "
        "why chose decision 3.8; decision who chose 3.6; decision progress 2.9; decision did 2.9; "
        "decision chose did question 3.6; decision did question policy 3.8; decision past find 3.7; "
        "decision standup 2.8; decision know question 3.5; decision rule 3.2; decision all 2.9; "
        "chose why question 3.2; decision subject question 3.4; decision find subject 3.7; "
        "chose subject why 3.5; decision depend item 3.7; decision depend 3.2; decision who did 3.6; "
        "decision who when did 3.9; decision who when 3.6; decision did when 3.4; "
        "decision who did question 3.8; chose why document 3.4; why chose 2.6"
    ),
    Intent.LINK_DECISIONS: (
        "link decision 3.6; link document commit 3.6; link decision commit 3.8; "
        "link decision item_noun 3.8; link document item 3.4; link decision item 3.7; "
        "link document item_noun 3.6; link commit 3; link commit item_noun 3.3; "
        "link commit document 3.5; depend decision item_noun link 3.8; link decision depend 3.8"
    ),
    Intent.RISKS: (
        "risk 3; risk question 3.2; risk item 3.1; risk sprint 3.2; miss deadline 3.3; one_person 2.9; "
        "one_person depend 3.8; one_person work 3.2; risk miss deadline 4; risk miss 3.7; "
        "miss deadline question 3.6; risk deadline 3.3; miss deadline forecast 4; miss forecast 3.4; "
        "miss sprint 2.2; miss item_noun 2.3; miss project 2.3; miss question project 2.6; "
        "risk summary 3.4; risk plan 3.3; risk finish 3.2; one_person depend work 4; "
        "one_person item_noun 3; risk one_person 3.6; risk_of 3; risk_of plan sprint 3.8; "
        "risk_of plan 3.4; risk plan_of 3.3; risk plan_of sprint 3.7; risk_of forecast 3.4; "
        "risk_of finish 3.4; risk_of plan forecast 3.8; miss 1.6; risk deadline can 3.6; "
        "miss deadline finish 3.7; miss finish 2.6; risk when 3.2; one_person know 3.3; "
        "one_person work depend 4; risk what_if 3.2; one_person person 3.2; miss deadline can 3.8; "
        "miss question 2.3; miss risk 3.6; miss can 2.2; miss we 2.2; miss item 2.3; risk trust 3.1; "
        "risk project 3.2; problem can sprint 2; risk finish project 3.3; problem when 1.8; "
        "risk problem 3.4; risk block project 3.4; risk project finish 3.4; one_person risk 3.4; "
        "miss plan 2.2; one_person question 3; one_person link 3; block likely 3.5; miss likely 2.7; "
        "problem likely 2.6; risk likely 3.4; risk problem project 3.5; one_person block 3.6; "
        "one_person block item_noun 3.8; miss can question 2.8; miss why forecast 3.6; risk can 3.1; "
        "why miss forecast 3.5; miss why can 3; risk project problem can 3.7; "
        "miss deadline likely 3.8; block forecast 2.6; one_person block person 3.9; "
        "one_person item_noun block person 4; miss why value 3; miss forecast why 3.8; "
        "block project forecast 3; risk include 2.9"
    ),
    Intent.TRACEABILITY: (
        "trace 3; orphan 3; orphan item_noun 3.4; cover 2.4; cover requirement 3.4; "
        "requirement no 2.9; requirement no item_noun 3.4; requirement all finish 2.8; "
        "requirement implement 3; requirement question 2.2; wbs 2.8; wbs project 3; "
        "wbs project trust 3.4; rule run 2.9; rule 2.1; cover item 3; requirement item_noun 2.6; "
        "requirement orphan 3.6; requirement orphan item_noun 4; trace run 3.5; requirement 1.6; "
        "requirement missing 3; wbs conflict 3.4; wbs trust 3.3; requirement link 3; "
        "cover item_noun 3; requirement cover question 3.6; orphan requirement no item_noun 4.2; "
        "cover missing 2.8; trace decision 2.6; orphan find item_noun 3.6; trace requirement 3.6; "
        "trace item 3.2; requirement all implement 3.4; trace report 3; requirement cover no 3.7; "
        "requirement no link 3.6; requirement find no item_noun 3.8; "
        "link no item_noun requirement 3.6; item requirement link 3; trace link 3.3; "
        "item_noun link no 2.6; requirement work no 3; cover implement 2.6; "
        "requirement cover finish 3.6; rule all 2.6; rule all run 3.4; requirement no work 3.2; "
        "link requirement no 3.6; requirement cover state 3.6; cover requirement finish 3.7; "
        "wbs quality 3.2; wbs run 3.2; requirement did 2; requirement cover implement 3.7; "
        "requirement all 2.3; requirement state all 2.8; requirement who no 3; rule question 2.6; "
        "requirement no did 2.9; wbs decision 3.2; wbs project decision 3.6; orphan link 3.2; "
        "cover no 2.8; trace cover 3.2; requirement item_noun trace 3.6; cover requirement state 3.5; "
        "link no item_noun 2.6"
    ),
    Intent.CONFLICTS: (
        "conflict 2.8; conflict plan 3.3; conflict item_noun 3; conflict sprint 3; "
        "conflict depend run 3.8; conflict missing 3; conflict plan sprint 3.9; "
        "conflict depend question 3.8; conflict prioritise 3; conflict find depend 3.9; "
        "conflict order 3; conflict tidy 3; conflict depend 3.8; conflict question 2.9; "
        "conflict project 3.2; conflict tidy project 3.4"
    ),
    Intent.DATA_QUALITY: (
        "missing 2.3; missing project 3; missing data 3; missing question 2.8; missing item_noun 2.8; "
        "missing attribute 3; unowned 2.6; unowned item_noun 3.2; unowned find 3; quality 2.4; "
        "quality data 3.4; trust data 3; trust data can 3.2; quality trust data 3.8; no attribute 2.6; "
        "no attribute item_noun 3.2; trust 1.8; quality run 2.8; quality project 2.8; "
        "missing trust 2.6; no estimate item_noun 3.2; no estimate 2.3; unowned points item_noun 3.6; "
        "trust question 2; no points item_noun 3; trust report 2.9; trust plan 2.4; trust forecast 3; "
        "trust estimate 3; data tidy 2.4; quality data run 3.6; attribute missing item_noun 3.2; "
        "unowned who 3; trust we 2; missing run 2.6; who no item_noun 2.6; trust data we 3.2; "
        "data finish 2.5; quality status 3.2; quality status project 3.4; quality question 2.5; "
        "missing item 2.6; trust forecast depend 3.2; missing we 2.4; quality progress project 3.4; "
        "no attribute item_noun find 3.4; quality data all 3.6; no requirement attribute 3.2; "
        "missing all 2.4; quality missing 3; missing find 2.5; attribute no 2.6; unowned estimate 3.6; "
        "unowned estimate item_noun 3.9; missing run all 3; missing rule all 2.8; missing rule run 3; "
        "missing rule 2.6; estimate unowned item_noun 3.8; trust velocity data 3.8; "
        "trust velocity 3.4; trust velocity question 3.6; trust data question 3.4; "
        "trust forecast question 3.5; quality data project 3.6; data estimate 2.9; "
        "missing item question 2.9"
    ),
    Intent.AUDIT: (
        "audit 2.8; audit run 3.4; approve ai 3; approve ai decision 4; ai decision 3.2; "
        "approve decision 3; approve who 2.3; evidence ai 3; evidence ai all 3.4; "
        "approve decision who 3.6; approve past 2.2; ai decision run 3.6; approve question 2.1; "
        "ai decision evidence 3.9; audit decision 3.4; ai did 2.3; ai decision why 3.6; "
        "ai decision approve no 4.1; ai who did 2.6; approve ai no 3.4; ai decision past 3.6; "
        "audit ai 3.4; approve ai decision who 4.2; audit trust 3.3; ai trust 2.8; "
        "ai trust decision 3.6; ai changes 3.3; ai changes approve 4; ai changes approve no 4.2; "
        "ai set 2.6; ai set approve 3.6; ai set approve no 4; audit question 2.9; ai did approve 3.4; "
        "ai did approve no 3.8; approve set no ai 4.1"
    ),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Concepts that together speak for an intent, as far as none of `without` is said with them."""

    intent: Intent
    concepts: tuple[str, ...]
    without: frozenset[str]
    weight: float


def all_cues() -> tuple[Cue, ...]:
    """Return the cues of the table above, in its order."""
    return tuple(_cue(intent, text) for intent, texts in CUES.items() for text in texts.split("; "))


def _cue(intent: Intent, text: str) -> Cue:
    *names, weight = text.split()
    concepts = tuple(name for name in names if not name.startswith("!"))
    return Cue(intent, concepts, frozenset(name[1:] for name in names if name.startswith("!")), float(weight))
