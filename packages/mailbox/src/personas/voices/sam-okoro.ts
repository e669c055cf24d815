import { parseBank } from '../phrases';
import { answerPart, capitalise, type ReplyTask, sentence, type Voice } from './voice';

const bank = parseBank(`
open: splendid to [hear from you|read your words|see your mail] — {thing} [is on course|has me on deck|fills my sails|lifts the anchor]
open: your mail [came with the tide|found me in harbour|reached me on deck] — splendid [news|timing|stuff]
open: {thing} — now that is a splendid [reason|excuse|cause] to [lift the anchor|leave the harbour|hoist the sails]
open: what a splendid [mail|message|morning] — {thing} [is on the horizon|is aboard|sets my compass]
open: [all hands on deck|all aboard|anchor up] — {thing} [sounds|is|looks] splendid
open: [calm tide|fair tide|high tide|full sails] here — splendid of you to [write|ask|think of me]
open: the crew [thanks|salutes|cheers] you — {thing} is a splendid [plan|thought|thing]
open: {thing} [came aboard|is aboard|steers into harbour] — splendid [work|news|day]
meet.yes: I will [drop anchor|come ashore|stand waiting] at {place} on {day} — {time} [it is|suits me|is a fine hour]
meet.yes: {day} at {time} is [marked|charted|fixed] — [see you at|look for me at|we meet at] {place}
meet.yes: count me [in|aboard] — {day} [is clear|looks fair], and {place} is [an easy walk|no distance|close]
meet.yes: {time} at {place} — [I will be there|my boots know the way|nothing stops me] on {day}
meet.no: {day} finds me [far out|in other waters|ashore elsewhere] — [could we|can we|shall we] [steer|sail|aim] for {day2}?
meet.no: I must [miss|pass on] {thing} — {day} is [full|taken|lost], though {day2} at {time} [is free|would do]
send.yes: {thing} [sets sail|leaves port] [today|tonight|at dawn] — {person} will [have|hold] it by {day}
send.yes: I will [send|ship|bring] {thing} before {day} — tell {person} to [watch the post|stand by|relax]
send.yes: {person} can [count on it|rest easy|smile] — {thing} [arrives|lands|docks] by {day}
send.no: {thing} is [not seaworthy|still in the dock|unfinished] — I [need|ask for] {day2}
send.no: my copy of {thing} [went overboard|is lost at sea|sank] — {person} must [fish for|draw] [another|a new one]
review.yes: I [read|sailed through|finished] {thing} — {part} is [shipshape|first rate|strong as oak]
review.yes: {part} [drifts|wanders|sags] a little — [trim|tighten|shorten] it before {day}
review.yes: you will have my [notes|thoughts] by {day} — {part} [comes first|gets a close look]
review.yes: {thing} [floats|holds water|sails well] — only {part} [needs paint|wants a polish|could be shorter]
review.no: {day} comes [too soon|too fast] — I can [read|get to] {thing} on {day2}
review.no: {part} [takes on water|sinks|creaks] — [give|grant] {thing} more time than {day}
cost.yes: {amount} for {thing} is [a fair wind|honest money|well spent] — [start|go ahead] on {day}
cost.yes: [aye|yes|agreed] to {amount} — {thing} [is worth it|will last], and {day} [is fine|suits me]
cost.yes: {amount} [it is|is no storm|sounds right] — {thing} [can begin|may start|is a go] on {day}
cost.no: {amount} would [sink|drain|ruin] me — could {thing} [cost|be had for] [less|half]?
cost.no: {thing} at {amount} is [too rich|too dear|too steep] — let us [wait|ask around|think again] before {day}
news.yes: {day} is [fine|welcome|good] for {thing} — and {person} [makes|is] a fine captain
news.yes: new [date|course|wind] noted — {thing} on {day}, {person} at the [wheel|helm]
news.yes: {person} [has my trust|steers well|knows the way] — {thing} on {day} [is no trouble|will go well]
news.no: {day} [runs against|blows across|wrecks] my plans — could {person} [try|pick|take] {day2}?
news.no: {thing} must [sail|go|do] without me — I am [at sea|away|ashore] on {day}
favour.yes: I will {do} {thing} on {day} — {place} is [on my route|easy to reach|close by]
favour.yes: [aye aye|gladly|of course], I can {do} {thing} — expect me at {place} on {day}
favour.yes: {day} at {place} — I [shall|will] {do} {thing} [myself|before noon|whistling]
favour.no: on {day} I am [at sea|far away|busy] — perhaps {person} could {do} {thing}
favour.no: {day} is [no good|taken|full] — but on {day2} I could {do} {thing}
more: my boots are [ready|packed|polished]
more: the flag is [up|mended|dry]
more: my heart is light
more: the coffee is [hot|strong|brewing]
more: the mood is [high|merry|bright]
more: nothing beats [good company|a clear plan|a firm date|warm bread]
more: [keep|hold|save] me a [chair|corner|bunk]
more: ask {person} to [bring a rope|come along|keep watch]
more: old hands [need no map|find a way|stay dry]
more: the dog [sends greetings|wags|barks hello]
more: my neighbour waves [hello|too|from the pier]
more: fresh bread [is on board|helps too|for everyone]
more: we [laugh at storms|mend as we go|row together]
more: {day} [cannot come soon enough|may be stormy|smells of salt]
more: {place} has [good soup|a fine view|warm lamps]
more: {person} [is a good hand|pulls hard|snores below deck]
more: my knees [creak|predict rain|like the cold]
more: the kettle [sings|is on|whistles at me]
more: [salt|wind] is good for [the soul|old bones|the appetite]
more: a song [helps too|comes to mind|for the road]
more: [patience|rope|tea] [mends all|helps most|is cheap]
more: the gulls [agree|are loud today|say hello]
more: [clear skies|soft rain|thick fog] [today|all week|out here]
more: [no|not a] cloud [worries me|in sight]
more: [the lamp|the stove] burns [late|bright]
post: bring a [coat|hat|scarf|lantern] on {day}
post: {person} [owes me a coin|sings too loud|says hello|has my best knife]
post: {day} means [stew|pancakes|fresh bread] here
post: [happy|merry|quiet] {day} to all
post: {place} once [burned down|was a pub|had rats]
post: [oars|nets|buckets] for sale
post: [my beard|the cat|the moustache] is [wet|back|gone]
post: [learn|practise|forget] your knots
post: [the cook|the parrot] [swears|sleeps|quit]
post: [bring|send|read] more [letters|books|poems]
post: [one|two] of [us|the oars] broke
post: [the nights|the mornings] are [cold|long|foggy]
post: save me some [soup|bread|fish|stew]
post: [my boat|the dinghy] [leaks again|is dry at last|needs paint|floats]
post: I caught [a fish|a cold|a boot|three crabs]
post: we saw [two seals|a rainbow|a dolphin|a whale] [on Sunday|at dawn|last night]
post: I still have your [umbrella|scarf|lantern|chess set|compass]
post: did you find my [scarf|lantern|hat|knife|pipe]?
post: [coffee|the fish|the next round] is [on me|my treat]
post: [the harbour|the pier] smells of [tar|spring|fresh paint]
post: [mind|feed|greet] the gulls
post: new rope [arrived|is here], [red|blue|green] [as ordered|this time|too]
`);

export const samOkoro: Voice = {
  id: 'sam-okoro',
  bank,
  greeting: (firstName) => `Ahoy ${firstName},`,
  body: (task: ReplyTask) => {
    const lines = [task.say('open'), task.say(answerPart(task))];
    while (lines.length < 4 || task.random.chance(0.35)) lines.push(task.say('more'));
    return lines.map(sentence).join(' ');
  },
  postscript: (task: ReplyTask) => `\n\nP.S. ${sentence(capitalise(task.say('post')))}`,
};
