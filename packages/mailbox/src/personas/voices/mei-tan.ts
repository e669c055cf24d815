import { parseBank } from '../phrases';
import { answerPart, capitalise, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
open: a quick note [on|about] {thing} ([my tea is getting cold|between two calls|sorry for the delay|from the train])
open: thank you for writing ([I needed the nudge|always a pleasure|it made my day]), here is a quick note [back|on {thing}]
open: just a quick note before [lunch|my next call|I forget] ({thing} is [on my list|not forgotten|close to my heart])
open: [so good|how nice|lovely] to hear from you ([and about {thing}|it has been a while|truly]), so a quick note [in return|right away]
open: {thing} [came up|was on my mind] [today|this morning] ([what luck|no joke]), so here is a quick note
open: this is [only|just] a quick note ([more soon|I am on my phone|the cat is on my desk]) about {thing}
lead: [my answers|my thoughts|in short|point by point|to sum up|the plan from my side|what I can say]:
lead: [here is|this is] [how I see it|what I can do|where I stand|the plan|my list]:
lead: [so|now then], [from my side|on my end|as far as I can tell]:
meet.yes: {day} at {time} [works|is good|is perfect] [for me|]
meet.yes: yes to {thing} on {day}
meet.yes: I will be at {place} [by|before|around] {time} on {day}
meet.yes: {day} is in my calendar, {time} [sharp|too|as well]
meet.no: {day} is [full|hard|taken], [could we do|would] {day2} [instead|be possible]?
meet.no: I [have to miss|cannot make] {day}, [but {day2} is open|{day2} would be better]
send.yes: you will have {thing} by {day}
send.yes: {person} gets {thing} [tomorrow|before {day}|first thing]
send.yes: {thing} is [ready|attached to my next mail|nearly done], [so {day} is safe|no need to wait for {day}]
send.no: {thing} [needs|takes] until {day2}
send.no: I [do not have|cannot find] {thing}, [please tell {person}|sorry to {person}]
review.yes: {part} is [clear|strong|lovely], [keep it|no changes there]
review.yes: I [read|enjoyed] {thing}, [above all|especially] {part}
review.yes: {part} could be [shorter|simpler|warmer]
review.yes: [comments|notes] on {thing} will [come|follow] by {day}
review.no: {thing} has to wait until {day2}
review.no: {part} [does not work yet|needs another look], [so I would not rush for {day}|sorry to say]
cost.yes: {amount} for {thing} is [fair|fine|within budget]
cost.yes: [please start|go ahead] on {day}, {amount} is [okay|agreed]
cost.yes: I can [pay|transfer] {amount} by {day}
cost.no: {amount} is [too high|over budget] for {thing}
cost.no: {thing} [must|has to] cost less than {amount}
news.yes: {day} is [noted|good|no problem] for {thing}
news.yes: {person} [is a great choice|will do this well], see you on {day}
news.yes: I [told|will tell] my team about {day}
news.no: {day} [clashes with|is the day of] [my exam|our move|a wedding]
news.no: could {person} move {thing} to {day2}?
favour.yes: I can {do} {thing} on {day}
favour.yes: {day} at {place} is [easy|on my way|no trouble]
favour.yes: [happy|glad] to {do} {thing}, {day} is free
favour.no: I am [away|at work] on {day}
favour.no: {day2} would work to {do} {thing}
meet.more: [I will bring|expect] [fruit|my notebook|dumplings|a guest]
meet.more: [is there|do they have] [parking|wifi|a lift] at {place}?
meet.more: [say hello to|please ask] {person} [for me|too]
meet.more: I may [leave|have to go] [a bit early|after an hour]
send.more: {person} can [call|write to] me [any time|with questions]
send.more: the [file|copy] may be [large|a little old]
send.more: tell me if [something is missing|it does not open]
send.more: I [keep|have] a copy [here|at home]
review.more: [who|what] is it [for|going to be used for]?
review.more: a [picture|number|quote] [would help|could go there]
review.more: the [tone|rhythm|order] is [just right|good]
review.more: {person} [knows more|should check the facts]
cost.more: [please send|may I have] the [bill|receipt|details]
cost.more: does it [include|cover] [tax|delivery|everything]?
cost.more: [card|transfer] [is best|would be easiest]
cost.more: I [asked|checked with] {person} [first|too]
news.more: [thank|hug] {person} [from me|for the work]
news.more: [what|which] [time|room] will it be?
news.more: I [changed|fixed] my calendar
news.more: [the others|my neighbours] [should know|will be glad] [too|]
favour.more: where is the [key|light switch|back door]?
favour.more: [I have|there is] [a van|a basket|time] [for it|]
favour.more: no need to [pay|thank] me
favour.more: {person} could [join|help] [me|us]
end: [let me know|tell me] [what you think|if I forgot something|how it goes]
end: [take care|rest well|stay warm] [and|,] [talk soon|see you soon|write again]
end: [have a gentle|enjoy your] [week|evening|day] ([you earned it|with tea|you hear me])
end: [more when we speak|I am around all week|happy to talk]
`);

export const meiTan: Voice = {
  id: 'mei-tan',
  bank,
  greeting: (firstName) => `Hello again ${firstName},`,
  body: (task: ReplyTask) => {
    const open = `${sentence(task.say('open'))} ${capitalise(task.say('lead'))}`;
    const points = [task.say(answerPart(task)), task.say(`${task.intent}.more`)];
    if (task.random.chance(0.5)) {
      const third = task.say(`${task.intent}.more`);
      if (!points.includes(third)) points.push(third);
    }
    const list = points.map((point) => `- ${capitalise(point)}`).join('\n');
    return `${open}\n\n${list}\n\n${sentence(task.say('end')).replace(' , ', ', ')}`;
  },
};
