"""Faults and honest texts in words that were written without a look at the patterns; docs/quality.md says how
many of the faults were found at first sight. What is found stays found, and what is honest is left alone."""

from __future__ import annotations

import pytest

from generation.quality.blocks import Block
from generation.quality.findings import Finding, Severity
from generation.quality.harm import advice, dangers
from generation.quality.language import language
from generation.quality.wording import wording

MARKDOWN = frozenset({"body", "project_body", "example", "introduction", "summary_sheet"})
OF_PROGRAMS = "note"

FAULTS = [
    (
        "as-a-model",
        "en",
        "body",
        "Being an artificial intelligence, I have no hands-on experience with this valve, but here is how it works in general.",
    ),
    (
        "as-a-model",
        "en",
        "hint",
        "I don't have access to real-time data, so check the current value yourself before you go on.",
    ),
    (
        "as-a-model",
        "de",
        "why_right",
        "Da ich nur ein Sprachprogramm bin, kann ich die Quelle nicht selbst prüfen, die Aussage stimmt aber mit der Definition überein.",
    ),
    (
        "as-a-model",
        "de",
        "summary",
        "Gerne helfe ich dir auch beim nächsten Abschnitt weiter, sag mir einfach, worauf ich eingehen soll.",
    ),
    (
        "as-a-model",
        "es",
        "instructions",
        "Como inteligencia artificial no puedo ver tu masa, pero descríbela y te diré si está lista para el horno.",
    ),
    (
        "as-a-model",
        "es",
        "body",
        "Lo siento, pero no me es posible generar ese contenido; en su lugar te ofrezco un resumen de la fermentación.",
    ),
    (
        "as-a-model",
        "ja",
        "body",
        "私はAIなので実際に味見をすることはできませんが、一般的には塩を最後に入れるとよいとされています。",
    ),
    (
        "as-a-model",
        "ja",
        "hint",
        "申し訳ありませんが、そのご要望にはお答えできません。代わりに手順の概要をお伝えします。",
    ),
    (
        "placeholder",
        "en",
        "expected_result",
        "A table with five rows is there, and each of them shows <insert expected value>.",
    ),
    (
        "placeholder",
        "en",
        "body",
        "The pump moves water upwards. (More detail to follow here.) Then the tank fills and the float closes the valve.",
    ),
    (
        "placeholder",
        "en",
        "explanation",
        "xxx The first option is right since xxx and the others are wrong since xxx.",
    ),
    (
        "placeholder",
        "de",
        "reason",
        "Hier noch eine passende Begründung ergänzen, warum diese Möglichkeit nicht zutrifft.",
    ),
    (
        "placeholder",
        "de",
        "body",
        "Die Pumpe hebt das Wasser. [Abbildung einfügen] Danach schließt der Schwimmer das Ventil.",
    ),
    (
        "placeholder",
        "es",
        "key_point",
        "Completar este punto más adelante con los datos del capítulo sobre la levadura.",
    ),
    (
        "placeholder",
        "es",
        "body",
        "La levadura necesita azúcar. (pendiente de redactar) Después la masa sube y se puede hornear.",
    ),
    (
        "placeholder",
        "ja",
        "body",
        "ポンプは水を上へ送ります。（ここに説明を追加）そのあとフロートが弁を閉じます。",
    ),
    (
        "prompt-leak",
        "en",
        "introduction",
        "As requested in the system message, this introduction has between 120 and 220 words and no headings at all.",
    ),
    (
        "prompt-leak",
        "en",
        "body",
        "According to the JSON schema, the field body comes next. The heart has four chambers.",
    ),
    (
        "prompt-leak",
        "en",
        "description",
        "The user wants three to ten facts, so this outline keeps to that and names them below.",
    ),
    (
        "prompt-leak",
        "de",
        "body",
        "Laut der Vorgabe soll der Text höchstens 900 Wörter haben, deshalb lasse ich die Herleitung weg.",
    ),
    (
        "prompt-leak",
        "es",
        "body",
        "Según las instrucciones del sistema, no debo usar encabezados de primer nivel, así que empiezo con el problema.",
    ),
    (
        "prompt-leak",
        "ja",
        "body",
        "指示された文字数に収めるため、ここでは導出を省略します。心臓には四つの部屋があります。",
    ),
    (
        "markup",
        "en",
        "why_right",
        "It is right because the **first** condition holds and the second one does not matter here at all.",
    ),
    ("markup", "en", "option", '<span style="color:red">The second law</span>'),
    (
        "markup",
        "de",
        "reason",
        "# Falsch, denn die Bedingung gilt nur für Gase und nicht für Flüssigkeiten wie diese hier.",
    ),
    ("markup", "es", "hint", "Mira la tabla:<br>la segunda columna te dice lo que falta."),
    (
        "markup",
        "ja",
        "key_point",
        "- **重力**は質量に比例し、距離の二乗に反比例するので、遠いほど弱くなります。",
    ),
    (
        "link",
        "en",
        "body",
        "The full table can be read at www.pump-handbook.com/tables before you order the parts.",
    ),
    (
        "link",
        "de",
        "body",
        "Die ganze Tabelle steht unter https://pumpen-handbuch.de/tabellen und wird jährlich erneuert.",
    ),
    (
        "image",
        "en",
        "body",
        "![Cross-section of a pump](pump.png)\n\nThe impeller turns and throws the water outwards.",
    ),
    (
        "image",
        "de",
        "body",
        '<img src="pumpe.jpg" alt="Pumpe">\n\nDas Laufrad dreht sich und wirft das Wasser nach außen.',
    ),
    (
        "image",
        "es",
        "project_body",
        "![Corte de la masa](masa.jpg) La miga muestra burbujas de tamaño parecido.",
    ),
    (
        "latex",
        "en",
        "why_right",
        "Since $E = mc^2$, the energy grows in proportion to the mass, which is what the option says.",
    ),
    (
        "latex",
        "de",
        "reason",
        "Das gilt nicht, denn \\frac{a}{b} wird größer, wenn b kleiner wird und a gleich bleibt.",
    ),
    (
        "latex",
        "es",
        "key_point",
        "La velocidad media es \\( v = d/t \\), de modo que duplicar el tiempo la reduce a la mitad.",
    ),
    (
        "latex",
        "ja",
        "explanation",
        "正しいのは二番目です。\\(F = ma\\) から、力が同じなら質量が大きいほど加速度は小さくなります。",
    ),
    (
        "option-letter",
        "en",
        "explanation",
        "The third answer is right, because the friction acts against the motion in this case.",
    ),
    (
        "option-letter",
        "de",
        "explanation",
        "Antwort B berücksichtigt die Reibung; bei D fehlt sie, und A hat das falsche Vorzeichen.",
    ),
    (
        "option-letter",
        "es",
        "explanation",
        "La respuesta correcta es la B, porque el rozamiento actúa contra el movimiento del bloque.",
    ),
    (
        "option-letter",
        "ja",
        "explanation",
        "正解はBです。摩擦は運動と反対の向きに働くため、加速度は小さくなります。",
    ),
    (
        "language",
        "en",
        "summary",
        "Wer die Reibung vergisst, rechnet mit zu großen Geschwindigkeiten, und das merkt man erst beim Bremsen.",
    ),
    (
        "language",
        "de",
        "hint",
        "Think of what happens to the bubbles when the dough is pressed too hard by both of your hands.",
    ),
    (
        "language",
        "es",
        "note",
        "Keep your back straight and lower the bar slowly until it touches the floor in front of your feet.",
    ),
    (
        "language",
        "ja",
        "instructions",
        "Mix the flour with the water until no dry spots are left, then let the dough rest for an hour.",
    ),
    (
        "advice-danger",
        "en",
        "instructions",
        "Mix the bleach with the vinegar in a closed room, so that the cleaner becomes stronger.",
    ),
    (
        "advice-danger",
        "de",
        "body",
        "Schimmel auf dem Brot kannst du einfach wegschneiden und den Rest unbesorgt essen.",
    ),
    (
        "advice-danger",
        "de",
        "instructions",
        "Greif mit nassen Händen in den Sicherungskasten und dreh die lose Klemme fest.",
    ),
    (
        "advice-danger",
        "ja",
        "body",
        "漂白剤と酸性洗剤を混ぜると汚れがよく落ちるので、浴室ではこの方法を使いましょう。",
    ),
    (
        "advice-pain",
        "en",
        "note",
        "Keep going even when your knee hurts: the ache means that the joint gets stronger.",
    ),
    (
        "advice-pain",
        "de",
        "note",
        "Auch bei Schmerzen in der Schulter die Serie zu Ende bringen, das gehört dazu.",
    ),
    (
        "advice-drugs",
        "es",
        "note",
        "Toma un ibuprofeno antes de la sesión para aguantar mejor las series pesadas.",
    ),
    ("advice-diet", "en", "note", "Eat nothing but water and coffee on training days to lose weight faster."),
    ("placeholder", "en", "hint", "Hint text goes here."),
    (
        "prompt-leak",
        "en",
        "summary",
        "Here is the corrected JSON with all faults mended, as the errors demanded.",
    ),
    ("markup", "de", "option", "Der **zweite** Hauptsatz"),
    (
        "markup",
        "es",
        "expected_result",
        "<p>Una tabla con cinco filas y un total que coincide con la suma.</p>",
    ),
    (
        "link",
        "en",
        "instructions",
        "Open [the sheet](https://sheets.vendor.net/abc) and fill in the five weights.",
    ),
    ("link", "de", "hint", "Unter www.waagen-test.de steht, wie genau Küchenwaagen sind."),
    ("link", "es", "body", "La tabla completa está en https://panaderia.es/tablas y se actualiza cada año."),
    (
        "latex",
        "en",
        "explanation",
        "The rate doubles because \\Delta T enters squared: \\[ q = k \\Delta T^2 \\] holds here.",
    ),
    (
        "latex",
        "de",
        "key_point",
        "Die Arbeit ist $W = F \\cdot s$, wenn Kraft und Weg dieselbe Richtung haben.",
    ),
    (
        "option-letter",
        "en",
        "explanation",
        "Choice B is tempting, but it forgets that friction acts against the motion.",
    ),
    (
        "option-letter",
        "de",
        "explanation",
        "Die zweite Antwortmöglichkeit ist richtig, weil die Reibung gegen die Bewegung wirkt.",
    ),
    (
        "option-letter",
        "es",
        "explanation",
        "La opción C es la única que tiene en cuenta el rozamiento del plano.",
    ),
    (
        "language",
        "en",
        "hint",
        "Piensa en lo que pasa con las burbujas cuando la masa se aplasta con las dos manos a la vez.",
    ),
    (
        "language",
        "de",
        "key_point",
        "If the float rises the valve closes, and the tank cannot overflow even when nobody looks at it.",
    ),
    (
        "language",
        "ja",
        "summary",
        "Wer die Reibung vergisst, rechnet mit zu großen Geschwindigkeiten und merkt es erst beim Bremsen.",
    ),
]
HONEST = [
    (
        "en",
        "body",
        "A language model predicts the next word from those before it; it has no access to the internet unless it is given a tool.",
    ),
    (
        "en",
        "body",
        "The system message of a chat sets the tone, and the user message brings the question; both are sent with each request.",
    ),
    (
        "en",
        "key_point",
        "If the user asks for two outlines, show both side by side and let them choose one of the two.",
    ),
    (
        "en",
        "body",
        "In JSON schema the field `required` lists the members that have to be there, and `properties` describes each of them.",
    ),
    ("en", "hint", "I am sorry is what the clerk should say first; which sentence should come after it?"),
    (
        "en",
        "body",
        "A TODO list with more than seven entries is read by nobody, so put three on it and finish these.",
    ),
    ("en", "body", "More details follow in the next project, where the same dough is used again for rolls."),
    (
        "en",
        "instructions",
        "Write to the customer that you are sorry, and that you cannot provide the missing part before Friday.",
    ),
    (
        "en",
        "why_right",
        "Vitamin C takes part in building collagen, and only C of the four vitamins named is lost by boiling.",
    ),
    (
        "en",
        "explanation",
        "Grade B milk may be used for cheese, since the heat of the making kills what the grade allows.",
    ),
    (
        "en",
        "body",
        "The gas detector reacts to a leak long before anyone can smell it; never look for the leak with a flame.",
    ),
    ("en", "body", "Never mix bleach with vinegar: chlorine gas forms at once, even in a well aired room."),
    ("en", "note", "Stop the set when the knee hurts, and take a lighter weight next time."),
    ("en", "note", "Drink water before and after the session; on hot days a little more than usual."),
    ("en", "hint", "What does the word limit of the abstract force you to leave out first?"),
    (
        "en",
        "body",
        "The introduction of a report has between 100 and 200 words; what does not fit there goes into the first section.",
    ),
    (
        "de",
        "body",
        "Ein Sprachmodell sagt das nächste Wort voraus; was es nicht gelesen hat, kann es nicht wissen, und deshalb irrt es sich.",
    ),
    (
        "de",
        "hint",
        "Hier hilft dir die Skizze weiter: Wo liegt der Schwerpunkt, wenn beide Seiten gleich lang sind?",
    ),
    (
        "de",
        "instructions",
        "Ergänze hier noch eine zweite Messung, damit du den Mittelwert bilden kannst, und schreib beide in die Tabelle.",
    ),
    (
        "de",
        "body",
        "Die Systemnachricht meldet den Druckabfall, sobald das Ventil länger als zwei Sekunden offen steht.",
    ),
    (
        "de",
        "reason",
        "Nach der Vorgabe der Norm muss der Abstand mindestens zwei Meter betragen, und hier sind es nur anderthalb.",
    ),
    (
        "de",
        "body",
        "Arbeite nie mit nassen Händen am Sicherungskasten: Haut leitet dann viel besser als trockene.",
    ),
    ("de", "note", "Bei Schmerzen in der Schulter die Serie abbrechen und das Gewicht halbieren."),
    (
        "de",
        "explanation",
        "Vitamin B fehlt bei dieser Kost am ehesten, weil es fast nur in tierischen Lebensmitteln vorkommt.",
    ),
    (
        "de",
        "body",
        "Tut mir leid sagt man nur, wenn man selbst schuld ist; sonst sagt man, dass man mitfühlt.",
    ),
    ("de", "hint", "Wer hilft dir, wenn das Gerät ausfällt, und wo steht seine Nummer?"),
    (
        "es",
        "body",
        "Las instrucciones del sistema de riego dicen cada cuánto se limpia el filtro, y conviene seguirlas en verano.",
    ),
    (
        "es",
        "instructions",
        "Completa esta tabla con los pesos de hoy y compárala más adelante con la del próximo pan.",
    ),
    (
        "es",
        "body",
        "Lo siento es lo primero que se dice a un cliente, y después se le explica cuándo llegará la pieza.",
    ),
    (
        "es",
        "body",
        "No toques nunca los cables sin haber cortado antes la corriente, ni siquiera los que parecen bien aislados.",
    ),
    ("es", "note", "Si te duele el hombro, para la serie y baja el peso en la próxima sesión."),
    ("es", "hint", "¿Qué te dice la masa cuando la tocas con el dedo mojado después de una hora?"),
    (
        "es",
        "explanation",
        "La vitamina C se pierde al hervir, y por eso la verdura al vapor conserva más que la hervida.",
    ),
    ("ja", "body", "漂白剤と酸性の洗剤を混ぜると有毒なガスが出るので、絶対にいっしょに使ってはいけません。"),
    (
        "ja",
        "body",
        "言語モデルは次に来る語を予測する仕組みで、学習した文章にないことは知らないので、まちがえることがあります。",
    ),
    ("ja", "hint", "指定された温度まで上げるには何分かかるか、前の記録から見積もってみましょう。"),
    (
        "ja",
        "instructions",
        "次の表に今日の重さを書き込み、前回の値との差を求めてください。差が大きいときは理由も書きます。",
    ),
    ("ja", "note", "肩が痛いときはその回で止めて、次は軽い重さにします。"),
    ("ja", "explanation", "ビタミンCは熱に弱いので、ゆでるより蒸すほうが多く残ります。"),
    (
        "ja",
        "body",
        "申し訳ありませんと先に言ってから、いつ部品が届くかを伝えると、相手は待つことができます。",
    ),
]


def blocking(wanted: str, field: str, text: str) -> list[Finding]:
    blocks = [Block("/x", text, field, is_markdown=field in MARKDOWN)]
    found = [*wording(blocks), *language(blocks, wanted), *dangers(blocks)]
    if field == OF_PROGRAMS:
        found += advice(blocks)
    return [one for one in found if one.level is Severity.BLOCK]


@pytest.mark.parametrize(("rule", "wanted", "field", "text"), FAULTS)
def test_what_was_found_once_is_found(rule: str, wanted: str, field: str, text: str) -> None:
    assert blocking(wanted, field, text), rule


@pytest.mark.parametrize(("wanted", "field", "text"), HONEST)
def test_honest_texts_in_the_same_words_are_left_alone(wanted: str, field: str, text: str) -> None:
    assert blocking(wanted, field, text) == []
