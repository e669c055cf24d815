"""Phrases for any topic (thanks, courtesies, postscripts) and the raw stuff that real mail is full of."""

from .phrases import Topic

ANY = Topic(
    "any",
    """
hello: [I hope|Hope] [you're well|you are well|this finds you well|all is well|you had a good weekend].
hello: [How are you?|How are things?|How was your week?]
hello: [It was good|It was nice] to [see|meet] you [on {day2}|in {city}|last week].
hello: [Just a short one|One thing|A question]:
hello: [I'm writing|I am writing] about {thing}.
hello: [Thanks for|Thank you for] [your help|your mail|everything] [last week|on {day2}|].
bye: [Let me know|Tell me] [what you think|if that works|if you can|as soon as you can].
bye: [Thanks|Thank you|Many thanks] [in advance|for your help|].
bye: [Please|Could you] [answer|reply|write back] by {day2}.
bye: [Call me|Ring me] if [anything is unclear|you have questions].
thanks: [Thanks|Thank you|Many thanks] for [your mail|your message|writing|the note|getting in touch][ about {thing}|].
thanks: [Thanks|Thank you] for [asking|thinking of me|the reminder|letting me know].
thanks: [Good|Nice|Great|Lovely] to hear from you.
thanks: [Sorry|I'm sorry] for the [slow|late] [answer|reply].
thanks: [Thanks|Thank you] for your mail about {thing}.
thanks: I [got|read] your [mail|message][ about {thing}|].
glad: [Happy to help.|That suits me well.|Sounds good.|Good idea.|With pleasure.|No problem at all.|That works.]
glad: [I'm|I am] [looking forward to it|glad you asked|happy to].
glad: [I've|I have] [made a note of it|put it in my calendar|written it down].
sorry: [Sorry about that.|I hope that's alright.|I hope you understand.|I wish I had better news.]
sorry: [Maybe|Perhaps] [next time|another time|we'll find another way].
sorry: [I hope|Hopefully] that [isn't a problem|still works for you].
asking: [Once I know that|Then|As soon as I know], I can [say yes|answer properly|decide].
asking: [Just so I|I want to] get it right.
end: [Let me know|Tell me|Just say] if [anything changes|that works|you need anything else|that doesn't suit you|it's not enough].
end: [Have a good|Enjoy your|Have a lovely] [day|week|weekend|evening].
end: [See you|Talk to you|Speak] [soon|then|next week].
end: [Thanks|Thank you] again.
end: [I'll|I will] [keep you posted|be in touch|write again soon].
end: [Give my regards to|Say hello to|Greetings to] {person}.
chat: [It's been|It has been|We've had] a [busy|long|quiet|strange|good] [week|month|few days] [here|at home|for all of us|].
chat: The weather [here |][is|has been] [awful|lovely|too hot|cold and wet|changeable] [all week|since {day2}|these days|].
chat: I'm [writing|typing] this [on the train|from my phone|between two meetings|late at night|from home], so [please forgive the typos|I'll keep it short|bear with me].
chat: [To be honest|If you ask me|As you know|Between us], I [like|prefer] [simple things|to keep it simple|to plan ahead|an early start].
chat: [I talked to|I spoke to|I met] {person} [about it|] [yesterday|on {day2}|this morning|last week], [and we agree|who says hello|and it was useful].
chat: We [should|could] [talk|speak|catch up] [properly|on the phone|over coffee|over lunch] [some time|one of these days|soon].
chat: [It would|That would|This will] [help|save time|make things easier|mean a lot to {person}].
chat: [As always|As ever|Once more], [it comes down to|it's a question of] [time|money|patience|luck].
chat: [There's|There is] [no hurry|no rush|plenty of time|not much time left], [but I wanted to answer|so let's be quick|as far as I can see].
chat: If [{day}|that] [doesn't work|turns out badly], we [can|will] [find|think of] [something else|another way].
chat: [On my side|From my side|Here], [everything is ready|all is well|nothing has changed|there's not much news].
chat: [I've|I have] [thought|been thinking] about {thing} [a lot|for a while|since your mail][, and it makes sense|, and I'm still unsure|].
chat: [My|Our] [neighbour|colleague|sister|brother|friend] {person} [would|might] [like|enjoy] [that|this] [too|as well].
post: [Say hello to|Greetings to|Please greet] {person}[ from me|].
post: [How is|What about] {person}?
post: [I found|I still have] your [umbrella|scarf|pen|mug].
post: Have you seen {url}?
post: {city} was lovely.
""",
)

FOREIGN = (
    "Vielen Dank für die schnelle Antwort.",
    "Ich melde mich morgen wieder.",
    "Können wir das am Montag besprechen?",
    "Mit freundlichen Grüßen aus Köln.",
    "Das passt mir sehr gut, bis dann!",
    "Die Rechnung ist noch nicht bezahlt.",
    "Merci beaucoup pour votre réponse.",
    "À bientôt, j'espère !",
    "Je suis désolé, ce n'est pas possible.",
    "Pouvez-vous m'envoyer le document ?",
    "C'était très agréable de vous voir à Orléans.",
    "Ça marche, à lundi.",
    "Muchas gracias por todo.",
    "¿Puedes llamarme mañana por la mañana?",
    "Nos vemos el martes en la oficina.",
    "El año que viene será mejor.",
    "Grazie mille, a presto!",
    "È tutto pronto per domani.",
    "Tack så mycket för hjälpen!",
    "Obrigado pela informação.",
    "Dziękuję bardzo za pomoc.",
    "Çok teşekkürler, görüşürüz.",
    "Спасибо, до встречи!",
    "ありがとうございます。",
    "Ευχαριστώ πολύ.",
    "谢谢你的来信。",
    "شكرا جزيلا",
)

RAW = (
    "> On {day}, {full} wrote:\n> Could you look at this? I {w1} it is {w2}.\n>\n> {full}",
    "-----Original Message-----\nFrom: {full}\nSent: {day}, {date} {time}\nTo: {person}\nSubject: RE: {thing_bare}",
    "Tel. +{n}-{n2}0-{n}-{n}{n2}  |  Mobile {n}{n2}{n3}-{n}\n{url}",
    "{full}\n{job} | {company}\n{place}, {city}\n{url}",
    "*** {company} ***  This message is meant for {full} only (ref. {code}).",
    'for i in range({n}):\n    print("{w1}", i * {n2})\n# {w2}: {n3}',
    '{{"id": {n}, "name": "{w1}_{w2}", "ok": true}}',
    "$ ./{w1} --{w2}={n} < {w1}.txt\nError {n}: {error}",
    "Item        Qty   Price\n{w1}      {n2}    {amount}\n{w2}      {n3}    {amount2}\nTotal: {amount}",
    "1) {thing_cap}\n2) {other}\n3) {w1} & {w2} (see [{n}], p. {n2})",
    '"{w1}, {w2}", as {full} put it in {year}: {title}.',
    "\t{w1} = {n}.{n2}%; {w2} ~ {n3}e-{n2}; a@b.example; C:\\{w1}\\{w2}.doc",
    "* * *\n= {w1} =\n<b>{w2}</b> &nbsp; @{w1} #{w2} ^_^ `{w1}` ~{n}",
)
