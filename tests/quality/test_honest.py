"""Honest texts that look like faults: words of a subject, code, other people's speech."""

from __future__ import annotations

from typing import Any

import pytest

from generation.quality import blocks
from generation.quality.artifact import Exam, Lesson, Question, Topic
from generation.quality.blocks import Block
from generation.quality.harm import dangers
from generation.quality.items import item
from generation.quality.language import language
from generation.quality.repetition import near_options
from generation.quality.topics import topics
from generation.quality.wording import Known, wording

SPEAKS_OF_MODELS = [
    "So wie eine Tabelle dient sie als Modell. Als KI bezeichnet man Systeme, die aus Daten lernen.",
    "Схема хранится как модель данных, а не как таблица.",
    "Границы применения ИИ видны уже здесь. Такие системы, как ИИ, учатся на данных.",
    "История – искусственный интеллект, статистика и логика.",
    "Empresas como IA Labs y sectores como IA generativa crecen.",
    "Muchos la conocen como inteligencia artificial.",
    "A user says that he cannot access the share: “I cannot access my files.”",
    "GPT-3 was released as a large language model, BERT as a masked one.",
    "She is an AI engineer: “I am an AI engineer, and my training data is split in two.”",
    "Технология известна как искусственный интеллект.",
    "Yapay zeka olarak adlandırılır.",
    "GPTは大規模言語モデルとして知られている。",
    "作为人工智能的一个分支，机器学习使用数据。",
    "Narzędzia takie jak AI uczą się na danych.",
    "“I'm sorry, but I cannot help with that,” said the clerk.",
]

LOOKS_LIKE_A_PLACEHOLDER = [
    "Statements that change rows (INSERT, UPDATE, DELETE) are logged.",
    "Columns (text, number, date) have a type.",
    "The template prints {{ user }} and {{ item }}.",
    "Jekyll puts the page where the template has {{ content }}.",
    "Na",
    "Todo",
    "Das Zeichen * ist ein Platzhalter für beliebig viele Zeichen.",
    "The grey placeholder text of the field disappears when one types.",
    "Методы будет проще проверить, и здесь будет полезен цикл.",
    "Нужно дописать метод, который вставляет строку.",
    "Las tareas por completar están en la lista, y ayuda a completar las demás.",
    "後で追加できるように、ここに例を示す。",
    "printf 的占位符是 %d。",
    "The value will be determined later by the caller.",
    "Linters flag FIXME, TODO and XXX in comments.",
    "Der Wert wird später eingefügt.",
    "Run git clone <your-repo> first.",
    "x = arr[text] reads one entry, and [text, image] is a list of two.",
    "An f-string holds {text}.",
]

LOOKS_LIKE_MARKUP = [
    "The method __init__ sets the name, and __name__ is the module's.",
    "In Python 2 ** 3 ** 2 is 512, and a ** b is a power.",
    "f(*args, **kwargs) takes any, {**a, **b} merges.",
    "The call arr[0](x) runs the first function with x.",
    "handlers[name](event) and table[i](j) are calls.",
    "Since a<b>c compares from left to right, it is no range.",
    "List<String> and Map<K, V> are types.",
]

LOOKS_LIKE_LATEX = [
    "$$ is the number of the running shell.",
    "The path C:\\text\\end is on Windows.",
    "${first}${second} joins both.",
    "The regular expression \\(\\d+\\) finds digits in brackets.",
    "Postgres quotes a body with $$ and $$.",
]

LOOKS_LIKE_A_LETTER = [
    "Adenine (A) pairs with thymine (T), cytosine (C) with guanine.",
    "The flux density (B) is measured in tesla, the charge (C) in coulomb.",
    "If A is true, B is false.",
    "Lösung A und Lösung B werden gemischt.",
    "Wenn die Aussage gilt und A ist falsch, so gilt B.",
    "The premise holds, so A is wrong and the implication true.",
    "A patient of blood group (B) may get that.",
    "В ответе А. С. Пушкина нет иронии.",
    "The programming language (C) came after B.",
    "Section 2 (B) of the act applies.",
    "Vitamin (D) is fat-soluble.",
]

LOOKS_LIKE_A_LEAK = [
    "A JSON schema says which members an object has.",
    "The system prompt tells the model its role, and max_tokens bounds the answer.",
    "The column lesson_id is a foreign key.",
    "The Maven element <project> is the root of the file.",
    "Kafka writes topic-1 and topic-2 to two brokers.",
    "In the given input, each line is a number.",
    "The assertion compares expected_result with what came back.",
    "The server sends the file as requested by the client.",
    "Der Befehl arbeitet wie gewünscht.",
    "Nimm das Mittel laut Anweisung des Arztes.",
    "Of course, a chain wears in summer too.",
    "Natürlich, denn der Baum steht im Schatten.",
    "Конечно, дерево пьёт и зимой.",
    "Hier ist die Antwort des Servers leer.",
    "Вот ответ на вопрос о поливе.",
    "当然，链条在夏天也会磨损。",
    "The instructions say 12 Nm; tighten as instructed by the maker.",
    "Escape < as \\u003c in JSON.",
    "“Let me know if you need help,” she wrote to the customer.",
]

HONEST = [
    *SPEAKS_OF_MODELS,
    *LOOKS_LIKE_A_PLACEHOLDER,
    *LOOKS_LIKE_MARKUP,
    *LOOKS_LIKE_LATEX,
    *LOOKS_LIKE_A_LETTER,
    *LOOKS_LIKE_A_LEAK,
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_texts_are_left_alone(text: str) -> None:
    assert list(wording([Block("/x", text, "reason")])) == []


SUBJECTS = [
    # (lang, field, text)
    # programming en
    (
        "en",
        "why_right",
        "The shell redirects with > and appends with >>, so sort < in.txt > out.txt reads one file and writes another. The exit status $? is 0 when it worked, and $$ is the process id.",
    ),
    (
        "en",
        "reason",
        "A list comprehension [x for x in xs if x % 2] builds a list at once, while (x for x in xs) makes a generator that yields one value at a time; neither changes xs itself.",
    ),
    (
        "en",
        "explanation",
        "The decorator @property makes obj.name call the getter; obj.__dict__['name'] would go around it, and obj._name is private by convention only.",
    ),
    (
        "en",
        "reason",
        "In CSS #main .item > a[href] selects links that are children of .item below the element with the id main; * matches any element.",
    ),
    (
        "en",
        "reason",
        "SELECT name, COUNT(*) FROM orders GROUP BY name HAVING COUNT(*) > 3 ORDER BY 2 DESC; the placeholder ? is bound later, and NULL is not equal to NULL.",
    ),
    (
        "en",
        "why_right",
        "The Dockerfile copies package.json first, so that npm ci runs only when dependencies change. ENV NODE_ENV=production is set before, and EXPOSE 8080 documents the port.",
    ),
    (
        "en",
        "explanation",
        "git rebase -i HEAD~3 opens an editor with pick, squash and fixup; <commit> stands for any name that git log shows, [<options>] may be left out.",
    ),
    (
        "en",
        "reason",
        "The regex ^\\s*\\[(\\w+)\\]\\s*$ finds section names such as [core], and \\1 repeats the first group in brackets.",
    ),
    (
        "en",
        "reason",
        "React renders {items.map(i => <li key={i.id}>{i.name}</li>)} and throws away the old nodes; JSX is no HTML, className is its word for class.",
    ),
    (
        "en",
        "reason",
        "int (*fp)(int) is a pointer to a function, arr[0](x) calls the first entry, and (*p)[3] is an array behind a pointer.",
    ),
    (
        "en",
        "key_point",
        "A TODO in a backlog is no plan: estimate it, or delete it, before the sprint begins and the team commits to its goal.",
    ),
    (
        "en",
        "reason",
        "Prompt injection hides instructions such as “ignore your previous instructions” in a page; a system prompt cannot fully guard against that, whatever it says.",
    ),
    (
        "en",
        "explanation",
        "The agent's answer began with “As an AI language model, I cannot help”, which the filter took for a refusal and logged as such.",
    ),
    (
        "en",
        "why_right",
        "An attention head compares queries with keys; the language model then predicts the next token, and my colleague's training data ended in 2021 for that model.",
    ),
    # medicine
    (
        "en",
        "why_right",
        "Adrenaline is given first in anaphylaxis: 0.5 mg into the muscle, repeated after five minutes. Antihistamines and steroids come later, and the patient lies flat.",
    ),
    (
        "en",
        "reason",
        "Hepatitis B is not treated with penicillin; vitamin B12 (cobalamin) is for anaemia, and factor V (Leiden) makes clots more likely.",
    ),
    (
        "en",
        "explanation",
        "The patient stopped her insulin and was brought in with ketoacidosis; you would double the fluids, not the insulin, and check potassium first.",
    ),
    (
        "en",
        "reason",
        "Group A streptococci cause scarlet fever; group B is found in the newborn, and a type A reaction depends on the dose.",
    ),
    (
        "en",
        "explanation",
        "Take ibuprofen with food, since it irritates the stomach; do not combine it with aspirin without asking a physician.",
    ),
    (
        "en",
        "reason",
        "In triage, category (A) means immediate, (B) urgent: the wrong category costs time that the next patient needs.",
    ),
    # law
    (
        "en",
        "why_right",
        "Under section 230(c)(1) no provider is treated as the publisher; subsection (A) names the exceptions, and party B bears the burden of proof in this case.",
    ),
    (
        "en",
        "reason",
        "The answer to the complaint is due in 21 days; an option contract keeps the offer open, and the first option to buy expires with the lease.",
    ),
    (
        "en",
        "explanation",
        "If A promises B a car and C pays, the question is whether C is a party; here A is liable to B, since consideration moved from B's agent.",
    ),
    # chemistry
    (
        "en",
        "reason",
        "Sodium (Na) gives up one electron, chlorine (Cl) takes it; Na+ and Cl- form a lattice, and 2 Na + Cl2 -> 2 NaCl.",
    ),
    (
        "en",
        "explanation",
        "Mixing bleach with ammonia forms chloramine, which is toxic, so the two are stored apart; the same holds for acids and bleach.",
    ),
    (
        "en",
        "reason",
        "Solution A is titrated with solution B until the pH is 7; the correct answer follows from c(A) · V(A) = c(B) · V(B).",
    ),
    # maths
    (
        "en",
        "why_right",
        "If f(x) = x^2 and g(x) = 2x, then f(g(3)) = 36; the set A \\ B holds what is in A and not in B, and |A| is its size.",
    ),
    (
        "en",
        "reason",
        "Let A be invertible. Then A is regular, det A ≠ 0 and A^T A is symmetric; if B is singular, AB is singular too.",
    ),
    (
        "en",
        "explanation",
        "P(A | B) = P(A and B) / P(B); the event (A) is independent of (B) when P(A | B) = P(A), so B is wrong as a condition.",
    ),
    (
        "en",
        "reason",
        "n! grows faster than 2^n, and 0! = 1 by definition; the limit is e, about 2.718, while $5 at 3 % for 2 years are $5.30.",
    ),
    # history
    (
        "en",
        "reason",
        "Louis XIV was king from 1643; the Treaty of 1648 came before, and Charles XII of Sweden lost at Poltava in 1709 to Peter I.",
    ),
    (
        "en",
        "explanation",
        "Henry VIII broke with Rome in 1534; option contracts on tulips came a century later and had nothing to do with it.",
    ),
    (
        "en",
        "why_right",
        "The source says “the king is dead, long live the king”, which was the formula of the heralds, and is no claim about the year 1715.",
    ),
    # German
    (
        "de",
        "why_right",
        "Die Richtlinie gilt nach Art. 3 Abs. 2 Buchst. a nur für Verbraucher; Unternehmer B kann sich nicht darauf berufen, und die Antwort auf die Klage ist fristgebunden.",
    ),
    (
        "de",
        "reason",
        "Als KI bezeichnet man heute meist maschinelles Lernen; ein Sprachmodell sagt das nächste Wort voraus und weiß nichts.",
    ),
    (
        "de",
        "reason",
        "Der Platzhalter %s wird später ersetzt; in SQL steht ein Fragezeichen, und der Wert wird noch vor der Ausführung geprüft.",
    ),
    (
        "de",
        "explanation",
        "Das Ergebnis ist wie gewünscht: Die Lösung B färbt sich rot, die Lösung A bleibt klar, und der Rest der Division ist 3.",
    ),
    (
        "de",
        "reason",
        "Wenn A gilt und B ist falsch, so ist die Implikation A → B falsch; in allen anderen Fällen ist sie wahr.",
    ),
    (
        "de",
        "hint",
        "Hier steht der Text im Blocksatz, die Überschrift dagegen linksbündig; das ist ein Beispieltext aus der Zeitung von gestern.",
    ),
    (
        "de",
        "reason",
        "Die Kette (K) hat 112 Glieder, die Kassette (C) elf Ritzel; die Angabe (B) in der Zeichnung meint die Breite.",
    ),
    (
        "de",
        "explanation",
        "Im Mittelalter war das Land in Grafschaften geteilt; Karl V. dankte 1556 ab, und Teil B des Reiches fiel an Ferdinand I.",
    ),
    # Spanish
    (
        "es",
        "why_right",
        "El verbo ser se usa para la identidad, como en «soy médico»; estar se usa para el lugar, así que «está en Madrid» es correcto y no admite otra forma.",
    ),
    (
        "es",
        "reason",
        "La vitamina C (ácido ascórbico) no se almacena; todo lo que sobra se elimina, y la opción de tomar más no cambia nada en el cuerpo.",
    ),
    (
        "es",
        "explanation",
        "Se conoce como inteligencia artificial el estudio de sistemas que aprenden; como IA generativa no se entiende cualquier programa que escribe.",
    ),
    (
        "es",
        "reason",
        "El artículo 14 de la Constitución habla de igualdad; su texto no distingue, y tu respuesta tampoco debe hacerlo al completar el formulario.",
    ),
    (
        "es",
        "reason",
        "El ácido (A) y la base (B) se neutralizan; por completar la reacción se forma agua, y el resto es una sal.",
    ),
    # Russian
    (
        "ru",
        "why_right",
        "Вариант нормы, который указан в части 2 статьи 15, применяется к договору; в ответе на иск сторона Б ссылается на срок давности.",
    ),
    (
        "ru",
        "reason",
        "Как модель данных граф удобен там, где связи важнее записей; граница применения ИИ проходит по качеству данных, а не по их объёму.",
    ),
    (
        "ru",
        "explanation",
        "Система, как и языковая модель, обучается на примерах, и поэтому я бы не назвал её базой данных, а скорее сжатым архивом.",
    ),
    (
        "ru",
        "reason",
        "Витамин В двенадцать содержится в мясе; витамин С, напротив, есть в овощах, и ответ на этот вопрос даёт таблица.",
    ),
    (
        "ru",
        "reason",
        "Если А верно, а Б неверно, то импликация ложна; истинность высказывания определяется таблицей, а не смыслом слов.",
    ),
    (
        "ru",
        "explanation",
        "Конечно, Пётр I победил под Полтавой в 1709 году; вот почему ответ шведов был уже не военным, а дипломатическим.",
    ),
    # Japanese
    (
        "ja",
        "why_right",
        "関数 f(x) = x² は偶関数であり、f(-x) = f(x) が成り立ちます。ここに例を示すと、f(3) = f(-3) = 9 となり、グラフは y 軸について対称です。",
    ),
    (
        "ja",
        "reason",
        "ビタミンCは水溶性で、体に蓄えられません。B型肝炎とは関係がなく、A型の血液は抗B抗体をもちます。答えは表から読み取れます。",
    ),
    (
        "ja",
        "explanation",
        "明治維新は1868年に始まりました。以下の出来事はその後であり、ご指摘の条約は1858年に結ばれたものです。プロンプトという語はまだありません。",
    ),
    (
        "ja",
        "reason",
        "GPTなどの大規模言語モデルとして知られるものは、次の語を予測します。人工知能なので考えるというのは誤解で、統計にもとづく計算です。",
    ),
    (
        "ja",
        "reason",
        "後で追加できるように、リストは可変にしておきます。（例を挙げると、appendで末尾に加えます。）準備中の処理は待たせます。",
    ),
    # Arabic
    (
        "ar",
        "why_right",
        "الفعل الماضي مبني على الفتح في هذا المثال لأن الفاعل ظاهر، أما الخيار الآخر فيجعل الجملة اسمية، وهذا لا يتفق مع سياق النص المذكور.",
    ),
    (
        "ar",
        "reason",
        "فيتامين ج قابل للذوبان في الماء ولا يخزن في الجسم، ويتم التخلص من الزائد عن طريق الكلى، ولذلك لا بد من تناوله كل يوم.",
    ),
    (
        "ar",
        "reason",
        "سيتم إضافة الحمض إلى القاعدة ببطء حتى يتغير لون الكاشف، والإجابة عن سؤال الحجم تعتمد على تركيز المحلول المستخدم في التجربة.",
    ),
    (
        "ar",
        "explanation",
        "سقطت القسطنطينية عام ١٤٥٣ على يد محمد الثاني، والذكاء الاصطناعي لا علاقة له بذلك، بل هو فرع حديث من علوم الحاسوب.",
    ),
]
"""(language, field, text): programming, medicine, law, chemistry, mathematics, history."""


@pytest.mark.parametrize(("spoken", "field", "text"), SUBJECTS)
def test_texts_of_many_subjects_are_left_alone(spoken: str, field: str, text: str) -> None:
    one = Block("/x", text, field)
    assert [*wording([one]), *language([one], spoken), *dangers([one])] == []


def lesson(title: str, stem: str, *options: str) -> Lesson:
    quiz = {
        "question": stem,
        "options": [{"option_id": "ABCD"[n], "text": text} for n, text in enumerate(options)],
        "correct": ["B"],
        "explanation": "It is the second of them, as the table of the chapter says.",
    }
    empty: dict[str, Any] = {"objectives": [], "key_points": [], "question_ids": [], "worked_questions": []}
    body = "Signs of a language are short."
    return Lesson.model_validate({"title": title, "body": body, **empty, "quiz": [quiz]})


SHORT_OPTIONS = [
    ("Operators", "Which one adds?", "+", "-", "*", "/"),
    ("Functions", "Which one begins the body of an arrow function?", "=>", "->", "::", ":="),
    ("Operators", "Which one is the logical and?", "&&", "||", "!", "&"),
    ("Operators", "Which one spreads a list?", "...", "??", "--", "?."),
    ("Languages", "Which language was Unix rewritten in?", "B", "Fortran", "C", "Assembly"),
    ("Languages", "Which language came last?", "C", "C++", "C#", "D"),
    ("Marks", "Which mark is the best of these?", "B+", "B", "B-", "C+"),
    ("Vitamins", "Which vitamin prevents scurvy?", "A", "C", "D", "K"),
    ("Blood", "Which group may give to all?", "A", "B", "AB", "0"),
    ("Elements", "Which symbol stands for sodium?", "Na", "N", "S", "So"),
    ("Pages", "Which one breaks a line?", "<br>", "<lb>", "<break>", "<newline>"),
    ("HTML", "Which element marks stress?", "<em>", "<i>", "<b>", "<strong>"),
]


@pytest.mark.parametrize("said", SHORT_OPTIONS, ids=lambda said: said[1])
def test_options_that_are_a_sign_or_a_letter_are_left_alone(said: tuple[str, ...]) -> None:
    one = lesson(*said)
    assert [*wording(blocks.of_lesson("", one)), *item("", one.quiz[0])] == []


TRICKY_OPTIONS = [
    (
        "Whom does one ask?",
        "By contacting the finance team.",
        "By contacting the support team.",
        "By a form",
        "By mail",
    ),
    (
        "Which rule is meant by “least privilege”?",
        "Rights that one needs",
        "All rights",
        "No rights",
        "Old rights",
    ),
    (
        "Which clause is needed?",
        "The buyer may cancel within 14 days",
        "The seller may cancel within 14 days",
        "No clause",
        "Two clauses",
    ),
    (
        "Which loop prints 0 to 9?",
        "for (int i = 0; i < 10; i++)",
        "for (int i = 0; i <= 10; i++)",
        "for (int i = 1; i < 10; i++)",
        "for (int i = 0; i > 10; i++)",
    ),
    ("Which is right?", "x = x + 1", "x += 1;", "x =+ 1", "x == x + 1"),
    ("Which ion has charge 2?", "Ca2+", "Ca+", "Na+", "Cl-"),
    (
        "Which reaction is balanced?",
        "2 H2 + O2 -> 2 H2O",
        "H2 + O2 -> H2O",
        "2 H2 + O2 -> H2O",
        "H2 + O2 -> 2 H2O",
    ),
    ("Wie heißt der Plural von „der Apfel“?", "die Äpfel", "die Apfel", "die Apfeln", "die Äpfeln"),
    ("¿Cuál es la forma correcta?", "Yo soy médico", "Yo estoy médico", "Yo ser médico", "Yo es médico"),
    (
        "Which sentence is correct?",
        "He doesn't know it.",
        "He don't know it.",
        "He does not knows it.",
        "He not know it.",
    ),
    ("Which is the set of even numbers?", "{2, 4, 6}", "[2, 4, 6]", "(2, 4, 6)", "2, 4, 6"),
    ("次のうち正しいのはどれか。", "は", "が", "を", "に"),
    ("Какой предлог нужен?", "в", "на", "с", "к"),
    ("Which type has no order?", "set", "list", "tuple", "str"),
    ("Which one is true?", "p ∧ q", "p ∨ q", "¬p", "p → q"),
    ("Which of these dates is right?", "4 July 1776", "14 July 1789", "4 July 1789", "14 July 1776"),
    ("Which one opens a file for appending?", 'open(f, "a")', 'open(f, "w")', 'open(f, "r")', 'open(f, "x")'),
    (
        "Which drug is given?",
        "Adrenaline 0.5 mg IM",
        "Adrenaline 0.5 mg IV",
        "Adrenaline 5 mg IM",
        "Adrenaline 1 mg IM",
    ),
    ("Which tag makes a list?", "<ul>", "<ol>", "<li>", "<dl>"),
    ("What is 3 in binary?", "11", "10", "01", "101"),
    ("Which is the answer?", "None", "True", "False", "Error"),
    ("Which key closes the window?", "Ctrl+W", "Ctrl+Q", "Alt+F4", "Ctrl+C"),
    (
        "Which statement about mixing is true?",
        "Bleach may be mixed with vinegar",
        "Mix bleach with acid to clean",
        "Bleach and acids are kept apart",
        "Mould may be scraped off and eaten",
    ),
    ("What type is n / 2 in Python?", "float", "int", "str", "bool"),
    (
        "Which is an example of irony?",
        "“What a lovely day!” in the rain",
        "“The rain falls”",
        "“Rain, rain, go away”",
        "“It rains cats and dogs”",
    ),
]


@pytest.mark.parametrize("said", TRICKY_OPTIONS, ids=lambda said: said[0])
def test_options_that_differ_by_a_sign_or_a_word_are_left_alone(said: tuple[str, ...]) -> None:
    one = lesson("Basics", *said)
    found = list(blocks.of_lesson("", one))
    assert [*wording(found), *dangers(found), *language(found, "en")] == []
    assert [*item("", one.quiz[0]), *near_options("", one.quiz[0])] == []


SAY_NOTHING = [
    ("", "Oil the chain well", "Wash it with hot water", "Leave it as it is now"),
    ("...", "Oil the chain well", "Wash it with hot water", "Leave it as it is now"),
    ("-", "Oil the chain well", "Wash it with hot water", "Leave it as it is now"),
    ("A", "Oil the chain well", "Wash it with hot water", "Leave it as it is now"),
    ("(A)", "Oil the chain well", "Wash it with hot water", "Leave it as it is now"),
    ("A", "B", "C", "D"),
    ("Option A", "Oil the chain well", "Wash it", "Leave it"),
    ("N/A", "Oil the chain well", "Wash it", "Leave it"),
]


@pytest.mark.parametrize("options", SAY_NOTHING)
def test_options_that_say_nothing_are_found(options: tuple[str, ...]) -> None:
    one = lesson("Chains", "What helps a chain that has lost its oil?", *options)
    found = {found.rule for found in (*wording(blocks.of_lesson("", one)), *item("", one.quiz[0]))}
    assert found & {"placeholder", "empty-text"}


def test_what_the_exam_says_may_be_said() -> None:
    said = [
        "The page shows lorem ipsum until it has loaded.",
        "The reply begins: As a language model, I cannot know.",
        "The job writes topic-01 first.",
    ]
    raw = {"question_id": "q", "options": [], "correct": [], "text": " ".join(said)}
    known = Known.of(["q"], Exam.model_validate({"questions": [raw]}))
    for text in said:
        assert list(wording([Block("/x", text, "reason")]))
        assert list(wording([Block("/x", text, "reason")], known)) == []


@pytest.mark.parametrize(
    "title",
    [
        "REST",
        "REST APIs",
        "Rest",
        "Genel kimya",
        "Diverse populations",
        "C",
        "General relativity",
        "Other people's money",
        "Mixed numbers",
        "Allgemeine Relativitätstheorie",
        "Общая химия",
        "その他の疾患",
        "综合分析",
    ],
)
def test_titles_that_name_a_subject_are_left_alone(title: str) -> None:
    topic = Topic.model_validate({"title": title, "question_ids": ["q"], "lessons": []})
    assert list(topics([topic])) == []


def test_options_may_be_in_the_language_that_is_taught() -> None:
    text = "Das Volk verbraucht im April mehr als im ganzen Winter zusammen, und der Futterkranz ist leer."
    assert list(language([Block("/x", text, "option")], "en")) == []
    assert list(language([Block("/x", text, "explanation")], "en"))


STEMS = [
    "What does the function return for n and a?",
    "Which antigen is on the cells of blood group A?",
    "Who may be given vitamin A?",
]


@pytest.mark.parametrize("stem", STEMS)
def test_the_letter_a_is_no_article(stem: str) -> None:
    options = [
        {"option_id": "ABCD"[n], "text": text} for n, text in enumerate(("Egg", "Pin", "Arch", "Tyre"))
    ]
    asked = Question.model_validate({"question": stem, "options": options, "correct": ["A"]})
    assert list(item("", asked)) == []
