import { parseBank } from '../phrases';
import { answerPart, capitalise, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
word: [Noted|Agreed|Clear|Understood|Received|Read|Right|Settled]
word.no: [Difficult|Sorry|Impossible|Busy|Regrets|Full|Unlikely]
meet.yes: {day} at {time} is fine
meet.yes: {day}, {time}, fine
meet.yes: {time} on {day} is fine
meet.yes: {day} is fine
meet.yes: Fine for {day}
meet.no: {day} is taken. {day2} is fine
meet.no: Away on {day}. {day2} would be fine
meet.no: Not {day}. {day2} at {time} is fine
send.yes: {day} is fine for {thing}
send.yes: {thing} goes out before {day}. Fine
send.yes: Fine. {person} gets it by {day}
send.yes: Will send {thing}. {day} is fine
send.no: {thing} is not ready. {day2} is fine
send.no: {person} must wait. {day2} is fine
review.yes: {part} is fine
review.yes: {thing} is fine. Shorten {part}
review.yes: Read it. {part} is fine
review.yes: Comments before {day}. {part} looks fine
review.no: No time before {day}. {day2} is fine
review.no: {part} is weak. The rest is fine
cost.yes: {amount} is fine
cost.yes: {amount} for {thing} is fine
cost.yes: Fine. Start on {day}
cost.yes: Pays {amount} on {day}. Fine
cost.no: {amount} is too much. Half is fine
cost.no: Not for {amount}. A second quote is fine
news.yes: {day} is fine
news.yes: {person} and {day} are both fine
news.yes: {thing} on {day} is fine
news.yes: Fine. Told the others about {day}
news.no: {day} is bad. {day2} would be fine
news.no: Absent on {day}. {person} will do fine
favour.yes: {day} at {place} is fine
favour.yes: Will {do} {thing}. {day} is fine
favour.yes: Fine. Can {do} it on {day}
favour.yes: {day} is fine for {thing}
favour.no: Away on {day}. {day2} is fine
favour.no: Not on {day}. {person} would be fine
meet.more: [See|Found] {place} on the map
meet.more: [Leaving|Must leave] after [an hour|forty minutes]
meet.more: [Will bring|Bringing] [papers|coffee|the key]
meet.more: {place} is [close|easy|known]
send.more: [One|Single] copy [only|will do]
send.more: [Paper|By post|As a file]
send.more: Greetings to {person}
send.more: [Check|Mind] the [date|last page]
review.more: [Fewer|Cut the] adjectives
review.more: [Two|Three|Four] typos [marked|left]
review.more: [Good|Clean|Honest] work
review.more: [Larger|Smaller] [type|pictures] [would help|next time]
cost.more: [Invoice|Receipt] to [the office|the usual address]
cost.more: [No|Without] extras
cost.more: [Cash|Bank transfer|Card] [is possible|preferred]
cost.more: [Good|Old] price [last year|before]
news.more: Thanks to {person}
news.more: [Calendar|Diary|List] [changed|updated]
news.more: [Others|Everyone] [will be told|knows]
news.more: [Old date|First plan] was [worse|better]
favour.more: Key [under the mat|by post|please]
favour.more: [Before|After] [noon|lunch|work]
favour.more: No thanks [needed|necessary]
favour.more: {place} is [known|close|on the way]
end: [More|Rest] [on {day}|next week|by phone]
end: [Call|Write] if [late|anything changes]
end: That is [all|everything|it]
end: [Rain|Sun|Snow|Fog] here
`);

/** Capitals after each stop: slots such as `the ending` may open a sentence. */
const sentences = (text: string) =>
  sentence(text).replace(/\. (\p{Ll})/gu, (_, letter: string) => `. ${letter.toUpperCase()}`);

export const ottoBrandt: Voice = {
  id: 'otto-brandt',
  bank,
  greeting: (firstName) => `${firstName}.`,
  body: (task: ReplyTask) => {
    const first = capitalise(task.say(task.agrees ? 'word' : 'word.no'));
    const lines = [`${first}.`, sentences(task.say(answerPart(task)))];
    if (task.random.chance(0.85)) lines.push(sentences(task.say(`${task.intent}.more`)));
    if (task.random.chance(0.4)) lines.push(sentences(task.say('end')));
    return lines.join(' ');
  },
};
