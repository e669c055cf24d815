"""Topics of travel and free time: trips, bookings, events, sport, clubs, books, IT trouble."""

from ..phrases import Topic

TRIP = Topic(
    "trip",
    """
things: trip, train, hotel, itinerary, hiking map, tent, boat, ferry, rail pass
subject: [Trip to|Weekend in|Travel to] {city}
subject: {city}[ in {month}| on {day}|?]
ask: [Are you|Would you be] up for [a trip to|a weekend in] {city} [in {month}|from {day} to {day2}]?
ask: [Shall I|Should I] book {thing} to {city} for {date}? It's {amount} each.
ask: I [arrive|land] in {city} on {day} at {time}. [Can you pick me up?|Where do we meet?]
ask: [Could|Can] you send me {thing} for {city} [by|before] {day}?
more: {person} [knows a good hotel|is coming|has been there].
more: The train leaves at {time} from platform {n}.
more: We could [stay|sleep] at {place}.
more: It's [cheaper|{amount} cheaper] if we book by {day}.
yes: [I'm in|Yes, let's go|I'd love to] [to {city}|]! [{month}|{day}] is good for me.
yes: Please book {thing} to {city}, {amount} is alright.
yes: I'll pick you up in {city} on {day} at {time}.
yes: I've booked {thing} to {city} for {date}.
no: I can't go to {city} [in {month}|on {day}]. [Could we go|What about] [a week later|in spring|on {date}]?
no: {amount} is too much for me. [Could we|Can we] take the [bus|slow train]?
query: How long does it take to {city}?
query: Where would we [stay|sleep] in {city}?
query: Who else is coming to {city}?
also: I'll bring [the map|snacks|my camera|a good book].
also: {person} says {place} is worth a visit.
also: Don't forget [your passport|a jacket|the tickets].
also: [Let's|We should] [leave|start] early, about {time}.
also: I've never been to {city}.
""",
)

BOOKING = Topic(
    "booking",
    """
things: room, table, reservation, double room, apartment, hire car, conference room, cabin
subject: [Booking|Reservation] {code}
subject: [Your|Our] {thing_noun} [in {city}|on {date}]
ask: [Could|Can] you confirm {thing} for {n2} people on {date}?
ask: We have {thing} for you from {day} to {day2} at {amount} a night. [Shall we|Should we] hold it?
ask: I'd like to [change|cancel] {thing} on {date}. [Is that possible?|What does it cost?]
more: The booking number is {code}.
more: We [arrive|would arrive] around {time}.
more: [A quiet one|One with a view|By the window], if you can.
yes: {thing_cap} for {n2} people on {date} is confirmed.
yes: Please hold {thing} for us [until {day}|].
yes: I've [changed|cancelled] booking {code}, [at no cost|the fee is {amount}].
no: We're full on {date}. [Would|Could] {day2} [suit you|work]?
no: We [don't|do not] need {thing} any more, I'm sorry.
query: Is breakfast included in the {amount}?
query: Under which name is booking {code}?
query: Can we [bring the dog|arrive after {time}|park there]?
also: We're {n2} [adults|people] and {n3} [children|child].
also: {person} is vegetarian.
also: Check-in is from {time}.
also: Please send the bill to {company}.
""",
)

EVENT = Topic(
    "event",
    """
things: concert, exhibition, party, play, film, reading, fair, opening, quiz night, picnic, festival, charity dinner
subject: {thing_cap} on {day}
subject: [Invitation|Tickets]: {thing_bare}
ask: [Do you want|Would you like] to [come|go] to {thing} on {day}[ at {time}|]?
ask: I have [a spare ticket|two tickets] for {thing} on {day}. [Interested?|Do you want one?]
ask: [Could|Can] you help [with|set up] {thing} on {day} from {time}?
more: It's at {place}, [entry is free|{amount} a ticket].
more: {person} is [playing|speaking|coming too].
more: [We|Some of us] meet at {time} for [a drink|something to eat] first.
yes: [I'd love to|Yes, I'll] come to {thing} on {day}.
yes: [A ticket for|Count me in for] {thing}[, yes please|]!
yes: I can help on {day}, [from {time}|until {time}].
no: I'm [busy|away|working] on {day}, what a pity. [Have fun at|Enjoy] {thing}!
no: {thing_cap} isn't [my thing|for me], but thanks for asking.
query: How much is the ticket?
query: What time does {thing} start?
query: [May|Can] I bring {person} [along|too]?
also: I'll [pay you|give you] the {amount} [there|on {day}].
also: [Let's|Shall we] meet at {place} at {time}.
also: I saw {person} [at|in] {place} last year.
also: I'll bring [a friend|a cake|chairs].
""",
)

SPORT = Topic(
    "sport",
    """
things: match, training, race, tennis court, league table, half marathon, swim, bike ride, five-a-side, kit, chess evening
subject: [{day}'s|The] {thing_noun}
subject: [Training|Match] on {day}
ask: [Can|Could] you play on {day} at {time}? We're {n3} short.
ask: [Shall we|Do you want to] [run|ride|play] on {day} at {time}?
ask: [Have you|Did you] [sign up|signed up] for {thing} in {city} on {date}?
ask: [Could|Can] you [bring|wash] the kit for {day}?
more: We [won|lost] {n2} to {n3} [last week|against {company}].
more: {person} has hurt [a knee|an ankle|the shoulder].
more: We meet at {place}.
yes: I can play on {day}, [see you at {time}|put me down].
yes: Yes, let's [go|do it] on {day} at {time}.
yes: I've signed up for {thing} in {city}.
no: My knee is [bad|still sore], so not on {day}. [Maybe|What about] {day2}?
no: I'm not [fit|ready] for {thing} yet.
query: Who [else is|are we] playing on {day}?
query: Which court did you book?
query: How far is it in {city}?
also: {person} might [play|come] too.
also: I need [new shoes|a lift|the practice].
also: [Well played|Good luck] [on {day}|everyone|to {person}]!
also: Last time I needed {n} minutes.
""",
)

BOOKS = Topic(
    "books",
    """
things: book, novel, record, guitar, camera, violin, sewing pattern, jigsaw, telescope, old radio, typewriter
subject: [The|Your] {thing_noun}
subject: {title}
ask: Have you [finished|read] "{title}"? {person} wants it next.
ask: [Could|Can] I borrow {thing} [until {date}|on {day}|for a week]?
ask: The book club meets on {day} at {time} to talk about "{title}". [Are you coming?|Will you be there?]
ask: I'm selling {thing} for {amount}. [Do you want it?|Interested?]
more: It's by {full}, {n} pages.
more: {person} [loved|hated] it.
more: We meet at {place} this time.
yes: I've [finished|read] "{title}" and [loved it|couldn't put it down|cried at the end].
yes: You can have {thing} [until {date}|on {day}].
yes: I'll be there on {day} to talk about "{title}".
yes: I'd like {thing} for {amount}, [please keep it for me|I'll collect it on {day}].
no: I only got to page {n} of "{title}".
no: {person} has {thing} at the moment, sorry.
no: {amount} is too much for me.
query: Who wrote "{title}"?
query: Is {thing} still in good shape?
also: {full} is a [wonderful|strange|funny] writer.
also: Chapter {n2} is the best.
also: I'd [suggest|pick] "{title2}" next.
also: I'll give it to {person} on {day}.
""",
)

COMPUTER = Topic(
    "computer",
    """
things: laptop, printer, password, login, server, backup, VPN, shared folder, calendar, router, phone, update, spreadsheet
subject: [Problem with|Ticket {code}:|Help with] {thing_bare}
subject: {thing_cap} [not working|down|]
ask: {thing_cap} [stopped working|shows error {n}|is very slow] [since {day}|this morning|]. [Can you help?|Could you have a look?]
ask: [We will|IT will] [update|replace] {thing} on {day} at {time}. [Is that alright with you?|Please save your work.]
ask: [Could|Can] you send me [access to|the link to] {thing}?
ask: Ticket {code} is [open|waiting for you]. Does {thing} work now?
more: I have [restarted|tried] it {n2} times.
more: The message says "{error}".
more: The address is {url}.
more: {person} has the same [problem|trouble].
yes: I'll [look at|fix] {thing} on {day} at {time}.
yes: {thing_cap} works again[, thank you|].
yes: You now have access: {url}
yes: {day} at {time} is [alright|no problem] for the work on {thing}.
no: {thing_cap} still [doesn't work|shows error {n}].
no: {day} is bad, I have a deadline. [Could it wait|Can you do it] [until|on] {day2}?
query: What does the message say[ exactly|]?
query: Did you try [turning it off and on|another cable|{url}]?
query: Which version do you have?
also: Please [write down|send me] the error message.
also: {person} can [help|let you in] until then.
also: I saved everything in {code}.
also: [Version|Build] {n} is the one to use.
""",
)

TOPICS = (TRIP, BOOKING, EVENT, SPORT, BOOKS, COMPUTER)
