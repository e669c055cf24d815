"""Topics that fit any thing at all: the model must take the thing itself from the mail."""

from ..phrases import Topic

REQUEST = Topic(
    "request",
    """
subject: {thing_cap}
subject: [About|Question about|Re:|Help with|Your] {thing_bare}
subject: [Quick question|A favour|Request]
ask: [Could|Can|Would] you [send|bring|lend|show|forward] me {thing} [by|before|on] {day}?
ask: [Do you have|Have you got] [time|a moment] [on {day}|this week] to [help me with|look at|talk about] {thing}?
ask: [What|Who] [should we do about|decides about|do I ask about] {thing}?
ask: Who [looks after|knows about|is in charge of] {thing} [now|these days]?
ask: [Could|Would] you [take care of|handle|finish] {thing} [by {day}|until {date}|while I'm in {city}]?
ask: [Is {thing} ready|Will {thing} be ready|Will {thing} be done] [by|on] {day}?
more: {person} [asked|needs it|is waiting for it].
more: I [need|would need] it for {other}.
more: It's [important because of {other}|urgent, sorry|not urgent, so no pressure|important to {person}].
more: [We|They] [are meeting|meet] on {day2} at {time}.
more: I [tried to call|rang] you [on {day2}|earlier].
yes: I'll [send|bring|give] you {thing} [by|on|before] {day}.
yes: {thing_cap} [will be|is] ready [by|on] {day}.
yes: [Sure|Of course|Yes|Certainly|No problem], I [can|will] [help with|take care of|look after] {thing}.
yes: I have time on {day} to [help with|look at|talk about] {thing}.
yes: {person} [looks after|is in charge of|knows about] {thing}.
no: I [can't|won't be able to] [help with|get to|manage] {thing} [before {day}|this week]. [Would|Is] {day2} [be alright|too late|soon enough]?
no: I'm [afraid|sorry], I [don't have|know nothing about] {thing}. [Ask|Try|Maybe ask] {person}.
no: {thing_cap} isn't ready[ yet|]. [Give me|I need] until {day2}.
query: What [exactly |]do you need {thing} for?
query: Is {day} early enough for {thing}?
query: Do you mean {thing} or {other}?
query: Who else [needs|has asked for] {thing}?
also: I'll [ask|tell|call] {person} [about it|as well|today].
also: [Can|Could] you [remind me|call me] on {day}?
also: I'm [in {city}|out|busy] until {day2}, [but you can call|then I'm back].
also: [As for|About] {other}, [let's talk on {day}|I'll come back to you|I don't know yet].
also: {thing_cap} [matters|is important] to [me|all of us] too.
""",
)

NEWS = Topic(
    "news",
    """
subject: [News about|Update on|Changes to] {thing_bare}
subject: {thing_cap}[ has moved| has changed|]
subject: [News|For your information|Change of plan]
ask: [I wanted to tell you|Just to let you know|For your information]: {thing} [has moved|moves] to {day} at {time}.
ask: {person} [will take over|takes over] {thing} from {date}. [Please pass it on.|Is that alright with you?]
ask: {thing_cap} [was|is] [a success|finished|in {city} now], [and I wanted to thank you|thanks to you].
ask: [Sadly|Unfortunately], {thing} [is cancelled|won't happen] on {day}. [I'm sorry.|Shall we try {date}?]
ask: We [have decided|decided] to go on with {thing}. [It starts|We start] on {date}.
more: [About |]{n} people [know|have heard] [so far|already].
more: {person} [was|is] [very happy|a little sad] about it.
more: [I'll write|More news] [again |]when I know more.
more: It will cost [about |]{amount}.
yes: [That's|This is] [good|great|wonderful] news about {thing}!
yes: Thank you for [telling me|letting me know] about {thing}. [I've noted|I've written down] {day}.
yes: I'll [tell|inform] {person} that {thing} [has changed|is settled].
yes: [Congratulations on|Well done with] {thing}!
no: I'm [sorry|sad] to hear that about {thing}.
no: {thing_cap} on {day} [is a problem|is difficult] for me. [Could|Can] we [talk|find another day]?
query: Does {person} know about {thing}?
query: What does that mean for {other}?
query: Why was {thing} [changed|moved]?
also: [I'm|We're] [looking forward to it|curious|a bit worried].
also: Please keep me [posted|in the loop].
also: I'll [be in touch|write again] on {day}.
also: {person} [had told me|mentioned it] [already|on {day}].
""",
)

TOPICS = (REQUEST, NEWS)
