import { parseBank } from '../phrases';
import { answerPart, type ReplyTask, type Voice } from './voice';

const bank = parseBank(`
open: ta for [the note|the nudge|your message|the heads up|your mail|the word] [about|on] {thing}...
open: ta for [asking|writing|checking|getting in touch] about {thing}...
open: [lovely|nice|good|always a treat] to hear from you, ta for [asking|writing|thinking of me]...
open: [i was just|funny, i was|i'm still] thinking about {thing}, so ta for [the nudge|asking|bringing it up]...
open: oh yes, {thing}... ta for [the reminder|keeping me posted|letting me know|not forgetting me]
open: [sorry i'm slow|sorry for the wait|only saw this now|just back at my desk], ta for [waiting|your patience|bearing with me]...
open: [been a long week|it's a busy one here|quiet day here], so ta for [writing|the lovely mail|cheering me up]...
open: {thing}, [eh|right|now then]... ta for [the prompt|writing|asking], [you're a star|that's kind|good thinking]
meet.yes: i reckon {day} at {time} [suits me|works for me|is grand|will do nicely|is just right]
meet.yes: i reckon i can [make it|be there|come along] on {day}, and {time} is [easy enough|no trouble|early enough for me]
meet.yes: [see you|so see you|you'll find me] at {place} on {day}, i reckon i'll be [early|on time|hungry by then]
meet.yes: [happy|glad|keen] to [come|join|pop along] on {day}, and i reckon {place} is [easy to find|a good spot|near enough to walk]
meet.yes: put me down for {thing}, i reckon {time} on {day} leaves [plenty of|just about enough] time
meet.no: {day} is [a mess|too full|no good] for me, i reckon {day2} [would be easier|is better|might work]
meet.no: [can't do|can't make|won't manage] {day} [i'm afraid|sadly|this time], but i reckon {day2} at {time} [is free|could work|would do]
meet.no: i reckon i'll [miss|have to skip|sit out] {thing}, [i'm away on {day}|{day} is taken]. [is {day2} any use|how about {day2}|could you do {day2} instead]?
meet.more: [i'll bring|will bring] [cake|a pen|my notes|something sweet|a friend]
meet.more: [is there parking near|do i need a key for|which door is it at] {place}?
meet.more: [tell|remind] {person} to [save me a seat|come too|bring the good coffee]
meet.more: [haven't been to|never been to|always liked] {place}
send.yes: i reckon you'll have {thing} [by|before|well before] {day}
send.yes: i'll [send|dig out|mail] {thing} tonight, so i reckon {person} [can have it|gets it|is sorted] by {day}
send.yes: tell {person} [it's coming|no panic], {thing} on {day}, i reckon [that's soon enough|that's doable|i just need to find it]
send.yes: i reckon {thing} is [on my laptop|in the drawer|in my other bag], [so you'll get it|will send it] before {day}
send.no: i reckon {thing} [isn't ready|needs more work|is lost], so {day} is [too soon|a bit tight|not on]. [is {day2} alright|would {day2} do|can it wait until {day2}]?
send.no: don't have {thing} [any more|here|myself], i reckon {person} [has to ask around|must do without|won't mind]
send.more: [hope|do hope] {person} [likes it|can read my writing|isn't in a hurry]
send.more: [shout|just say] if the file [won't open|is too big|looks odd]
send.more: [say hi to|hugs to|wave at] {person} [from me|for me]
review.yes: i reckon {part} is [fine as it is|the best bit|nearly there], just [trim it a little|fix the typos|make it shorter]
review.yes: [had a look at|been through|just read] {thing}, and i reckon {part} [reads well|is lovely|works nicely]
review.yes: i'll read {thing} [tonight|on the train|over tea] and i reckon you'll have [my thoughts|a few notes] by {day}
review.yes: i reckon {thing} is [in good shape|nearly done|a joy to read], only {part} [drags a bit|could be clearer|lost me]
review.no: i reckon i won't get to {thing} before {day}, [it's mad here|too much on]. [is {day2} too late|would {day2} help|can you wait until {day2}]?
review.no: honestly, {part} [lost me|didn't work for me|made me yawn], i reckon {thing} needs [another go|a fresh start] before {day}
review.more: [who's going to read it|what did {person} say|how long can it be]?
review.more: [loved|liked|smiled at] the [bit about|joke about|line on] [the weather|money|the neighbours]
review.more: [a picture|a shorter title|one more example] would [help|do no harm]
cost.yes: i reckon {amount} is [fair|alright|a good price] for {thing}, so [go ahead|go for it|let's do it] on {day}
cost.yes: {amount} sounds [good|fine|about right] to me, i reckon {thing} is [worth it|overdue]
cost.yes: [go ahead with|yes to|let's get] {thing}, i reckon [i can pay|you'll have] the {amount} by {day}
cost.no: i reckon {amount} is [too much|steep|more than i have] for {thing}. [can they do less|could we share it|shall we wait]?
cost.no: [ouch|hmm|oh dear], {amount} for {thing}... i reckon we should [ask around|wait a bit|get another price] before {day}
cost.more: [do they take|can i pay by] [card|cash|instalments]?
cost.more: [send me|just mail me] the [bill|details|link] and i'll [sort it|pay it] by {day}
cost.more: [does that|will it] [include everything|come with a guarantee|last longer than the old one]?
news.yes: {day} [works|is fine|suits me] for {thing}, and i reckon {person} will [do a great job|manage nicely|keep us in line]
news.yes: i reckon {day} is [even better|much nicer|no problem], i've [moved things round|put it in the diary|changed it on the wall]
news.yes: good that {person} [is on it|runs it|looks after it], i reckon {thing} on {day} will be [fun|grand|easier for everyone]
news.no: {day} is [bad|tricky|rotten] for me, i reckon {thing} will have to [happen|start] without me
news.no: i reckon {day} [clashes with|falls on] my [day off|night shift|dentist], can {person} [move|shift] it to {day2}?
news.more: i'll [ask|ring|bother] {person} if [anything's unclear|i get lost]
news.more: [anything i should bring|what happens to the old date|does everyone know]?
news.more: [poor|good old|clever] {person}, that's [a lot of work|brave]
favour.yes: i can {do} {thing} on {day}, i reckon it's [no bother|no trouble|the least i can do]
favour.yes: [of course|sure|happy to], i reckon i'll be at {place} [early on|on] {day} to {do} {thing}
favour.yes: i reckon {day} is [fine|free|easy], so [leave it to me|don't worry], i'll {do} {thing}
favour.no: i'm [away|working|out of town] on {day}, so i can't {do} {thing}. i reckon {person} [might help|could do it|would say yes]
favour.no: i reckon {day} is [no good|too full], but i could {do} {thing} on {day2} [if that helps|instead|with pleasure]
favour.more: [where do i find|who has] the key [to|for] {place}?
favour.more: [you can pay me in|just keep me some|i'll do it for] [cake|tea|biscuits]
favour.more: [is {place} the one|was {place} the house] by the [bridge|bakery|bus stop]?
end: [shout|ring|give me a bell] if [anything changes|that's no good|you're stuck]
end: [have a good|enjoy your|have a lovely] [one|week|evening|weekend]
end: [talk soon|see you soon|more soon], [off to|running to] [lunch|the bus|the shops|feed the cat] now
end: [give my love to|hi to] [everyone|the family|all of you]
end: [off for a walk|kettle's on|must run], [bye for now|speak soon|more later]
`);

/** Lower case but for names of people and things, which must stay recognisable. */
const lower = (text: string) =>
  text.replace(/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g, (day) => day.toLowerCase());

const stop = (text: string) => {
  const start = text.slice(0, 1).toLowerCase() + text.slice(1);
  return /(?:[?.]|\.\.\.)$/.test(start) ? start : `${start}.`;
};

export const noraVale: Voice = {
  id: 'nora-vale',
  bank,
  greeting: (firstName) => `heya ${firstName},`,
  body: (task: ReplyTask) => {
    const parts = ['open', answerPart(task)];
    if (task.random.chance(0.7)) parts.push(`${task.intent}.more`);
    if (task.random.chance(0.6)) parts.push('end');
    return lower(parts.map((part) => stop(task.say(part))).join(' '));
  },
};
