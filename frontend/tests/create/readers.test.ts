// @vitest-environment node
/** Whatever form an exam is written down in, the same exam is read from it. */
import { describe, expect, test } from 'vitest'
import { contractExam, type ReadExam, type ReadQuestion } from '../../src/create/exam/exam'
import { problemsOf } from '../../src/create/exam/problems'
import { readExam } from '../../src/create/exam/read'
import { madeUp, writtenExams } from './exams'

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed)
const EXAMS = [...writtenExams(), ...SEEDS.map(madeUp)]

type Form = (exam: ReadExam) => string

function everywhere(
  form: Form,
  name: string,
  expected: (question: ReadQuestion, index: number) => ReadQuestion,
): void {
  for (const exam of EXAMS) {
    const read = readExam(form(exam), name)
    expect(read.questions).toEqual(exam.questions.map(expected))
    expect(problemsOf({ ...read, title: 'x' }).questions.flat()).toEqual([])
  }
}

const same = (question: ReadQuestion) => question
/** Forms without ids count the questions and letter the options. */
const counted = (question: ReadQuestion, index: number): ReadQuestion => ({
  ...lettered(question),
  question_id: `q${index + 1}`,
})

function lettered(question: ReadQuestion): ReadQuestion {
  const letter = (id: string) =>
    'ABCDEFGHIJ'.charAt(question.options.findIndex(option => option.option_id === id))
  return {
    ...question,
    options: question.options.map(({ option_id, text }) => ({ option_id: letter(option_id), text })),
    correct: question.correct.map(letter),
  }
}

const bare = ({ question_id, text, options, correct }: ReadQuestion): ReadQuestion => ({
  question_id,
  text,
  options,
  correct,
})
const bareCounted = (question: ReadQuestion, index: number) => bare(counted(question, index))

describe('JSON', () => {
  test('the form of the contract is taken as it stands, with its id and title', () => {
    for (const exam of EXAMS) expect(readExam(JSON.stringify(exam), 'any.json')).toEqual(exam)
  })

  test('a list of questions, an exam inside an object, and lines of objects', () => {
    everywhere(exam => JSON.stringify(exam.questions), 'a.json', same)
    everywhere(exam => JSON.stringify({ exam }), 'a.json', same)
    everywhere(exam => JSON.stringify({ data: { questions: exam.questions } }), 'a.json', same)
    const several = EXAMS.filter(exam => exam.questions.length > 1)
    for (const { questions } of several) {
      const lines = questions.map(question => JSON.stringify(question)).join('\n')
      expect(readExam(lines, 'a.jsonl').questions).toEqual(questions)
    }
  })

  const forms: [string, (question: ReadQuestion) => object][] = [
    ['texts and letters', q => ({ question: q.text, options: texts(q), answer: letters(q).join(', ') })],
    ['labelled texts', q => ({ prompt: q.text, choices: labelled(q), correctAnswers: letters(q) })],
    ['positions from 0', q => ({ question: q.text, options: texts(q), correctIndex: places(q, 0) })],
    ['texts as answers', q => ({ questionText: q.text, options: texts(q), correct_answers: right(q) })],
    ['options with marks', q => ({ stem: q.text, answers: marked(q) })],
    [
      'an object of letters',
      q => ({ q: q.text, options: Object.fromEntries(pairs(q)), answer: letters(q).join('') }),
    ],
    ['members of the question', q => ({ text: q.text, ...spread(q), correct_answer: letters(q) })],
  ]
  test.each(forms)('%s', (_, form) => {
    everywhere(exam => JSON.stringify({ questions: exam.questions.map(form) }), 'a.json', bareCounted)
  })

  test('numbers count from 0, unless the file shows that they do not', () => {
    const file = (...answers: number[]) =>
      JSON.stringify(answers.map(answer => ({ question: 'x?', options: ['a', 'b', 'c'], answer })))
    expect(readExam(file(0, 1), 'a.json').questions.map(q => q.correct)).toEqual([['A'], ['B']])
    expect(readExam(file(3, 1), 'a.json').questions.map(q => q.correct)).toEqual([['C'], ['A']])
  })
})

describe('CSV', () => {
  test('a number is the place of an option, unless the file answers with what options say', () => {
    const read = (...answers: string[]) =>
      readExam(`question,a,b,c,correct\nx?,3,1,2,${answers[0]}\ny?,7,8,9,${answers[1]}\n`, 'a.csv')
    expect(read('1', '2').questions.map(q => q.correct)).toEqual([['A'], ['B']])
    expect(read('1', '9').questions.map(q => q.correct)).toEqual([['B'], ['C']])
  })

  const tables: [string, Form][] = [
    ['columns of options', exam => csv(exam, ',', q => letters(q).join(', '))],
    ['semicolons and joined letters', exam => csv(exam, ';', q => letters(q).join(''))],
    ['tabs and numbers from 1', exam => csv(exam, '\t', q => places(q, 1).join('|'))],
    ['answers as texts', exam => csv(exam, ',', q => right(q).join('|'))],
  ]
  test.each(tables)('%s', (_, form) => {
    everywhere(form, 'a.csv', (q, index) => ({ ...counted(q, index), question_id: q.question_id }))
  })

  test('other names of columns, as question banks use them', () => {
    const header =
      'Question,Question Type,Answer Option 1,Explanation 1,Answer Option 2,Correct Answers,Overall Explanation,Domain'
    const read = readExam(
      `\uFEFF${header}\r\n"2 + 2, is?",multiple-choice,4,,5,1,Counting,Sums\r\n`,
      'sums.csv',
    )
    expect(read.questions).toEqual([
      {
        question_id: 'q1',
        text: '2 + 2, is?',
        options: [
          { option_id: '1', text: '4' },
          { option_id: '2', text: '5' },
        ],
        correct: ['1'],
        explanation: 'Counting',
        topic: 'Sums',
      },
    ])
  })

  test('options in one cell', () => {
    const read = readExam('question;options;answer\nWhich?;red | green | blue;blue\n', 'a.csv')
    expect(read.questions[0]?.options.map(option => option.text)).toEqual(['red', 'green', 'blue'])
    expect(read.questions[0]?.correct).toEqual(['C'])
  })

  test('a comma without quotation marks is told, since it moves everything behind it', () => {
    const read = readExam('question,a,b,correct\nRed, or blue?,x,y,A\nWhich?,x,y,A\n', 'a.csv')
    expect(problemsOf(read).questions.map(problems => problems.length > 0)).toEqual([true, false])
    expect(problemsOf(read).questions[0]).toContainEqual(expect.stringContaining('quotation marks'))
    expect(contractExam(read).questions.every(question => !('fault' in question))).toBe(true)
    expect(() => readExam('question,a,b,correct\n"Which?,x,y,A\nNext?,x,y,A\n', 'a.csv')).toThrow(
      /not closed/,
    )
  })

  test('without the columns that it needs it is no exam, and says which there are', () => {
    expect(() => readExam('name,age\nAda,36\n', 'a.csv')).toThrow(/name, age/)
  })
})

describe('Markdown', () => {
  const lists: [string, Form][] = [
    ['details that fold the answer away', exam => exam.questions.map(folded).join('\n')],
    ['plain, with an answer line', exam => exam.questions.map(plain).join('\n')],
    [
      'headings and bold labels',
      exam => `# ${exam.title}\n\n${exam.questions.map(headed).join('\n---\n\n')}`,
    ],
    ['small letters in brackets', exam => exam.questions.map(bracketed).join('\n\n')],
  ]
  test.each(lists)('%s', (_, form) => everywhere(form, 'a.md', counted))

  const bareLists: [string, Form][] = [
    ['ticked boxes', exam => exam.questions.map(ticked).join('\n\n')],
    ['the right ones marked', exam => exam.questions.map(checked).join('\n\n')],
    ['a key at the end', withKey],
    ['the same number for all of them', exam => exam.questions.map(q => plain(bare(q), 0)).join('\n')],
  ]
  test.each(bareLists)('%s', (_, form) => everywhere(form, 'a.txt', bareCounted))

  test('a heading is a topic where it has questions below it, and the question where it has options', () => {
    const read = readExam(
      '# Clouds\n\n## Storage\n\n1. One?\n   - A. x\n   - B. y\n\n   Answer: A\n\n## Networks\n\n2. Two?\n   A) x\n   B) y\n   Answer: B\n',
      'a.md',
    )
    expect(read.title).toBe('Clouds')
    expect(read.questions.map(question => question.topic)).toEqual(['Storage', 'Networks'])
    const heads = readExam(
      '## Which is blue?\n\n- [ ] The sun\n- [x] The sky\n\n### Which is hot?\n- [x] The sun\n- [ ] The sky\n',
      'a.md',
    )
    expect(heads.questions.map(question => [question.text, question.correct])).toEqual([
      ['Which is blue?', ['B']],
      ['Which is hot?', ['A']],
    ])
  })

  test('lists inside questions and explanations are no questions and no options', () => {
    const read = readExam(
      '1. A team wants:\n   - speed\n   - order\n\n   Which fits?\n\n   A. This\n   B. That\n\n   **Answer: B**\n\n   Explanation:\n   1. First reason\n   2. Second reason\n   3. Third reason\n\n2. Next?\n   A. x\n   B. y\n   Answer: A\n',
      'a.md',
    )
    expect(read.questions).toHaveLength(2)
    expect(read.questions[0]?.text).toBe('A team wants:\n- speed\n- order\n\nWhich fits?')
    expect(read.questions[0]?.explanation).toBe('1. First reason\n2. Second reason\n3. Third reason')
  })

  test('what stands behind the letter explains it', () => {
    const read = readExam(
      '1. Why?\nA. x\nB. y\nAnswer: B. Because it scales\n2. And?\nA. x\nB. y\nAnswer: (B) y\n',
      'a.txt',
    )
    expect(read.questions.map(q => [q.correct, q.explanation])).toEqual([
      [['B'], 'Because it scales'],
      [['B'], undefined],
    ])
  })

  test('quotes, captions, rules and tables of answers are not parts of the texts', () => {
    const read = readExam(
      '1. One?\n\nOptions:\n A. Red\n B. Blue\n\n#### **✅ Correct Answer: B Blue**\n\n> 💡 **Explanation**\n>\n> It is.\n\n---\n\n2. Two?\nA. x\nB. y\n\n| Question | Answer |\n| --- | --- |\n| 1 | A |\n| 2 | B |\n',
      'a.md',
    )
    expect(read.questions.map(q => [q.text, q.options.at(-1)?.text, q.correct, q.explanation])).toEqual([
      ['One?', 'Blue', ['B'], 'It is.'],
      ['Two?', 'y', ['B'], undefined],
    ])
  })

  test('a verdict below each option marks it and explains it', () => {
    const read = readExam(
      '## Question 7\nWhich?\n\n**A.** One.\n*Incorrect.* Too few.\n\n**B.** Two.\n*Correct.* As many.\n',
      'a.md',
    )
    expect(read.questions[0]).toMatchObject({
      question_id: 'q7',
      correct: ['B'],
      explanation: 'A: Too few.\nB: As many.',
    })
  })

  test('code stays as it is', () => {
    const read = readExam(
      '1. What prints this?\n```js\n1. + 1\n# no heading\n  A. b\n```\nA. x\nB. y\nAnswer: A\n',
      'a.md',
    )
    expect(read.questions).toHaveLength(1)
    expect(read.questions[0]?.text).toContain('```js\n1. + 1\n# no heading\n  A. b\n```')
  })
})

describe('what is not readable', () => {
  test.each([
    ['empty.json', ' ', /empty/],
    ['broken.json', '{"questions": [', /not JSON/],
    ['other.json', '{"name": "x", "list": [1, 2]}', /no questions/],
    ['letter.md', 'Dear all,\n\nthere is cake.\n', /no questions/],
  ])('%s', (name, content, says) => expect(() => readExam(content, name)).toThrow(says))
})

// ---- How people write exams down -------------------------------------------------------------

const texts = (q: ReadQuestion) => q.options.map(option => option.text)
const places = (q: ReadQuestion, from: number) =>
  q.correct.map(id => q.options.findIndex(option => option.option_id === id) + from)
const letters = (q: ReadQuestion) => lettered(q).correct
const right = (q: ReadQuestion) =>
  q.correct.map(id => q.options.find(option => option.option_id === id)?.text ?? '')
const pairs = (q: ReadQuestion) =>
  lettered(q).options.map(({ option_id, text }) => [option_id, text] as const)
const labelled = (q: ReadQuestion) => pairs(q).map(([letter, text]) => `${letter}. ${text}`)
const spread = (q: ReadQuestion) =>
  Object.fromEntries(pairs(q).map(([letter, text]) => [`option_${letter}`, text]))
const marked = (q: ReadQuestion) =>
  q.options.map(({ option_id, text }) => ({ answer: text, isCorrect: q.correct.includes(option_id) }))

function csv(exam: ReadExam, mark: string, answer: (q: ReadQuestion) => string): string {
  const width = Math.max(...exam.questions.map(q => q.options.length))
  const columns = Array.from('ABCDEFGHIJ'.slice(0, width), letter => `Option ${letter}`)
  const rows = exam.questions.map(q => [
    q.question_id,
    q.text,
    ...Array.from({ length: width }, (_, index) => q.options[index]?.text ?? ''),
    answer(q),
    q.explanation ?? '',
    q.references?.join(' | ') ?? '',
    q.topic ?? '',
  ])
  const header = ['id', 'question', ...columns, 'correct', 'explanation', 'references', 'topic']
  return [header, ...rows].map(row => row.map(quoted).join(mark)).join('\r\n')
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

const topicLine = (q: ReadQuestion) => (q.topic === undefined ? [] : [`Topic: ${q.topic}`])
const links = (q: ReadQuestion) => q.references?.map(reference => `- <${reference}>`) ?? []

function folded(q: ReadQuestion, index: number): string {
  return [
    `${index + 1}. ${q.text}`,
    ...labelled(q).map(option => `    - ${option}`),
    '',
    '    <details markdown=1><summary markdown="span">Answer</summary>',
    '',
    `    Correct Answer: ${letters(q).join('')}`,
    '',
    ...(q.explanation === undefined ? [] : ['    Explanation:', `    ${q.explanation}`, '']),
    ...(q.references === undefined ? [] : ['    Reference:', ...links(q).map(link => `    ${link}`), '']),
    '    </details>',
    ...topicLine(q),
    '',
  ].join('\n')
}

function plain(q: ReadQuestion, index: number): string {
  return [
    `${index + 1}) ${q.text}`,
    ...topicLine(q),
    ...pairs(q).map(([letter, text]) => `${letter}) ${text}`),
    `ANSWER: ${letters(q).join(' and ')}`,
    ...(q.explanation === undefined ? [] : [`Explanation: ${q.explanation}`]),
    ...(q.references === undefined ? [] : ['References:', ...links(q)]),
    '',
  ].join('\n')
}

function headed(q: ReadQuestion, index: number): string {
  return [
    `## Question ${index + 1}`,
    '',
    ...topicLine(q).map(line => `**${line}**\n`),
    q.text,
    '',
    ...pairs(q).map(([letter, text]) => `**${letter})** ${text}`),
    '',
    '#### ✅ Correct answers',
    '',
    `**${letters(q).join(', ')}**`,
    '',
    ...(q.explanation === undefined ? [] : ['**Explanation**', '', q.explanation, '']),
    ...(q.references === undefined ? [] : ['**References:**', ...links(q), '']),
  ].join('\n')
}

function bracketed(q: ReadQuestion, index: number): string {
  return [
    // Emphasis ends with its paragraph.
    q.text.includes('\n\n') ? `**Q${index + 1}.** ${q.text}` : `**Q${index + 1}. ${q.text}**`,
    '',
    ...topicLine(q),
    ...pairs(q).map(([letter, text]) => `(${letter.toLowerCase()}) ${text}`),
    '',
    `**Answer:** ${letters(q)
      .map(letter => `(${letter.toLowerCase()})`)
      .join(', ')}`,
    ...(q.explanation === undefined ? [] : [`**Explanation:** ${q.explanation}`]),
    ...(q.references === undefined
      ? []
      : ['**Sources:**', ...q.references.map(reference => `* ${reference}`)]),
  ].join('\n')
}

function ticked(q: ReadQuestion): string {
  return [
    `### ${q.text}`,
    '',
    ...q.options.map(({ option_id, text }) => `- [${q.correct.includes(option_id) ? 'x' : ' '}] ${text}`),
  ].join('\n')
}

function checked(q: ReadQuestion, index: number): string {
  const mark = index % 2 ? ' ✅' : ' (correct)'
  return [
    `${index + 1}. ${q.text}`,
    ...q.options.map(({ option_id, text }, at) => {
      return `   - ${'ABCDEFGHIJ'.charAt(at)}. ${text}${q.correct.includes(option_id) ? mark : ''}`
    }),
  ].join('\n')
}

function withKey(exam: ReadExam): string {
  const questions = exam.questions.map((q, index) => `${index + 1}. ${q.text}\n${labelled(q).join('\n')}\n`)
  const key = exam.questions.map((q, index) => `${index + 1}. ${letters(q).join(', ')}`)
  return [...questions, '## Answers', '', ...key].join('\n')
}
