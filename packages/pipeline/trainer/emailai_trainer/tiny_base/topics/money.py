"""Topics of money and trade: invoices, contracts, deliveries, quotes, insurance."""

from ..phrases import Topic

INVOICE = Topic(
    "invoice",
    """
things: invoice, payment, receipt, refund, deposit, expense claim, bill, statement, reminder
subject: Invoice {code}
subject: [Payment|Reminder|Question about] [invoice |]{code}
ask: [Invoice|Our invoice] {code} over {amount} [is still open|has not been paid|was due on {date}]. [Could|Can] you [check|look into it]?
ask: [Please find|Attached is] invoice {code} for {amount}. [Please pay|It is due] by {date}.
ask: [Could|Can] you send me the receipt for {amount} from {company}?
ask: [Did|Have] you [get|received] the refund of {amount} for {thing}?
more: [The|Our] [bank|accountant] asked [for it|about it] on {day}.
more: The reference is {code}.
more: If you have paid already, [please ignore this mail|forget about this].
more: {person} in accounts can [help|tell you more].
yes: [Invoice {code}|The {amount}] was paid [on {day}|on {date}|this morning].
yes: I'll [pay|transfer] the {amount} [today|by {date}|on {day}].
yes: I've [passed|forwarded] invoice {code} to {person}, and it [will be|gets] paid by {date}.
yes: The receipt for {amount} [is attached|follows {day}].
no: I [can't find|never got|don't have] invoice {code}. [Could|Can] you send it again?
no: The amount on invoice {code} is wrong. We agreed on {amount2}, not {amount}.
no: We [can't|cannot] pay before {date}, I'm sorry.
query: Which order does invoice {code} belong to?
query: Is the {amount} with or without tax?
query: [Could|Can] you put {company} on invoice {code} as well?
also: Please use {code} as the reference.
also: [Sorry|Apologies] for the delay.
also: {person} looks after payments while I'm away.
also: The bank needs [about |]{n2} days.
also: [Thanks|Thank you] for [the reminder|being patient].
""",
)

CONTRACT = Topic(
    "contract",
    """
things: contract, agreement, lease, licence, draft contract, renewal, NDA, amendment, offer
subject: {thing_cap} with {company}
subject: [Signature|Changes|Question]: {thing_bare}
ask: [Could|Can] you sign {thing} with {company} by {date}?
ask: {company} wants [to change clause {n}|a longer term|{amount} more]. [What do you think?|Can we agree to that?]
ask: {thing_cap} [ends|runs out] on {date}. [Shall we|Do you want to] renew it?
more: [Clause|Paragraph] {n} is [new|the one that matters|still open].
more: {person} from legal has [read|approved] it.
more: It is worth {amount} a year.
yes: I've signed {thing} and sent it back [to {company}|].
yes: [We can|I can] agree to [clause {n}|that|the change].
yes: Let's renew {thing} [for another year|on the same terms].
no: I can't sign {thing} as it stands. Clause {n} [has to go|is not acceptable|must change].
no: [We should not|I wouldn't] renew {thing}. {amount} is too much.
query: What happens if we [leave|cancel] before {date}?
query: Who wrote clause {n}?
query: Has {person} [seen|approved] {thing}?
also: Please [ask|check with] {person} about clause {n}.
also: The [notice|notice period] should be {n} days[, not more|].
also: {amount} a year [is fair|seems high|is within budget].
also: Send [two|three] copies to {company}, please.
""",
)

DELIVERY = Topic(
    "delivery",
    """
things: parcel, order, shipment, lamp, bicycle, printer, sofa, oven, wool
subject: [Your order|Delivery of|Order] {code}
subject: [Where is|Delivery of] {thing_bare}?
ask: {thing_cap} [will be|gets] delivered on {day} [at|around] {time}. [Will someone be in?|Is that alright?]
ask: [Where is|What happened to] {thing}? It was [promised|due] for {day}.
ask: {thing_cap} [arrived|came] [broken|damaged|without the manual]. [Shall we|Do you want us to] send a new one?
ask: [Could|Can] you pick up {thing} from {place} by {day}?
more: The order number is {code}.
more: The driver will [ring|call] you [before|first].
more: {person} can [sign|take it in] for us.
yes: [Someone|{person}] will be in on {day} at {time}.
yes: {thing_cap} [is|are] on the way and will be with you on {day}.
yes: I'll pick up {thing} [from {place}|] on {day}.
yes: Please send [a new one|a replacement], [order number {code}|to the same address].
no: Nobody is in on {day}. [Could|Can] you deliver on {day2} instead?
no: {thing_cap} [is|are] out of stock until {date}, I'm sorry.
no: I'd rather have my {amount} back than wait.
query: [Could|Can] the driver leave {thing} with {person} at number {n}?
query: How [big|heavy] is {thing}?
query: What is the tracking number for order {code}?
also: The bell doesn't work, so please knock.
also: Please [leave it|put it] [by the side door|in {place}|with {person}].
also: I've [told|asked] {person} to wait for it.
also: The box had a [hole|dent] on one side.
""",
)

QUOTE = Topic(
    "quote",
    """
things: kitchen, website, banner, catering, logo, translation, roof, print run, garden fence, bookshelf
subject: [Quote|Price|Offer] for {thing_bare}
subject: How much for {thing_bare}?
ask: [Could|Can] you [give me a price|send me a quote] for {thing}? We need it by {date}.
ask: Our [price|offer] for {thing} is {amount}. [Shall we start on {day}?|Does that suit you?]
ask: Is {amount} [a fair price|too much] for {thing}?
more: [About |]{n} pieces, [in blue|in two sizes|no rush].
more: {company} [offered|asked] {amount2}.
more: The price includes [tax|delivery|{n2} rounds of changes].
yes: {amount} [is|sounds] [good|fair|right] for {thing}. Please [start|go ahead] on {day}.
yes: I can do {thing} for {amount}, ready by {date}.
yes: You'll have the quote for {thing} by {day}.
no: {amount} is [more than|over] what we can spend. Could you do {thing} for {amount2}?
no: I'm booked until {date}, so I can't take on {thing}.
query: Does the {amount} include [tax|delivery|the material]?
query: How many [pieces|hours] are we talking about?
query: Could I see [photos|the plans] of {thing} first?
also: I'd need {n} percent [up front|in advance].
also: {person} [recommended|mentioned] you.
also: The price is [good|valid] until {date}.
also: I can [come by|visit] on {day} to [measure|have a look].
""",
)

INSURANCE = Topic(
    "insurance",
    """
things: claim, policy, car, water damage, broken window, bicycle, accident report, tax return, form, pension
subject: [Claim|Policy|Form] {code}
subject: [About|Question about] {thing_bare}
ask: [Could|Can] you send us [photos|the form|a list] for {thing} by {date}?
ask: We [have received|got] your papers on {thing}. [Please call|Could you ring] {person} about {code}.
ask: Did the insurance pay for {thing}?
more: The [file|claim] number is {code}.
more: Without it we [can't|cannot] go on.
more: The limit is {amount}.
yes: The [photos|papers] for {thing} are attached.
yes: I'll [send|fill in] the form for {code} by {day}.
yes: They paid {amount} for {thing}, [at last|on {day}].
no: I've [lost|never had] the form for {code}. Could you send it again?
no: They refused to pay for {thing}. I'll [complain|ask {person}].
query: Which photos do you need for {thing}?
query: Until when is {person} in the office?
also: The damage [happened|was found] on {date}.
also: The repair cost {amount}.
also: Please note the [file |]number {code}.
""",
)

TOPICS = (INVOICE, CONTRACT, DELIVERY, QUOTE, INSURANCE)
