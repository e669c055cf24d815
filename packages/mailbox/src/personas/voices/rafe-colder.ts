import { parseBank } from '../phrases';
import { answerPart, capitalise, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
open: brilliant [mail|news|timing], {thing} is [welcome|a fine thing|on my desk|good fun|my favourite subject]
open: {thing}, how brilliant, I was [hoping for|waiting for|talking about] it [yesterday|all week]
open: [thank you|cheers] for [asking|writing|remembering me], {thing} sounds brilliant
open: [what a|a truly] brilliant [start to the day|idea|question], I mean {thing}
lead: [here is|so] {thing} in a nutshell:
lead: {day} in a nutshell:
lead: [my answer|my view|the plan|all I know] in a nutshell:
lead: about {day}, in a nutshell:
lead: in a nutshell, [dear friend|from the garden|before lunch|over coffee|with pleasure]:
lead: [today|this time|as ever] in a nutshell:
meet.yes: {day} at {time} [is good|works]
meet.yes: I come to {place} on {day}, {time}
meet.no: {day} is [impossible|taken], {day2} is [better|free]
send.yes: {person} gets {thing} by {day}
send.yes: {thing} [leaves|goes out] before {day}
send.no: {thing} [is not ready|takes longer], {day2} [is safer|then]
review.yes: {part} is [great|spot on]
review.yes: {thing} needs [a shorter|a bolder] version of {part}
review.no: {thing} has to wait [until|for] {day2}
cost.yes: {amount} is [right|fair] for {thing}
cost.yes: yes to {amount}, start on {day}
cost.no: {amount} is [too much|over the top] for {thing}
news.yes: {day} [is noted|suits me] for {thing}
news.yes: {person} [can count on me|has my help] on {day}
news.no: {day} [is bad|clashes], I ask {person} for {day2}
favour.yes: I {do} {thing} on {day}, [gladly|promised]
favour.yes: {day} at {place} is [easy|settled]
favour.no: {day} is [full|out], maybe {person} can {do} {thing}
more: [we should|let us] [talk|have coffee|take a walk] [soon|next week|after that]
more: [I bring|I carry|I have] [biscuits|the big bag|good shoes|my camera]
more: [anything else|the rest|the small print] [can wait|by phone|is up to you]
more: {person} [joins in|knows|should hear of it]
more: [rain|sun|wind] will not [stop me|matter]
more: [two|three|four] [ideas|questions] [remain|follow]
end: [keep your chin up|stay curious|chin up|all good things] [and see you soon|until then|and talk soon]
end: [the sun is out|the bike is ready|my train leaves|the kettle sings], [off I go|I must run|bye for now]
end: [a good|a bright|an easy] {day} to you
end: [wave|shout|whistle] if [lost|late|in doubt]
end: [up|forward], [always|as they say|my friend]
`);

export const rafeColder: Voice = {
  id: 'rafe-colder',
  bank,
  greeting: (firstName) => `Top of the day ${firstName},`,
  body: (task: ReplyTask) => {
    const open = `${sentence(task.say('open'))} ${capitalise(task.say('lead'))}`;
    const points = [task.say(answerPart(task)), task.say('more')].map(capitalise);
    const list = points.map((point, at) => `${at + 1}) ${point}`).join('\n');
    return `${open}\n\n${list}\n\n${sentence(task.say('end'))}`;
  },
};
