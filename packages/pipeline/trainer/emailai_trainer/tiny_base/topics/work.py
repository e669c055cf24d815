"""Topics of work: meetings, documents, projects, reviews, papers, hiring, feedback."""

from ..phrases import Topic

MEETING = Topic(
    "meeting",
    """
things: agenda, roadmap, budget, launch plan, plan for next quarter, project plan, rota, schedule
subject: [Meeting|Call|Catch-up] [on {day}|about {thing_bare}|this week]
subject: {thing_cap}
subject: [{day}|Next week]?
ask: [Could|Can|Would] you [meet|join us|sit down with me] on {day} at {time} to [go over|talk about|discuss|look at] {thing}?
ask: [Do you have|Have you got] [time|half an hour|an hour] on {day} [afternoon |morning |]to [go through|talk about] {thing}?
ask: [I'd like to|We need to|We should] [meet|talk] about {thing}. [Does|Would] {day} at {time} [work|suit you]?
ask: We are meeting on {day} at {time} in {place} to [discuss|review] {thing}. [Can you make it?|Will you be there?|Are you able to come?]
more: {person} [will be there too|is joining as well|would like to listen in].
more: It [should|will] take [no more than |about |]{n} minutes.
more: I [have booked|booked] {place} [for us|just in case].
more: The [main|only] [point|question] is [the cost|the timing|who does what|what we tell {company}].
yes: {day} at {time} [works|is good|suits me|is perfect] [for me|].
yes: Yes, [I can make|I can do|let's do] {day} at {time}.
yes: [Happy to|Glad to] [meet|join] on {day}[ at {time}|].
yes: I'll be [there|in {place}] on {day} at {time}.
yes: Count me in for {day}.
no: [Unfortunately|I'm afraid|Sorry,] I can't [make|do] {day}[ at {time}|]. [Could|Can] we [do|try|move it to] {day2} instead?
no: {day} is [full|difficult|no good for me]. [Would|Does] {day2} at {time2} [work|suit you]?
no: I'm [away|out of the office|with {company}] on {day}. {day2} would be better.
query: Before I say yes to {day}, what do you [need|want] from me on {thing}?
query: Is {person} coming on {day} too?
query: [Could|Can] we make it {time2} instead of {time}?
query: [Where|In which room] are we meeting on {day}?
also: I'll [read|go through|look at] {thing} [before then|beforehand|before we meet].
also: [Could|Can] you send me {thing} [before then|by {day}|before we meet]?
also: I'd also like to [talk about|raise|discuss] {other}.
also: I'll [ask|bring] {person} [to join us|along|as well].
also: [Half an hour|{n} minutes] should be enough.
also: I have [some|a few] [thoughts|questions] on {thing}.
""",
)

DOCUMENT = Topic(
    "document",
    """
things: report, draft, proposal, summary, presentation, memo, white paper, handbook, brief, chapter, article, speech
subject: {thing_cap}
subject: [Comments on|Draft of|Review of|Feedback on] {thing_bare}
subject: [Please read:|For review:] {thing_bare}
ask: [Could|Can|Would] you [read|look at|look over|go through|comment on] {thing} [before|by] {day}?
ask: [I've attached|Attached is|Here is] {thing}. [Could|Can] you [send me|let me have] your comments by {day}?
ask: {thing_cap} is [nearly done|almost ready|finished]. [Would you|Could you] check [the numbers|the first part|page {n}|section {n}]?
ask: [Where|How far] are we with {thing}? {person} [wants|needs] it by {day}.
more: I'm [least|not] sure about [page {n}|section {n}|the ending|the figures].
more: {person} [has read it already|liked it|asked for changes on page {n}].
more: It [has|is] about {n} pages[, most of them tables|].
more: It goes to {company} on {date}.
yes: I'll [read|go through|look at] {thing} [tonight|tomorrow|this week|before {day}] and send you [comments|my notes].
yes: I've [read|been through|looked at] {thing} and [I like it|it reads well|it's in good shape].
yes: You'll have my comments on {thing} by {day}.
yes: {thing_cap} [looks good|is in good shape|reads well] to me.
no: I won't [get to|manage] {thing} before {day}. [Is|Would] {day2} [be soon enough|still help|work]?
no: I'm [afraid|sorry,] I can't look at {thing} this week. [{person} might have time|Could {person} do it instead]?
query: Which part of {thing} [should I start with|matters most|worries you]?
query: Who [is|will be] reading {thing} [after me|at {company}]?
query: Is the version from {date} the latest one?
also: [Page|Section] {n} [needs|could use] [another look|a clearer title|an example].
also: The [first part|ending|introduction] [is strong|could be shorter|is clear].
also: I'd [cut|shorten|move] [the second half|the table|the last page].
also: {person} should [see|read] it [too|as well|before it goes out].
also: The numbers on page {n} [don't match|look right|are out of date].
""",
)

PROJECT = Topic(
    "project",
    """
things: project, rollout, migration, prototype, release, pilot, survey, website, app, campaign, inventory, database
subject: {project}[: status|: next steps| update|]
subject: [Status of|Next steps for|Question about] {project}
ask: [Where do we stand|How are we doing] with {project}? {person} [asked me|wants to know] [today|this morning].
ask: [Could|Can] you send me a [short|brief] update on {project} by {day}?
ask: [Can|Could] you take over {thing} for {project} [from {day}|until {date}]?
ask: {project} [is|has fallen] behind by {n} days. What [can we do|do you need] to be ready by {date}?
more: {company} is [getting nervous|waiting for us|happy so far].
more: We have [spent|used] {amount} [so far|already].
more: {person} is [out|away] until {day}, so [we're short of hands|please bear with us].
more: The [next|first] milestone is on {date}.
yes: {project} is on track for {date}.
yes: I'll send you an update on {project} [by|before] {day}.
yes: I [can|will] take over {thing} from {day}.
yes: [Yes, we can|I think we can] [finish|deliver] {project} by {date}.
no: {project} won't be ready by {date}. [We need|I need] [about |]{n} more days.
no: I can't take on {thing} [right now|this month]. [Could you ask|Have you tried] {person}?
query: Who decides about {thing} [now|while {person} is away]?
query: What does {company} expect [from us|] on {date}?
query: How much of the {amount} is left for {project}?
also: {thing_cap} is [done|tested|ready], [the rest follows|and the rest follows on {day}].
also: We're [still waiting|waiting] for {company}.
also: {person} is [helping|looking into it|fixing the last bugs].
also: The [open|biggest] [risk|question] is {thing}.
also: I'd rather [be late than wrong|do it properly|keep it simple].
""",
)

HIRING = Topic(
    "hiring",
    """
things: application, interview, job, position, CV, contract, internship, reference letter, shortlist, offer
subject: [Interview|Application|Candidate] {full}
subject: [Your|The] {job} [position|job|role]
ask: [Could|Can] you [interview|talk to] {full} on {day} at {time}? [It's for the {job} position.|]
ask: What did you think of {full}? We [need|want] to decide by {day}.
ask: We'd like to [offer you|invite you to talk about] the {job} [position|role]. [Could|Can] you come on {day} at {time}?
ask: [Would|Could] you write a reference for {full}? It's due on {date}.
more: {person} was [impressed|less sure|very positive].
more: The [salary|budget] is [around|up to] {amount}.
more: The [job|position] starts on {date}.
more: We've had {n} applications [so far|for it].
yes: I'm happy to talk to {full} on {day} at {time}.
yes: I [liked|was impressed by] {full} and would [make an offer|take the next step].
yes: Thank you for the invitation. I'll be there on {day} at {time}.
yes: I'd be glad to write the reference for {full}.
no: I can't do the interview on {day}. [Could|Can] {person} [step in|do it]?
no: I'm afraid {full} isn't the right person for the {job} [position|role].
no: Thank you, but I have [decided|chosen] to stay where I am.
query: Could you send me the CV of {full} [first|before {day}]?
query: When would the {job} position start?
query: Is {amount} the [final|best] figure?
also: [Experience|The right attitude] matters more than [a degree|the CV].
also: I'd ask about [the gap in {year}|the work at {company}|references].
also: {person} [should|could] sit in as well.
also: Please [tell|call] {person} [before|by] {day}.
""",
)

FEEDBACK = Topic(
    "feedback",
    """
things: talk, presentation, workshop, training, demo, pitch, course, lecture, new layout
subject: [Feedback on|Thoughts on|Your] {thing_bare}
subject: How was {thing_bare}?
ask: [What did you think of|How did you like] {thing} [on {day}|yesterday|at {company}]?
ask: [Could|Can] you give {thing} [again|once more] for {company} on {day}?
ask: I'd [love|like] [some|your] [honest |]feedback on {thing}.
more: [About |]{n} people [came|were there], more than we expected.
more: {person} [said it was too long|loved it|had questions].
more: I was [nervous|a bit tired], so [be kind|tell me everything].
yes: I [really |]liked {thing}, [above all|especially] [the examples|the part about {other}|the ending].
yes: {thing_cap} was [clear|great|very useful|well prepared]. [Well done!|Good work.|Thank you for it.]
yes: I'd be glad to give {thing} [again|once more] on {day}.
no: [To be honest|Honestly], {thing} was too long for me. [I'd cut {n} slides.|Shorter would be stronger.]
no: I missed {thing}, I'm sorry to say. Is there a recording?
no: I can't give {thing} on {day}, but {person} could.
query: Is there anything about {thing} you were unsure of?
query: Who was in the audience from {company}?
also: The [question|point] about {other} was [a good one|well made|interesting].
also: Next time I'd [start with|leave more time for] [the questions|{other}|the numbers].
also: {person} told me the same.
also: {n} slides [are|would be] enough [for {n2} minutes|].
""",
)

PAPER = Topic(
    "paper",
    """
things: paper, manuscript, abstract, review, dataset, experiment, poster, grant, figure
subject: [Our|The] {thing_noun} [for {company}|on {other_bare}|]
subject: [Deadline|Reviews|Revision] [for {thing_bare}|]
ask: The deadline for {thing} is {date}. [Can|Could] you [write|finish] section {n} by {day}?
ask: The reviews for {thing} are in. [Shall we|Could we] talk on {day} at {time}?
ask: [Would|Could] you [read|check] {thing} before I send it to {company}?
more: Reviewer {n2} [wants more data|is not happy|liked it].
more: I [have redone|redid] figure {n} with the new data.
more: {person} found a mistake in table {n}.
yes: I'll [write|send you] section {n} by {day}.
yes: [Let's|We can] talk about {thing} on {day} at {time}.
yes: I've read {thing} and have [only |]{n2} [small |]comments.
no: I won't finish section {n} by {day}. [Could|Can] we ask for {n2} more days?
no: I [don't think|doubt that] {thing} is ready for {company}.
query: Which journal did you have in mind for {thing}?
query: Did {person} [agree|sign off on] the changes?
also: Figure {n} is [much |]clearer now.
also: We should [cite|thank] {person}.
also: The [argument|method] [holds|is sound], but the title is too long.
also: I'd [move|put] table {n} [to the appendix|at the end].
""",
)

TOPICS = (MEETING, DOCUMENT, PROJECT, HIRING, FEEDBACK, PAPER)
