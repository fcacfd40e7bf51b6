"""Letters: options that a text names by their letter or number, which readers see in another order."""

from __future__ import annotations

from generation.quality.phrases import Phrases, any_of

_LETTER_NAMES = (
    r"options?|answers?|choices?|distractors?|antwort(?:option|möglichkeit)?(?:en)?|möglichkeit(?:en)?|auswahl|"
    r"réponses?|opci[oó]n(?:es)?|respuestas?|opç(?:ão|ões)|respostas?|opzion[ei]|rispost[ae]|odpowied[źz]i?|opcja|"
    r"antwoord(?:en)?|optie|svar(?:salternativ)?|seçenek|вариант\w*|ответ\w{0,3}|відповід\w*|варіант\w*|الخيار|الإجابة|"
    r"विकल्प|उत्तर"
)
_LETTER = "(?-i:[A-HАБВГДЕأبجد])"
_IS = r"(?:is|was|would be|ist|wäre|est|es|è|é|является|-|—|–)"
_VERDICT = (
    r"(?:the |the only |die |la |el )?(?:correct|right|wrong|incorrect|best|richtig\w*|falsch\w*|korrekt\w*|"
    r"correct[aeo]|incorrect[ao]|правильн\w*|неправильн\w*|верн\w*|неверн\w*)"
)
OPTION_LETTER = Phrases(
    "option|answer|choice|alternativ|distractor|letter |antwoord|correct|right|wrong|best|falsch|richtig|korrekt|верн|правильн|antwort|möglichkeit|auswahl|lösung|réponse|respuesta|resposta|opç|opci|opz|rispost|odpow|opcja|optie|svar|seçenek|вариант|ответ|відповід|варіант|الخيار|الإجابة|विकल्प|उत्तर|選択|解答|回答|答え|正解|選項|选项|答案|选择|보기|선택지|답|项|번|(|（|誤り|間違|正し|不正解|正确|错误|对的|错的",
    rf"(?<!call )(?<!put )\b(?:{_LETTER_NAMES})\s?[(«“\"']?{_LETTER}(?![\w'’+#*-])(?!\.\s?(?-i:[А-Я])\.)",
    rf"\b(?:{_LETTER_NAMES})\s?[:=]\s?{_LETTER}(?=\s?(?:[.,;)]|$))",
    rf"\b(?:alternativ[ea]s?|lösung|{_LETTER_NAMES})\s(?:no\. ?|nr\. ?|№ ?)?(?:{_LETTER}|[1-6])\s{_IS}\s{_VERDICT}",
    r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:answer (?:option|choice)|distractor)\b",
    r"(?:選択肢|選択|解答|回答|答え|正解|選項|选项|答案|选择|보기|선택지|정답|답)\s?[はが是为：:]?\s?[（(「]?(?-i:[A-HＡ-Ｈ])(?![A-Za-z])",
    r"(?<![A-Za-z])(?-i:[A-HＡ-Ｈ])\s?(?:项|選項|选项|選択肢|번)",
    rf"\b(?:others?|ones?|wrong|incorrect|correct|right|remaining|distractors?|andere[nrs]?|übrige[nrs]?|falsche[nrs]?|richtige[nrs]?|остальн\w+|друг\w+|неверн\w+|правильн\w+)\s?\({_LETTER}\)",
    rf"(?:^|[.!?]\s)\({_LETTER}\)\s(?:is|was|would|does|fails|fits|ist|wäre|passt|scheidet|est|es)\b",
    rf"(?<![\w-])\({_LETTER}\)\s{_IS}\s{_VERDICT}",
    rf"\b(?:eliminates?|rules? out|leaves|leaving|choose|pick|tick|wähle?|выб\w+)\s(?:only |just |nur |только )?\({_LETTER}\)",
    rf"\b(?:richtige|korrekte|falsche)[rns]? (?:antwort|lösung|option|möglichkeit) (?:ist|lautet|wäre)\s?:?\s?[„\"]?{_LETTER}(?=\s?(?:[.,;:!“\"]|$|weil\b|da\b))|\bправильн\w+ (?:ответ|вариант)\w{{0,2}}\s?(?:—|-|–|:|это)\s?{_LETTER}(?=[.,;!»]|\s?$)",
    rf"\b(?:respuesta|réponse|resposta|risposta) (?:correct[ae]|bonne|certa|giusta) (?:es|est|é|è) (?:la )?{_LETTER}(?=[.,;!]|\s?$)|\bbonne réponse est (?:la )?{_LETTER}(?=[.,;!]|\s?$)",
    rf"\b(?:the|correct|right|best|wrong|incorrect) (?:answer|choice|option|one)s? (?:is|are|must be|would be|was)\s?:?\s?(?:therefore |thus |only )?[(“\"]?{_LETTER}(?=[)”\"]?\s?(?:[.,;:!]|$|because\b|since\b))",
    rf"(?:^|[.;]\s){_LETTER}\s?[:)]\s?(?:{_IS}\s)?{_VERDICT}\b|\bletter {_LETTER} (?:marks|is|names) (?:the )?(?:right|correct|wrong)",
    r"\b(?:first|second|third|fourth|last) (?:option|answer|choice) (?:is|was|would be) (?:a trap|a distractor|tempting|wrong|correct|right|incorrect|false)\b",
    r"\b(?:erste|zweite|dritte|vierte|letzte)[nrs]? antwort(?:möglichkeit|option)\b|\b(?:перв|втор|трет|четв[её]рт|последн)\w{2,3} вариант\w* ответа\b",
    r"(?-i:[A-HＡ-Ｈ])\s?(?:が正解|は(?:誤り|間違い|正しい|不正解)|是(?:正确|错误|对的|错的)|(?:正确|错误)(?=[，。；]))",
)
"""An option by its letter or number, as readers see it before the options are shuffled. A letter in brackets
behind a name is its symbol: adenine (A)."""

BARE_LETTER = Phrases(
    "correct|right|wrong|best|richtig|falsch|korrekt|правильн|верн|tempting|verlockend|distractor|eliminat|only |nur |только ",
    rf"(?:^|[.;,:]\s|\b(?:so|thus|therefore|and|but|while|only|daher|also|und|aber|nur|поэтому|значит|и)\s){_LETTER}\s{_IS}\s(?:{_VERDICT}|tempting|verlockend|a distractor)",
    rf"\b(?:richtig|korrekt|falsch) (?:ist|sind|wäre)(?: daher| also| nur)? {_LETTER}(?=\s?(?:[.,;:!]|$|und\b))|\b(?:верно|правильно|неверно) (?:только )?{_LETTER}(?=\s?[.,;:!]|$)",
    rf"\b{_LETTER} (?:and|or|und|и) {_LETTER} (?:are|is|sind|ist)? ?(?:wrong|incorrect|correct|right|distractors|falsch|richtig|неверны|верны)\b|\beliminat\w+ {_LETTER} and {_LETTER}\b",
    rf"\b(?:nur|only|только) {_LETTER} (?:passt|stimmt|fits|works|is left|remains|bleibt|подходит)\b",
)
"""The same by the letter alone; in a text about logic it is a proposition."""

ABOUT_LOGIC = any_of(
    r"\b(?:logic\w*|propositions?|implies|implication|premises?|modus|truth|logisch\w*|logik|aussagen?|implikation|wahr\w*|"
    r"высказыван\w*|логи\w+|истин\w*|lógic[ao]|logique|probabilit\w*|matri\w+|theorem|lemma)\b|[∧∨¬→⇒↔⇔]|\bP\("
)
