"""Honest texts that look like faults: words of a subject, code, other people's speech."""

from __future__ import annotations

import pytest

from generation.quality import blocks
from generation.quality.artifact import Exam, Lesson, Topic
from generation.quality.blocks import Block
from generation.quality.harm import dangers
from generation.quality.items import item
from generation.quality.language import language
from generation.quality.repetition import near_options
from generation.quality.topics import topics
from generation.quality.wording import Known, wording
from tests.quality.lessons import lesson, question
from tests.quality.tables import rows

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


SUBJECTS = rows("subjects.tsv", "language", "field", "text")
"""Of programming, medicine, law, chemistry, mathematics, history."""


@pytest.mark.parametrize(("spoken", "field", "text"), SUBJECTS)
def test_texts_of_many_subjects_are_left_alone(spoken: str, field: str, text: str) -> None:
    one = Block("/x", text, field)
    assert [*wording([one]), *language([one], spoken), *dangers([one])] == []


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
    ("Which?", "x <= 3", "x < 3", "x >= 3", "x > 3"),
    ("Which?", "10 GB", "20 GB", "30 GB", "40 GB"),
    ("Which part is NOT made of steel?", "Pin", "Tyre", "Plate", "Spoke"),
    ("What is a hook? It is a", "Tooth that bends", "Pin that turns", "Plate that tears", "Link that jams"),
    ("Which?", "It never freezes", "It freezes", "It boils", "It never boils"),
    ("What appends?", "cmd > f", "cmd >> f", "cmd | f", "cmd < f"),
    ("Which is a tuple?", "[1, 2]", "(1, 2)", "{1, 2}", "1, 2"),
    ("What selects by id?", "#id", ".id", "id", "*id"),
    ("Which goes up?", "cd .", "cd ..", "cd", "cd /"),
    ("Which is the factorial?", "n!", "n", "n²", "n2"),
    ("Which language?", "C", "C++", "C#", "B"),
    ("Which is a megabyte?", "1 MB", "1 Mb", "1 mB", "1 mb"),
    ("Which is primitive in Java?", "String", "string", "int", "Int"),
    ("What raises 2 to 3?", "2 ** 3", "2 * 3", "2 ^ 3", "2 // 3"),
]


QUIZZES = [*SHORT_OPTIONS, *(("Basics", *said) for said in TRICKY_OPTIONS)]


def quizzed(title: str, stem: str, *options: str) -> Lesson:
    why = "It is the second of them, as the table of the chapter says."
    asked = question(stem, *options, correct="B", explanation=why)
    return lesson(title=title, body="Signs of a language are short.", quiz=[asked])


@pytest.mark.parametrize("said", QUIZZES, ids=lambda said: said[1])
def test_options_that_are_or_differ_by_a_sign_or_a_word_are_left_alone(said: tuple[str, ...]) -> None:
    one = quizzed(*said)
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
    one = quizzed("Chains", "What helps a chain that has lost its oil?", *options)
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
    asked = question(stem, "Egg", "Pin", "Arch", "Tyre")
    assert list(item("", asked)) == []
