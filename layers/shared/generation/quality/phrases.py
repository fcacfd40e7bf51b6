"""Phrases: patterns by language for what a rule of wording looks for. Each alternative is one a model was seen
to write, or a person to leave in; a new language is one more line."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Phrases:
    """Alternatives of one meaning.

    signs: in lower case, one of which stands in every text that an alternative finds. Looking for them takes a
    hundredth of the time of the alternatives, and hardly any text has one.
    """

    def __init__(self, signs: str, *alternatives: str) -> None:
        self.signs = tuple(signs.split("|"))
        self.alternatives = alternatives
        self._pattern = re.compile("|".join(alternatives), re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self._has_sign(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text) if self._has_sign(text) else iter(())

    def blanked(self, text: str) -> str:
        """The text with a space in place of what is found."""
        return self._pattern.sub(" ", text) if self._has_sign(text) else text

    def _has_sign(self, text: str) -> bool:
        lowered = text.lower()
        return any(sign in lowered for sign in self.signs)


def any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


AS_A_MODEL = Phrases(
    "as a|being |since i|because i|as i |language model|i am |i'm |i’m |i can|i do|i was |my know|my train|als |bin |ich kann|mein|en tant|al ser|soy |je suis|sou |sono |ich|нейросет|como |come |jako |som |yapay|как |ии|искусств|языков|як |ші|штучн|мовна|として|である|なので|ですので|私は|作为|作為|我是|我只是|로서|이므로|이기 |بصفتي|के रूप|होने के|sorry|tut mir leid|lo siento|désolé|desculpe|mi dispiace|申し訳|抱歉|sprachprogramm|-programm|helfe|hilf|ayud|elfen|手伝い|lamento|happy to",
    r"\bas an? (?:large )?(?:ai|artificial intelligence)(?: language)? ?(?:model|assistant|chatbot|system)?,? ?(?:i\b|my\b|we\b)",
    r"\b(?:being|(?:since|because|as) i am) (?:only |just )?an? (?:large )?(?:ai|artificial intelligence|language model)\b(?=,|\s(?:and|language|model|assistant)\b)",
    r"\bas an? (?:large )?ai language model,\s+(?-i:[a-z]|It\b)",
    r"\bas an? (?:large |ai )*language model\b[^.!?\n]{0,60}\b(?:i|my|me)\b",
    r"\b(?:i am|i'm|i’m) (?:only |just |merely )?an? (?:large )?(?:ai|artificial intelligence|language model)\b(?=\s*(?:[.,;:!?]|$)|\s+(?:and|so|without|that|which|language|model|assistant|chatbot|program|trained)\b)",
    r"\bi (?:cannot|can't|can’t|am unable to|am not able to) (?:(?:assist|help)(?: you)? with (?:that|this)\b|(?:fulfil|comply with|generate|answer) (?:that|this|your|the) (?:request|question|content|prompt)|provide (?:that|this|medical|legal|financial|personal)\b|browse (?:the )?(?:web|internet)|access (?:the internet|real[- ]time|external (?:sites|data|sources)|(?:any )?(?:links|urls)))",
    r"\bi(?:'m|’m| am) sorry, but (?:i (?:cannot|can't|can’t|am unable to|am not able to) (?:assist|help|fulfil|provide|comply|answer|generate|create|discuss|continue)|as an? )",
    r"\bmy (?:knowledge cut-?off|training (?:data )?(?:only |just )?(?:ends|ended|stops|stopped|goes up|cut-?off|does not include|doesn['’]t include))",
    r"\bi (?:do not|don['’]t) have (?:the ability to (?:browse|access|see|verify)|access to (?:the internet|real[- ]time|external)|personal (?:experiences?|opinions?|feelings|beliefs))",
    r"\bi was (?:trained|created|developed|built) by (?:anthropic|openai|google|meta|microsoft|mistral)\b|\bi(?:['’]m| am) (?:claude|chatgpt|gpt-?\d\w*|gemini|copilot|llama)\b",
    r"\bi(?:['’]m| am) (?:unable|not able) to (?:provide|assist|verify|browse|access the internet)\b",
    r"\b(?:ich,? )?als (?:eine? )?(?:ki\b|künstliche intelligenz|(?:großes )?(?:ki-)?sprachmodell)[^.!?\n]{0,40}\b(?:ich|mir|mich|meine?[nrms]?)\b|\bich,? als (?:eine? )?(?:ki\b|sprachmodell)|\bda ich (?:nur )?(?:eine? )?(?:ki\b|künstliche intelligenz|(?:großes )?sprachmodell)",
    r"\b(?:ich bin|bin ich) (?:nur |bloß |lediglich |leider )?(?:eine? )?(?:ki(?:-(?:sprachmodell|assistent\w*|modell|system))?\b(?!-)|künstliche intelligenz|(?:großes )?sprachmodell)",
    r"\bich kann (?:ihnen |dir )?(?:dabei |damit |leider ){1,2}(?:nicht|keine)\b[^.]{0,40}\b(?:helfen|weiterhelfen|bereitstellen)",
    r"\bmein(?:e|en)? (?:trainingsdaten|wissensstand) (?:reich|end|geh|stamm|umfass|enthalt)",
    r"\ben tant qu(?:e |['’])(?:une? )?(?:ia\b|intelligence artificielle|(?:grand )?modèle de langage|assistant (?:ia|virtuel))[^.!?\n]{0,30}\b(?:je\b|j['’])",
    r"\bcomo (?:una? |uma? )?(?:ia\b|inteligencia artificial|inteligência artificial|modelo de lengua(?:je)?|modelo de linguagem)(?: \w+)?,? (?:yo |eu )?(?:no |não )?(?:me |te |le )?(?:puedo|tengo|soy|debo|sé|estoy|carezco|posso|tenho|sou|devo|sei|estou)\b",
    r"\bcome (?:una? |un['’])?(?:ia\b|intelligenza artificiale|modello linguistico)(?: \w+)?,? (?:io )?(?:non )?(?:posso|ho|sono|devo|so)\b",
    r"\bals (?:een )?(?:ai[- ]?)?taalmodel\b[^.!?\n]{0,30}\bik\b",
    r"\bjako (?:ai\b|sztuczna inteligencja|model językowy|jazykový model|umělá inteligence)[^.!?\n]{0,30}\b(?:mogę|mam|jestem|potrafię|posiadam|nemohu|mohu|mám|nemám|jsem|umím|neumím)\b",
    r"\bsom (?:en )?(?:ai[- ]?)?språkmodell\b[^.!?\n]{0,30}\bjag\b",
    r"\byapay zek[aâ] (?:dil )?(?:modeli )?olarak[^.!?\n]{0,40}(?:\bben\b|(?:emem|amam|[ıiuü]yorum)\b)",
    r"\bкак (?:большая |крупная )?(?:ии|ai|искусственный интеллект|(?:ии-|ai-)?языковая модель|(?:ии|ai)-модель)\b[^.!?\n]{0,30}\b(?:я|мне|меня|мои)\b",
    r"\bя\s?[-—–]?\s?(?:всего лишь |лишь |только |просто )?(?:ии|нейросеть|(?:большая )?языковая модель|искусственный интеллект)\b(?!-)",
    r"\bбудучи (?:большой )?(?:языковой моделью|ии|искусственным интеллектом|нейросетью)\b[^.!?\n]{0,20}\bя\b|\bу меня,? как у (?:ии|языковой модели|нейросети)\b",
    r"\b(?:al ser|soy|je suis|sou|sono) (?:solo |sólo |seulement |juste |simplement |apenas )?(?:una? |une |uma? |un['’])(?:ia\b|inteligencia artificial|intelligence artificielle|inteligência artificial|intelligenza artificiale|modelo de lenguaje|modèle de langage|modelo de linguagem|modello linguistico)",
    r"\b(?:як (?:штучний інтелект|(?:велика )?мовна модель|ші)\b[^.!?\n]{0,30}\b(?:я|мені|мене)\b|я\s?[-—–]?\s?(?:штучний інтелект|мовна модель|ші\b))",
    r"(?:ai|人工知能|大規模言語モデル|言語モデル)(?:言語モデル|アシスタント|モデル)?(?:として|であるため|なので|ですので)[、,]?(?:私|個人的|[^。\n]{0,40}(?:できません|られません|持っていません|持ちません|ありません|わかりません|お答え))",
    r"私は(?:ただの|単なる)?(?:ai|人工知能|大規模言語モデル|言語モデル)(?:アシスタント)?(?:です|であり|なので)",
    r"(?:作为|作為)[^。，,\n]{0,14}(?:ai|人工智能|人工智慧|语言模型|語言模型)[^。\n]{0,12}我",
    r"我(?:是|只是)(?:一个|一名|一個|一款)?(?:ai|人工智能|人工智慧|语言模型|語言模型)(?!工程|研究|专家|开发|專家)",
    r"(?:ai|인공지능|언어 ?모델)(?: 언어 ?모델| 모델| 어시스턴트)?(?:로서|이므로|이기 때문에)[^.\n]{0,40}(?:저는|제가|없습니다|못합니다)",
    r"بصفتي (?:نموذج|ذكاء|مساعد)",
    r"(?:ए ?आई|एआई|कृत्रिम बुद्धिमत्ता|भाषा) ?(?:भाषा )?(?:मॉडल)? (?:के रूप में|होने के नाते)[^।\n]{0,30}(?:मैं|मुझे|मेर)|\b(?:da|weil) ich (?:ja )?(?:nur |bloß )?(?:eine? )?(?:sprach|ki-)(?:programm|system|assistent\w*)\b|(?:^|[.!?]\s)(?:es )?tut mir leid, (?:aber |doch )?(?:ich kann|dabei|das kann ich|diese[rnms]? )|(?:^|[.!?]\s)(?:lo siento|lamento|desculpe|mi dispiace|je suis désolée?|désolée?),? (?:pero |mas |ma |mais )?(?:no (?:puedo|me es posible|es posible)|não (?:posso|me é possível)|non posso|je ne (?:peux|suis pas))\b|申し訳(?:ありません|ございません)[^。\n]{0,40}(?:お答え|提供|生成|対応|作成)(?:でき|いたしかね|し(?:ま|か))|抱歉[，,][^。\n]{0,12}(?:无法|不能)(?:提供|回答|生成|协助)|\b(?:gerne? |jederzeit )?(?:helfe|unterstütze) ich (?:dir|ihnen) (?:auch |gerne? |jederzeit )*(?:bei|beim|weiter)\b|\b(?:i can|i['’]d be happy to|i am happy to|i['’]m happy to) (?:also )?(?:help|assist) (?:you )?(?:with|further)\b|\b(?:con gusto|puedo|también puedo) (?:te |le )?(?:ayud(?:o|arte|arle))\b|(?:次の|ほかの)?[^。\n]{0,12}もお手伝い(?:でき|し)ます",
)
"""Somebody who is a model speaks of itself; a text about models does not say "I"."""

PLACEHOLDER = Phrases(
    "lorem|dolor sit|consectetur|eiusmod|ut enim|quis nostrud|duis aute|excepteur|missing|to follow|follows|under construction|incomplete|stub|draft|written|finished| folgt|лорем|لوريم|todo|fixme|tbd|tba|xxx|n/a|placeholder|??|...|…|--|[|<|{|(|［|【|（|dummy|sample text|platzhalter|mustertext|blindtext|beispieltext| here|to be |will be|coming soon|pending|hier |wird |noch zu|заполнител|рыба|здесь |вставьте|будет|появит|дописать|remplissage|à compl|à ins|à venir|relleno|preenchimento|por completar|pendiente|a completar|ダミー|仮の|ここに|後で|準備中|未記入|占位|此处|待补|待填|稍后|待定|자리|여기에|추후|نص |أدخل|سيتم|<insert|<add|<enter|<expected|(more|[more|(further|[further|hier noch|hier fehlt|completar|falta |faltan |(pend|ergänz|redactar|rellenar|añadir",
    r"\blorem ipsum\b",
    r"\bdolor sit amet\b",
    r"\bconsectetur adipisc",
    r"\bsed do eiusmod\b|\but enim ad minim\b|\bquis nostrud exercitation\b|\bduis aute irure\b|\bexcepteur sint\b",
    r"лорем ипсум",
    r"لوريم إيبسوم",
    r"(?-i:(?<!// )(?<![\"'“„«`/#*])(?<!# )(?<!\* )\b(?:TODO|FIXME): )",
    r"(?-i:(?:^|[.!?:;(\[])\s?(?:TODO|FIXME|XXXX+)\b)(?=\s?[.,;)\]!]|\s?$|\s(?:add|write|fill|insert|explain|check|complete|later|here|remove)\b)|(?-i:\bXXX\b)(?=[^\n]{0,40}\bXXX\b)",
    r"(?:^|[.!?]\s)(?:text|content|explanation|examples?|details?|description|section) (?:pending|missing|to follow|follows? (?:later|soon))\s?(?:[.!…]|$)",
    r"\bthis (?:section|lesson|part|page|text) is (?:still )?(?:under construction|not (?:yet )?(?:written|finished)|incomplete|(?:only )?a (?:stub|draft))\b|\byour (?:text|content|example|explanation) here\b",
    r"(?:^|[.!?]\s)(?:text|inhalt|beispiel|erklärung|beschreibung) folgt(?: (?:noch|später|in kürze))?\s?(?:[.!…]|$)",
    r"(?:^|[.!?]\s)[(<]\s?(?:platzhalter|placeholder|заглушка|marcador de posición|texte provisoire)\s?[)>]\s?(?:[.!]|$)",
    r"[(<{]\s?(?:text|beispiel|inhalt|erklärung|beschreibung|hier)\s(?:\w+\s){0,2}(?:einfügen|ergänzen)\s?[)>}]",
    r"[<(]\s?(?:вставить|вставьте|добавить|добавьте)\s(?:сюда )?(?:текст|пример|объяснение|пояснение|описание)[^>)\n]{0,30}[>)]",
    r"(?-i:\bTBD\b)(?=\s?[:.;)\]!]|\s?$)",
    r"^\s*(?:(?-i:TODO|ToDo|XXXX+|xxx+|N/A|n/a)|tbd|tba|fixme|placeholder(?: (?:text|content|answer|option|explanation))?|\?{2,}|\.{3}|…|-{2,}|未記入)[\s.]*$",
    r"\[\s?(?:insert|add|fill in|enter|put|provide|write|describe|explain)\s(?:your|the|an?|some|any|here|more|own|text|content|examples?|explanation|description|details|name|answer)\b[^\]\n]{0,80}\]",
    r"(?<![\w\])])\[\s?(?:your|example|content|explanation|placeholder|todo|tbd|details)(?:[\s:][^\]\n]{0,60})?\](?!\()",
    r"\[\s?(?:insert|add|fill in)\s(?!mode|key|into|or\b|and\b)[^\],|\n]{1,60}\](?!\()",
    r"\((?:rest|remainder|details|content) (?:is )?omitted\)",
    r"[(<{]\s?(?:insert|add|put|enter|fill in|write)\s[^)>}\n]{0,40}\bhere\s?[)>}]",
    r"(?<![\w\])])\[\s?(?:hier|inhalt|beispiel|platzhalter|erklärung|ihre?|deine?|text\s)[^\]\n]{0,80}\](?!\()",
    r"\[[^\]\[\n]{0,60}\b(?:einfügen|ergänzen|eintragen)\s?\]",
    r"(?<![\w\])])\[\s?(?:вставьте|вставить|добавьте|добавить|впишите|пример|ваш\w*|заполнить|здесь|пояснение|текст(?=[\s\]]))[^\]\n]{0,80}\](?!\()",
    r"(?<![\w\])])\[\s?(?:insérer|insérez|votre|insertar|inserte|tu|su|inserir|seu|inserire)\s[^\]\n]{1,80}\](?!\()",
    r"[\[［【]\s?(?:ここに|挿入|例を|説明を|テキスト|此处|在此|插入|请填|填写|示例|여기에|삽입)[^\]］】\n]{0,60}[\]］】]",
    r"[（(]\s?(?:ここに(?:記入|入力|テキスト|内容|説明|本文|例)|此处填|请填写|여기에)[^)）\n]{0,60}[)）]",
    r"\{\{\s?(?:insert\w*|example|text|content|placeholder|explanation|your_?\w+|todo|tbd|beispiel|inhalt|platzhalter|erklärung|ejemplo|texto|contenido|exemple|texte|пример|текст|содержание)\s?\}\}",
    r"\b(?:this is|das ist|dies ist) (?:only |just |nur )?(?:a |an |ein )?(?:(?:placeholder|platzhalter)(?=\s?[.!]|\s?$|\s(?:text|for now|until)\b)|dummy text|sample text|platzhaltertext|blindtext|beispieltext(?=\s?[.!]|\s?$))",
    r"\b(?:text|content|explanation|answer|body|lesson|details|examples?|diagram|picture) (?:goes?|comes?|will go) here\b|\b(?:text|content|explanation|examples?|description|details) to be (?:added|written|completed|filled in|provided)\b",
    r"\b(?:text|content|explanation|examples?|description|section|lesson|answer|details|rest) (?:is |are |has |have )?(?:to be|will be) (?:written|added|completed|filled in|provided) (?:later|soon|here|shortly)\b",
    r"(?:^|[.!?]\s|[(\[])\s?to be (?:written|added|completed|filled in|determined|defined|announced|continued)(?: (?:later|soon))?\s?(?:[.!)\]]|$)",
    r"\b(?:insert|add) (?:text|content|explanation|example)s? here\b",
    r"(?:(?:^|[.!?]\s)(?:more )?|\b(?:content|lesson|example|explanation)s? )(?:coming soon|content pending)\s?(?:[.!…]|$)",
    r"\b(?:platzhaltertext|mustertext)\b",
    r"\bhier (?:steht|kommt|folgt) (?:später|noch|bald) (?:der |die |das |ein )?(?:text|inhalt|erklärung|beispiel)\b|\b(?:text|inhalt|erklärung|beispiel|abschnitt) wird (?:später|noch) (?:ergänzt|nachgereicht|eingefügt)",
    r"\bhier (?:den |bitte )?(?:text|inhalt) einfügen\b|(?:^|[.!?]\s)(?:noch zu ergänzen|wird (?:noch|später) (?:ergänzt|nachgereicht|ausgefüllt))\b",
    r"текст-заполнитель|рыба-текст|\bздесь (?:скоро )?будет (?:текст|пример|пояснение|содержание|описание|ответ)\b|вставьте (?:свой )?(?:сюда текст|текст сюда)|\b(?:текст|пример|пояснение|описание) (?:будет добавлен|будет дополнен|появится)\w* позже|(?:^|[.!?]\s)(?:нужно |надо )?дописать\s?[.!…]?\s?$",
    r"\btexte (?:de remplissage|à (?:insérer|compléter) ici)\b|(?:^|[.!?:]\s?)à compléter\s?[.)\]]?\s?$|\bà venir bientôt\b",
    r"\btexto de (?:relleno|preenchimento)\b|(?:^|[.!?:]\s?)(?:por|a) completar\s?[.)\]]?\s?$|\bpendiente de (?:escribir|redactar)\b",
    r"ダミーテキスト|仮のテキスト|ここに(?:テキスト|内容|説明|本文|例)を?(?:入れ|挿入|記入|入力|書い)|後で(?:追加|記入|書き足)(?:します|予定)|準備中です",
    r"占位(?:文本|文字)|此处(?:填写|为占位)|待补充|待填写|稍后(?:补充|添加)|(?:内容|文本)待定",
    r"자리 ?표시자 ?텍스트|여기에 (?:내용|텍스트|설명)을? ?(?:입력|넣|작성|추가)|추후 (?:작성|추가) ?(?:됩니다|예정)",
    r"نص (?:عشوائي|تجريبي|مؤقت)|أدخل النص هنا|سيتم إضافة (?:النص|المحتوى|الشرح)|<\s?(?:insert|add|enter|expected|your|actual|fill in)\s[^<>\n]{2,60}>|[(\[]\s?(?:more|further) (?:details?|text|explanations?|examples?|information|content)(?: is| are)? (?:to follow|to come|follows?|needed|will follow|to be added)(?: here| soon| later)?\s?[.…]?[)\]]|\bhier (?:noch|fehlt noch) (?:eine? )?(?:passende[rns]? |kurze |eigene )?(?:begründung|erklärung|beispiel|text|inhalt|beschreibung|abbildung)(?: (?:ergänzen|einfügen|nachtragen|eintragen)|\s?[.!]?$)|(?:^|[.!?]\s)(?:completar|redactar|rellenar|añadir) (?:este|esta|aquí|el|la)\b[^.\n]{0,40}\b(?:más adelante|más tarde|después|luego)\b|[(\[]\s?(?:pendiente|falta|por hacer)(?: (?:de )?(?:redactar|completar|escribir|añadir|el ejemplo|la explicación))?\s?[)\]]",
)

BARE_OPTION = any_of(
    r"^\W*(?:(?:option|answer|choice|antwort|möglichkeit|auswahl|réponse|opción|respuesta|opção|resposta|opzione|"
    r"risposta|вариант|ответ|відповідь|选项|答案|選択肢|選項|보기|선택지)\s*(?:[a-h]|\d|[абвгд])(?![+#*])|"
    r"(?:right|correct|wrong|incorrect|another wrong) (?:answer|option)|(?:richtige|falsche) (?:antwort|option)|"
    r"(?:правильный|неправильный|верный|неверный) (?:ответ|вариант)|正解|不正解|正确答案|错误答案)\W*$"
)
"""An option that only says that it is one."""

CHATTER = Phrases(
    "sure|certainly|of course|absolutely|great question|here |asked|requested|request|instruct|prompt|schema|let me |based on|word count|feel free|i hope|in the |i have |i've |i’ve |below is|user |json|quiz|lesson you|title|note to|notes to|schema|format|contract|as s|as d|vorgabe|anweisung|указано|ниже|пользоват|gerne|natürlich|selbst|hier |wie |laut |bien s|certain|claro|por supuesto|certo|certamente|voici|aquí|конечно|разумеется|с удовольствием|вот |как |согласно|もちろん|承知|はい|以下|ご依頼|ご要望|プロンプト|当然|好的|没问题|按照|根据提示|요청|system |json|schema|the user|vorgabe|sistema|指示され|指定され|word limit|between |system-|systemn|words|limit| count|límite|wortzahl|zeichenzahl|längenvorgabe",
    r"(?:^\s*|[.!?]\s)(?:sure|certainly|of course|absolutely|great question)(?:[!:]|, (?:here|i|let|below|this is|the lesson)\b)",
    r"\bhere (?:is|are) (?:(?:the|your|a) (?:lesson|requested|json|quiz|revised|corrected)|your (?:answer|course|topics?))\b",
    r"(?:^|[.!?]\s)as (?:you )?(?:requested|instructed)[,:]|\bas you (?:requested|asked)\b|\bas per your (?:request|instructions)\b|\bper the instructions (?:above|given|provided|in the prompt)",
    r"\b(?:your|my) (?:system )?(?:prompt|instructions) (?:say|says|ask|asks|require|requires|above|tells?)\b|\b(?:system prompt|prompt above) (?:says|asks|requires)\b",
    r"\bthe (?:json|output) schema (?:above|below|asks|says|requires|requested|given)\b",
    r"\b(?:let me know if you (?:want|need|would like|have)|feel free to ask|i hope (?:this|these|the) (?:helps?|(?:lesson|quiz|course|answer|explanation)s? (?:helps?|meets?|is|are)))\b|\bbased on the (?:provided|given|supplied) (?:exam|exam questions|questions)\b|\bword count:\s?\d",
    r"\bin the (?:provided|given|supplied) tags?\b",
    r"\binstructions (?:that )?i (?:was|have been|am) given\b|\bthe user (?:asked|asks|wants|wanted|requested) (?:for )?(?:two|three|four|five) (?:options|quiz questions|key points|hints|lessons)\b",
    r"\bi(?:['’]ve| have) (?:written|created|prepared|generated|made|revised) (?:the|a|this|your) (?:quiz|lesson|course|questions?|answer|key points)\b|\blet me (?:think step by step|(?:write|create|revise|draft) (?:the|a|this) (?:lesson|quiz|question))",
    r"\bbelow is the (?:lesson|quiz|revised|corrected|requested)\b|\b(?:json|lesson|quiz) (?:that )?you (?:asked for|requested)\b|\{\s?\"title\":\s?\"[^\"\n]{0,80}\",\s?\"(?:body|objectives|description)\":",
    r"\bnotes? to (?:the )?(?:author|self|editor|reviewer)s?:|(?:^|[.!?]\s)as (?:specified|stated|requested|described|asked) in (?:the|your) (?:prompt|instructions|request)\b",
    r"\bthe (?:schema|format|contract) (?:requires|asks for|wants) (?:exactly )?(?:two|three|four|five|\d) (?:options|questions|hints|key points|entries)\b",
    r"\bwie (?:von dir|von ihnen|du|sie) (?:es )?(?:verlangt|gewünscht|angefordert|vorgegeben)\b|\b(?:vorgaben?|anweisung(?:en)?) im prompt\b|(?:^|[.!?]\s)hier (?:ist |kommt |folgt )?die (?:überarbeitete|korrigierte|gewünschte|angeforderte) (?:fassung|version|lektion|antwort)\b",
    r"\bкак указано в (?:вашем )?(?:запросе|промпте), (?:урок|ответ|текст|тест)|\bниже (?:приведён|приведен|следует) (?:исправленн|переработанн|запрошенн)\w+ (?:вариант|урок|текст|ответ)|\bпользователь (?:попросил|просит|хочет) (?:два|три|четыре|пять) (?:варианта|вопроса|вариантов|вопросов)",
    r"(?:^\s*|[.!?]\s)(?:gerne|natürlich|selbstverständlich)(?:[!:]|, (?:hier|gerne|ich|das mache)\b)",
    r"\bhier (?:ist|sind) (?:(?:die|der|das) (?:gewünschte\w*|angeforderte\w*|überarbeitete\w*|lektion|json)|(?:deine?|ihre?) (?:lektion|antwort|kurs))\b",
    r"(?:^|[.!?]\s)wie (?:gewünscht|angefordert|verlangt)(?:[,:]| (?:folgt|folgen|hier|finde\w*|erh\w+|habe)\b)|\blaut (?:dem )?(?:prompt|systemprompt|obige[nr] anweisung\w*|anweisung(?:en)? (?:oben|im prompt))\b|\bim system-?prompt\b",
    r"(?:^\s*|[.!?]\s)(?:bien sûr|certainement|claro|por supuesto|certo|certamente)(?:[!:]|, (?:voici|aquí|aqui|ecco)\b)",
    r"\b(?:voici (?:la|votre) (?:leçon|réponse)|aquí (?:está|tienes) (?:la|tu) (?:lección|respuesta))\b",
    r"(?:^\s*|[.!?]\s)(?:конечно|разумеется|с удовольствием)(?:[!:]|, вот\b)",
    r"\bвот (?:ваш|урок|запрошенн|исправленн)|\bкак (?:вы )?(?:просили|запрошено)\b|согласно (?:промпту|инструкци(?:и|ям) (?:выше|промпта))",
    r"^\s*(?:もちろん(?:です)?|承知(?:しました|いたしました)|はい、)[、。!！]",
    r"以下(?:が|は)(?:ご(?:依頼|要望)|リクエスト)|ご(?:依頼|要望)の(?:通り|とおり)|プロンプトの指示",
    r"^\s*(?:当然(?:[!！。]|[，,](?:以下|这是|下面是))|(?:好的|没问题)[,，!！。])",
    r"以下是(?:您|你)?(?:请求|要求|需要|修改|所需)|按照(?:您|你)的(?:要求|指示)|根据提示词",
    r"요청하신 (?:대로|내용)|\b(?:as|according to|per|laut|gemäß|según)\b[^.!?\n]{0,25}\b(?:system (?:message|prompt|instructions?)|systemnachricht|mensaje del sistema|instrucciones del sistema(?! de))\b|\b(?:according to|as|per) (?:the |my )?(?:json )?schema,? (?:the field|comes|this field|asks)|\baccording to the json schema\b|(?:^|[.!?]\s)the user (?:wants|asked for|asks for|needs|requested) (?:[^.!?\n]{0,40}\b)?(?:facts|outlines?|hints?|tasks?|lessons?|words|options|objectives)\b|\b(?:this|the) (?:introduction|text|lesson|summary|answer) has (?:between )?\d+ (?:to|and|-|–) \d+ words\b|\b(?:laut|gemäß) (?:der |den )?vorgaben?\b[^.!?\n]{0,30}\b(?:soll|darf|muss|höchstens|mindestens)\b|(?:指示|指定)された(?:文字数|語数|形式|字数)|\b(?:to (?:stay|keep) (?:within|under|to)|because of) the (?:word|character|length) (?:limit|count)\b|\bpara (?:no superar|cumplir) (?:el|con el) límite de (?:palabras|caracteres)\b|\bum die (?:wortzahl|zeichenzahl|längenvorgabe) (?:einzuhalten|nicht zu überschreiten)\b",
)
"""What a model says to whoever asked it, and what it repeats of what it was told."""

OUR_NAMES = Phrases(
    "_|<",
    r"\b(?:question_ids|why_right|why_wrong|worked_questions?|key_points|option_ids|merged_topics?|"
    r"course_topics|draft_ids|other_lessons|target_topics|max_topics|lesson_ids|topic_ids|"
    r"is_deload|rest_s|percent_1rm|exam_title|from_week|to_week)\b|"
    r"</?(?:question_ids|course_topics|other_lessons|drafts)>",
)
"""Members and tags of the prompts, without those that are columns or tags elsewhere too."""

OUR_WORDS = Phrases(
    "_|<|\\u",
    r"\b(?:question_id|option_id|lesson_id|topic_id|draft_id|track_id|exercise_ids?|expected_result|"
    r"duration_s|is_main)\b|</?(?:call|questions|topic|course|lesson|project|profile|analysis|errors)>|"
    r"\\u003[ce]|\\u0026",
)
"""Those: nobody means them in a text about bicycles."""

OWN_ID = Phrases(
    "-lesson-|topic-|topic_|project-|project_|exam-|exam_|course-|course_|job-|job_|draft-|draft_|program-|program_|outline-|outline_|slice-|slice_",
    r"\b(?:topic|project)-\d{2}(?:-(?:lesson|task)-\d+)*\b|\b\w{1,40}-lesson-\d+\b|"
    r"\b(?:topic|project|exam|course|job|draft|program|outline|slice)[-_][0-9a-f]{8,}\b",
)
"""Ids as our code makes them."""

ANNOUNCES = any_of(
    r"\b(?:in this (?:section|lesson|chapter|part)|this (?:section|lesson|chapter))[,]? (?:we|you|i)?\s*(?:will|shall|are going to|is going to|covers|explains|introduces|deals with|discusses|looks at)\b",
    r"\b(?:we|you) (?:will|shall|are going to) (?:now )?(?:learn|look at|explore|discuss|cover|see how|examine)\b",
    r"\b(?:in dies(?:em|er) (?:abschnitt|lektion|kapitel|teil)) (?:werden|lernst|lernen|geht|wird|betrachten|behandeln|erfährst|sehen)\b",
    r"\b(?:dans cette (?:section|leçon|partie)|en esta (?:sección|lección)|nesta (?:seção|lição)|in questa (?:sezione|lezione))\b",
    r"(?:в этом (?:разделе|уроке|параграфе|главе)) (?:мы|вы|будет|рассматрива|описыва|пойдёт|пойдет)",
    r"(?:この(?:セクション|節|章|レッスン)では|本(?:節|章|レッスン)では)[^。]{0,60}(?:学び|説明し|見てい|扱い|紹介し|解説し)",
    r"(?:(?:本|这一?)(?:节|章|课|部分)(?:中|里)?[,，]?(?:我们)?(?:将|会))",
)
"""Sentences that say what will be said."""

ALL_OF_THE_ABOVE = any_of(
    r"^\W*(?:all|none|both|neither|any|some) of (?:the )?(?:above|these|those|options|answers|others?|them)\W*$",
    r"\b(?:all|none) of the (?:above|other (?:options|answers))\b",
    r"^\W*both (?:[a-d]|\w+) and [a-d]\W*$",
    r"^\W*(?:[a-d]\s*(?:and|und|et|y|и|与|和|&)\s*[a-d])\W*$",
    r"\b(?:alle|keine|beide)s?(?: der)? (?:oben )?(?:genannten|aufgeführten|obigen|antworten|vorstehenden)\b",
    r"^\W*(?:alles davon|nichts davon|keine davon|alle davon|alle antworten)\b",
    r"\b(?:toutes les réponses|aucune (?:de ces réponses|des réponses)|toutes ces réponses)\b",
    r"\b(?:todas las (?:anteriores|respuestas)|ninguna de las (?:anteriores|respuestas)|todas as (?:anteriores|alternativas)|nenhuma das (?:anteriores|alternativas)|tutte le precedenti|nessuna delle precedenti)\b",
    r"(?:вс[её] (?:вышеперечисленн|из перечисленн|перечисленн|варианты)|(?:ни один|ничего|ничто) из (?:вышеперечисленн|перечисленн|вариант|них)|все ответы (?:верны|правильны))",
    r"(?:上記(?:の)?(?:すべて|全て|いずれ)|(?:すべて|全て)(?:の選択肢が)?正しい|該当なし|いずれでもない)",
    r"(?:以上(?:皆|都|全部|均)|以上(?:所有|答案)?(?:都)?(?:是|对|不是|不对|正确)|上述(?:所有|全部|都)|以上都不)",
    r"(?:위의 모두|모두 (?:정답|맞)|해당 ?없음|위의 어느 것도)",
    r"(?:جميع ما (?:سبق|ذكر)|لا شيء مما (?:سبق|ذكر)|كل ما سبق)",
    r"(?:उपरोक्त सभी|उपर्युक्त सभी|इनमें से कोई नहीं)",
)

NEGATIVE_STEM = re.compile(
    r"\b(?:which|what|who|where|when)\b[^.?!]{0,240}\b(?:not|isn't|isn’t|aren't|doesn't|don't|cannot|can't|never|except|least (?:likely|appropriate|suitable|true|important|probable|useful|effective))\b[^.?!]{0,240}\?"
    r"|\ball of the following[^.?!]{0,240}\bexcept\b"
    r"|\b(?:welche[rsnm]?|was|wer|wo)\b[^.?!]{0,240}\b(?:nicht|kein|keine|keinen|keiner|keinem|niemals|außer)\b[^.?!]{0,240}\?"
    r"|\b(?:quel(?:le)?s?|lequel|laquelle)\b[^.?!]{0,240}\b(?:n['’e][^.?!]{0,240}\bpas|sauf)\b[^.?!]{0,240}\?"
    r"|\b(?:cuál(?:es)?|qué|qual|quais)\b[^.?!]{0,240}\b(?:no|não|excepto|exceto)\b[^.?!]{0,240}\?"
    r"|(?:как(?:ой|ая|ое|ие|ую|их)|что|кто)\b[^.?!]{0,240}\b(?:не|кроме|нельзя)\b[^.?!]{0,240}\?"
    r"|(?:でない|ではない|当てはまらない|正しくない|誤っている|不適切な)[^。？]{0,120}(?:どれ|何|もの)"
    r"|(?:哪|下列|以下)[^。？]{0,120}(?:不|除|非)[^。？]{0,120}[？?]"
)
"""Asks for what is not so. Marked where the negation stands in capitals or in bold, see `rules`."""

FORMULA_WORDS = "which what these those following statement statements true false correct incorrect right wrong best answer describes option options applies apply most likely welche welcher welches aussage aussagen folgenden richtig falsch trifft stimmt antwort zutreffend beschreibt besten diese dieser какое какой какая какие утверждение утверждений верно неверно правильно ответ следующих является этих cuál siguientes afirmación correcta verdadera quelle affirmation suivantes vraie exacte qual afirmação seguintes"
"""Of four letters and more, of stems that name no subject: which of the following is true?"""

MISCELLANEOUS = any_of(
    r"^(?:misc(?:ellaneous)?|miscellany|others?|general|mixed|various|varied|assorted|remaining|additional|leftovers?|"
    r"everything else|the rest|this and that|loose ends|grab bag|potpourri|catch all|unsorted|uncategori[sz]ed|odds and ends|other things|further|diverse|sundry)"
    r"(?: (?:and (?:miscellaneous|other|general|mixed))? ?(?:topics?|questions?|concepts?|subjects?|items?|themes?|"
    r"knowledge|content|areas?|points|matters|issues|material))?$",
    r"^(?:verschiedenes|sonstiges?|allgemeines?|vermischtes|diverses|gemischtes|übriges|restliches|weiteres|allerlei|dies und das|der rest|"
    r"(?:verschiedene|sonstige|allgemeine|gemischte|weitere|übrige|restliche|andere) (?:themen|fragen|punkte|inhalte|konzepte))$",
    r"^(?:divers|autres?(?: (?:sujets|questions|thèmes))?|généralités|questions diverses|sujets divers)$",
    r"^(?:miscelánea|varios|otros?(?: (?:temas|preguntas))?|otras preguntas|temas varios|generalidades|"
    r"miscelânea|diversos|outros?(?: (?:temas|tópicos))?|geral|varie|altro|generale|argomenti vari)$",
    r"^(?:разное|прочее|другое|общее|остальное|вс[её] остальное|всякое|смешанное|иное|дополнительное|"
    r"(?:разные|прочие|другие|общие|остальные|смешанные|дополнительные) (?:темы|вопросы|понятия))$",
    r"^(?:різне|інше|загальне|(?:різні|інші) (?:теми|питання))$",
    r"^(?:różne|inne|pozostałe|ogólne|overige?|overig|diversen|övrigt|blandat|diverse|andet|ostatní|různé|çeşitli|diğer|genel)"
    r"(?: (?:tematy|pytania|zagadnienia|onderwerpen|vragen|ämnen|frågor|emner|spørgsmål|témata|otázky|konular|sorular))?$",
    r"^(?:その他|その他の(?:問題|トピック|質問|話題)|雑多|雑多な(?:問題|トピック)|一般|雑題|さまざまな(?:問題|トピック))$",
    r"^(?:其他|其它|杂项|雜項|综合|一般|其他(?:问题|主题|题目|内容)|混合(?:问题|题目|主题)?|杂题)$",
    r"^(?:기타|일반|기타 (?:문제|주제|질문)|잡다한 (?:문제|주제))$",
    r"^(?:متفرقات|أخرى|عام|مواضيع (?:أخرى|متنوعة|متفرقة)|أسئلة (?:أخرى|متنوعة))$",
    r"^(?:विविध|अन्य|सामान्य|अन्य (?:विषय|प्रश्न)|विविध (?:विषय|प्रश्न))$",
)
"""A whole title, in lower case without punctuation."""

CLAIMS_A_SOURCE = Phrases(
    "expla|exam|question|source|reference|documenta|author|prüfung|erklärung|quelle|aufgabe|frage|dokumenta|explica|fuente|pregunta|fonte|объяснени|пояснени|экзамен|источник|документаци|вопрос|解説|説明|ドキュメント|考试|题目|试题|官方|解释|解析|说明|来源|文档|해설|설명|출처|문서",
    r"\b(?:the )?(?:exam|question|source|reference|documentation|author)(?:['’]s)?(?: own)? (?:explanation|explains|says|states|gives|names|notes|quotes|tells|puts)\b",
    r"\b(?:explanation|documentation|reference|source) (?:of the (?:exam|question) )?(?:says|states|gives|names|notes|explains|quotes|puts|tells)\b",
    r"\b(?:according to|as (?:stated|explained|noted|given) (?:in|by)|quoting) the (?:exam|explanation|question|source|documentation|reference)",
    r"\b(?:laut|gemäß|nach) (?:der |dem )?(?:prüfung|erklärung|quelle|aufgabe|frage|dokumentation|prüfungserklärung)\b",
    r"\b(?:die )?(?:erklärung|prüfung|quelle|dokumentation)(?: der prüfung| des examens)? (?:sagt|nennt|erklärt|gibt|spricht|schreibt|besagt)\b",
    r"\b(?:selon|d['’]après) (?:l['’]examen|l['’]explication|la question|la source|la documentation)",
    r"\b(?:según|de acuerdo con|segundo|de acordo com) (?:el|la|o|a) (?:examen|explicación|pregunta|fuente|documentación|exame|explicação|fonte|documentação)",
    r"(?:согласно|по) (?:объяснению|пояснению|экзамену|источнику|документации|вопросу)|(?:объяснение|пояснение|источник|документация)(?: к \w+| экзамена)? (?:говорит|называет|указывает|гласит|сообщает)|в (?:объяснении|пояснении|источнике|документации)(?: к \w+| экзамена)? (?:сказано|указано|названо|говорится|написано)",
    r"(?:試験|問題|出典|資料|公式)?の?(?:解説|説明|ドキュメント)(?:では|によると|によれば|には|は)",
    r"(?:根据|按照|依据)(?:考试|题目|试题|官方)?的?(?:解释|解析|说明|来源|文档)|(?:解释|解析|官方文档)(?:中|里)?(?:说|指出|写道|给出|提到)",
    r"(?:해설|설명|출처|문서)(?:에 따르면|에서는|은|는)",
)
"""Says that what follows stands in the exam's own explanation or reference."""

FORBIDDEN_AT_HOME = Phrases(
    "mold|mould|rotten|spoil|schimmel|плесен|плесневел|カビ|かび|霉|bleach|chlorreiniger|bleiche|smoke|guard|fuse|interlock|medication|medicine|prescri|pills|insulin|blood thinner|medikament|tablette|grill|barbecue|charcoal|fire|gas|wet hand|nass|enchufe|cables|hilo|塩素|漂白|混ぜ|まぜ|lejía|amoniaco|sicherung|steckdose|feucht|vinagre",
    r"\b(?:mou?ld\w*|rotten|spoil\w*)\b[^.!?]{0,70}\b(?:taste (?:it|the)|tasting (?:it|the)|eat (?:it|the)|use the rest|still good|(?:fine|safe|ok|okay) to (?:eat|use))\b",
    r"\b(?:scrape|cut|scoop|spoon|wipe|pick|trim)\b[^.!?]{0,30}\bmou?ld(?:y|ed)?\b[^.!?]{0,60}\b(?:taste|eat|use|go on|continue|carry on|bake|cook|serve)\b",
    r"\bschimmel\w*\b[^.!?]{0,70}\b(?:kost\w*|probier\w*|iss|essen|weiterverwend\w*|weiterbenutz\w*|noch gut|unbedenklich)\b",
    r"(?:плесень|плесени|плесневел\w+)[^.!?]{0,70}(?:попробуй\w*|ешьте|есть можно|съесть|съешьте|используй\w*)",
    r"(?:カビ|かび)[^。]{0,40}(?:味見|食べ|味わ|使い続け)|(?:霉|发霉)[^。]{0,30}(?:品尝|尝|食用|继续(?:使用|吃))",
    r"\b(?:mix|combine|add)\b[^.!?]{0,40}\bbleach\b[^.!?]{0,30}\b(?:ammonia|vinegar|acid)|\b(?:mix|combine|add)\b[^.!?]{0,20}\b(?:ammonia|vinegar|acid)\b[^.!?]{0,20}\b(?:with|to|and) (?:the |some )?bleach\b",
    r"\b(?:chlorreiniger|bleiche)\b[^.!?]{0,40}\b(?:essig|ammoniak|säure)\b[^.!?]{0,20}\b(?:misch\w*|geben|gib)|\bmisch\w*\b[^.!?]{0,20}\b(?:chlorreiniger|bleiche)\b[^.!?]{0,30}\b(?:essig|ammoniak|säure)",
    r"\b(?:disable|remove|switch off|turn off|bypass|tape over)\b[^.!?]{0,25}\b(?:smoke (?:detector|alarm)|safety guard|interlock)\b|\b(?:bypass|bridge)\b[^.!?]{0,15}\bfuse\b",
    r"\b(?:stop|stop taking|skip|halve|double) your (?:daily |prescribed )?(?:medication|medicine|prescription|pills|insulin|blood thinners?)\b",
    r"\b(?:setz\w*|lass\w*)\b[^.!?]{0,15}\b(?:deine|ihre)\b[^.!?]{0,10}\b(?:medikament|tablette)\w*\b[^.!?]{0,15}\b(?:ab|weg)\b",
    r"\b(?:pour|throw|use)\b[^.!?]{0,20}\bwater\b[^.!?]{0,25}\b(?:grease|oil|fat)\b[^.!?]{0,12}\bfire\b|\b(?:put out|extinguish)\b[^.!?]{0,20}\b(?:grease|oil|fat) fire\b[^.!?]{0,20}\bwith water\b",
    r"\b(?:charcoal|gas) (?:grill|barbecue)\b[^.!?]{0,40}\b(?:indoors|inside the (?:tent|house|garage)|in the (?:tent|living room|garage))\b|\b(?:smell\w*|leak\w*)\b[^.!?]{0,30}\bgas\b[^.!?]{0,50}\b(?:match|lighter|flame|candle)\b|\bgas\b[^.!?]{0,25}\b(?:smell\w*|leak\w*)\b[^.!?]{0,40}\b(?:strike|light|hold)\b[^.!?]{0,15}\b(?:match|lighter|flame|candle)\b|\b(?:nassen|feuchten) (?:händen|fingern)\b[^.!?]{0,60}\b(?:sicherung\w*|steckdose\w*|klemme\w*|kabel\w*|strom\w*)\b[^.!?]{0,40}(?:dreh|zieh|fass|steck|fest)|\bwith wet hands\b[^.!?]{0,40}\b(?:fuse|socket|plug|wire|outlet)|\btoca(?:r)?\b[^.!?]{0,15}\b(?:cables|hilos|enchufe)\b[^.!?]{0,40}\b(?:corriente|tensión)\b|\bmezcl\w+\b[^.!?]{0,30}\b(?:lejía|amoniaco|vinagre)\b[^.!?]{0,20}\b(?:con|y)\b[^.!?]{0,12}\b(?:lejía|amoniaco|vinagre|ácido)\b|(?:漂白剤|塩素系?洗剤)と(?:酸性|酢|クエン酸)[^。]{0,12}(?:混ぜ|まぜ)",
)

TELLS_THE_HARM = any_of(
    r"\b(?:toxic|poison\w*|chlorine|chloramine|fumes|hazard\w*|dangerous|deadly|fatal|unsafe|harmful|kills?|illness|sick|"
    r"if you|whoever|people who|those who|giftig\w*|gefährlich\w*|chlorgas|wer|ядовит\w*|опасн\w*|токсич\w*|отрав\w*)\b|"
    r"毒|危険|危险|病"
)
"""Says what comes of it."""

IS_RIGHT = r"(?:is|are|was|would be|ist|sind|wäre|est|sont|es|son|é|são|è|является|—|-|–)\s(?:the |a |die |la |el |also |hier |here |daher |therefore |thus |здесь )?(?:only )?(?:correct|right|best|richtig\w*|korrekt\w*|bonne|correct[ae]|correct[oa]|правильн\w*|верн\w*)"
"""Follows the name of what is called the right answer."""
