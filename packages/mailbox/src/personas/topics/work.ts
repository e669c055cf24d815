import { topic } from './topic';

export const WORK_TOPICS = [
  topic(
    'meeting',
    'meet',
    'budget meeting, planning meeting, status meeting, board meeting, team meeting, sales meeting',
    `
subject: {thing} on {day}
subject: Invitation: {thing}
ask: [Could|Can|Would] you [join|come to] {thing} on {day} at {time}? [We meet|We will sit] in {place}.
ask: {thing} is [set for|planned for] {day} at {time}, [this time in|in] {place}. [Can you make it?|Will you be there?]
ask: I am [putting together|planning] {thing} for {day} at {time} in {place}. Are you [free|able to come]?
more: It should [take|last] [an hour|half an hour|no more than forty minutes].
more: {person} [will be there|joins us] as well.
more: [There is|We have] only one [open point|item] [left|to settle].
`,
  ),
  topic(
    'interview',
    'meet',
    'job interview, phone interview, second interview, talk with the candidate, hiring round',
    `
subject: {thing}: can you join?
subject: {day} at {time}?
ask: [Could|Can] you sit in on {thing} on {day} at {time}? I have [booked|taken] {place}.
ask: We have {thing} on {day} at {time} in {place} and [need|could use] [one more person|your ear]. Are you free?
more: {person} [made a good impression|looks good on paper].
more: You would only [have to listen|ask a few questions].
`,
  ),
  topic(
    'workshop',
    'meet',
    'workshop, training day, safety course, writing class, design workshop, first aid course',
    `
subject: {thing}
subject: A seat for you at {thing}
ask: There is [a seat|a place] left at {thing} on {day}, start at {time} in {place}. [Do you want it?|Shall I put you down?]
ask: {thing} [takes place|happens] on {day} at {time} in {place}. [Would you like to come?|Are you in?]
more: [Lunch|Coffee] is on us.
more: {person} [said|told me] you were [interested|keen].
`,
  ),
  topic(
    'lunch',
    'meet',
    'farewell lunch, team lunch, summer party, welcome breakfast, office party, product launch',
    `
subject: {thing}
subject: {day}: {thing}
ask: We are having {thing} on {day} at {time} at {place}. [Will you come?|Can we count on you?|Are you coming?]
ask: [Just so you know|A small invitation]: {thing}, {day} at {time}, {place}. [Can you make it?|Are you in?]
more: [It is for {person}|{person} organised it], so [bring a smile|no speeches].
more: Tell me if you [eat no meat|bring someone].
`,
  ),
  topic(
    'document',
    'send',
    'report, summary, project plan, price list, agenda, handbook, checklist, guest list',
    `
subject: {thing}
subject: Still waiting for {thing}
ask: [Could|Can|Would] you send me {thing} by {day}? {person} [needs|is waiting for] it.
ask: I [cannot find|no longer have] {thing}. [Could|Can] you [send|mail] it before {day}? {person} [asked for it|has to see it].
ask: {person} [is asking for|wants to see] {thing}. Would {day} be [possible|realistic] for you to send it?
more: [A draft|A rough version] is [enough|good enough].
more: [No hurry before that|It is not urgent before then].
`,
  ),
  topic(
    'slides',
    'send',
    'slide deck, presentation, logo file, sales chart, floor plan, poster, press photo',
    `
subject: {thing} for {person}
subject: Can I have {thing}?
ask: {person} [presents|speaks] on {day} and [needs|would like to use] {thing}. [Could|Can] you send it?
ask: Would you [share {thing} with me|send me {thing}] before {day}? It is for {person}.
more: [The old one|The last version] has [the wrong date|a mistake in it].
more: [Any format|A PDF] will do.
`,
  ),
  topic(
    'contract',
    'send',
    'signed contract, lease, order form, delivery note, permit, insurance form, tax form',
    `
subject: {thing} needed by {day}
subject: Missing: {thing}
ask: We are [still missing|waiting for] {thing}. Please send it to {person} by {day}[, if you can|].
ask: [Could|Can] you [let us have|send over] {thing} by {day}? {person} [cannot close the file|has to sign it] otherwise.
more: A scan [is enough|will do].
more: Without it we [cannot go on|have to wait].
`,
  ),
  topic(
    'draft',
    'review',
    'draft, proposal, article, press text, speech, annual report, newsletter, brochure',
    `
subject: [Your view on|Comments on] {thing}
subject: {thing}, first version
ask: [Could|Can|Would] you [read|look over|go through] {thing} before {day}? I am [not sure|unsure] about {part}.
ask: Here is {thing}. [What do you think of|How do you like] {part}? I [need to|have to] hand it in on {day}.
ask: I have [finished|rewritten] {thing} and would [like|love] your opinion by {day}, [most of all|above all] on {part}.
more: [Be honest|Be strict], [please|I can take it].
more: {person} [liked it|found it too long].
`,
  ),
  topic(
    'website',
    'review',
    'landing page, website, order page, contact form, survey, price page, app screen',
    `
subject: {thing}: your opinion?
subject: [Feedback on|A look at] {thing}
ask: {thing} goes live on {day}. [Could|Can] you check it, [mainly|above all] {part}?
ask: [Do you have|Have you got] a moment to test {thing} before {day}? {part} [looks odd|gives me trouble].
more: It [works|looks better] on a phone.
more: {person} [has tested it|found two bugs].
`,
  ),
  topic(
    'paper',
    'review',
    'paper, thesis chapter, abstract, grant application, research plan, case study, essay',
    `
subject: {thing}
subject: [Before I hand in|Question about] {thing}
ask: The deadline for {thing} is {day}. [Would|Could] you [read|check] {part} [for me|once more]?
ask: I am [stuck with|fighting with] {thing}. [Could|Can] you [look at|read] {part} and tell me [what is missing|what to cut] by {day}?
more: The numbers are [new|final].
more: {person} [wants|asked for] changes.
`,
  ),
  topic(
    'invoice',
    'cost',
    'printer repair, translation, office cleaning, photo shoot, catering, room hire, stand hire',
    `
subject: Invoice for {thing}
subject: {thing}: {amount}
ask: The invoice for {thing} is {amount}. [Can|Could] you [pay|approve] it by {day}?
ask: We [charge|have charged] {amount} for {thing}, [due|payable] on {day}. Is [that|the sum] [right|as agreed]?
more: [The number is|It has the number] {n}04.
more: {person} [has checked|knows about] it.
`,
  ),
  topic(
    'quote',
    'cost',
    'shop window, software licence, coffee machine, meeting table, phone system, van rental, sign above the door',
    `
subject: Quote for {thing}
subject: Price of {thing}
ask: Our [price|quote] for {thing} is {amount}. Shall we [start|go ahead|order] on {day}?
ask: [They want|They are asking] {amount} for {thing}. [Do you agree?|What do you say?] I have to [answer|decide] by {day}.
more: [Delivery|Tax] is included.
more: {person} [thinks it is fair|got a higher quote].
`,
  ),
  topic(
    'project',
    'news',
    'release, product launch, survey, pilot, audit, migration, site visit, stock count',
    `
subject: {thing} has moved
subject: News about {thing}
ask: {thing} has [moved|been moved] to {day}. {person} [is in charge|takes over] [from now on|now]. [Is that alright with you?|Any problem with that?]
ask: [Just to let you know|A change of plan]: {thing} [is now on|moves to] {day}, and {person} [looks after|leads] it.
more: [The reason is|It is because of] [the holidays|a late delivery|the budget].
more: [More|Details] [next week|soon].
`,
  ),
  topic(
    'office-move',
    'news',
    'office move, desk change, lift repair, fire drill, server update, parking change, staff meeting',
    `
subject: {thing}: new date
subject: {thing} on {day}
ask: {thing} [will be|is] on {day} [after all|instead of next week]. Please ask {person} if [anything is unclear|you have questions].
ask: We [have decided|decided] to [hold|do] {thing} on {day}. {person} [organises|is organising] it. [Does that suit you?|Does it cause trouble for you?]
more: [Most people|Two teams] [have said yes|know already].
more: It [takes|will take] [a few hours|the whole morning].
`,
  ),
  topic(
    'shift',
    'favour',
    'late shift, front desk, stand at the fair, night shift, morning round, help line',
    `
subject: {thing} on {day}
subject: A favour: {thing}
ask: [Could|Can|Would] you {do} {thing} on {day}? It is at {place}. {person} [said you might|did it last week].
ask: I [need|am looking for] someone to {do} {thing} at {place} on {day}. [Would you?|Could it be you?]
more: I [owe you one|would do the same for you].
more: It is [only a few hours|not much work].
`,
    'cover, take over, look after',
  ),
];
