"""Topics of home and family: visits, school, repairs, garden, pets, neighbours, health."""

from ..phrases import Topic

FAMILY = Topic(
    "family",
    """
things: birthday, wedding, visit, recipe, anniversary, holiday, christening, cake, family tree
subject: [Mum's|Dad's|Grandma's|{person}'s] {thing_noun}
subject: [Visit|Sunday lunch|Coming over] [on {day}|]
subject: [News from|Love from] {city}
ask: [Are you coming|Can you come] [for lunch|to dinner|over] on {day}? {person} [is coming too|asked after you].
ask: It's {person}'s birthday on {date}. [What shall we|What do we] [get|give] [her|him]?
ask: [Could|Can] you bring {thing} [when you come|on {day}]?
ask: When are you [coming to|visiting us in] {city}?
more: The [children|kids] have [grown|missed you].
more: {person} has [a new job|moved to {city}|a cold].
more: I'll [make|cook] [soup|a roast|your favourite|too much, as always].
more: We [were|have been] in {city} [last week|for {n2} days].
yes: [We'd love to come|I'll be there|We're coming] on {day}.
yes: [Yes, |]I'll bring {thing} on {day}.
yes: [Let's give|We could give] {person} [a book|tickets|{other}] for the birthday.
yes: I'm coming to {city} on {date} and [staying|will stay] {n2} days.
no: I can't come on {day}, [I'm working|the car is broken|{person} is ill]. [What about|How about] {day2}?
no: I [can't find|no longer have] {thing}, [sadly|I'm sorry].
query: What [should|can] I bring [on {day}|for {person}]?
query: Is {person} [feeling better|still in {city}]?
query: What time [on {day}|should we be there]?
also: Give [my love|a hug] to {person}.
also: The [kids|children] [can't wait|send kisses].
also: I'll [call|ring] you [on {day}|tonight|tomorrow].
also: [It's been|It has been] [far |]too long.
also: {person} [told me|says] the garden in {city} looks lovely.
""",
)

SCHOOL = Topic(
    "school",
    """
things: homework, school trip, parents' evening, timetable, exam, school play, reading list, permission slip, maths test
subject: [Class {n2}|Year {n2}|School]: {thing_bare}
subject: {person} [and|-] {thing_bare}
ask: The {thing_noun} is on {day} at {time}. [Can|Will] {person} [come|take part]?
ask: [Could|Can] you sign the [slip|form] for {thing} by {day}?
ask: {person} [missed|has not handed in] {thing}. [Could we talk|Can you come in] on {day}?
ask: We [need|are looking for] parents to help with {thing} on {day}. [Could you|Would you] join us?
more: It costs {amount} a child.
more: [Please|They should] bring [lunch|a raincoat|a pencil].
more: We meet at {time} [outside|at] {place}.
yes: {person} [will be there|is coming|takes part] on {day}.
yes: I've signed the form for {thing}; {person} [has it|brings it on {day}].
yes: I can help on {day} from {time}.
no: {person} is ill and can't come on {day}.
no: I [work|have to work] on {day}, so I can't help with {thing}[, sorry|].
query: Does {person} need [money|lunch|anything] for {thing}?
query: What time does {thing} [end|finish]?
also: I'll pay the {amount} [in cash|by transfer|on {day}].
also: {person} is [looking forward to it|a bit nervous].
also: {person} can [come|go] with us in the car.
also: [Thank you|Thanks] for [your patience|looking after them].
""",
)

REPAIR = Topic(
    "repair",
    """
things: boiler, washing machine, roof, lock, kitchen tap, heating, window, lift, front door, fridge, car, bicycle, radiator
subject: [Broken|Repair of|Problem with] {thing_bare}
subject: {thing_cap} [again|]
ask: {thing_cap} is [broken|leaking|making a noise] [again|]. [Could|Can] [you|someone] come [on {day}|before {day}]?
ask: [I can|We could] come to [fix|look at] {thing} on {day} at {time}. [Will you be in?|Is that alright?]
ask: The [repair|new part] for {thing} costs {amount}. [Shall I go ahead?|What do you think?]
more: It [started|began] on {day}.
more: {person} [tried to fix it|says it's the pump|put a bucket under it].
more: The part comes from {company}.
yes: I'll [come|be there] on {day} at {time} to [fix|look at] {thing}.
yes: [Yes, |]please go ahead with {thing} for {amount}.
yes: I'm in on {day} [from {time}|at {time}], so come by.
no: I can't come before {day2}. [Can you wait that long?|Could you ask {person}?]
no: {amount} is too much for {thing}. [Let's|I'd rather] buy a new one.
query: How old is {thing}?
query: Is there a number on the back of {thing}?
query: Who has the key [on {day}|if you're out]?
also: Turn the water off [until then|for now].
also: The key is with {person} at number {n}.
also: I'll bring [the part|tools|{person}].
also: It [should take|takes] [about |]{n2} hours.
""",
)

GARDEN = Topic(
    "garden",
    """
things: apple tree, hedge, compost, lawnmower, greenhouse, pond, bean patch, herb bed, watering can, plum tree
subject: [The garden|Plants|{thing_cap}]
subject: {thing_cap} [for you|]
ask: I have too many {plant}. [Do you want some?|Shall I bring some on {day}?]
ask: [Could|Can] you water [the garden|{thing}] [from {day} to {day2}|while we're in {city}]?
ask: [Could|Can] I borrow [the lawnmower|your ladder|the long shears] on {day}?
ask: Are you coming to [the plant sale|the open garden] in {city} on {day}?
more: [It's|It has been] so dry [here|this month].
more: The [slugs|birds] got [half of them|most of it].
more: {person} gave me {n} of them.
yes: [I'd love some|Yes please], I can [come by|collect them] on {day}.
yes: I'll water [the garden|everything] from {day}.
yes: [Of course|Sure], [take it|you can have it] on {day}.
yes: I'm coming to {city} on {day}, [see you there|save me a place].
no: I'm away [on {day}|until {date}] myself. [Ask|Maybe ask] {person}?
no: We have more than enough already, [thank you|but thanks].
query: How [often|much] should I water?
query: Are they in pots or in the ground?
also: The {plant} [are|is] doing well this year.
also: I'll bring you [some|a jar of] {plant} [in return|].
also: Leave the key [under the pot|with {person}].
also: It rained [all night|for {n2} days] here.
""",
)

HEALTH = Topic(
    "health",
    """
things: appointment, check-up, blood test, prescription, physio, vaccination, X-ray, dentist
subject: [Your|My] {thing_noun}
subject: [Appointment|Check-up] on {date}
ask: Your appointment [with|at] Dr {last} is on {day}, {date}, at {time}. [Can you|Please] confirm.
ask: [Could|Can] you [take|drive] me to {place} on {day} at {time}?
ask: How [are you feeling|did it go] after {thing}?
more: Please [bring|remember] your [card|papers|old glasses].
more: It [takes|will take] [about |]{n} minutes.
more: {person} can come with you.
yes: I'll be there on {day} at {time}.
yes: Of course I'll drive you on {day}. I'll be at your door [before|by] {time}.
yes: [Much|A lot] better, [thank you|thanks for asking].
no: I [have to|must] cancel on {day}. [Is there|Do you have] [anything|a time] on {day2}?
no: I can't drive on {day}, the car is in {city}.
query: Do I have to [fast|pay] [before|on the day]?
query: Is Dr {last} back from holiday?
also: [The|My] [back|knee] is [better|still sore].
also: {person} sends [good wishes|her best|his best].
also: I'll [rest|take it easy] until {day}.
also: Get well soon!
""",
)

NEIGHBOUR = Topic(
    "neighbour",
    """
things: cat, dog, ladder, noise, party, parking space, hedge, shared garden, parcel, post
subject: [The|Your] {thing_noun}
subject: [Request|Question] from [number {n}|next door]
ask: [Could|Can] you [look after|feed|mind] {thing} from {day} to {day2}?
ask: We're having [a party|some friends over] on {day}. [I hope that's alright?|Come along?]
ask: [Did you|Have you] [take in|seen] {thing}?
more: [We'll|I'll] be back on {date}.
more: {person} has [done it before|the spare key].
more: [Food|Everything] is in the cupboard.
yes: [Of course|Sure|With pleasure], I'll look after {thing} from {day}.
yes: [Have fun|Enjoy] on {day}, it won't bother [me|us].
yes: [We'd|I'd] love to come on {day}. [Shall I|Can I] bring [a salad|wine|{other}]?
no: I'm in {city} from {day}, so I can't. [Try|Ask] {person} at number {n}.
no: {day} is [difficult|bad for us], [the baby sleeps badly|I start at {time} the next day].
query: How often does {thing} need [food|looking after]?
query: Where do I find the keys?
query: Until what time on {day}?
also: [I took|{person} took] in a parcel for you.
also: Ring if [anything is wrong|you need me].
also: Number {n} [was asking|is asking] [too|about it].
""",
)

TOPICS = (FAMILY, SCHOOL, REPAIR, GARDEN, HEALTH, NEIGHBOUR)
