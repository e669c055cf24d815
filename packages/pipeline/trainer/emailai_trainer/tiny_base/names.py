"""Names of people, places and projects: banks of real ones and composed ones without an end.

The model has to copy names it has never seen, so most names are made on the spot from syllables, and a
tenth of all names (by hash) is kept out of training for the held-out mails.
"""

from __future__ import annotations

import hashlib
import re
from random import Random

FIRST = """
Anna Maria Elena Sofia Laura Julia Clara Emma Olivia Amelia Grace Alice Ruth Helen Susan Karen Linda Carol Donna Janet
Nancy Diane Joan Martha Judith Rachel Sarah Rebecca Hannah Esther Miriam Naomi Leah Tamar Yael Noa Ingrid Astrid Sigrid
Freja Liv Kari Britta Annika Linnea Elin Maja Signe Tove Karin Petra Ulrike Heike Anke Birgit Sabine Renate Gisela
Monika Katrin Silke Jana Lena Greta Wiebke Chiara Giulia Francesca Paola Silvia Beatrice Camille Chloe Manon Elodie
Aurelie Margaux Celine Brigitte Odile Carmen Pilar Lucia Ines Rosario Marisol Ximena Valeria Catalina Beatriz Joana
Mariana Leticia Fernanda Thais Katarzyna Agnieszka Zofia Malgorzata Ewa Dorota Milena Jelena Ivana Vesna Dragana Olga
Tatiana Natalia Irina Svetlana Ludmila Oksana Daria Anastasia Despina Eleni Kalliope Ayse Elif Zeynep Fatma Leyla
Shirin Parisa Nasrin Yasmin Amina Fatima Layla Noor Huda Salma Rania Zahra Aisha Khadija Priya Anjali Lakshmi Deepa
Kavita Sunita Meera Divya Shreya Nandini Yuki Sakura Haruka Aiko Keiko Michiko Naoko Ayumi Ling Xiu Hua Jing Yan Lan
Hui Minh Thu Linh Huong Soo Jisoo Minji Hyejin Eunji Siti Dewi Putri Ratna Malia Leilani Aroha Ngozi Chioma Adaeze
Amara Folake Yetunde Wanjiru Akinyi Thandiwe Nomsa Zanele Lerato Abena Akosua Efua Awa Mariama Tom Peter Paul John
James Robert Michael David Daniel Mark Steven Andrew Kenneth George Edward Brian Ronald Anthony Kevin Jason Gary
Eric Stephen Larry Scott Frank Raymond Gregory Patrick Jack Dennis Walter Henry Arthur Douglas Philip Russell Lars
Erik Sven Nils Olof Gunnar Bjorn Magnus Henrik Anders Rasmus Mikkel Jesper Soren Kasper Jens Uwe Dieter Klaus Jurgen
Holger Matthias Tobias Florian Lukas Felix Moritz Jonas Giovanni Marco Luca Matteo Alessandro Stefano Enzo Davide Pierre
Luc Olivier Thierry Mathieu Guillaume Benoit Etienne Remy Yves Carlos Javier Miguel Alejandro Diego Rafael Andres
Santiago Joaquin Emilio Joao Tiago Rui Duarte Bruno Thiago Pawel Piotr Wojciech Krzysztof Marek Tomasz Jakub Bogdan
Mihai Radu Nikola Dusan Goran Zoran Miroslav Ivan Dmitri Sergei Alexei Yuri Vadim Oleg Kostas Giorgos Nikos Mehmet
Emre Burak Kerem Hakan Reza Farid Omid Kian Ahmed Khalid Omar Hassan Tariq Samir Yusuf Bilal Karim Ravi Arjun Vikram
Sanjay Rohan Anil Suresh Kiran Nikhil Aditya Hiroshi Kenji Takashi Satoshi Daisuke Ryota Wei Jun Hao Ming Feng Bo
Tuan Dung Phuong Joon Minho Sungmin Taeyang Budi Agus Joko Kai Tane Wiremu Chidi Emeka Obinna Tunde Kwame Kofi Kojo
Sipho Thabo Bongani Juma Baraka Mamadou Ousmane Idris Cheikh Siobhan Niamh Aoife Ciara Padraig Eoin Declan Rhys Gwen
Cerys Ewan Hamish Morag Isla Skye Anneke Joost Pieter Maarten Femke Saskia Wouter Aino Eero Jukka Satu Tiina Kaisa
Zsofia Laszlo Gabor Andrea Marton Jiri Tereza Vaclav Ondrej Lubos Kristjan Liis Janis Ilze Jonas Ruta Vytautas
José André Zoë Chloë René Łukasz Søren Jürgen Björn Åsa Özlem Gülşen Núria Mónica Raúl Renée Anaïs Noël Señen Ștefan
""".split()

LAST = """
Hale Smith Jones Brown Taylor Wilson Walker Wright Turner Parker Cooper Ward Bailey Foster Bennett Palmer Marsh Hughes
Reid Murray Fraser Doyle Byrne Kavanagh Lynch Nolan Lindqvist Bergstrom Nyberg Holm Dahl Lund Strand Hansen Nielsen
Sorensen Kjeldsen Virtanen Korhonen Makinen Becker Vogel Kruger Schreiber Zimmermann Hartmann Lehmann Neumann Weiss
Hoffmann Baumann Kessler Winkler Brandl Moser Huber Rossi Bianchi Ferrari Moretti Conti Esposito Lombardi Dubois
Moreau Laurent Girard Fontaine Mercier Garnier Lefebvre Rousseau Garcia Fernandez Navarro Ortega Delgado Castillo
Herrera Morales Reyes Vargas Silva Santos Oliveira Pereira Carvalho Almeida Kowalski Nowak Wisniewski Zielinski Novak
Dvorak Svoboda Horvat Kovac Petrovic Jovanovic Popescu Ionescu Ivanov Petrova Sokolov Volkov Kuznetsov Shevchenko
Papadopoulos Nikolaidis Yilmaz Demir Kaya Celik Hosseini Rahimi Karimi Haddad Khoury Nasser Mansour Farouk Sharma
Patel Gupta Iyer Reddy Nair Banerjee Chatterjee Kapoor Tanaka Suzuki Yamamoto Nakamura Kobayashi Mori Fujita Chen
Wang Zhang Liu Huang Zhao Lin Wu Zhou Nguyen Tran Pham Kim Lee Choi Jung Kang Santoso Wijaya Okafor Adeyemi Balogun
Eze Mensah Owusu Boateng Mwangi Otieno Kamau Dlamini Ndlovu Khumalo Diallo Traore Ndiaye Abebe Tesfaye Cohen Levi
Goldberg Friedman Shapiro Goldstein deVries Jansen Bakker Visser Mulder Vandenberg Peeters Claes Nagy Szabo Toth
Olsson Eriksson Gustafsson McKenzie MacLeod O'Brien O'Neill FitzGerald Ashworth Pemberton Winterbourne Thistlewood
Hargreaves Blackwood Underhill Stonehouse Greenfield Longbottom Fairweather Müller Schäfer Jørgensen Åkerlund Gómez
""".split()

ONSETS = (
    "b br c ch cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sc sh sk sl sm sn sp st str sv t th tr v "
    "vr w y z"
).split()
VOWELS = "a a a e e e i i i o o o u u y ae ai au ea ee ei eo ia ie io oa oo ou ue".split()
CODAS = "l n r s t m d k x th nd rd rk ld nt st sk ng ff ll nn rr ss tt ck lm rn".split()
ENDINGS_FIRST = (
    "a a a e i o ia ina elle en an in on us is ah eth iel ka ko na ra ta ya lo mi ".split(" ")
)
ENDINGS_LAST = (
    "son sen berg man er ini ez ova ov ski ic escu dal gren holt wick ford ley ton well by stad mark ura aki ani "
    "oglu yan idze nen ."
).split()


def is_held_out(name: str) -> bool:
    """A tenth of all names, chosen by hash, never occurs in training mail."""
    return hashlib.sha1(name.lower().encode()).digest()[0] < 26


def compose_word(rng: Random, syllables: int) -> str:
    """A pronounceable word that nobody has seen, such as `brennick`."""
    parts = []
    for _ in range(syllables):
        parts.append(rng.choice(ONSETS) + rng.choice(VOWELS))
        if rng.random() < 0.4:
            parts.append(rng.choice(CODAS))
    return re.sub(r"(.)\1\1", r"\1\1", "".join(parts))


def _first(rng: Random) -> str:
    if rng.random() < 0.45:
        return rng.choice(FIRST)
    return (compose_word(rng, rng.choice((1, 1, 2))) + rng.choice(ENDINGS_FIRST)).capitalize()


def _last(rng: Random) -> str:
    if rng.random() < 0.4:
        return rng.choice(LAST)
    name = (
        (compose_word(rng, rng.choice((1, 1, 2))) + rng.choice(ENDINGS_LAST))
        .rstrip(".")
        .capitalize()
    )
    return f"{name}-{rng.choice(LAST)}" if rng.random() < 0.03 else name


def _drawn(draw, rng: Random, held_out: bool) -> str:
    while True:
        name = draw(rng)
        if 2 <= len(name) <= 14 and is_held_out(name) == held_out:
            return name


def first_name(rng: Random, held_out: bool = False) -> str:
    return _drawn(_first, rng, held_out)


def last_name(rng: Random, held_out: bool = False) -> str:
    return _drawn(_last, rng, held_out)


def proper_word(rng: Random) -> str:
    """Name of a place, a project or a firm."""
    return compose_word(rng, rng.choice((1, 2, 2))).capitalize() + rng.choice(
        (
            "",
            "",
            "",
            "ford",
            "field",
            "ham",
            "burg",
            "ton",
            "mere",
            "side",
            "gate",
            "ora",
            "is",
            "um",
        )
    )
