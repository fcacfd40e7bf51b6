/** Readers of files and of written text take time by their length alone, whatever somebody puts into them. */
import { expect, test } from 'vitest'
import { readExam } from '../../src/create/exam/read'
import { plain } from '../../src/progress/preview'

const START = '1. What?\nA. One\nB. Two\n'
const times = (part: string) => (n: number) => part.repeat(Math.ceil(n / part.length)).slice(0, n)
/** One line of `part`s between something that a pattern begins with and something that it cannot end with. */
const line = (head: string, part: string) => (n: number) => `${START}${head}${times(part)(n)}x\nAnswer: A\n`

const HEADS = [
  'q',
  '1',
  '1 A',
  'A',
  'A ',
  '# a',
  'Answer',
  'answer: A',
  '- [ ] a',
  'A. a',
  '| a',
  'Correct',
  '<',
  'key',
  '',
]
const PARTS = [
  ' ',
  '\t',
  '*',
  '_',
  '#',
  '-',
  '.',
  '`',
  '>',
  '(',
  '[',
  '|',
  '*_',
  ') ',
  '- ',
  '* ',
  '\u2028',
  '✅',
  '<p>',
  'A,',
]

const MARKDOWN: [string, (n: number) => string][] = [
  ...HEADS.flatMap(head => PARTS.map((part): [string, (n: number) => string] => [`${head}${JSON.stringify(part)}`, line(head, part)])),
  ...[
    '<!--', '<details ', '</details>', '<summary>', '<p>\n', 'Answers\n', 'Answers\n\n', '# a\n', '1. a\n', '2. B\n', 'A. a\n',
    'Answer: A, B\n', 'correct x\n', 'x\n', '```\nx\n', 'References:\n', '- a\n', '> a\n', '| 1 | A |\n', 'Explanation: x\n',
  ].map((part): [string, (n: number) => string] => [JSON.stringify(part), n => START + times(part)(n)]),
  ['options and answers', n => `1. What?\n${times('A. a long text of an option here\n')(n / 2)}${times('Answer: B. a\n')(n / 2)}`],
  ['verdicts', n => `1. What?\n- [ ] ${times('word ')(n / 2)}\n${times('correct because\n')(n / 2)}`],
] // prettier-ignore

const HEADER = 'question,A,B,correct\n'
const CSV: [string, (n: number) => string][] = [
  ['blanks before a comma', n => `${HEADER}"${times('x"y')(n / 2)}${times(' ')(n / 2)},`],
  ['tabs after quotes', n => `${HEADER}"${times('"x')(n / 2)}${times('\t')(n / 2)},a,b\n`],
  ['quotes', n => HEADER + times('"')(n)],
  ['quoted', n => HEADER + times('"a"b')(n)],
  ['columns', n => `question,correct,${Array.from({ length: n / 8 }, (_, i) => `A${'.é-'.charAt(i % 3)}${i > 9 ? '' : i}`).join(',')}\n${times('x\n')(n / 2)}`],
  ['empty columns', n => `${times('A,')(n / 2)}question\n${times('x\n')(n / 2)}`],
  ['spaces in references', n => `question,A,B,correct,references\nx,a,b,A,a${times(' ')(n)}x\n`],
  ['an answer of spaces', n => `${HEADER}x,a,b,"A${times(' ')(n)}x"\n`],
  ['an answer of dots', n => `${HEADER}x,a,b,"${times('.')(n)}x"\n`],
  ['an answer of letters', n => `${HEADER}x,a,b,"${times('A,')(n)}x"\n`],
  ['a broken answer', n => `${HEADER}x,a,b,"A ${times(' ')(n)}\n${times('y')(9)}"\n`],
  ['many options', n => `question,options,correct\nx,"${times('a|')(n / 2)}","${times('B;')(n / 2)}"\n`],
] // prettier-ignore

const TEXT: [string, (n: number) => string][] = [
  ['runs of backticks', n => Array.from({ length: Math.ceil(Math.sqrt(2 * n)) }, (_, i) => '`'.repeat(i + 1)).join(' ').slice(0, n)],
  ...['`', '`a', '``a` ', '*', '**a', '__a', '[', '![', '[a](', '[a](()', ' ', '\u00a0', '\n', '<', '# ', '\t', '~~~\n', '> '].map(
    (part): [string, (n: number) => string] => [JSON.stringify(part), n => `${times(part)(n)}x`],
  ),
] // prettier-ignore

/** Of this process alone, in ms: other programs of the machine do not count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Least of some runs, in ms: what else the machine does only adds. */
function cost(read: (text: string) => unknown, text: string): number {
  let least = Infinity
  for (let run = 0; run < 5; run += 1) {
    const begun = processorMs()
    try {
      read(text)
    } catch {
      // A text without questions is refused, which takes its time too.
    }
    least = Math.min(least, processorMs() - begun)
  }
  return least
}

/** What is faster than this for the longer text is not measured: start-up and garbage would be. */
const FLOOR_MS = 150
const SHORT = 12_500
const TIMES = 8
/** Half of what the square would take: caches and the garbage of the longer text have their share. */
const GROWTH = 32

/** Eight times the text: 8 times the time if it is linear, 64 if it is by the square. */
function expectLinear(read: (text: string) => unknown, make: (n: number) => string): void {
  const long = cost(read, make(TIMES * SHORT))
  if (long < FLOOR_MS) return
  expect(long / cost(read, make(SHORT))).toBeLessThan(GROWTH)
}

test.each(MARKDOWN)('a list of questions: %s', (_, make) => {
  expectLinear(text => readExam(text, 'exam.md'), make)
})

test.each(CSV)('a table of questions: %s', (_, make) => {
  expectLinear(text => readExam(text, 'exam.csv'), make)
})

test.each(TEXT)('text that is being written: %s', (_, make) => {
  expectLinear(plain, make)
})
