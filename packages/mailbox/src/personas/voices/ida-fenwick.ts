import { parseBank } from '../phrases';
import { answerPart, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
open: [got your mail|read it|saw this] [between two trains|at the bus stop|in the lift] & honestly {thing} [is a good idea|was on my list|can be done]
open: honestly, {thing} [had slipped|left] my mind & I'm [glad|grateful] you [asked|wrote]
open: [thanks for writing about|good that you asked about] {thing} & honestly [sorry for the rush|I'm late again|today is wild]
open: {thing}, [right|of course] & honestly [about time|why not|it is overdue]
meet.yes: {day} at {time} [works|is okay] & I'll find {place}
meet.yes: [see you|I'll be] at {place} on {day}, {time} [sharp|or a minute later]
meet.no: {day} is [gone|packed], {day2} [is better|could work]
send.yes: {thing} [comes|goes out] before {day} & {person} gets [a copy|it first]
send.yes: I'll send {thing} [tonight|tomorrow], so {person} has it by {day}
send.no: {thing} isn't [done|here], [{person} has to wait|give me until {day2}]
review.yes: {part} [is good|works] & the rest of {thing} [too|reads fast]
review.yes: cut {part} [in half|a bit] & {thing} is [ready for {day}|done]
review.no: no [time|chance] before {day}, {thing} [has to wait|can be read] until {day2}
cost.yes: {amount} is [fair|okay] for {thing} & {day} [is fine|works]
cost.yes: [take|book] {thing}, I'll pay the {amount} on {day}
cost.no: {amount} is [too much|a lot] for {thing}, [ask again|look elsewhere] before {day}
news.yes: {day} is [noted|fine] & {person} [is perfect for it|has my vote]
news.yes: {thing} on {day} [works|is better] for [me|us all]
news.no: {day} is [out|bad], ask {person} about {day2}
favour.yes: I can {do} {thing} on {day} & {place} is [close|on my way]
favour.yes: {day}, {place}, [sure|no problem], I'll {do} {thing}
favour.no: not on {day}, [ask {person}|{day2} is possible]
more: [running|writing this standing up|the phone rings] & [hungry|out of breath]
more: [no time for more|details later|the rest by phone]
end: [now|so] over to you
end: over to you [& your calendar|& {person}|for the rest]
`);

export const idaFenwick: Voice = {
  id: 'ida-fenwick',
  bank,
  greeting: (firstName) => `Greetings ${firstName}:`,
  body: (task: ReplyTask) => {
    const parts = ['open', answerPart(task)];
    if (task.random.chance(0.6)) parts.push('more');
    parts.push('end');
    return parts.map((part) => sentence(task.say(part))).join(' ');
  },
};
