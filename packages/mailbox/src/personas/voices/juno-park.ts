import { parseBank } from '../phrases';
import { answerPart, capitalise, type ReplyTask, type Voice } from './voice';

const bank = parseBank(`
open: [yesss|yayyy|ohhh|woooo|omggg], super [happy|glad|excited] [you wrote|to hear from you|about {thing}]
open: I'm [sooo|soooo] [happy|glad|excited] about {thing}, [super idea|super news|this is super]
open: {thing}, [yesss|yayyy|loveee it], that's super [nice|sweet|cool] of you
open: [thanksss|heyyy thanks] for the [super|super sweet|super nice] [mail|note|message]
open: [sooo|ohhh] [good|nice|lovely] to hear from you, super [day|week] already
open: your [mail|message] made me [sooo|soooo] happy, [super super happy|super sweet of you]
meet.yes: {day} at {time} is [perfect|amazing|the best]
meet.yes: I'll be at {place} on {day}, [dancing|jumping|all smiles] by {time}
meet.yes: [count me in|I'm in|you bet I'm coming] for {thing} on {day}
meet.yes: [see you|meet you|hug you] at {place}, {day} at {time} [is in my phone|it is]
meet.no: [nooo|noooo], I can't [do|make] {day}, [how about|can we do|what about] {day2}?
meet.no: [ahhh|arghhh], {day} is [taken|full|packed], but {day2} at {time} [works|is free|would be amazing]
send.yes: you'll [get|have] {thing} [by|before] {day}, [promise|I swear|no worries]
send.yes: I'm [sending|mailing|packing] {thing} for {person} [tonight|right now|today]
send.yes: tell {person} {thing} is [coming|on its way], [waaay before|long before] {day}
send.no: [nooo|ohhh no], {thing} isn't [ready|done|here], [is {day2} okay|can I have until {day2}]?
send.no: I [lost|can't find] {thing}, will {person} [forgive me|be mad|be okay]?
review.yes: {part} is [gorgeous|amazing|my favourite], [don't touch it|keep it|so proud of you]
review.yes: I [read|devoured|finished] {thing} [last night|in one go|on the bus] and I [love|adore] {part}
review.yes: {thing} is [almost there|so close], just make {part} [shorter|funnier|louder]
review.no: I can't [read|check|do] {thing} before {day}, is {day2} [too late|okay|alright]?
review.no: [hmmm|ummm], {part} is a bit [boring|long|sad], [let's fix|can we fix] it before {day}?
cost.yes: {amount} for {thing} is [a steal|totally fair|a great deal], [go go go|do it|book it]
cost.yes: [yes to|I'm in for] {thing}, the {amount} is [yours|coming] on {day}
cost.yes: [take my {amount}|{amount} is fine], I want {thing} [so badly|by {day}|now]
cost.no: [whaaat|yikesss], {amount} is [too much|crazy|a lot] for {thing}, can we [share|wait|haggle]?
cost.no: I'm [broke|out of money] until {day2}, {amount} for {thing} [hurts|is too much]
news.yes: {day} is [even better|perfect|great] for {thing}, go {person}
news.yes: {person} is the [best|coolest|right person], see you all on {day}
news.yes: I moved [everything|my plans|my nap] for {thing}, {day} [it is|works]
news.no: [nooo|ohhh no], not {day}, I'm [working|away|at the dentist], can {person} do {day2}?
news.no: I'll [miss|have to skip] {thing} on {day}, [hug|tell] {person} [for me|I'm sorry]
favour.yes: I'll {do} {thing} on {day}, [no problem|easy|anything for you]
favour.yes: [of course|yes yes yes|with pleasure], I'm at {place} on {day} to {do} {thing}
favour.yes: leave it to me, {day}, {place}, I'll {do} {thing} [like a pro|with love|singing]
favour.no: [ohhh no|nooo], I'm [away|at work] on {day}, can {person} {do} {thing}?
favour.no: I can't {do} {thing} on {day}, but {day2} [works|is free|is all yours]
more: [can't wait|counting the days|already dancing|so so ready]
more: [I'll bring|expect] [cake|balloons|snacks|glitter|my loud laugh]
more: [tell me everything|send pics|call me later|text me]
more: [big hugs|kisses|high five] to [everyone|you|all of you]
more: [you rock|you're the best|you're a star|what a day]
more: this [week|month|year] [keeps getting better|is wild|is a party]
more: {person} will [love|scream about] this
`);

const EMOJI = ['🎉', '😊', '🙏', '🚀', '😍', '💪', '🌻', '🥳'] as const;

/** No sentence of hers ends calmly. */
function shout(text: string, task: ReplyTask): string {
  const start = capitalise(text);
  return start.endsWith('?') ? `${start}?` : start + task.random.pick(['!', '!!', '!!']);
}

export const junoPark: Voice = {
  id: 'juno-park',
  bank,
  greeting: (firstName) => `${firstName}!!`,
  body: (task: ReplyTask) => {
    const emoji = () => task.random.pick(EMOJI);
    const lines = [
      `${shout(task.say('open'), task)} ${emoji()}`,
      shout(task.say(answerPart(task)), task),
      `${capitalise(task.say('more'))}!!`,
    ];
    if (task.random.chance(0.5)) lines.push(`${capitalise(task.say('more'))}! ${emoji()}`);
    return lines.join(' ');
  },
};
