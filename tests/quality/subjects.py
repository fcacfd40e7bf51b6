"""Subjects: honest texts of six subjects that are full of what looks like a fault."""

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
    (
        "en",
        "explanation",
        "Answer the call within three rings; the choice between B-tree and hash index depends on range queries.",
    ),
    ("en", "explanation", "Insert the key here and turn it; the example in the text shows how far."),
    (
        "en",
        "explanation",
        "The variable todo holds a list, and placeholder is an attribute of input elements.",
    ),
    ("en", "explanation", "In option pricing, the call option C and the put option P are linked by parity."),
    ("en", "explanation", "Part (a) asks for the mean, part (b) for the variance of the same sample."),
    (
        "en",
        "explanation",
        "The body will be added to the head later by the linker, which fills in addresses.",
    ),
    ("en", "explanation", "The prompt of the shell ends with $ for users and # for root."),
    ("en", "explanation", "As requested by the court, the parties filed their answers in May."),
    ("en", "explanation", "Sure enough, the experiment failed when the vessel was open."),
    ("en", "explanation", "Grade B beef is cheaper than grade A, and class C licences cover trucks."),
    ("en", "explanation", "The right answer to noise is a filter; A weighting follows the ear."),
    ("en", "explanation", "The US $5 bill and the C$10 bill differ; R$ is the real of Brazil."),
    ("en", "explanation", "Use **kwargs in Python to pass names, and *args for the rest."),
    ("en", "explanation", "The first option is to settle, the second option is to sue."),
    (
        "de",
        "explanation",
        "Bei Antwort der Gegenseite läuft die Frist; ein Platzhalter im Vertrag ist unwirksam.",
    ),
    ("de", "explanation", "Hier ist der Kurs des Euro gemeint, der gestern bei 1,08 lag."),
    (
        "ru",
        "explanation",
        "Ответ А.С. Пушкина на письмо был краток, вариант же Б. Окуджавы известен как песня.",
    ),
    ("ru", "explanation", "Так как модель проста, я вижу её границы сразу, а как ИИ её улучшит, неизвестно."),
    (
        "es",
        "explanation",
        "Como modelo de conducta no sirve, pero como ejemplo de estilo sí; todo depende del lector.",
    ),
    (
        "ja",
        "explanation",
        "AIとして注目される技術は、統計にもとづいて次の語を予測するものであり、意識はもっていません。",
    ),
    (
        "zh",
        "explanation",
        "作为语言模型，它只预测下一个词，并不理解我们说的话，所以需要人来检查它写出的内容是否正确，尤其是数字。",
    ),
    (
        "ar",
        "explanation",
        "يعرف الذكاء الاصطناعي بأنه فرع من علوم الحاسوب يدرس الأنظمة التي تتعلم من البيانات.",
    ),
]
"""(language, field, text): programming, medicine, law, chemistry, mathematics, history."""
