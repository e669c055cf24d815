import { topic } from './topic';

export const HOME_TOPICS = [
  topic(
    'dinner',
    'meet',
    'birthday dinner, family lunch, barbecue, Sunday brunch, housewarming, picnic, anniversary dinner',
    `
subject: {thing}
subject: [Come to|Hungry?] {thing}
ask: We are [having|planning] {thing} on {day} at {time}, at {place}. [Are you coming?|Can you come?|Will you join us?]
ask: {person} and I would [love|like] to have you at {thing} on {day}, {time}, {place}. [Is that possible?|Do you have time?]
more: [Bring nothing|Just bring yourself].
more: {person} is [cooking|baking].
`,
  ),
  topic(
    'outing',
    'meet',
    'hike, bike ride, boat trip, museum visit, beach walk, forest walk, day trip',
    `
subject: {thing} on {day}?
subject: {thing}
ask: [Are you|Would you be] up for {thing} on {day}? We [meet|start] at {time} at {place}.
ask: {thing} is on [again|at last]: {day}, {time}, [from|meeting at] {place}. [Coming along?|Do you want to come?]
more: [The weather|The forecast] looks [good|mixed].
more: {person} [brings|has] the map.
`,
  ),
  topic(
    'concert',
    'meet',
    'concert, school play, film night, open rehearsal, poetry evening, jazz evening, folk dance',
    `
subject: [Ticket|Tickets] for {thing}
subject: {thing}, {day}
ask: I have [a spare ticket|a second ticket] for {thing} on {day} at {time} in {place}. [Do you want it?|Would you like to come?]
ask: {person} [sings|plays] in {thing} on {day}, {time}, {place}. [Shall we go?|Will you come with me?]
more: [It is free|Tickets are cheap].
more: Doors open [a bit|half an hour] before.
`,
  ),
  topic(
    'choir',
    'meet',
    'choir practice, football practice, chess evening, book club, band rehearsal, yoga class, quiz night',
    `
subject: {thing} this week
subject: {thing}
ask: {thing} is on {day} at {time} this week, in {place}. [Can you come?|Are you there?]
ask: We [moved|had to move] {thing} to {day} at {time}; it is in {place}. Does that [suit|work for] you?
more: {person} [has the key|brings snacks].
more: We missed you [last time|last week].
`,
  ),
  topic(
    'recipe',
    'send',
    'soup recipe, bread recipe, cake recipe, knitting pattern, song sheet, playlist, packing list',
    `
subject: {thing}
subject: Do you still have {thing}?
ask: [Do you still have|Have you got] {thing}? I would [love|need] it by {day}, {person} [is coming over|asked for it].
ask: [Could|Can] you send me {thing} before {day}? I [promised|want to surprise] {person}.
more: [I lost mine|The dog ate mine].
more: [Everyone|The whole table] [loved|still talks about] it.
`,
  ),
  topic(
    'photo',
    'send',
    'wedding photo, group photo, holiday film, family tree, postcard, address list, travel diary',
    `
subject: {thing}
subject: {person} asks about {thing}
ask: [Could|Would] you send me {thing}? I want to [print|frame] it for {person} by {day}.
ask: {person} [asked me for|would love to have] {thing}. [Can|Could] you mail it by {day}?
more: The [best|biggest] file, please.
more: It is a [surprise|gift].
`,
  ),
  topic(
    'club-text',
    'review',
    'club newsletter, wedding speech, cover letter, song text, short story, flyer, petition',
    `
subject: {thing}
subject: Would you read {thing}?
ask: I wrote {thing} [last night|at the weekend]. [Could|Can] you tell me by {day} if {part} [works|is any good]?
ask: [Could|Would] you [read|look at] {thing} for me? {part} [is too long|sounds wrong], and I need it on {day}.
more: {person} [laughed|cried] [a lot|].
more: I am [no writer|new to this].
`,
  ),
  topic(
    'plan',
    'review',
    'garden plan, kitchen plan, travel plan, menu, seating plan, treasure map, floor sketch',
    `
subject: {thing}
subject: What do you think of {thing}?
ask: Here is {thing}. [Do you think|Would you say] {part} makes sense? I [decide|order] on {day}.
ask: I have [drawn|made] {thing} and [worry|wonder] about {part}. [Could|Can] you [have a look|look at it] before {day}?
more: {person} [has doubts|likes it].
more: It is [my third try|only a sketch].
`,
  ),
  topic(
    'flat',
    'cost',
    'holiday flat, train trip, cabin, ferry ticket, group ticket, rental car, cottage',
    `
subject: {thing} for {amount}
subject: {thing}
ask: I found {thing} for {amount}. Shall I [book|reserve] it? They [hold|keep] it until {day}.
ask: {thing} [costs|would cost] {amount} each. Are you [in|fine with that]? I have to [book|pay] on {day}.
more: {person} [says yes|is in].
more: It [has|comes with] [a sea view|breakfast].
`,
  ),
  topic(
    'repair',
    'cost',
    'boiler repair, roof repair, washing machine, bicycle repair, window pane, kitchen tap, garden fence',
    `
subject: {thing}
subject: Price for {thing}
ask: {thing} [will cost|comes to] {amount}. [Shall I go ahead|Shall we start] on {day}?
ask: The [plumber|builder] [asks|wants] {amount} for {thing} and could come on {day}. [What do you think?|Do we say yes?]
more: It [cannot wait|is getting worse].
more: {person} knows [someone cheaper|him].
`,
  ),
  topic(
    'school',
    'news',
    'school trip, sports day, parents evening, school fair, swimming lesson, maths test, class photo',
    `
subject: {thing}: change of date
subject: {thing}
ask: {thing} is [now on|moved to] {day}. {person} [is in charge|has all the details]. [Does that work for you?|Is the new date alright?]
ask: [Please note|For your diary]: {thing} will be on {day} and {person} [leads|looks after] it.
more: [Packed lunch|A raincoat] [is needed|please].
more: The [children|kids] [know already|are glad].
`,
  ),
  topic(
    'match',
    'news',
    'football match, street fair, flea market, tennis final, garden fair, running race, boat race',
    `
subject: {thing}
subject: {thing} is on {day}
ask: [Bad weather, so|Good news]: {thing} [moves|has moved] to {day}. {person} [runs it|collects the names] this year.
ask: {thing} is [finally|now] [fixed for|set for] {day}, and {person} [is the captain|does the planning]. [Good for you?|Do you mind?]
more: [We need|They need] [more hands|a whistle].
more: Last year was [wet|a success].
`,
  ),
  topic(
    'tool',
    'favour',
    'ladder, drill, tent, trailer, roof box, sewing machine, projector, folding table',
    `
subject: {thing}
subject: Could I ask about {thing}?
ask: [Could|Can] you {do} {thing} on {day}? I [am|will be] at {place}.
ask: [We are|I am] [painting|moving] on {day} and [need help|have no car]. Would you {do} {thing}? [It|All] happens at {place}.
more: {person} [helps me carry|has the straps].
more: I would [bring it back|return it] soon.
`,
    'bring, drop off, carry',
  ),
  topic(
    'pet',
    'favour',
    'cat, dog, rabbit, fish tank, greenhouse, vegetable patch, rose garden, parrot',
    `
subject: {thing} from {day}
subject: A favour
ask: We are [away|on holiday] from {day}. [Could|Would] you {do} {thing}? It is at {place}.
ask: [Could|Can] you {do} {thing} on {day}? The key is at {place}, [with {person}|ask for {person}].
more: [It takes|You need] ten minutes [a day|].
more: {person} [did it last time|knows how].
`,
    'look after, check on, mind',
  ),
  topic(
    'parcel',
    'favour',
    'parcel, suitcase, cello, sofa, wedding cake, box of books, bicycle',
    `
subject: {thing}
subject: {thing} at {place}
ask: [Could|Can|Would] you {do} {thing} on {day}? It is [waiting at|still at] {place}.
ask: {thing} is at {place} and I [cannot get there|have no car]. [Could|Can] you {do} it on {day}?
more: It is [heavier than it looks|quite light].
more: {person} [can help|knows the way].
`,
    'pick up, collect, fetch',
  ),
];
