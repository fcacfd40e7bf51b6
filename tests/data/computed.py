"""Exams of any size whose questions are computed: each one sensible, its key and its explanation right.

`exams/numbers-120.json` is `exam(120, topics=True)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from ipaddress import IPv4Network
from itertools import count
from typing import Any

LETTERS = "ABCDEF"
NUMBERS = {2: "TWO", 3: "THREE"}
WORDS = ("telescope", "mountain", "keyboard", "harbour", "sandwich", "umbrella", "labyrinth", "notebook")


@dataclass(frozen=True)
class Made:
    """What the options say. `wrong` may hold too many, some twice and some that are right: see `_wrong`."""

    text: str
    right: Sequence[object]
    wrong: Iterable[object]
    explanation: str
    reference: str = ""


def exam(questions: int, *, topics: bool = False) -> dict[str, Any]:
    """The same exam each time, no two questions of which are the same; two thirds are explained."""
    made: dict[str, dict[str, Any]] = {}
    for number in count():
        if len(made) == questions:
            break
        topic, make = TOPICS[number % len(TOPICS)]
        question = _question(f"n{len(made) + 1}", make(random.Random(number)), random.Random(number))
        made.setdefault(question["text"], question | ({"topic": topic} if topics else {}))
    return {
        "exam_id": f"numbers-{questions}",
        "title": f"Numbers, networks and code, {questions} questions",
        "questions": list(made.values()),
    }


def _question(question_id: str, made: Made, chance: random.Random) -> dict[str, Any]:
    right = [str(text) for text in made.right]
    texts = right + _wrong(made, 3 if len(right) == 1 else 5 - len(right))
    chance.shuffle(texts)
    question: dict[str, Any] = {
        "question_id": question_id,
        "text": made.text,
        "options": [{"option_id": LETTERS[index], "text": text} for index, text in enumerate(texts)],
        "correct": [LETTERS[index] for index, text in enumerate(texts) if text in right],
    }
    if chance.random() < 2 / 3:
        question["explanation"] = made.explanation
    if made.reference:
        question["references"] = [made.reference]
    return question


def _wrong(made: Made, most: int) -> list[str]:
    right = {str(text) for text in made.right}
    return [text for text in dict.fromkeys(map(str, made.wrong)) if text not in right][:most]


# ---- Kinds of questions ---------------------------------------------------------------------------


def _network(chance: random.Random) -> IPv4Network:
    address = f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}"
    return IPv4Network(f"{address}/{chance.randint(18, 28)}", strict=False)


def _broadcast(chance: random.Random) -> Made:
    network = _network(chance)
    last = network.broadcast_address
    return Made(
        f"What is the broadcast address of the network {network}?",
        [last],
        [last - 1, network.network_address, last + 1, network.network_address + 255],
        f"A prefix of {network.prefixlen} bits leaves {32 - network.prefixlen} bits for the hosts. With all "
        f"of them set to 1, {network.network_address} becomes {last}.",
        "RFC 4632",
    )


def _hosts(chance: random.Random) -> Made:
    network = _network(chance)
    size = network.num_addresses
    return Made(
        f"How many addresses of {network} can be given to hosts? <br/>The addresses of the network itself "
        "and of the broadcast are not among them.",
        [size - 2],
        [size, size - 1, size // 2 - 2, size * 2 - 2],
        f"{32 - network.prefixlen} bits are left for hosts: 2^{32 - network.prefixlen} = {size} addresses, "
        "less two.",
    )


def _members(chance: random.Random) -> Made:
    network = _network(chance)
    inside = chance.sample(range(1, network.num_addresses - 1), 2)
    first, last = network.network_address, network.broadcast_address
    return Made(
        f"Which of these addresses belong to the network {network}? (Choose TWO)",
        [first + offset for offset in inside],
        [last + 1 + chance.randint(1, 9), first - chance.randint(2, 9), last + network.num_addresses],
        f"The network reaches from {first} to {last}.",
        "https://www.rfc-editor.org/rfc/rfc4632",
    )


def _binary(chance: random.Random) -> Made:
    number = chance.randint(130, 4_000)
    return Made(
        f"Which decimal number is written as `{number:#b}` in Python?",
        [number],
        [number + 1, number - 2, number ^ 64, number // 2],
        f"The digits are powers of two, the last one being 1. They add up to {number}, which is "
        f"`{number:#x}` in hexadecimal.",
    )


def _slice(chance: random.Random) -> Made:
    word = chance.choice(WORDS)
    begin, length = chance.randint(0, 3), chance.randint(2, 4)
    step = chance.choice((1, 1, 2))
    end = begin + length
    return Made(
        "What does this program print?\n\n```python\n"
        f'word = "{word}"\nprint(word[{begin}:{end}{f":{step}" if step > 1 else ""}])\n```',
        [word[begin:end:step]],
        [word[begin : end + 1 : step], word[begin + 1 : end + 1], word[begin + 1 : end + 2], word[:length]],
        f"Positions count from 0. The slice begins with position {begin} and ends before position {end}"
        f"{', taking every second character' if step > 1 else ''}.",
        "https://docs.python.org/3/tutorial/introduction.html#text",
    )


def _loop(chance: random.Random) -> Made:
    first, last, step = chance.randint(1, 9), chance.randint(12, 40), chance.randint(2, 5)
    terms = list(range(first, last, step))
    total = sum(terms)
    return Made(
        "What is logged?\n\n```js\nlet sum = 0\n"
        f"for (let i = {first}; i < {last}; i += {step}) {{\n  sum += i\n}}\nconsole.log(sum)\n```",
        [total],
        [total + step, total - terms[-1], total + terms[-1] + step, len(terms)],
        f"The variable `i` takes the values {', '.join(map(str, terms))}; their sum is {total}.",
    )


def _comparison(chance: random.Random) -> Made:
    limit = chance.randint(11, 97)
    low, high = limit - chance.randint(1, 9), limit + chance.randint(1, 9)
    return Made(
        f"A template holds `{{% if n &gt;= {limit} %}}`, escaped once too often. Which values of n does the "
        "author mean it to hold for? (Choose TWO)",
        [limit, high],
        [low, low - 1, -limit],
        f"`&gt;` stands for the character >, so the condition reads n >= {limit}. {limit} itself fulfils it.",
    )


def _speed(chance: random.Random) -> Made:
    metres = chance.randint(5, 95)
    return Made(
        f"How many kilometers per hour are {metres} m/s?",
        [f"{metres * 3.6:.1f}"],
        [f"{metres / 3.6:.1f}", f"{metres * 6.0:.1f}", f"{metres * 0.36:.1f}", f"{metres * 3.0:.1f}"],
        f"An hour has 3,600 seconds and a kilometer 1,000 meters: {metres} * 3.6 = {metres * 3.6:.1f}.",
    )


def _transfer(chance: random.Random) -> Made:
    rate, seconds = chance.choice((8, 16, 40, 80, 100, 200)), chance.randint(3, 90) * 2
    size = rate * seconds // 8
    return Made(
        f"A file of {size:,} MB is sent over a line of {rate} Mbit/s, which it has to itself.<br>How long "
        "does that take at least?",
        [f"{seconds} s"],
        [f"{seconds // 8 or 1} s", f"{seconds * 8} s", f"{seconds * 2} s", f"{seconds + 8} s"],
        f"A byte has 8 bits: {size:,} MB are {size * 8:,} Mbit, and {size * 8:,} / {rate} = {seconds}.",
    )


def _discount(chance: random.Random) -> Made:
    price, percent = chance.randint(3, 90) * 20, chance.choice((5, 10, 15, 20, 25, 30, 35, 40))
    less = price * percent // 100
    return Made(
        f"A bicycle costs {price:,} €. What is its price after a discount of {percent} %?",
        [f"{price - less:,} €"],
        [f"{less:,} €", f"{price - percent:,} €", f"{price + less:,} €", f"{price - 2 * less:,} €"],
        f"{percent} % of {price:,} € are {less:,} €; what is left is {price - less:,} €.",
    )


def _urn(chance: random.Random) -> Made:
    red, blue = chance.randint(2, 19), chance.randint(2, 19)
    total = red + blue
    both = Fraction(red * (red - 1), total * (total - 1))
    return Made(
        f"An urn holds {red} red & {blue} blue balls. Two are drawn, the first is not put back. How likely "
        "is it that both are red?",
        [both],
        [Fraction(red * red, total * total), Fraction(red, total), both / 2, Fraction(red - 1, total - 1)],
        f"The first is red in {red} of {total} cases, the second then in {red - 1} of {total - 1}; "
        f"the product is {both}.",
    )


def _primes(chance: random.Random) -> Made:
    begin = chance.randint(20, 900)
    numbers = range(begin, begin + 40)
    primes = [n for n in numbers if all(n % divisor for divisor in range(2, int(n**0.5) + 1))]
    right = chance.sample(primes, chance.choice((2, 3)))
    others = chance.sample([n for n in numbers if n % 2 and n not in primes], 3)
    least = {n: next(divisor for divisor in range(3, n) if n % divisor == 0) for n in others}
    return Made(
        f"Which of these numbers are prime? (Choose {NUMBERS[len(right)]})",
        sorted(right),
        others,
        f"{', '.join(map(str, sorted(right)))} have no divisor but 1 and themselves. Of the others, "
        f"{', '.join(f'{n} = {divisor} * {n // divisor}' for n, divisor in least.items())}.",
    )


def _train(chance: random.Random) -> Made:
    speed, hours = chance.randint(6, 35) * 10, chance.randint(2, 9)
    return Made(
        f"一列火车以每小时 {speed} 公里的速度行驶了 {hours} 小时，一共行驶了多少公里？",  # noqa: RUF001
        [f"{speed * hours} 公里"],
        [
            f"{speed + hours} 公里",
            f"{speed * (hours + 1)} 公里",
            f"{speed * (hours - 1)} 公里",
            f"{speed} 公里",
        ],
        f"路程等于速度乘以时间：{speed} * {hours} = {speed * hours}。",  # noqa: RUF001
    )


def _rectangle(chance: random.Random) -> Made:
    width, height = chance.sample(range(11, 60), 2)
    area, around = width * height, 2 * (width + height)
    return Made(
        f"مستطيل طوله {max(width, height)} مترًا وعرضه {min(width, height)} مترًا. ما مساحته؟",
        [f"{area} م²"],
        [f"{around} م²", f"{area * 2} م²", f"{width + height} م²", f"{area + around} م²"],
        f"مساحة المستطيل هي الطول مضروبًا في العرض: {width} * {height} = {area}.",
    )


def _remainder(chance: random.Random) -> Made:
    divisor, number = chance.randint(6, 19), chance.randint(60, 900)
    rest = number % divisor
    return Made(
        f"מהי השארית בחלוקת {number} ב־{divisor}?",
        [rest],
        ((rest + shift) % divisor for shift in range(1, 5)),
        f"{number} = {divisor} * {number // divisor} + {rest}, ולכן השארית היא {rest}.",
    )


TOPICS: tuple[tuple[str, Callable[[random.Random], Made]], ...] = (
    ("IPv4 networks", _broadcast),
    ("Reading programs", _slice),
    ("Units", _speed),
    ("Percentages", _discount),
    ("IPv4 networks", _members),
    ("Probability", _urn),
    ("算术", _train),
    ("Reading programs", _loop),
    ("Numbers in binary", _binary),
    ("Prime numbers", _primes),
    ("هندسة", _rectangle),
    ("IPv4 networks", _hosts),
    ("Data rates", _transfer),
    ("חשבון", _remainder),
    ("Comparisons", _comparison),
)
