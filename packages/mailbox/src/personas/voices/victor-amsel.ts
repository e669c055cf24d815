import { parseBank } from '../phrases';
import { answerPart, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
open: I thank you for your letter [concerning|regarding|about|on] {thing}; [it reached me this morning|I read it with interest|it was a pleasure to read|it came at a good hour]
open: your letter about {thing} [has arrived|lies before me|came this morning|was read at breakfast]; [I am grateful|I thank you|let me answer at once|it pleased me]
open: with your letter you [raise|bring up|open|touch on] the matter of {thing}; [I am glad of it|I had it in mind|it deserves an answer|that is well done]
open: it was [kind|good|thoughtful|right] of you to write about {thing}; your letter [finds me well|was most welcome|found me at my desk|did me good]
open: [many thanks|my thanks|sincere thanks|warm thanks] for your letter; {thing} [has been on my mind|has occupied me too|deserves attention|is no small matter|concerns us both]
open: I have [read|studied|considered|received] your letter on {thing} [twice|with care|at length|gladly]; [allow me a short answer|here is my view|I shall be brief|it calls for a reply]
open: concerning {thing}, your letter [said all that matters|was clear|left no doubt|gave me joy]; [I thank you|I answer gladly|I have thought it over]
open: {thing} is [the subject of|what moves you in|the heart of] your letter; [I understand|I see the point|so let me respond]
meet.yes: accordingly, I have [noted|reserved|kept] {day} at {time}; {place} is [known to me|easy to reach|a good choice|not far]
meet.yes: {day} suits me [very well|perfectly|without question]; I shall accordingly [arrive|be present|appear] at {place} [before|by|not later than] {time}
meet.yes: I accept with [pleasure|joy|thanks]; you may accordingly [expect|await|count on] me at {place} on {day} at {time}
meet.yes: nothing [stands in the way of|speaks against] {day}; accordingly, {time} [at|in] {place} [it shall be|is agreed|is settled]
meet.yes: {time} on {day} is [a good hour|agreeable|to my liking]; accordingly, [look for|meet|seek] me at {place}
meet.no: on {day} I am [expected elsewhere|travelling|not at liberty]; accordingly, [I must decline|I cannot attend], but {day2} [would suit me|remains free|is open]
meet.no: I [regret|am sorry] that {day} is [taken|not possible|promised]; would you accordingly [consider|think about|accept] {day2} at {time}?
send.yes: {thing} is [complete|ready|here on the table]; accordingly, it will [reach|be with|go to] {person} by {day}
send.yes: I shall [copy|look through|sign|prepare] it [today|this evening|at once]; {person} will accordingly [receive|have|hold] {thing} before {day}
send.yes: you need it by {day}; accordingly, I have [posted|packed|sealed] {thing} for {person}
send.yes: {person} [need not|should not|must not] wait; {thing} will accordingly [leave|be sent|be posted] before {day}
send.no: {thing} is [not yet finished|incomplete|out of my hands]; accordingly, I [ask for|beg|need] patience until {day2}
send.no: I no longer [keep|possess|have] {thing}; {person} must accordingly [ask elsewhere|do without it]
review.yes: I have [gone through|read|examined] {thing} [with pleasure|line by line|slowly]; {part} is accordingly [approved|to stay|not to be touched]
review.yes: {part} [asks|calls] for [a firmer hand|more order|fewer words|a second thought]; accordingly, I have [marked|noted|corrected] [it|some lines] in {thing}
review.yes: you shall have my [notes|remarks|thoughts] before {day}; I will accordingly [begin|start] {thing} with {part}
review.yes: {thing} [reads well|is sound|does you credit]; {part} may accordingly [remain|stand|stay] as it is
review.no: my [time|week] does not allow {day}; accordingly, I would [return|come back|turn] to {thing} on {day2}
review.no: {part} does not [convince|persuade|satisfy] me; accordingly, I would [hold back|keep|delay] {thing} beyond {day}
cost.yes: the sum of {amount} is [reasonable|fair|expected]; accordingly, please [begin|proceed with|start] {thing} on {day}
cost.yes: I [agree to|approve|accept] {amount} for {thing}; the payment will accordingly [leave|go out|follow] on {day}
cost.yes: {thing} is [needed|worth it|overdue]; I have accordingly [set aside|released|prepared] {amount} for {day}
cost.yes: {amount} [is no surprise|causes no worry|was foreseen]; accordingly, {thing} [may|can|should] go ahead on {day}
cost.no: {amount} is [beyond|above] my [means|limit] for {thing}; accordingly, I [ask for|need|expect] a lower price
cost.no: I find {amount} [rather high|too much|out of proportion] for {thing}; we should accordingly [ask elsewhere|compare prices|decline]
news.yes: {day} is [agreeable|no trouble|welcome] to me; I have accordingly [moved|entered|noted] {thing}
news.yes: that {person} [leads it|takes this on|is responsible] [is good news|pleases me|is a relief]; accordingly, I [await|support|prepare for] {thing} on {day}
news.yes: I have [noted|written down|marked] {day} for {thing}; {person} will accordingly [hear from me|have my support|find me ready]
news.yes: {thing} on {day} [is in order|is acceptable|can be done]; {person} should accordingly [go ahead|proceed]
news.no: {day} is [difficult|not possible|lost] for me; accordingly, I would ask {person} for {day2}
news.no: on {day} I am [away|engaged|abroad]; {thing} must accordingly [go on|happen|succeed] without me
favour.yes: I shall gladly {do} {thing}; accordingly, you will [find|meet|see] me at {place} on {day}
favour.yes: your [request|wish] is [easily met|no burden|an honour]; accordingly, I come to {place} on {day} to {do} {thing}
favour.yes: {day} is [free|open|clear]; accordingly, I can {do} {thing} [without haste|in the morning|with pleasure]
favour.yes: I [know|can reach|shall find] {place}; I will accordingly {do} {thing} on {day}
favour.no: on {day} I am [away|not in town|needed here]; accordingly, I can {do} {thing} on {day2} [only|at the earliest]
favour.no: I cannot [come to|reach] {place} on {day}; accordingly, [someone else must|another hand should] {do} {thing}
clause: [half an hour|one hour] [is enough|should do]
clause: [a short|a brief] call is [welcome|enough]
clause: the [evenings|mornings] are [quiet here|mine]
clause: [the bench|the lathe|the saw] can wait
clause: [time|patience] is [a good tool|never lost]
clause: I [have kept|made] a copy
clause: the [post|train] is [slow|often late]
clause: [good work|quality] has its price
clause: [two|four] eyes see more
clause: [fewer|plain] words [would help|suffice]
clause: [the apprentices|my colleagues] send greetings
clause: [nobody|no one] here [objects|minds]
clause: [a change|some change] does us good
clause: I own the [right tools|proper gloves]
clause: [the key|the lamp] hangs by the door
clause: [neighbours|friends] should help one another
clause: [oak|old wood] [lasts|forgives much]
clause: [order|care] is half the work
clause: [my wife|my sister|my brother] agrees [with me|]
clause: [rain|frost] is [expected|on its way]
clause: [nothing|little] [needs|must] [be added|be said]
clause: [the details|all other points] can follow
clause: my [answer|word] [is firm|stands]
clause: [haste|hurry] [helps no one|spoils the wood]
clause: [I remain|I am] at your service
clause: [a receipt|a short line] is [enough|welcome]
clause: [the workshop|my door] is open [all week|daily]
clause: I [rise|work] early
clause: [please|kindly] [forgive|excuse] my [plain words|slow pen]
clause: the [clock ticks|stove is warm]
clause: [tea|coffee] [is ready|will be served]
clause: I [look forward to it|am at ease|have no doubt]
clause: [your trust|your patience] honours me
clause: the [garden|orchard] is in [bloom|good order]
end: I wish you [a calm week|good health|quiet days|steady hands|fair weather]
end: [stay|remain] [well|in good health|of good cheer]
end: [please greet|remember me to] your [family|neighbours|colleagues]
end: I [await|look forward to] your [reply|answer|next lines]
end: may the [coming days|week|season] be [kind|good|gentle]
end: [until soon|until we meet|more by telephone]
`);

export const victorAmsel: Voice = {
  id: 'victor-amsel',
  bank,
  greeting: (_firstName, fullName) => `Good day ${fullName},`,
  body: (task: ReplyTask) => {
    const answer = [sentence(task.say('open')), sentence(task.say(answerPart(task)))];
    const rest = [
      sentence(`${task.say('clause')}; ${task.say('clause')}`),
      sentence(task.say('clause')),
      sentence(task.say('end')),
    ];
    return task.random.chance(0.7)
      ? `${answer.join(' ')}\n\n${rest.join(' ')}`
      : [...answer, ...rest].join(' ');
  },
};
